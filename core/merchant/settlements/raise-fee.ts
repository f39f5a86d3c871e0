import { assert } from '../../assert.ts';
import { formatDoge, type Koinu, koinu, sum, ZERO } from '../../money.ts';
import { feeForSize, POLICY } from '../../networks.ts';
import { type BroadcastOutcome, NodeFault } from '../../node/backend.ts';
import { equal } from '../../protocol/bytes.ts';
import { buildFeeChild, feeChildSize } from '../../protocol/fee-child.ts';
import { POLICY_FLAGS } from '../../protocol/interpreter/flags.ts';
import { verifyAllInputs } from '../../protocol/interpreter/verify-input.ts';
import { type Transaction, transactionBytes, txidOf } from '../../protocol/transaction.ts';
import type { Result } from '../../result.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import type { SignedFeeChild, StoredFeeChild } from '../../store/fee-children.ts';
import type { TillContext } from '../context.ts';
import type { PrivateKeys } from '../keys/keys.ts';
import { closeBlocks } from '../policy/deadlines.ts';
import { sendChild } from './send-child.ts';
import { isSettledWhole } from './short-settlement.ts';
import { spreadOf } from './spread.ts';

/** Blocks within which a raised fee is to be mined: what the node's estimate is asked for. */
const TARGET_BLOCKS = 2;
/** An estimate above this is not believed. Koinu per 1000 bytes: 1 DOGE. */
const HIGHEST_RATE = koinu(POLICY.feePerKb * 100n);
/** The budget is never more than this part of what arrives. */
const LARGEST_SHARE = 10n;
/** Replaced as often as this within the time that makes a settlement late. */
const RAISES_WHEN_URGENT = 3;

type Unlock = () => Promise<Result<PrivateKeys>>;

/** The height from which a settlement's fee is raised whenever it was sent. */
function escalationHeight(
  { policy, network }: Pick<TillContext, 'policy' | 'network'>,
  { constants: { lock } }: StoredChannel,
): number {
  const half = Math.floor(closeBlocks(lock.paymentCutoffBlocks, policy, network.name) / 2);
  return lock.locktime - Math.min(policy.feeEscalationBlocks, half);
}

/** Not mined, and either sent long ago or near the locktime. */
export function isSettlementLate(context: TillContext, channel: StoredChannel): boolean {
  const { tip, worstCaseHeight } = context.chain;
  const { state, firstGiven } = spreadOf(context, channel);
  if (worstCaseHeight === undefined || tip === undefined) return false;
  if (firstGiven === undefined || state === 'mined' || state === 'buried') return false;
  // It lags by blocks that it could have been in, not by those that may have come out of sight.
  return (
    tip.height - firstGiven.height >= context.policy.feeLagBlocks ||
    worstCaseHeight >= escalationHeight(context, channel)
  );
}

interface Parent {
  readonly txid: string;
  readonly size: number;
  readonly fee: Koinu;
  readonly outputs: readonly { readonly txid: string; readonly vout: number; readonly value: Koinu }[];
  readonly arrives: Koinu;
}

/** The settlement as the network has it: anybody may change its txid, and nobody what it pays. */
function parentOf(channel: StoredChannel, settlement: Transaction): Parent {
  const { basis } = channel.constants;
  const txid =
    isSettledWhole(channel) && channel.spendTxid !== undefined ? channel.spendTxid : txidOf(settlement);
  const outputs = settlement.outs.flatMap(({ script, value }, vout) =>
    equal(script, basis.settlementScript) ? [{ txid, vout, value: koinu(value) }] : [],
  );
  return {
    txid,
    size: transactionBytes(settlement).length,
    fee: koinu(basis.capacity - sum(settlement.outs.map(({ value }) => koinu(value)))),
    outputs,
    arrives: sum(outputs.map(({ value }) => value)),
  };
}

/**
 * Pays more for a settlement that is late, by a child that spends what it pays the till back to the same address: what
 * a miner takes them for is what both pay together. Stored before it is sent; sent again while the settlement is in no
 * block, for nodes forget; replaced by a dearer one once a node had it for long enough.
 * @returns why it cannot be done; undefined where it was, or nothing of the settlement is the till's
 */
export async function raiseFee(
  context: TillContext,
  channel: StoredChannel,
  settlement: Transaction,
  unlock: Unlock,
): Promise<string | undefined> {
  const parent = parentOf(channel, settlement);
  if (parent.outputs.length === 0) return undefined;
  const earlier = newestChild(context, channel, parent);
  const outcome = earlier && (await sendChild(context, earlier));
  const problem = outcome && problemOf(outcome);
  // Sending it may have been the first time that a node took it.
  const sent = newestChild(context, channel, parent);
  if (context.policy.feeBudget === ZERO) return problem;
  if (sent !== undefined && !isDearerDue(context, channel, sent, outcome)) return problem;
  const fee = childFee(context, parent, sent, await estimate(context));
  if (fee === undefined) {
    const needed = `more than ${formatDoge(budgetOf(context, parent))} DOGE would be needed to raise its fee`;
    return sent === undefined ? needed : problem;
  }
  const child = await sign(context, channel, { parent, fee, unlock });
  return typeof child === 'string' ? (problem ?? child) : problemOf(await sendChild(context, child));
}

/** Sends again what was signed for a settlement that does not count as late any more. @returns what is wrong with it */
export async function sendChildAgain(
  context: TillContext,
  channel: StoredChannel,
  settlement: Transaction,
): Promise<string | undefined> {
  const child = newestChild(context, channel, parentOf(channel, settlement));
  return child && problemOf(await sendChild(context, child));
}

/** A child of another form of the settlement cannot be mined together with this one. */
function newestChild(
  { store }: TillContext,
  { constants }: StoredChannel,
  parent: Pick<Parent, 'txid'>,
): StoredFeeChild | undefined {
  return store.feeChildren.ofChannel(constants.row).findLast((child) => child.parent === parent.txid);
}

function problemOf(outcome: BroadcastOutcome): string | undefined {
  return outcome.kind === 'rejected' ? `the node refuses to raise its fee: ${outcome.message}` : undefined;
}

/** Blocks count from when a node took it, or found it too cheap: a node that was away has tried nothing. */
function isDearerDue(
  context: TillContext,
  channel: StoredChannel,
  earlier: StoredFeeChild,
  outcome: BroadcastOutcome | undefined,
): boolean {
  const isTooCheap = outcome?.kind === 'rejected' && outcome.reason === 'fee_too_low';
  const since = earlier.givenHeight ?? (isTooCheap ? earlier.signedHeight : undefined);
  if (since === undefined) return false;
  const height = context.chain.tip?.height ?? 0;
  const { feeLagBlocks } = context.policy;
  const isUrgent = (context.chain.worstCaseHeight ?? 0) >= escalationHeight(context, channel);
  const wait = isUrgent ? Math.max(1, Math.floor(feeLagBlocks / RAISES_WHEN_URGENT)) : feeLagBlocks;
  return height - since >= wait;
}

/** What the node thinks is needed, within bounds; a node without an opinion leaves it at what miners take by default. */
async function estimate({ node, log }: TillContext): Promise<Koinu> {
  try {
    const rate = await node.feeRate(TARGET_BLOCKS);
    if (rate === undefined || rate < POLICY.feePerKb) return POLICY.feePerKb;
    return rate > HIGHEST_RATE ? HIGHEST_RATE : rate;
  } catch (error) {
    if (!(error instanceof NodeFault)) throw error;
    log.info({ problem: error.message }, 'no fee estimate');
    return POLICY.feePerKb;
  }
}

function budgetOf({ policy }: Pick<TillContext, 'policy'>, { arrives }: Pick<Parent, 'arrives'>): Koinu {
  const share = koinu(arrives / LARGEST_SHARE);
  return policy.feeBudget < share ? policy.feeBudget : share;
}

/**
 * The fee of a child that gives both together the estimated rate and twice what they pay now, or as much of it as the
 * budget has. @returns undefined when not even what nodes want of a child, or of one that replaces another, is within it
 */
export function childFee(
  context: Pick<TillContext, 'policy'>,
  parent: Pick<Parent, 'size' | 'fee' | 'arrives' | 'outputs'>,
  earlier: Pick<StoredFeeChild, 'fee' | 'bytes'> | undefined,
  estimated: Koinu,
): Koinu | undefined {
  const size = feeChildSize(parent.outputs.length);
  const earlierFee = earlier?.fee ?? ZERO;
  const together = BigInt(parent.size + size);
  const paid = earlierFee === ZERO ? parent.fee : parent.fee + earlierFee;
  const bytes = earlierFee === ZERO ? BigInt(parent.size) : together;
  const doubled = koinu((2n * paid * 1000n) / bytes);
  const rate = doubled > estimated ? doubled : estimated;
  const wanted = (rate * together + 999n) / 1000n - parent.fee;
  const least = leastOf(earlier, size);
  const budget = budgetOf(context, parent);
  if (budget < least || parent.arrives - budget < POLICY.softDust) return undefined;
  const fee = wanted > budget ? budget : wanted;
  return koinu(fee < least ? least : fee);
}

/**
 * validation.cpp: a replacement pays the earlier fee and for its own bytes (the relay fee is ten times the increment),
 * and more for a byte than the earlier one, which may have been a few bytes smaller: signatures differ in length.
 */
function leastOf(earlier: Pick<StoredFeeChild, 'fee' | 'bytes'> | undefined, size: number): bigint {
  const relay = feeForSize(POLICY.relayFeePerKb, size);
  if (earlier === undefined) return relay;
  const asDear = (earlier.fee * BigInt(size)) / BigInt(earlier.bytes.length) + 1n;
  return (asDear > earlier.fee ? asDear : earlier.fee) + relay;
}

/** @returns the child, stored; or why it cannot be signed */
async function sign(
  context: TillContext,
  channel: StoredChannel,
  given: { readonly parent: Parent; readonly fee: Koinu; readonly unlock: Unlock },
): Promise<StoredFeeChild | string> {
  const { store, world, chain, keys, log } = context;
  const { row, keyIndex, basis } = channel.constants;
  const { parent, fee, unlock } = given;
  if (!equal(keys.settlementScript(keyIndex), basis.settlementScript)) {
    return 'it pays to an address whose key this till does not hold, so its fee cannot be raised here';
  }
  const unlocked = await unlock();
  if (!unlocked.ok) return 'the till is locked: raising its fee needs the passphrase';
  const script = basis.settlementScript;
  const privateKey = unlocked.value.settlementKey(keyIndex);
  const transaction = buildFeeChild(parent.outputs, fee, { script, privateKey });
  const prevoutScripts = parent.outputs.map(() => script);
  const verdict = verifyAllInputs(transaction, prevoutScripts, POLICY_FLAGS);
  assert(verdict.isValid, "a settlement's child is valid under the rules that nodes relay by");
  const child: SignedFeeChild = {
    txid: txidOf(transaction),
    parent: parent.txid,
    bytes: transactionBytes(transaction),
    fee,
    signedAt: world.now(),
    // Not the worst case: a moment without sight of the chain would put the next raise off.
    signedHeight: chain.tip?.height ?? 0,
  };
  store.transaction(() => store.feeChildren.add(row, child));
  log.info({ channel: basis.channelId, txid: child.txid, fee: formatDoge(fee) }, 'fee raised');
  const stored = newestChild(context, channel, parent);
  assert(stored?.txid === child.txid, 'a child that was signed is the newest');
  return stored;
}
