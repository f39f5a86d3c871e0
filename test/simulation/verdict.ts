import { equal } from '../../core/protocol/bytes.ts';
import { txidOf } from '../../core/protocol/transaction.ts';
import type { SimCustomer } from './customer.ts';
import type { Simulation } from './simulation.ts';

/**
 * So many blocks in a row with the till on, unlocked, a good node and ordinary fees are enough to get a settlement
 * mined, whatever came before them.
 */
const ENOUGH_BLOCKS = 90;
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
  if (longestChance(simulation, customer) >= ENOUGH_BLOCKS) return undefined;
  judgeWarnings(simulation, customer);
  return reasonFor(simulation, customer);
}

/** The most blocks in a row, between cutoff and locktime, in which nothing stood in the way of a settlement. */
function longestChance({ diary, scenario }: Simulation, { cutoff, locktime }: SimCustomer): number {
  const firstVisit = diary.visits.find((height) => height >= cutoff) ?? Number.POSITIVE_INFINITY;
  const unlockedFrom = scenario.setting.isLocked ? firstVisit : cutoff;
  let longest = 0;
  let current = 0;
  for (let height = cutoff; height < locktime; height++) {
    const day = diary.day(height);
    const isGood = day?.isOn === true && day.hasNode && day.isCalm && height >= unlockedFrom;
    current = isGood ? current + 1 : 0;
    longest = Math.max(longest, current);
  }
  return longest;
}

function reasonFor({ diary, scenario }: Simulation, { cutoff, locktime }: SimCustomer): string {
  let off = 0;
  let away = 0;
  for (let height = cutoff; height < locktime; height++) {
    const day = diary.day(height);
    if (day?.isOn === false) off++;
    else if (day?.hasNode === false) away++;
  }
  const half = (locktime - cutoff) / 2;
  if (scenario.setting.isLocked && off < half && away < half)
    return 'the till was locked for longer than the margin';
  return off > away ? 'the till was off for longer than the margin' : 'no node for longer than the margin';
}

/** Where the till was on it said so: a warning after the cutoff, an alarm from half of the margin on. */
function judgeWarnings(simulation: Simulation, customer: SimCustomer): void {
  const { diary } = simulation;
  const { cutoff, locktime, id } = customer;
  const half = cutoff + (locktime - cutoff) / 2;
  for (const { height, level } of diary.readings(id)) {
    const wasOn = [1, 20, GRACE_BLOCKS].every((before) => diary.day(height - before)?.isOn === true);
    if (!wasOn || height > locktime || height < cutoff + GRACE_BLOCKS) continue;
    const wanted = height > half + GRACE_BLOCKS ? ALARM : WARNING;
    if (level >= wanted) continue;
    const place = `at ${height - cutoff} of ${locktime - cutoff} blocks after the cutoff`;
    throw new Broken(`lost without a word: level ${level} ${place}, ${story(simulation, customer)}`);
  }
}

/** Whatever the till believed: nobody may be given a receipt when it is too late to settle. */
function judgeReceipts(simulation: Simulation, customer: SimCustomer): void {
  const late = simulation.diary
    .receipts(customer.id)
    .find(({ height, isMisled }) => !isMisled && height >= customer.locktime - ENOUGH_BLOCKS);
  if (late === undefined) return;
  throw new Broken(
    `a receipt at ${late.height - customer.locktime} of the locktime, ${story(simulation, customer)}`,
  );
}
