import { equal } from '../../protocol/bytes.ts';
import { findSpends } from '../../protocol/spend.ts';
import {
  outpointKey,
  parseTransaction,
  spentOutpoints,
  type Transaction,
  txidOf,
} from '../../protocol/transaction.ts';
import type { StoredFeeChild } from '../../store/fee-children.ts';
import type { TillContext } from '../context.ts';

/** Follows what was signed to raise fees: which of a settlement's children is mined is what it cost the merchant. */
export class ChildWatch {
  readonly #context: TillContext;
  /** Row of the channel by an output of its settlement, in whatever form a child spends it. */
  readonly #parents = new Map<string, number>();
  #lastRow = 0;

  constructor(context: TillContext) {
    this.#context = context;
  }

  /** @param settledBelow children of settlements in blocks below this height are not looked for any more */
  learn(settledBelow: number): void {
    for (const { row, channel, bytes } of this.#context.store.feeChildren.watched(
      this.#lastRow,
      settledBelow,
    )) {
      for (const key of outpointsOf(bytes)) this.#parents.set(key, channel);
      this.#lastRow = row;
    }
  }

  /** Within a transaction of the store. */
  note(transaction: Transaction, height: number): void {
    if (this.#parents.size === 0) return;
    const { store, log } = this.#context;
    for (const channel of new Set(findSpends(transaction, this.#parents).map(({ found }) => found))) {
      const children = store.feeChildren.ofChannel(channel);
      const { channelId } = store.channels.require(channel).constants.basis;
      const txid = txidOf(transaction);
      const child =
        children.find((one) => one.txid === txid) ?? children.find((one) => isForm(one, transaction));
      // Whoever restored the seed's words elsewhere may have spent the settlement.
      if (child === undefined)
        log.info({ channel: channelId, txid }, 'settlement spent by none of its children');
      else store.feeChildren.mined(child, { height, txid });
      this.#context.announce({ type: 'channel_changed', channel: channelId });
    }
  }

  /** Within a transaction of the store. */
  undoAbove(forkHeight: number): void {
    this.#context.store.feeChildren.undoAbove(forkHeight);
    this.#lastRow = 0;
  }
}

function outpointsOf(bytes: Uint8Array): string[] {
  const transaction = parseTransaction(bytes);
  return transaction === undefined ? [] : spentOutpoints(transaction).map(outpointKey);
}

/** The same payment under another txid: a miner may change a signature's form. */
function isForm({ bytes }: StoredFeeChild, transaction: Transaction): boolean {
  const child = parseTransaction(bytes);
  return (
    child !== undefined &&
    outpointsOf(bytes).join() === spentOutpoints(transaction).map(outpointKey).join() &&
    child.outs.length === transaction.outs.length &&
    child.outs.every(({ script, value }, vout) => {
      const other = transaction.outs[vout];
      return other !== undefined && other.value === value && equal(other.script, script);
    })
  );
}
