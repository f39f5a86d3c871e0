import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openQuestionOf } from '../../core/invoice/open-question.ts';
import { onChainQuestion } from '../../core/merchant/invoices/invoice-state.ts';
import { ZERO } from '../../core/money.ts';
import { openDatabase, readMigrations } from '../../core/store/database.ts';
import { openStore } from '../../core/store/store.ts';
import { aFolder, NOW } from './store-doubles.ts';

/** The version before the till asked what is to become of money that is no sale. */
const BEFORE = 12;
const DOGE = 100_000_000;
const ENDS = NOW + 600_000;

const arrival = fc.record({
  value: fc.constantFrom(
    50_000,
    999_999,
    1_000_000,
    DOGE,
    4 * DOGE,
    6 * DOGE,
    10 * DOGE,
    10 * DOGE + 1_000_000,
  ),
  firstSeen: fc.constantFrom(NOW, ENDS - 1, ENDS, ENDS + 1),
  place: fc.constantFrom('block', 'mempool', 'missing', 'conflicted'),
  wasSeen: fc.constantFrom(0, 1, 1, 1),
});
const history = fc.record({
  allowsTip: fc.constantFrom(0, 1),
  cancelledAt: fc.constantFrom(null, null, NOW + 1, ENDS + 1),
  arrivals: fc.array(arrival, { maxLength: 3 }),
  acceptedLateAt: fc.constantFrom(null, null, ENDS + 2),
  acceptedPart: fc.constantFrom(null, null, 4 * DOGE, 6 * DOGE),
  isPaidByChannel: fc.boolean(),
});

test('the migration to questions asks of what came before what the till asks of what comes', () => {
  const path = join(aFolder(), 'till.sqlite');
  const old = openDatabase(path, readMigrations().slice(0, BEFORE));
  const histories = fc.sample(history, { numRuns: 600, seed: 20261201 });
  old.pragma('foreign_keys = OFF');
  const hash = (number: number) => `zeroblob(28) || x'${number.toString(16).padStart(8, '0')}'`;
  for (const [index, one] of histories.entries()) {
    const number = index + 1;
    old.exec(`INSERT INTO invoices (id, public_id, digest, amount, allows_tip, memo, issued_at, expires_at, cancelled_at)
      VALUES (${number}, randomblob(16), ${number}, ${10 * DOGE}, ${one.allowsTip}, '', ${NOW}, ${ENDS}, ${one.cancelledAt})`);
    for (const [vout, { value, firstSeen, place, wasSeen }] of one.arrivals.entries()) {
      const height = place === 'block' ? 100 : null;
      old.exec(`INSERT INTO arrivals (invoice, txid, vout, value, first_seen, place, height, is_replaceable, was_seen)
        VALUES (${number}, CAST(${hash(number)} AS BLOB), ${vout}, ${value}, ${firstSeen}, '${place}', ${height}, 0, ${wasSeen})`);
    }
    if (one.acceptedLateAt !== null || one.acceptedPart !== null) {
      old.exec(`INSERT INTO arrival_verdicts (invoice, accepted_late_at, accepted_part, accepted_part_at)
        VALUES (${number}, ${one.acceptedLateAt}, ${one.acceptedPart}, ${one.acceptedPart === null ? null : ENDS + 2})`);
    }
    if (!one.isPaidByChannel) continue;
    old.exec(`INSERT INTO payments (invoice, channel, number, amount, tip, paid, accepted_at, psbt_hash, transaction_hash)
      VALUES (${number}, 1, ${number}, ${10 * DOGE}, 0, 1, ${NOW}, zeroblob(32), zeroblob(32))`);
  }
  old.close();
  const store = openStore(path);
  const policy = { invoiceConfirmations: 1, zeroConfUpTo: ZERO };
  const context = { store, policy, chain: {} } as unknown as Parameters<typeof onChainQuestion>[0];
  let asked = 0;
  for (let number = 1; number <= histories.length; number++) {
    const expected = openQuestionOf(onChainQuestion(context, store.invoices.require(number)), ZERO);
    expect([number, store.questions.of(number)]).toEqual([number, expected]);
    if (expected !== undefined) asked += 1;
  }
  store.close();
  expect(asked).toBeGreaterThan(100);
});
