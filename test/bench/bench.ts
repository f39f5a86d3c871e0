import { writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { openChannels } from './bench-customer.ts';
import { BenchTill } from './bench-till.ts';
import { type HttpSizes, measureHttp } from './http-load.ts';
import { type InProcessSizes, measureInProcess } from './in-process.ts';
import { measureLongChannel } from './long-channel.ts';
import { type BenchResults, DEFINITIONS, goalsOf, writeTables } from './report.ts';

interface Sizes {
  readonly channels: number;
  readonly inProcess: InProcessSizes;
  readonly http: HttpSizes;
  /** Payments on one channel. */
  readonly longChannel: number;
}

const FULL: Sizes = {
  channels: 100,
  inProcess: { rounds: 60, payments: 64 },
  http: { clients: [1, 8, 32], payments: 600, rounds: 3 },
  longChannel: 10_000,
};

/** Shows that the bench runs; its figures say nothing. */
const QUICK: Sizes = {
  channels: 4,
  inProcess: { rounds: 2, payments: 32 },
  http: { clients: [1, 4], payments: 16, rounds: 1 },
  longChannel: 200,
};

async function measure(sizes: Sizes, parent: string | undefined) {
  const bench = await BenchTill.open(parent);
  try {
    const [first, ...others] = await openChannels(bench, sizes.channels + 1);
    if (first === undefined) throw new Error('no channel');
    const inProcess = await measureInProcess(bench, first, sizes.inProcess);
    return { ...inProcess, http: await measureHttp(bench, others, sizes.http) };
  } finally {
    await bench.remove();
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      /** Where the JSON goes. */
      out: { type: 'string', default: 'bench-results.json' },
      /** A folder on the disk to measure; the system's own for temporary files unless given. */
      data: { type: 'string' },
      quick: { type: 'boolean', default: false },
    },
  });
  const sizes = values.quick ? QUICK : FULL;
  const measured = {
    ...(await measure(sizes, values.data)),
    longChannel: await measureLongChannel(sizes.longChannel, values.data),
  };
  const results: BenchResults = {
    isQuick: values.quick,
    node: process.version,
    cores: availableParallelism(),
    definitions: DEFINITIONS,
    ...measured,
    goals: goalsOf(measured),
  };
  writeFileSync(values.out, `${JSON.stringify(results, null, 2)}\n`);
  process.stdout.write(writeTables(results));
}

await main();
