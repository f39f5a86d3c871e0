import { pino } from 'pino';
import { expect, onTestFinished, test } from 'vitest';
import type { TillContext } from '../../../core/merchant/context.ts';
import { IncomingPayments } from '../../../core/merchant/on-chain/incoming.ts';
import { DEFAULT_POLICY } from '../../../core/merchant/policy/policy.ts';
import { KOINU_PER_DOGE, koinu } from '../../../core/money.ts';
import { pubKeyHashScript } from '../../../core/protocol/address.ts';
import { FINAL_SEQUENCE, Transaction, txidOf } from '../../../core/protocol/transaction.ts';
import { openStore } from '../../../core/store/store.ts';

const NOW = Date.UTC(2026, 2, 1, 12);
const BLOCK = { height: 101, time: NOW / 1000 };
const SCRIPT = pubKeyHashScript(new Uint8Array(33).fill(2));
const doge = (whole: bigint) => koinu(whole * KOINU_PER_DOGE);

/** A till that counts payments of up to 10 DOGE as it sees them, and one invoice over 10. */
function openTill() {
  let now = NOW;
  const store = openStore(':memory:');
  onTestFinished(() => store.close());
  const invoice = store.invoices.insert({
    id: 'ab'.repeat(16),
    amount: doge(10n),
    allowsTip: false,
    memo: '',
    issuedAt: NOW,
    expiresAt: NOW + 900_000,
  });
  const context = {
    store,
    chain: { tip: { height: 100, hash: '' } },
    keys: { invoiceScript: () => SCRIPT },
    policy: { ...DEFAULT_POLICY, zeroConfUpTo: doge(10n) },
    world: { now: () => now, monotonic: () => 0, randomBytes: () => new Uint8Array() },
    log: pino({ level: 'silent' }),
    announce: () => undefined,
  } as unknown as TillContext;
  const incoming = new IncomingPayments(context);
  store.transaction(() => incoming.learn());
  const places = () => store.arrivals.ofInvoice(invoice.number).map(({ place }) => place);
  const isPaid = () => store.arrivals.verdict(invoice.number).settledAt !== undefined;
  const see = (...given: Parameters<IncomingPayments['note']>) =>
    store.transaction(() => incoming.note(...given));
  const arrivals = () => store.arrivals.ofInvoice(invoice.number);
  const passTime = (milliseconds: number) => {
    now += milliseconds;
  };
  return { incoming, see, places, isPaid, arrivals, passTime };
}

/** @param mark makes another transaction of the same coin */
function payment(value: bigint, mark: number, coin = 7): Transaction {
  const transaction = new Transaction();
  transaction.addInput(new Uint8Array(32).fill(coin), 0, FINAL_SEQUENCE, Uint8Array.of(mark));
  transaction.addOutput(SCRIPT, doge(value));
  return transaction;
}

test.each([
  ['mined', BLOCK],
  ['in the mempool', undefined],
])('one coin pays once: half the amount, and the same coin %s in another form, is half', (_, block) => {
  const till = openTill();
  const first = payment(5n, 1);
  till.see(first, undefined);
  till.incoming.vouch(txidOf(first));
  const second = payment(5n, 2);
  till.see(second, block);
  if (block === undefined) till.incoming.vouch(txidOf(second));
  expect(till.isPaid()).toBe(false);
  expect(till.places()).toEqual([block === undefined ? 'mempool' : 'block']);
});

test('a coin that pays less in its second form was spent twice: the first is told as lost', () => {
  const till = openTill();
  till.see(payment(10n, 1), undefined);
  till.see(payment(4n, 2), BLOCK);
  expect(till.places()).toEqual(['conflicted', 'block']);
});

test('another form of a payment came when the first came, and after a reorg the first may be it again', () => {
  const till = openTill();
  const [first, second] = [payment(10n, 1), payment(10n, 2)];
  till.see(first, undefined);
  till.passTime(3_600_000);
  till.see(second, { ...BLOCK, time: BLOCK.time + 3_600 });
  expect(till.arrivals()).toMatchObject([{ txid: txidOf(second), firstSeen: NOW, place: 'block' }]);
  till.incoming.undoAbove(BLOCK.height - 1);
  till.see(first, { ...BLOCK, time: BLOCK.time + 3_660 });
  expect(till.arrivals()).toMatchObject([{ txid: txidOf(first), firstSeen: NOW, place: 'block' }]);
});

test('two halves of two coins are the whole', () => {
  const till = openTill();
  const first = payment(5n, 1);
  till.see(first, undefined);
  till.incoming.vouch(txidOf(first));
  till.see(payment(5n, 2, 8), BLOCK);
  expect(till.isPaid()).toBe(true);
});

test('what is mined stays where it is when the mempool shows another spend of its coin', () => {
  const till = openTill();
  till.see(payment(10n, 1), BLOCK);
  till.see(payment(10n, 2), undefined);
  expect(till.places()).toEqual(['block', 'mempool']);
});

test('a clock that was months ahead for a moment makes no invoice’s address be forgotten', () => {
  const till = openTill();
  for (const milliseconds of [100 * 86_400_000, -100 * 86_400_000]) {
    till.passTime(milliseconds);
    till.incoming.learn();
  }
  till.see(payment(10n, 1), BLOCK);
  expect(till.places()).toEqual(['block']);
});
