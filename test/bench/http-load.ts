import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { BenchCustomer, ReadyPayment } from './bench-customer.ts';
import type { BenchTill } from './bench-till.ts';
import type { HttpDone, HttpJob } from './http-clients.ts';
import { postRequest } from './http-wire.ts';
import { median, percentile } from './measure.ts';

export interface HttpResult {
  readonly clients: number;
  readonly channels: number;
  readonly payments: number;
  readonly paymentsPerSecond: number;
  readonly p50Millis: number;
  readonly p99Millis: number;
  /** How far the till grouped what came in together. */
  readonly paymentsPerCommit: number;
}

export interface HttpSizes {
  readonly clients: readonly number[];
  /** Of each round. */
  readonly payments: number;
  readonly rounds: number;
}

/** The endpoint under load, from clients in a process of their own, whose payments were all signed before. */
export async function measureHttp(
  bench: BenchTill,
  customers: readonly BenchCustomer[],
  sizes: HttpSizes,
): Promise<HttpResult[]> {
  const child = fork(new URL('./http-clients.ts', import.meta.url), { serialization: 'advanced' });
  try {
    const cells = sizes.clients.flatMap((clients) => [
      { clients, customers: customers.slice(0, 1), rounds: [] as Round[] },
      { clients, customers, rounds: [] as Round[] },
    ]);
    // Round by round, so that a busy minute of the machine does not fall on one cell alone; the first one warms up.
    for (let round = 0; round <= sizes.rounds; round++) {
      for (const cell of cells) {
        const measured = await load(bench, child, { ...cell, payments: sizes.payments });
        if (round > 0) cell.rounds.push(measured);
      }
    }
    return cells.map(summarise);
  } finally {
    child.disconnect();
  }
}

type Round = HttpDone & { readonly commits: number };

async function load(
  bench: BenchTill,
  child: ChildProcess,
  cell: {
    readonly clients: number;
    readonly customers: readonly BenchCustomer[];
    readonly payments: number;
  },
): Promise<Round> {
  const { clients, customers, payments } = cell;
  const each = Math.ceil(payments / customers.length);
  const signed = customers.map((customer) => customer.signNext(each));
  const job: HttpJob = {
    url: bench.url,
    clients,
    requests: shareOut(signed, clients).map((list) => list.map((payment) => requestOf(bench.url, payment))),
  };
  const before = bench.commits;
  child.send(job);
  const [done] = (await once(child, 'message')) as [HttpDone];
  if (done.refused > 0) throw new Error(`${done.refused} payments were refused`);
  return { ...done, commits: bench.commits - before };
}

/** One channel stays one list. Of many, each client has her own, and pays from them in turn. */
function shareOut(signed: readonly (readonly ReadyPayment[])[], clients: number): ReadyPayment[][] {
  if (signed.length === 1) return signed.map((list) => [...list]);
  return Array.from({ length: clients }, (_, client) => {
    const own = signed.filter((_list, channel) => channel % clients === client);
    const rounds = own[0]?.length ?? 0;
    return Array.from({ length: rounds }, (_round, at) => own.flatMap((list) => list[at] ?? [])).flat();
  });
}

function requestOf(url: string, { invoice, psbt }: ReadyPayment): Uint8Array {
  return postRequest(`${url}/v1/invoices/${invoice}/channel-payment`, { psbt });
}

function summarise(cell: {
  readonly clients: number;
  readonly customers: readonly BenchCustomer[];
  readonly rounds: readonly Round[];
}): HttpResult {
  const { clients, customers, rounds } = cell;
  const latencies = rounds.flatMap((round) => round.latencies);
  return {
    clients,
    channels: customers.length,
    payments: latencies.length,
    paymentsPerSecond: median(rounds.map((round) => round.latencies.length / round.seconds)),
    p50Millis: percentile(latencies, 0.5),
    p99Millis: percentile(latencies, 0.99),
    paymentsPerCommit: median(rounds.map((round) => round.latencies.length / round.commits)),
  };
}
