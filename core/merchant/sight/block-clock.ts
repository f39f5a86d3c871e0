/** So many new blocks in a row are no coincidence of their miners' clocks. */
const BLOCKS = 6;
/** A node that catches up shows many blocks at once, which say nothing of the time. */
const SHORTEST_SPAN_MS = 2 * 60_000;
/** How much further apart than their arrivals new blocks' times may be. */
const MOST_PACE = 1.5;

interface Arrival {
  /** On the monotonic clock. */
  readonly at: number;
  /** What its miner said, milliseconds since 1970. */
  readonly time: number;
  /** By how much that was ahead of the system's clock. */
  readonly ahead: number;
}

/** The clock against the blocks that came one after another while it was looked at. Milliseconds. */
export class BlockClock {
  #arrivals: readonly Arrival[] = [];

  /** A block that was not there at the last look. */
  note(arrival: Arrival): void {
    this.#arrivals = [...this.#arrivals, arrival].slice(-BLOCKS);
  }

  /** By how much every one of the last blocks was ahead of the clock, at least; negative for behind; 0 for unknown. */
  get ahead(): number {
    const [first] = this.#arrivals;
    const last = this.#arrivals.at(-1);
    if (this.#arrivals.length < BLOCKS || first === undefined || last === undefined) return 0;
    const span = last.at - first.at;
    if (span < SHORTEST_SPAN_MS || last.time - first.time > MOST_PACE * span + SHORTEST_SPAN_MS) return 0;
    const aheads = this.#arrivals.map(({ ahead }) => ahead);
    const least = Math.min(...aheads);
    const most = Math.max(...aheads);
    return least > 0 ? least : most < 0 ? most : 0;
  }
}
