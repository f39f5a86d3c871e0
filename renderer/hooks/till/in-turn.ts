/** Something that is done over and over, never twice at once. */
export interface InTurn {
  /** Does it now; or, while it is being done, once more afterwards, for all who asked in between. */
  readonly ask: () => void;
  /** What is being done ends, and nothing follows. */
  readonly stop: () => void;
}

/** @param pauseMs between the end of one and the begin of the next that was asked for meanwhile */
export function inTurn(work: () => Promise<void>, pauseMs: number): InTurn {
  let isBusy = false;
  let isAsked = false;
  let isStopped = false;
  async function run(): Promise<void> {
    isBusy = true;
    do {
      isAsked = false;
      await work();
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    } while (isAsked && !isStopped);
    isBusy = false;
  }
  return {
    ask: () => {
      if (isStopped) return;
      if (isBusy) isAsked = true;
      else void run();
    },
    stop: () => {
      isStopped = true;
    },
  };
}
