import { expect, onTestFinished, test } from 'vitest';
import type { TillContext } from '../../../core/merchant/context.ts';
import type { IncomingPayments } from '../../../core/merchant/on-chain/incoming.ts';
import { Relay } from '../../../core/merchant/on-chain/relay.ts';
import { DEFAULT_POLICY } from '../../../core/merchant/policy/policy.ts';
import { KOINU_PER_DOGE, koinu } from '../../../core/money.ts';
import { NodeFault } from '../../../core/node/backend.ts';
import { pubKeyHashScript } from '../../../core/protocol/address.ts';
import { FINAL_SEQUENCE, Transaction, transactionHex } from '../../../core/protocol/transaction.ts';
import { openStore } from '../../../core/store/store.ts';

const NOW = Date.UTC(2026, 2, 1, 12);
const SCRIPT = pubKeyHashScript(new Uint8Array(33).fill(2));

test('what waits for one invoice while the node hangs is bounded, and refused beyond', async () => {
  const store = openStore(':memory:');
  onTestFinished(() => store.close());
  const id = 'ab'.repeat(16);
  const amount = koinu(KOINU_PER_DOGE);
  store.invoices.insert({ id, amount, allowsTip: false, memo: '', issuedAt: NOW, expiresAt: NOW + 1000 });
  const hanging = Promise.withResolvers<never>();
  let asked = 0;
  const ask = () => {
    asked++;
    return hanging.promise;
  };
  const context = {
    store,
    chain: {},
    node: { transactions: ask },
    keys: { invoiceScript: () => SCRIPT },
    policy: DEFAULT_POLICY,
    world: { now: () => NOW },
  } as unknown as TillContext;
  const relay = new Relay(context, {} as IncomingPayments);
  const transaction = new Transaction();
  transaction.addInput(new Uint8Array(32).fill(7), 0, FINAL_SEQUENCE, Uint8Array.of(1));
  transaction.addOutput(SCRIPT, amount);
  const body = { id, tx: transactionHex(transaction) };
  const faults: unknown[] = [];
  const given = Array.from({ length: 100 }, () =>
    relay.pay(id, body).catch((fault: unknown) => void faults.push(fault)),
  );
  await expect.poll(() => asked).toBe(1);
  await expect.poll(() => faults.length).toBe(100 - 16);
  hanging.reject(new NodeFault('timeout', 'it hangs'));
  await Promise.all(given);
  expect(faults.every((fault) => fault instanceof NodeFault)).toBe(true);
  expect(asked).toBe(16);
});
