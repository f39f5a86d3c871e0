import type { WarningView } from '../../core/bridge/views/status.ts';

/** How it stood when a block came. */
export interface Day {
  readonly isOn: boolean;
  /** A node of the till's answered, and was as the network. */
  readonly hasNode: boolean;
  /** The till's own node, which it asks what miners want, is the one that answered so. */
  readonly hasOwnNode: boolean;
  /** Of the nodes that answered none was as the network, and one had a chain of its own. */
  readonly isDeceived: boolean;
  /** What miners asked, as a multiple of the settlement's fee. */
  readonly timesFee: number;
}

/** 0 nothing, 1 notice, 2 warning, 3 alarm. */
const LEVELS = { notice: 1, warning: 2, alarm: 3 } as const;

interface Reading {
  readonly height: number;
  readonly level: number;
}

interface Noted {
  readonly height: number;
  /** The till's clock was set back while it was off or asleep, and it has not seen the chain since. */
  readonly isMisled: boolean;
  /** Blocks for which every node that answered the till had a chain of its own. */
  readonly blocksDeceived: number;
}

/** What happened, kept apart from the till and without asking it: what the verdict goes by. */
export class Diary {
  readonly #days = new Map<number, Day>();
  readonly #readings = new Map<string, Reading[]>();
  readonly #receipts = new Map<string, Noted[]>();
  readonly visits: number[] = [];
  /** The deepest that each transaction was when a node of the till lost it. */
  readonly #lost = new Map<string, number>();
  #isMisled = false;
  #blocksDeceived = 0;

  noteBlock(height: number, day: Day): void {
    this.#days.set(height, day);
    this.#blocksDeceived = day.isDeceived ? this.#blocksDeceived + 1 : 0;
  }

  day(height: number): Day | undefined {
    return this.#days.get(height);
  }

  noteLost(depth: number, txids: readonly string[]): void {
    for (const txid of txids) this.#lost.set(txid, Math.max(depth, this.#lost.get(txid) ?? 0));
  }

  /** At most; a transaction that was never lost 0. */
  depthLost(txid: string): number {
    return this.#lost.get(txid) ?? 0;
  }

  noteVisit(height: number): void {
    this.visits.push(height);
  }

  noteClockSetBack(): void {
    this.#isMisled = true;
  }

  noteSight(): void {
    this.#isMisled = false;
  }

  noteReceipt(channel: string, height: number): void {
    const noted = this.#receipts.get(channel) ?? [];
    noted.push({ height, isMisled: this.#isMisled, blocksDeceived: this.#blocksDeceived });
    this.#receipts.set(channel, noted);
  }

  receipts(channel: string): readonly Noted[] {
    return this.#receipts.get(channel) ?? [];
  }

  noteWarnings(channel: string, height: number, warnings: readonly WarningView[]): void {
    // What names no channel is about the till or its nodes, and so about all of them.
    const concerning = warnings.filter((warning) => (warning.channel ?? channel) === channel);
    const level = Math.max(0, ...concerning.map(({ severity }) => LEVELS[severity]));
    const readings = this.#readings.get(channel) ?? [];
    readings.push({ height, level });
    this.#readings.set(channel, readings);
  }

  readings(channel: string): readonly Reading[] {
    return this.#readings.get(channel) ?? [];
  }
}
