/** Figures of one run, or of many. */
export class Statistics {
  runs = 0;
  instants = 0;
  blocks = 0;
  starts = 0;
  crashes = 0;
  channels = 0;
  receipts = 0;
  reorgs = 0;
  doubleSpends = 0;
  nodeFaults = 0;
  clockJumps = 0;
  settled = 0;
  refunded = 0;
  /** Settlements, refunds that were tried, and children that raised a fee: in the final chain, but for the tries. */
  settlements = 0;
  refundsTried = 0;
  children = 0;
  /** Money that was lost as it may be, by reason. */
  readonly allowed = new Map<string, number>();

  allow(reason: string): void {
    this.allowed.set(reason, (this.allowed.get(reason) ?? 0) + 1);
  }

  add(other: Statistics): void {
    for (const [name, value] of Object.entries(other)) {
      if (typeof value === 'number') Object.assign(this, { [name]: Number(Reflect.get(this, name)) + value });
    }
    for (const [reason, count] of other.allowed) {
      this.allowed.set(reason, (this.allowed.get(reason) ?? 0) + count);
    }
  }

  lines(): string[] {
    const weeks = Math.round(this.blocks / (7 * 1440));
    const figures: [string, number][] = [
      ['runs', this.runs],
      ['simulated weeks', weeks],
      ['blocks', this.blocks],
      ['instants at which the till worked', this.instants],
      ['starts of the till', this.starts],
      ['crashes between two calls', this.crashes],
      ['channels', this.channels],
      ['receipts', this.receipts],
      ['settlements mined', this.settlements],
      ['raised by a child', this.children],
      ['refunds tried', this.refundsTried],
      ['reorgs', this.reorgs],
      ['double spends tried', this.doubleSpends],
      ['node faults', this.nodeFaults],
      ['clock jumps', this.clockJumps],
      ['channels with receipts, paid out', this.settled],
      ['channels with receipts, lost as allowed', this.refunded],
      ...[...this.allowed].map(([reason, count]): [string, number] => [`  ${reason}`, count]),
    ];
    return figures.map(([name, count]) => `${name.padEnd(44)}${count}`);
  }
}
