import { copyFileSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { TillContext } from '../../core/merchant/context.ts';
import { CommitGroup } from '../../core/merchant/payments/commit-group.ts';
import { type OfferedPayment, takePayment } from '../../core/merchant/payments/take-payment.ts';
import { DEFAULT_POLICY } from '../../core/merchant/policy/policy.ts';
import { decodePsbt } from '../../core/protocol/psbt.ts';
import { openStore, type Store } from '../../core/store/store.ts';
import { REAL_WORLD } from '../../core/system/world.ts';
import { doge, TIP } from '../doubles/channels.ts';
import { accepted } from '../doubles/outcomes.ts';
import { aPayment } from '../doubles/payments.ts';
import { aFolder, aStore, insertChannel, insertInvoice, NOW } from '../store/store-doubles.ts';
import { Chance, seedOf } from './chance.ts';
import { mustBeWhole } from './left-behind.ts';

const CHANNELS = 4;
const ROUNDS = 12;
const CUTS = 60;

/** A disk that lost power holds what was flushed, and of the rest any part: here, the log up to any byte. */
interface Log {
  readonly store: string;
  /** Bytes of the log at the moment when the receipts of each round could leave. */
  readonly atReceipts: readonly number[];
}

/** The till's own way of taking payments: those that come together are one commit. */
async function payRounds(folder: string): Promise<Log> {
  const path = join(folder, 'till.sqlite');
  const store = aStore(path);
  const till = {
    store,
    world: { ...REAL_WORLD, now: () => NOW },
    policy: DEFAULT_POLICY,
    chain: { worstCaseHeight: TIP },
    announce: () => undefined,
  } as unknown as TillContext;
  const payments = new CommitGroup(store, (offered: OfferedPayment) => takePayment(till, offered));
  const channels = Array.from({ length: CHANNELS }, (_, at) =>
    insertChannel(store, { fundings: [[doge(100 + at)]] }),
  );
  const atReceipts: number[] = [];
  for (let round = 1; round <= ROUNDS; round++) {
    const answers = channels.map(({ double }, at) => {
      const { id } = insertInvoice(store, `${round} of ${at}`, doge(1));
      const psbt = accepted(decodePsbt(aPayment(double, { paid: doge(round) })));
      return payments.submit({ kind: 'psbt', psbt, invoice: id, channel: undefined });
    });
    for (const answer of await Promise.all(answers)) accepted(answer);
    atReceipts.push(statSync(`${path}-wal`).size);
  }
  return { store: path, atReceipts };
}

/** What a till finds when the log ends at a byte, with the rest gone or nonsense. */
function openCut(folder: string, log: Log, end: { readonly at: number; readonly tail: number }): Store {
  const copy = join(mkdtempSync(join(folder, 'cut-')), 'till.sqlite');
  copyFileSync(log.store, copy);
  const flushed = readFileSync(`${log.store}-wal`).subarray(0, end.at);
  writeFileSync(`${copy}-wal`, Buffer.concat([flushed, Buffer.alloc(end.tail, 0xa5)]));
  return openStore(copy);
}

describe('a till that lost power while it wrote', () => {
  test('has every payment whose receipt had left, and no half of any other', async () => {
    const seed = seedOf(process.env['CRASH_SEED']);
    const chance = new Chance(seed);
    const folder = aFolder();
    const log = await payRounds(folder);
    const [first = 0] = log.atReceipts;
    const whole = log.atReceipts.at(-1) ?? 0;
    expect(log.atReceipts).toEqual([...new Set(log.atReceipts)]);
    for (let cut = 0; cut < CUTS; cut++) {
      const at = cut < ROUNDS ? (log.atReceipts[cut] ?? 0) : chance.whole(first, whole);
      const store = openCut(folder, log, { at, tail: chance.happens(0.5) ? chance.whole(1, 20_000) : 0 });
      const receipts = log.atReceipts.filter((size) => size <= at).length;
      const claim = `CRASH_SEED=${seed}, cut at ${at}`;
      const channels = store.channels.list(CHANNELS + 1);
      expect(channels.length, claim).toBe(CHANNELS);
      for (const channel of channels) {
        mustBeWhole(store, channel);
        expect(channel.paid, claim).toBeGreaterThanOrEqual(doge(receipts));
        expect(channel.paid, claim).toBeLessThanOrEqual(doge(receipts + 1));
      }
      store.close();
    }
  });
});
