import type { HttpResult } from './http-load.ts';
import type { InProcessResult, LimitsResult } from './in-process.ts';
import type { LongChannelResult } from './long-channel.ts';

/** What is written as JSON. */
export interface BenchResults {
  readonly isQuick: boolean;
  readonly node: string;
  readonly cores: number;
  readonly definitions: Readonly<Record<string, string>>;
  readonly limits: LimitsResult;
  readonly inProcess: readonly InProcessResult[];
  readonly http: readonly HttpResult[];
  readonly longChannel: LongChannelResult;
  readonly goals: readonly Goal[];
}

export interface Goal {
  readonly name: string;
  readonly value: number;
  readonly bound: string;
  readonly isMet: boolean;
}

export const DEFINITIONS = {
  inProcess:
    'from the base64 text of the PSBT to the committed payment and its receipt, without HTTP; "sealed" adds the signature of the envelope around the receipt',
  check: 'one verification of tiny-secp256k1, alone',
  commit: 'one durable transaction on the same disk, under the same pragmas, that changes one number, alone',
  limit: '1 / (check + commit / payments per commit); ratios are medians over rounds that measure both sides',
  http: 'keep-alive connections from another process, all payments signed beforehand, p50 and p99 as the client sees them',
  oneChannel:
    'the payments of one channel are one sequence, so its clients take turns: one request in flight, the next client pays when the answer is in',
  manyChannels: 'every client pays from channels of her own, one request in flight for each client',
  growth: 'the file of the store after its log is written back, invoices included, without the latest PSBT',
} as const;

const LEAST_RATIO = 0.7;
const MOST_SLOWDOWN = 1.2;
const MOST_BYTES = 400;

export function goalsOf(results: Pick<BenchResults, 'inProcess' | 'longChannel'>): Goal[] {
  const { inProcess, longChannel } = results;
  const ratios = inProcess
    .filter(({ isSealed }) => !isSealed)
    .map(({ paymentsPerCommit, ratio }) => ({
      name: `in process, ${paymentsPerCommit} a commit, of the limit`,
      value: ratio,
      bound: `at least ${LEAST_RATIO}`,
      isMet: ratio >= LEAST_RATIO,
    }));
  const atMost = (name: string, value: number, most: number): Goal => ({
    name,
    value,
    bound: `at most ${most}`,
    isMet: value <= most,
  });
  const { payments, ratioInTurns, bytesPerPayment } = longChannel;
  return [
    ...ratios,
    atMost(`payment ${payments} of a channel, over the first hundred`, ratioInTurns, MOST_SLOWDOWN),
    atMost('bytes of the store for each payment', bytesPerPayment, MOST_BYTES),
  ];
}

/** The results for people. */
export function writeTables(results: BenchResults): string {
  const { limits, longChannel } = results;
  const lines = [
    `one signature check ${limits.checkMicros.toFixed(0)} µs, one durable commit ${limits.commitMicros.toFixed(0)} µs`,
    '',
    ...table(
      ['in process', 'payments/s', 'µs each', 'limit/s', 'ratio'],
      results.inProcess.map((row) => [
        `${row.paymentsPerCommit} a commit${row.isSealed ? ', sealed' : ''}`,
        row.paymentsPerSecond.toFixed(0),
        row.microsPerPayment.toFixed(0),
        row.limitPerSecond.toFixed(0),
        row.ratio.toFixed(2),
      ]),
    ),
    '',
    ...table(
      ['over HTTP', 'payments/s', 'p50 ms', 'p99 ms', 'a commit'],
      results.http.map((row) => [
        `${row.clients} client${row.clients === 1 ? '' : 's'}, ${row.channels} channel${row.channels === 1 ? '' : 's'}`,
        row.paymentsPerSecond.toFixed(0),
        row.p50Millis.toFixed(2),
        row.p99Millis.toFixed(2),
        row.paymentsPerCommit.toFixed(1),
      ]),
    ),
    '',
    ...table(
      [`${longChannel.payments} on one channel`, ''],
      [
        ['first hundred, µs each', longChannel.firstHundredMicros.toFixed(0)],
        ['last hundred, µs each', longChannel.lastHundredMicros.toFixed(0)],
        ['last hundred over a fresh channel, in turns', longChannel.ratioInTurns.toFixed(2)],
        ['bytes for each invoice', (longChannel.invoiceBytes / longChannel.payments).toFixed(0)],
        ['bytes for each payment on it', (longChannel.paymentBytes / longChannel.payments).toFixed(0)],
      ],
    ),
    '',
    ...table(
      ['goal', 'is', 'bound', ''],
      results.goals.map((goal) => [
        goal.name,
        goal.value.toFixed(2),
        goal.bound,
        goal.isMet ? 'met' : 'NOT MET',
      ]),
    ),
    '',
    ...Object.entries(results.definitions).map(([name, text]) => `${name}: ${text}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** The first column to the left, the others to the right. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 0 ? cell.padEnd(width) : cell.padStart(width);
      })
      .join('  ')
      .trimEnd(),
  );
}
