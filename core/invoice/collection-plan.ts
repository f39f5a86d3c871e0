import { type Koinu, koinu, sum } from '../money.ts';
import { feeForSize } from '../networks.ts';

/** Bytes of an input with a signature of 72 bytes, and of what is there besides, with up to 252 inputs. */
const INPUT_SIZE = 148;
const FRAME_SIZE = 19;

interface CollectionRule {
  readonly feePerKb: Koinu;
  /** No output is below it. */
  readonly dust: Koinu;
  /** Bytes of the script that is paid. */
  readonly scriptLength: number;
  /** Inputs of one transaction, at most. */
  readonly mostInputs: number;
}

/** One transaction: all its coins go to one output. */
export interface CollectionDraft<C> {
  readonly coins: readonly C[];
  readonly sum: Koinu;
  readonly fee: Koinu;
  readonly arrives: Koinu;
}

interface CollectionPlan<C> {
  readonly drafts: readonly CollectionDraft<C>[];
  /** Worth less than it costs to take them, or all together less than an output may be. */
  readonly small: readonly C[];
}

/** The size that the fee is paid for, in bytes: 192 for one input to P2PKH. */
export function collectionSize(inputs: number, scriptLength: number): number {
  return FRAME_SIZE + inputs * INPUT_SIZE + scriptLength;
}

/** Groups coins into transactions, the largest first, and leaves those that are not worth their fee. */
export function planCollection<C extends { readonly value: Koinu }>(
  coins: readonly C[],
  rule: CollectionRule,
): CollectionPlan<C> {
  const cost = feeForSize(rule.feePerKb, INPUT_SIZE);
  const worthy = coins.filter(({ value }) => value > cost).sort((a, b) => (a.value < b.value ? 1 : -1));
  const small = coins.filter(({ value }) => value <= cost);
  const drafts: CollectionDraft<C>[] = [];
  for (let at = 0; at < worthy.length; at += rule.mostInputs) {
    const group = worthy.slice(at, at + rule.mostInputs);
    const total = sum(group.map(({ value }) => value));
    const fee = feeForSize(rule.feePerKb, collectionSize(group.length, rule.scriptLength));
    if (total - fee < rule.dust) small.push(...group);
    else drafts.push({ coins: group, sum: total, fee, arrives: koinu(total - fee) });
  }
  return { drafts, small };
}
