import type { NodeBackend } from '../node/backend.ts';
import { announce, isDefiniteRefusal, pollStatus } from './channels/announce.ts';
import { type ScanOptions, scanChain } from './channels/chain-scan.ts';
import { settleDoubts } from './payments/send-payment.ts';
import { openRecord, pendingOf } from './state/channel-record.ts';
import { askNode } from './state/node-question.ts';
import { done, type Outcome, type WalletRefusal } from './state/refusals.ts';
import { channelNow, type WalletContext } from './state/wallet-context.ts';
import type { ChannelRecord } from './state/wallet-state.ts';

/** What the customer should do about a channel. Worded in cli-text.ts. */
export type Advice =
  | 'pay_or_close'
  | 'wait_for_confirmations'
  | 'wait_for_close'
  | 'wait_for_refund'
  | 'refund_now'
  | 'refund_at_locktime'
  | 'recover_again'
  | 'open_another'
  | 'find_change'
  | 'nothing';

export interface ChannelRecovery {
  readonly channel: ChannelRecord;
  readonly advice: Advice;
  /** Why the till could not bring the channel up to date. */
  readonly problem?: WalletRefusal;
}

export interface RecoverOptions extends ScanOptions {
  /** Her own node: finds her coins again and knows when a refund is possible. */
  readonly node?: NodeBackend;
}

/**
 * Brings every channel up to date from the wallet's own file: announcements and payments without an answer are sent
 * again as they were, then the till is asked how each channel stands. Safe to repeat at any time.
 */
export async function recover(
  wallet: WalletContext,
  options: RecoverOptions,
): Promise<Outcome<readonly ChannelRecovery[]>> {
  let height: number | undefined;
  if (options.node !== undefined) {
    const scanned = await scanChain(wallet, options.node, options);
    if (!scanned.ok) return scanned;
    height = scanned.value;
  }
  const recoveries: ChannelRecovery[] = [];
  for (const { id } of wallet.state().channels) {
    const problem = await bringUpToDate(wallet, channelNow(wallet, id));
    const channel = channelNow(wallet, id);
    const isFunded = options.node && (await isOnChain(wallet, channel, options.node));
    if (isFunded?.ok === false) return isFunded;
    const facts = { height, hasProblem: problem !== undefined, isFunded: isFunded?.value };
    const advice = adviceFor(channel, facts);
    recoveries.push({ channel, advice, ...(problem && { problem }) });
  }
  return done(recoveries);
}

/** @returns what the till would not do */
async function bringUpToDate(
  wallet: WalletContext,
  record: ChannelRecord,
): Promise<WalletRefusal | undefined> {
  const { id, state } = record;
  if (state === 'closed' || state === 'refunded') return undefined;
  if (state === 'announcing') {
    const announced = await announce(wallet, id);
    return announced.ok ? undefined : announced.refusal;
  }
  const settled = state === 'refused' ? undefined : await settleDoubts(wallet, id);
  const status = await pollStatus(wallet, id);
  if (settled?.ok === false) return settled.refusal;
  if (status.ok) return undefined;
  const isStillRefused = state === 'refused' && isDefiniteRefusal(status.refusal);
  return isStillRefused ? undefined : status.refusal;
}

/** Whether her node has a funding output of the channel that nobody has spent. */
async function isOnChain(
  wallet: WalletContext,
  channel: ChannelRecord,
  node: NodeBackend,
): Promise<Outcome<boolean>> {
  const { inputs } = openRecord(channel, wallet.network.name);
  const outputs = await askNode(() => node.unspentOutputs(inputs));
  return outputs.ok ? done(outputs.value.some((output) => output !== undefined)) : outputs;
}

interface AdviceFacts {
  readonly hasProblem: boolean;
  /** Her node's tip, and whether it has the channel's money; undefined without a node. */
  readonly height: number | undefined;
  readonly isFunded: boolean | undefined;
}

function adviceFor(channel: ChannelRecord, facts: AdviceFacts): Advice {
  const { state, locktime } = channel;
  const isRipe = facts.height !== undefined && facts.height >= locktime;
  if (state === 'refunding') return 'wait_for_refund';
  if (isRipe && facts.isFunded) return 'refund_now';
  switch (state) {
    case 'closed':
    case 'refunded':
      // That it is over may be the till's word alone: her node knows better, and finds her change.
      if (facts.isFunded === undefined) return 'find_change';
      return facts.isFunded ? 'refund_at_locktime' : 'nothing';
    case 'refused':
      return facts.isFunded ? 'refund_at_locktime' : 'open_another';
    case 'announcing':
      return 'recover_again';
    case 'closing':
      return 'wait_for_close';
    case 'lapsed':
    case 'conflicted':
      return 'refund_at_locktime';
    case 'confirming':
      return facts.hasProblem ? 'refund_at_locktime' : 'wait_for_confirmations';
    case 'open':
      if (pendingOf(channel) !== undefined) return 'recover_again';
      return facts.hasProblem ? 'refund_at_locktime' : 'pay_or_close';
  }
}
