import { DEFAULT_POLICY } from '../../core/merchant/policy/policy.ts';
import { equal } from '../../core/protocol/bytes.ts';
import { txidOf } from '../../core/protocol/transaction.ts';
import type { SimCustomer } from './customer.ts';
import type { Day } from './diary.ts';
import { USUAL_FEE } from './sim-network.ts';
import type { Simulation } from './simulation.ts';

/**
 * So many blocks in a row with the till on, unlocked, a good node and ordinary fees are enough to get a settlement
 * mined, whatever came before them.
 */
const ENOUGH_BLOCKS = 90;
/** The same while miners ask more, and the till has to find out how much more. */
const ENOUGH_DEAR_BLOCKS = 240;
/** Bytes of a settlement with a child that pays for it, with some to spare. */
const PAIR_BYTES = 700n;
/** Blocks that may come while a node's last answer counts as news: thirty minutes of them, at any speed. */
const NEWS_BLOCKS = 90;
/** Blocks for which a node's own chain may hide the real one from a till that names no other node. */
const DECEIVED_BLOCKS = 450;
/** A warning may take so long to come up. */
const GRACE_BLOCKS = 40;
const WARNING = 2;
const ALARM = 3;

/** Money was lost where it must not be, or lost without a word. */
export class Broken extends Error {
  override name = 'Broken';
}

/** The oracle: what was acknowledged against what the chain pays in the end. Asks the till for nothing. */
export function judge(simulation: Simulation): void {
  for (const customer of simulation.customers) {
    judgeReceipts(simulation, customer);
    judgeChannel(simulation, customer);
    judgeChildren(simulation, customer);
  }
}

/** What the chain pays to the merchant for this channel. */
export function received({ network }: Simulation, { fundingKey, basis }: SimCustomer): bigint {
  const spender = network.ledger.spentBy(network.end, fundingKey);
  const outputs = spender?.transaction.outs ?? [];
  return outputs
    .filter(({ script }) => equal(script, basis.settlementScript))
    .reduce((total, { value }) => total + value, 0n);
}

/** What the till spent to raise a settlement's fee: no more than its owner allows, and the rest stays the merchant's. */
function judgeChildren(simulation: Simulation, customer: SimCustomer): void {
  const { ledger, end } = simulation.network;
  const settlement = ledger.spentBy(end, customer.fundingKey);
  for (const [vout, { script, value }] of (settlement?.transaction.outs ?? []).entries()) {
    if (!equal(script, customer.basis.settlementScript)) continue;
    const child = ledger.spentBy(end, `${settlement?.txid}:${vout}`);
    if (child === undefined) continue;
    simulation.statistics.children++;
    const isOwn = child.transaction.outs.every((out) => equal(out.script, script));
    if (!isOwn || child.fee > budgetOf(value)) {
      throw new Broken(`a child of ${settlement?.txid} spends ${child.fee} of ${value} koinu`);
    }
  }
}

function judgeChannel(simulation: Simulation, customer: SimCustomer): void {
  if (customer.acknowledged === 0n) return;
  const got = received(simulation, customer);
  if (got >= customer.acknowledged) {
    simulation.statistics.settled++;
    return;
  }
  const reason = excuse(simulation, customer);
  if (reason === undefined) {
    throw new Broken(`${got} of ${customer.acknowledged} koinu, ${story(simulation, customer)}`);
  }
  simulation.statistics.refunded++;
  simulation.statistics.allow(reason);
}

function story({ diary, network, customers }: Simulation, customer: SimCustomer): string {
  const { cutoff, locktime } = customer;
  const stretches: string[] = [];
  let since = cutoff;
  for (let height = cutoff; height <= locktime; height++) {
    const now = JSON.stringify(diary.day(height));
    if (height < locktime && now === JSON.stringify(diary.day(height + 1))) continue;
    stretches.push(`${since - cutoff}..${height - cutoff} ${now}`);
    since = height + 1;
  }
  const spender = network.ledger.spentBy(network.end, customer.fundingKey);
  const readings = diary.readings(customer.id).map(({ height, level }) => `${height - cutoff}:${level}`);
  return [
    `channel ${customers.indexOf(customer)}, cutoff ${cutoff}, locktime ${locktime}, tip ${network.height}`,
    `spent by ${spender?.txid}, receipts at ${diary.receipts(customer.id).map(({ height }) => height)}`,
    `visits ${diary.visits.map((height) => height - cutoff)}`,
    ...stretches,
    `warnings ${readings.join(' ')}`,
  ].join('\n');
}

/** Why money may be lost; undefined where it may not. */
function excuse(simulation: Simulation, customer: SimCustomer): string | undefined {
  const { network, diary } = simulation;
  const fundingTxid = txidOf(customer.funding);
  if (network.ledger.blockOf(network.end, fundingTxid) === undefined) {
    const isDeep = diary.depthLost(fundingTxid) >= customer.confirmations;
    return isDeep ? 'a reorg deeper than the funding had to be' : undefined;
  }
  // Still there for the taking, and the till was given time to take it.
  if (!simulation.isSettled(customer)) return undefined;
  const isEnough =
    longestChance(simulation, customer, ({ timesFee }) => timesFee <= 1) >= ENOUGH_BLOCKS ||
    longestChance(simulation, customer, (day) => isAffordable(simulation, customer, day)) >=
      ENOUGH_DEAR_BLOCKS;
  if (isEnough) return undefined;
  judgeWarnings(simulation, customer);
  return reasonFor(simulation, customer);
}

/** The most that a settlement's fee may be raised by. */
function budgetOf(arrives: bigint): bigint {
  const { feeBudget } = DEFAULT_POLICY;
  const tenth = arrives / 10n;
  return tenth < feeBudget ? tenth : feeBudget;
}

/** A till that can sign by itself may spend so much that miners take the settlement, by what its own node says. */
function isAffordable({ scenario }: Simulation, { acknowledged }: SimCustomer, day: Day): boolean {
  const needed = (BigInt(day.timesFee) * USUAL_FEE * PAIR_BYTES) / 1000n;
  return !scenario.setting.isLocked && day.hasOwnNode && 2n * needed <= budgetOf(acknowledged);
}

/** The most blocks in a row, between cutoff and locktime, in which nothing stood in the way of a settlement. */
function longestChance(
  { diary, scenario }: Simulation,
  { cutoff, locktime }: SimCustomer,
  isPayable: (day: Day) => boolean,
): number {
  const firstVisit = diary.visits.find((height) => height >= cutoff) ?? Number.POSITIVE_INFINITY;
  const unlockedFrom = scenario.setting.isLocked ? firstVisit : cutoff;
  let longest = 0;
  let current = 0;
  for (let height = cutoff; height < locktime; height++) {
    const day = diary.day(height);
    const isGood = day?.isOn === true && day.hasNode && isPayable(day) && height >= unlockedFrom;
    current = isGood ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

/** What there was the most of, of all that excuses. */
function reasonFor({ diary, scenario }: Simulation, { cutoff, locktime }: SimCustomer): string {
  const blocks = { off: 0, away: 0, dear: 0 };
  for (let height = cutoff; height < locktime; height++) {
    const day = diary.day(height);
    if (day?.isOn !== true) blocks.off++;
    else if (!day.hasNode) blocks.away++;
    else if (day.timesFee > 1) blocks.dear++;
  }
  const most = Math.max(blocks.off, blocks.away, blocks.dear);
  if (scenario.setting.isLocked && most < (locktime - cutoff) / 2)
    return 'the till was locked for longer than the margin';
  if (blocks.off === most) return 'the till was off or asleep for longer than the margin';
  return blocks.away === most
    ? 'no node as the network for longer than the margin'
    : 'miners asked more than the budget, or no node told how much, for longer than the margin';
}

/** Where the till was on it said so: a warning after the cutoff, an alarm from half of the margin on. */
function judgeWarnings(simulation: Simulation, customer: SimCustomer): void {
  const { diary, scenario } = simulation;
  const { cutoff, locktime, id } = customer;
  // What she has just signed is on its way.
  const visits = scenario.setting.isLocked ? diary.visits : [];
  const half = cutoff + (locktime - cutoff) / 2;
  for (const { height, level } of diary.readings(id)) {
    const wasOn = [1, 20, GRACE_BLOCKS].every((before) => diary.day(height - before)?.isOn === true);
    if (visits.some((visit) => visit <= height && height < visit + GRACE_BLOCKS)) continue;
    // It is told that all is well, and by nobody else.
    if (diary.day(height)?.isDeceived === true) continue;
    if (!wasOn || height > locktime || height < cutoff + GRACE_BLOCKS) continue;
    const wanted = height > half + GRACE_BLOCKS ? ALARM : WARNING;
    if (level >= wanted) continue;
    const place = `at ${height - cutoff} of ${locktime - cutoff} blocks after the cutoff`;
    throw new Broken(`lost without a word: level ${level} ${place}, ${story(simulation, customer)}`);
  }
}

/** Whatever the till believed: nobody may be given a receipt past the cutoff, but by the minutes that news takes. */
function judgeReceipts(simulation: Simulation, customer: SimCustomer): void {
  const late = simulation.diary.receipts(customer.id).find(({ height, isMisled, blocksDeceived }) => {
    if (isMisled || blocksDeceived > DECEIVED_BLOCKS) return false;
    return height >= customer.cutoff + NEWS_BLOCKS + blocksDeceived;
  });
  if (late === undefined) return;
  throw new Broken(
    `a receipt at ${late.height - customer.locktime} of the locktime, ${story(simulation, customer)}`,
  );
}
