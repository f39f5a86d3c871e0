import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromHex } from '../../../core/protocol/bytes.ts';
import { parseTransaction } from '../../../core/protocol/transaction.ts';
import { Regular } from '../regular.ts';
import { Shop } from '../shop.ts';

const PATIENCE = { timeout: 20_000, interval: 50 };
const DAY = 86_400;

let shop: Shop;
let alice: Regular;

beforeAll(async () => {
  shop = await Shop.open({ policy: { terms: { maxLocktimeBlocks: 100_000 } } });
  alice = await Regular.withMoneyFrom(shop.node);
});
afterAll(async () => {
  await alice.leave();
  await shop.remove();
});

async function paidChannel(locktimeBlocks: number): Promise<string> {
  const opened = await alice.wallet.openChannel({
    tillUrl: shop.url,
    amount: 10_000_000_000n as never,
    name: 'Alice',
    locktimeBlocks,
    locktimeLimit: 100_000,
  });
  if (!opened.ok) throw new Error(opened.refusal.code);
  const { id } = opened.value.record;
  await shop.mine(2);
  const { uri } = await shop.desk('issueInvoice', { amount: '2.5' });
  await alice.pay(uri, id);
  return id;
}

const later = (seconds: number) => new Date(shop.clock.now() + seconds * 1000).toISOString();

describe('settlements on paper', () => {
  test('are refused while there is nothing to settle', async () => {
    const screen = shop.running.desk.open({ isTrusted: true });
    expect(await screen.call('exportSettlements', {})).toMatchObject({
      ok: false,
      problem: { code: 'nothing_to_export' },
    });
  });

  test('leave every channel open, and bring the money without the till', async () => {
    const id = await paidChannel(500);
    const exported = await shop.desk('exportSettlements', {});
    expect(exported).toMatchObject({ count: 1, amount: '2.5' });
    expect((await shop.desk('channel', { id })).state).toBe('open');
    const lines = exported.text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    expect(lines).toHaveLength(1);
    const transaction = parseTransaction(fromHex(lines[0] ?? ''));
    if (transaction === undefined) throw new Error('not a transaction');
    expect(await shop.node.broadcast(transaction)).toEqual({ kind: 'accepted' });
    await expect.poll(async () => (await shop.desk('channel', { id })).state, PATIENCE).toBe('closing');
    await shop.mine(3);
    await expect.poll(async () => (await shop.desk('channel', { id })).state, PATIENCE).toBe('closed');
  });

  test('say of a customer only what stays in a comment', async () => {
    const opened = await alice.wallet.openChannel({
      tillUrl: shop.url,
      amount: 10_000_000_000n as never,
      name: 'Eve\u2028deadbeef\u0085',
      locktimeBlocks: 500,
    });
    expect(opened.ok).toBe(true);
    await shop.mine(2);
    const { uri } = await shop.desk('issueInvoice', { amount: '1' });
    if (opened.ok) await alice.pay(uri, opened.value.record.id);
    const { text } = await shop.desk('exportSettlements', {});
    for (const line of text.split(/[\n\r\u2028\u2029\u0085]/)) expect(line).toMatch(/^(?:#.*|[0-9a-f]+|)$/);
  });
});

describe('an absence', () => {
  test('is refused when it ends before it begins, is over, or lasts for years', async () => {
    const screen = shop.running.desk.open({ isTrusted: true });
    for (const [from, to] of [
      [DAY, DAY],
      [-2 * DAY, -DAY],
      [0, 400 * DAY],
      [Number.NaN, DAY],
    ] as const) {
      const given = { from: Number.isNaN(from) ? 'soon' : later(from), to: later(to) };
      expect(await screen.call('planAbsence', given)).toMatchObject({ problem: { code: 'bad_absence' } });
    }
  });

  test('says what would come due in it, and closes that when it begins and nothing else', async () => {
    const soon = await paidChannel(3000);
    const late = await paidChannel(60_000);
    const times = { from: later(DAY), to: later(5 * DAY) };
    const asked = await shop.desk('previewAbsence', times);
    expect(asked.channels.map(({ id }) => id)).toContain(soon);
    expect(asked.channels.map(({ id }) => id)).not.toContain(late);
    expect(await shop.desk('absence', {})).toEqual({ amount: '0', channels: [] });
    await shop.desk('planAbsence', times);
    await shop.restart();
    const state = async (id: string) => (await shop.desk('channel', { id })).state;
    expect([await state(soon), await state(late)]).toEqual(['open', 'open']);
    shop.clock.advance(DAY + 60);
    await expect.poll(() => state(soon), PATIENCE).toBe('closing');
    await expect
      .poll(async () => {
        // The settlement is sent a moment after the channel closes.
        await shop.mine(1);
        return state(soon);
      }, PATIENCE)
      .toBe('closed');
    expect(await state(late)).toBe('open');
  });

  test('is over by itself, and can be taken back', async () => {
    expect((await shop.desk('absence', {})).to).toBeDefined();
    await shop.desk('planAbsence', { from: '', to: '' });
    expect(await shop.desk('absence', {})).toEqual({ amount: '0', channels: [] });
  });
});
