import { beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import { Regular } from './regular.ts';
import { Shop } from './shop.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Ten minutes. */
const LIFETIME_SECONDS = 600;

/** A machine whose clock somebody sets; its monotonic one only knows what has passed. */
class Machine {
  #passedMs = 0;
  #setMs = 0;

  now(): number {
    return Date.now() + this.#passedMs + this.#setMs;
  }

  monotonic(): number {
    return performance.now() + this.#passedMs;
  }

  randomBytes(length: number): Uint8Array {
    return crypto.getRandomValues(new Uint8Array(length));
  }

  pass(ms: number): void {
    this.#passedMs += ms;
  }

  setClock(ms: number): void {
    this.#setMs += ms;
  }
}

describe('a till whose machine’s clock is set back [INV-9]', () => {
  let machine: Machine;
  let shop: Shop;
  let alice: Regular;

  beforeEach(async () => {
    machine = new Machine();
    shop = await Shop.open({ world: machine, policy: { invoiceLifetimeSeconds: LIFETIME_SECONDS } });
    alice = await Regular.withMoneyFrom(shop.node);
    onTestFinished(async () => {
      await alice.leave();
      await shop.remove();
    });
  });

  async function refusedAsExpired(uri: string): Promise<void> {
    const paid = await alice.wallet.pay(uri);
    expect(paid).toMatchObject({ ok: false, refusal: { code: 'invoice_expired' } });
  }

  async function openChannel(): Promise<void> {
    const opened = await alice.wallet.openChannel({ tillUrl: shop.url, amount: 10_000_000_000n as never });
    expect(opened.ok).toBe(true);
    await shop.mine(2);
  }

  test.each(['while it runs', 'and started again', 'and started again after a crash'])(
    'keeps an invoice expired (%s)',
    async (when) => {
      await openChannel();
      const { uri, id } = await shop.desk('issueInvoice', { amount: '5' });
      machine.pass(LIFETIME_SECONDS * 1000);
      await refusedAsExpired(uri);
      const context = shop.running.till.context;
      const kept = ['clock.latest', 'clock.system'].map((name) => [name, context.store.settings.get(name)]);
      machine.setClock(-HOUR);
      if (when !== 'while it runs') {
        if (when.endsWith('crash')) {
          // What a killed till had written by then.
          context.chain.clock.write = () => {
            for (const [name, value] of kept) context.store.settings.set(name ?? '', value ?? '');
          };
        }
        await shop.restart();
      }
      await refusedAsExpired((await shop.desk('invoice', { id })).uri);
      expect((await shop.desk('invoice', { id })).state).toBe('expired');
      await shop.look();
      expect(await shop.desk('warnings', {})).toMatchObject([
        { kind: 'clock_set_back', severity: 'warning', facts: { minutes: 60 } },
      ]);
    },
  );

  test('states every time by its record: invoices, offers, receipts, channels and what was done before them', async () => {
    await openChannel();
    const before = machine.now();
    machine.setClock(-24 * HOUR);
    await shop.look();
    const invoice = await shop.desk('issueInvoice', { amount: '5' });
    expect(Date.parse(invoice.issued)).toBeGreaterThanOrEqual(before);
    const offer = await shop.offer();
    expect(Date.parse(offer.issued)).toBeGreaterThanOrEqual(before);
    const paid = await alice.wallet.pay(invoice.uri);
    expect(paid).toMatchObject({ ok: true });
    const { payment } = await shop.desk('invoice', { id: invoice.id });
    expect(Date.parse(payment?.accepted ?? '')).toBeGreaterThanOrEqual(before);
    await shop.desk('saveSettings', { currency: 'EUR', rate: '0.1' });
    const { rateSince } = await shop.desk('settings', {});
    expect(Date.parse(rateSince ?? '')).toBeGreaterThanOrEqual(before);
  });

  test('is paid by a wallet whose own clock is right', async () => {
    machine.setClock(-3 * HOUR);
    await shop.remove();
    shop = await Shop.open({ world: machine, policy: { invoiceLifetimeSeconds: LIFETIME_SECONDS } });
    await alice.leave();
    alice = await Regular.withMoneyFrom(shop.node);
    await openChannel();
    const { uri, issued } = await shop.desk('issueInvoice', { amount: '5' });
    expect(Date.parse(issued)).toBeLessThan(Date.now() - 2 * HOUR);
    expect(await alice.wallet.pay(uri)).toMatchObject({ ok: true });
  });
});
