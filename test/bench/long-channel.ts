import { accepted } from '../doubles/outcomes.ts';
import { type BenchCustomer, openChannels, type ReadyPayment } from './bench-customer.ts';
import { BenchTill } from './bench-till.ts';
import { payInProcess } from './in-process.ts';
import { chunks, median } from './measure.ts';

/** Many payments on one channel of a till that has nothing else. */
export interface LongChannelResult {
  readonly payments: number;
  /** Medians of the first and the last hundred, as they came, one payment a commit. */
  readonly firstHundredMicros: number;
  readonly lastHundredMicros: number;
  /** The last hundred over the first hundred of a fresh channel, paid in turns: the same moment for both. */
  readonly ratioInTurns: number;
  /** What the file grew by with the invoices alone, and with the payments on them. Bytes. */
  readonly invoiceBytes: number;
  readonly paymentBytes: number;
  /** Both together, for each payment, without the latest PSBT. */
  readonly bytesPerPayment: number;
}

const HUNDRED = 100;
/** So that the first hundred is not what the compiler learns on. */
const WARM_UP = 1000;

export async function measureLongChannel(
  payments: number,
  parent: string | undefined,
): Promise<LongChannelResult> {
  const bench = await BenchTill.open(parent);
  try {
    const [long, fresh, other] = await openChannels(bench, 3);
    if (long === undefined || fresh === undefined || other === undefined) throw new Error('no channels');
    await payEach(bench, other.signNext(Math.min(payments, WARM_UP)));
    const empty = await restart(bench);
    const ready = long.signNext(payments - HUNDRED);
    const invoiced = await restart(bench);
    const micros = await payEach(bench, ready);
    const paid = await restart(bench);
    const turns = await payInTurns(bench, long, fresh);
    const firstHundredMicros = median(micros.slice(0, HUNDRED));
    const lastHundredMicros = median(turns.long);
    const psbt = await latestPsbtBytes(bench, ready);
    const invoiceBytes = invoiced - empty;
    const paymentBytes = paid - invoiced - psbt;
    return {
      payments,
      firstHundredMicros,
      lastHundredMicros,
      ratioInTurns: lastHundredMicros / median(turns.fresh),
      invoiceBytes,
      paymentBytes,
      bytesPerPayment: (invoiceBytes + paymentBytes) / ready.length,
    };
  } finally {
    await bench.remove();
  }
}

/** @returns the store's size after everything is in its one file */
async function restart(bench: BenchTill): Promise<number> {
  await bench.stop();
  const bytes = bench.storeBytes;
  await bench.start();
  return bytes;
}

async function payEach(bench: BenchTill, payments: readonly ReadyPayment[]): Promise<number[]> {
  const micros: number[] = [];
  for (const payment of payments) {
    const before = performance.now();
    await payInProcess(bench, payment);
    micros.push((performance.now() - before) * 1000);
  }
  return micros;
}

async function payInTurns(bench: BenchTill, long: BenchCustomer, fresh: BenchCustomer) {
  const micros = { long: [] as number[], fresh: [] as number[] };
  const turns = { long: chunks(long.signNext(HUNDRED), 1), fresh: chunks(fresh.signNext(HUNDRED), 1) };
  for (let at = 0; at < HUNDRED; at++) {
    micros.long.push(...(await payEach(bench, turns.long[at] ?? [])));
    micros.fresh.push(...(await payEach(bench, turns.fresh[at] ?? [])));
  }
  return micros;
}

async function latestPsbtBytes(bench: BenchTill, paid: readonly ReadyPayment[]): Promise<number> {
  const { store } = bench.till.context;
  const { number } = accepted(bench.till.invoice(paid.at(-1)?.invoice ?? ''));
  const payment = store.payments.byInvoice(number);
  return (payment && store.channels.psbt(payment.channel)?.length) ?? 0;
}
