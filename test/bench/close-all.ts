import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { pino } from 'pino';
import { transition } from '../../core/channel/machine.ts';
import type { Channel } from '../../core/channel/vocabulary.ts';
import type { TillContext } from '../../core/merchant/context.ts';
import { type RunningTill, serve } from '../../core/merchant/serve/serve.ts';
import { ZERO } from '../../core/money.ts';
import { NETWORKS } from '../../core/networks.ts';
import { aChannel, doge, TERMS } from '../doubles/channels.ts';
import { accepted } from '../doubles/outcomes.ts';
import { bob } from '../doubles/parties.ts';
import { aPayment } from '../doubles/payments.ts';

/*
 * `npm run close-all`: ten thousand channels with money in them on one till, previewed, exported and closed in one go.
 * Its node takes every settlement at once; signatures, scripts and the disk are real. What is judged is the longest that a
 * payment would have waited meanwhile, and how large the answer is.
 */
const GOALS = { turnMs: 300, answerMb: 16 };
const FAR = 100_000;
const PAID = doge(20);

const { values } = parseArgs({ options: { channels: { type: 'string', default: '10000' } } });
const channels = Number(values.channels);

function insert(context: TillContext, height: number): string {
  const { store, keys } = context;
  const keyIndex = store.offers.nextKeyIndex();
  const merchantKey = keys.channelKey(keyIndex);
  const script = keys.settlementScript(keyIndex);
  const locktime = height + FAR;
  const merchant = { ...bob, publicKey: merchantKey, script };
  const double = aChannel({ merchant, locktime, fundings: [[doge(100)]] });
  const now = Date.now();
  const offer = {
    keyIndex,
    merchantKey,
    terms: TERMS,
    client: '127.0.0.1',
    issuedAt: now,
    expiresAt: now + 60_000,
  };
  store.offers.insert(offer);
  const stored = store.offers.byKey(merchantKey);
  if (stored === undefined) throw new Error('the offer was not stored');
  const offered: Channel = {
    state: 'offered',
    lock: undefined,
    paid: ZERO,
    isReleased: false,
    spend: undefined,
  };
  const { paymentCutoffBlocks, confirmations } = TERMS;
  const lock = { locktime, paymentCutoffBlocks, requiredConfirmations: confirmations };
  const channel = store.channels.insert({
    announcement: double.announcement,
    offer: stored,
    settlementScript: script,
    customerName: `Customer ${keyIndex}`,
    announcedAt: now,
    step: accepted(transition(offered, { type: 'announced', lock, confirmations })).channel,
    fundingHeight: height - confirmations,
  });
  store.offers.markAnnounced(keyIndex);
  const { row, basis } = channel.constants;
  store.channels.raisePaid(row, { paid: PAID, changeScript: double.changeScript });
  store.channels.setPsbt(row, aPayment(double, { paid: PAID }));
  return basis.channelId;
}

/** The longest turn of the process, by the clock and of a processor alone: other work on the machine adds to the first. */
class Turns {
  #clockMs = 0;
  #cpuMs = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor() {
    const tick = (clock: number, cpu: number) => {
      this.#timer = setTimeout(() => {
        const now = [performance.now(), cpuMs()] as const;
        this.#clockMs = Math.max(this.#clockMs, now[0] - clock);
        this.#cpuMs = Math.max(this.#cpuMs, now[1] - cpu);
        tick(...now);
      }, 1);
    };
    tick(performance.now(), cpuMs());
  }

  async end() {
    await sleep(20);
    clearTimeout(this.#timer);
    return { clockMs: this.#clockMs, cpuMs: this.#cpuMs };
  }
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** @returns whether nobody would have waited too long, for an answer that is small enough */
async function measure(what: string, work: () => Promise<unknown>): Promise<boolean> {
  const turns = new Turns();
  const startedAt = performance.now();
  const answer = await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const longest = await turns.end();
  const answerMb = JSON.stringify(answer).length / 1e6;
  const isMet = longest.cpuMs < GOALS.turnMs && answerMb < GOALS.answerMb;
  const turn = `${longest.cpuMs.toFixed(0)} ms of a processor (${longest.clockMs.toFixed(0)} ms by the clock; goal ${GOALS.turnMs})`;
  const size = `${answerMb.toFixed(1)} MB (goal ${GOALS.answerMb})`;
  const verdict = isMet ? 'met' : 'MISSED';
  process.stdout.write(
    `  ${what}: ${seconds.toFixed(1)} s, the longest turn ${turn}, the answer ${size}: ${verdict}\n`,
  );
  return isMet;
}

async function measureAll({ till, desk }: RunningTill): Promise<void> {
  const { context } = till;
  const { store, node } = context;
  node.broadcast = async () => ({ kind: 'accepted' });
  const { height } = await node.tip();
  const ids: string[] = [];
  for (let from = 0; from < channels; from += 100) {
    store.transaction(() => {
      for (let at = from; at < Math.min(channels, from + 100); at++) ids.push(insert(context, height));
    });
  }
  process.stdout.write(`${channels} channels, in one go:\n`);
  const asked = async <T>(
    answer: Promise<{ ok: true; value: T } | { ok: false; problem: { detail: string } }>,
  ) => {
    const given = await answer;
    if (!given.ok) throw new Error(given.problem.detail);
    return given.value;
  };
  const results = [
    await measure('previewed', () => asked(desk.call('previewClose', { ids }))),
    await measure('exported', () => asked(desk.call('exportSettlements', {}))),
    await measure('closed', () => asked(desk.call('close', { ids }))),
  ];
  const closing = store.channels.totals().find(({ state }) => state === 'closing')?.channels;
  if (closing !== channels) throw new Error(`${closing} of ${channels} are closing`);
  process.exitCode = results.every(Boolean) ? 0 : 1;
}

const folder = mkdtempSync(path.join(tmpdir(), 'dogetill-close-all-'));
const running = await serve({
  data: folder,
  network: NETWORKS.regtest,
  node: 'practice',
  host: '127.0.0.1',
  port: 0,
  log: pino({ level: 'silent' }),
});
try {
  await measureAll(running);
} finally {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
}
