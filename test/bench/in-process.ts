import { writeReceipt } from '../../core/protocol/messages.ts';
import { readPsbtText } from '../../core/protocol/requests.ts';
import { accepted } from '../doubles/outcomes.ts';
import { Baselines } from './baselines.ts';
import type { BenchCustomer, ReadyPayment } from './bench-customer.ts';
import type { BenchTill } from './bench-till.ts';
import { chunks, median, microsEach } from './measure.ts';

/** One row of the table: microseconds for a payment beside what the limit of the same round allows. */
export interface InProcessResult {
  readonly paymentsPerCommit: number;
  /** Whether the receipt's envelope was signed as well. */
  readonly isSealed: boolean;
  readonly microsPerPayment: number;
  readonly paymentsPerSecond: number;
  readonly limitPerSecond: number;
  /** Payments per second over the limit; the median of the rounds' own ratios. */
  readonly ratio: number;
}

export interface LimitsResult {
  readonly checkMicros: number;
  readonly commitMicros: number;
}

export interface InProcessSizes {
  readonly rounds: number;
  /** Of each kind in each round; a multiple of 32. */
  readonly payments: number;
}

/** From the PSBT's base64 text to the committed payment and its receipt. */
export async function payInProcess(bench: BenchTill, payment: ReadyPayment, isSealed = false): Promise<void> {
  const psbt = accepted(readPsbtText(payment.psbt));
  const { invoice } = payment;
  const receipt = accepted(await bench.till.pay({ psbt, invoice, channel: undefined }));
  if (isSealed) bench.till.seal(writeReceipt(receipt));
}

async function payAll(
  bench: BenchTill,
  payments: readonly ReadyPayment[],
  kind: { readonly paymentsPerCommit: number; readonly isSealed: boolean },
): Promise<number> {
  const groups = chunks(payments, kind.paymentsPerCommit);
  const commits = bench.commits;
  const micros = await microsEach(payments.length, async () => {
    for (const group of groups) {
      await Promise.all(group.map((payment) => payInProcess(bench, payment, kind.isSealed)));
    }
  });
  if (bench.commits - commits < groups.length)
    throw new Error('more payments in a commit than were measured');
  return micros;
}

const KINDS = [
  { paymentsPerCommit: 1, isSealed: false },
  { paymentsPerCommit: 32, isSealed: false },
  { paymentsPerCommit: 1, isSealed: true },
  { paymentsPerCommit: 32, isSealed: true },
] as const;

/** Every round measures everything, one after the other, so that a busy machine slows both sides of a ratio. */
export async function measureInProcess(
  bench: BenchTill,
  customer: BenchCustomer,
  sizes: InProcessSizes,
): Promise<{ readonly limits: LimitsResult; readonly inProcess: readonly InProcessResult[] }> {
  const baselines = new Baselines(bench.folder, customer.checks(sizes.payments));
  const rounds: { check: number; commit: number; payments: number[] }[] = [];
  const warmUp = Math.ceil(sizes.rounds / 10);
  for (let round = 1 - warmUp; round <= sizes.rounds; round++) {
    const check = await baselines.check();
    const commit = await baselines.commit(sizes.payments);
    const payments: number[] = [];
    for (const kind of KINDS) payments.push(await payAll(bench, customer.signNext(sizes.payments), kind));
    if (round > 0) rounds.push({ check, commit, payments });
  }
  baselines.close();
  const inProcess = KINDS.map((kind, at) => {
    const micros = rounds.map(({ payments }) => payments[at] ?? Number.NaN);
    const limits = rounds.map(({ check, commit }) => check + commit / kind.paymentsPerCommit);
    const microsPerPayment = median(micros);
    return {
      ...kind,
      microsPerPayment,
      paymentsPerSecond: 1e6 / microsPerPayment,
      limitPerSecond: 1e6 / median(limits),
      ratio: median(limits.map((limit, round) => limit / (micros[round] ?? Number.NaN))),
    };
  });
  const limits = {
    checkMicros: median(rounds.map(({ check }) => check)),
    commitMicros: median(rounds.map(({ commit }) => commit)),
  };
  return { limits, inProcess };
}
