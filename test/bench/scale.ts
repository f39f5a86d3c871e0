import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs, promisify } from 'node:util';
import { pino } from 'pino';
import { transition } from '../../core/channel/machine.ts';
import type { Channel } from '../../core/channel/vocabulary.ts';
import { serve } from '../../core/merchant/serve/serve.ts';
import { koinu, ZERO } from '../../core/money.ts';
import { NETWORKS } from '../../core/networks.ts';
import { startPracticeNode } from '../../core/node/regtest/practice-node.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import { openStore, type Store } from '../../core/store/store.ts';
import { aChannel, doge, TERMS } from '../doubles/channels.ts';
import { accepted } from '../doubles/outcomes.ts';
import { party } from '../doubles/parties.ts';
import { aPayment } from '../doubles/payments.ts';
import { median } from './measure.ts';
import type { ScaleFigures } from './scale-till.ts';

const GOALS = { startMs: 3000, blockMs: 250, rss: 300 * 1024 * 1024 };
const NODE_BLOCKS = 1400;
const FAR = 100_000;
/** With a real payment's PSBT each. Signing takes the time, and one is as good as another. */
const PAID_PART = 0.9;
const TERMS_HERE = { ...TERMS, confirmations: 6 };

/** A till's store with so many open channels, each with its own keys, script and funding, most of them paid on. */
function fill(store: Store, channels: number): void {
  const sample = aPayment(aChannel(), { paid: doge(20) });
  for (let from = 0; from < channels; from += 500) {
    store.transaction(() => {
      for (let at = from; at < Math.min(channels, from + 500); at++)
        insert(store, at, at < channels * PAID_PART && sample);
    });
  }
}

function insert(store: Store, at: number, psbt: Uint8Array | false): void {
  const merchant = party(`merchant ${at}`);
  const locktime = NODE_BLOCKS + FAR + at;
  const double = aChannel({ merchant, customer: party(`customer ${at}`), locktime, terms: TERMS_HERE });
  const now = Date.now();
  const offer = {
    keyIndex: store.offers.nextKeyIndex(),
    merchantKey: merchant.publicKey,
    terms: TERMS_HERE,
    client: '127.0.0.1',
    issuedAt: now,
    expiresAt: now + 60_000,
  };
  store.offers.insert(offer);
  const stored = store.offers.byKey(merchant.publicKey);
  if (stored === undefined) throw new Error('the offer was not stored');
  const offered: Channel = {
    state: 'offered',
    lock: undefined,
    paid: ZERO,
    isReleased: false,
    spend: undefined,
  };
  const lock = { locktime, paymentCutoffBlocks: TERMS_HERE.paymentCutoffBlocks, requiredConfirmations: 6 };
  const step = accepted(transition(offered, { type: 'announced', lock, confirmations: 6 })).channel;
  const { announcement } = double;
  const channel = store.channels.insert({
    announcement,
    offer: stored,
    settlementScript: merchant.script,
    customerName: `Customer ${at}`,
    announcedAt: now,
    step,
    fundingHeight: NODE_BLOCKS - 10,
  });
  store.offers.markAnnounced(offer.keyIndex);
  if (psbt === false) return;
  const { row } = channel.constants;
  store.channels.raisePaid(row, { paid: koinu(doge(20)), changeScript: undefined });
  store.channels.setPsbt(row, psbt);
}

/** Every channel is closing, its settlement in a block: at the sixth of the next blocks all of them are done at once. */
function settleAll(store: Store, channels: number, height: number): void {
  store.transaction(() => {
    for (let row = 1; row <= channels; row++) {
      const channel = store.channels.require(row);
      const spend = { kind: 'settlement' as const, height };
      const spendTxid = Buffer.from(sha256(Buffer.from(`${row}`))).toString('hex');
      store.channels.update({ ...channel, state: 'closing', spend, spendTxid });
    }
  });
}

async function measured(data: string, node: string, blocks: number): Promise<ScaleFigures> {
  const script = path.join(import.meta.dirname, 'scale-till.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, data, node, `${blocks}`]);
  return JSON.parse(stdout) as ScaleFigures;
}

interface Row {
  readonly what: string;
  readonly value: number;
  readonly goal: number;
  readonly unit: string;
  /** Of a processor alone: what the machine's other work adds to the rest. Milliseconds. */
  readonly cpu?: number;
}

/** @param atOnce blocks that are shown and not judged: no till settles ten thousand channels in one */
function report(name: string, figures: ScaleFigures, atOnce = 0): boolean {
  const slowestFirst = (values: readonly number[]) => values.toSorted((one, other) => other - one);
  const blocks = slowestFirst(figures.blocksMs);
  const cpu = slowestFirst(figures.blocksCpuMs);
  const rows: Row[] = [
    { what: 'start-up', value: figures.startMs, goal: GOALS.startMs, unit: 'ms', cpu: figures.startCpuMs },
    {
      what: 'a new block, the slowest',
      value: blocks[atOnce] ?? Number.NaN,
      goal: GOALS.blockMs,
      unit: 'ms',
      cpu: cpu[atOnce] ?? Number.NaN,
    },
    { what: 'memory (RSS)', value: figures.rss / 2 ** 20, goal: GOALS.rss / 2 ** 20, unit: 'MB' },
  ];
  process.stdout.write(`${name}: ${JSON.stringify(figures.channels)}\n`);
  for (const { what, value, goal, unit, cpu: alone } of rows) {
    const verdict = value < goal ? 'met' : 'MISSED';
    const processor = alone === undefined ? '' : `, ${alone.toFixed(0)} ms of a processor`;
    process.stdout.write(
      `  ${what}: ${value.toFixed(0)} ${unit}${processor} (goal ${goal} ${unit}: ${verdict})\n`,
    );
  }
  const more = [
    `loading the program ${figures.loadMs.toFixed(0)} ms`,
    `a block in the median ${median(figures.blocksMs).toFixed(0)} ms`,
    `the longest turn ${figures.longestTurnMs.toFixed(0)} ms`,
    ...blocks.slice(0, atOnce).map((value) => `the block that ends them all ${value.toFixed(0)} ms`),
  ];
  process.stdout.write(`  ${more.join(', ')}\n`);
  return rows.every(({ value, goal }) => value < goal);
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { channels: { type: 'string', default: '10000' } } });
  const channels = Number(values.channels);
  const folder = mkdtempSync(path.join(tmpdir(), 'dogetill-scale-'));
  const practice = await startPracticeNode({ initialBlocks: NODE_BLOCKS });
  const node = `http://${practice.user}:${practice.password}@127.0.0.1:${practice.port}`;
  try {
    const log = pino({ level: 'silent' });
    const network = NETWORKS.regtest;
    await (await serve({ data: folder, network, node, host: '127.0.0.1', port: 0, log })).stop();
    const change = (work: (store: Store) => void) => {
      const store = openStore(path.join(folder, 'till.sqlite'));
      work(store);
      store.close();
    };
    change((store) => fill(store, channels));
    const open = report('all open', await measured(folder, node, 20));
    change((store) => settleAll(store, channels, (store.blocks.newest()?.height ?? 0) - 3));
    const closing = report('all settled, and done at the third block', await measured(folder, node, 10), 1);
    process.exitCode = open && closing ? 0 : 1;
  } finally {
    await practice.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
