import { afterAll, beforeAll, expect, test } from 'vitest';
import { refundOf } from '../chain-deeds.ts';
import { openChannel, pay } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.remove());

test('a refund of a channel with money in it is an alarm on the screens from the mempool on, and for a week from its block', async () => {
  const channel = await openChannel(shop, { locktimeAfter: 40 });
  await pay(shop, channel, { invoice: await shop.invoice('20'), paid: 20 });
  const id = channel.announcement.channelId;
  const warned = async () =>
    (await shop.desk('warnings', {}))
      .filter(({ channel: about, kind }) => about === id && /double_spend|conflicted|taken/.test(kind))
      .map(({ kind, severity, amount, detail }) => ({ kind, severity, amount, detail }));
  // Nobody takes the settlement: the node passes nothing of the till's on.
  const { context } = shop.running.till;
  context.node.broadcast = () =>
    Promise.resolve({ kind: 'rejected', reason: 'fee_too_low', message: 'rate limited free transaction' });
  await shop.mine(channel.locktime - (await shop.node.tip()).height);
  expect(await shop.desk('channel', { id })).toMatchObject({ state: 'closing', settling: 'signed' });
  expect(await warned()).toEqual([]);
  await shop.node.broadcast(refundOf(channel));
  await shop.look();
  const seen = await shop.desk('channel', { id });
  expect(seen).toMatchObject({ state: 'closing', spend: { kind: 'refund' } });
  expect(seen.spend?.height).toBeUndefined();
  expect(await warned()).toEqual([
    {
      kind: 'double_spend',
      severity: 'alarm',
      amount: '20',
      detail: expect.stringContaining(seen.spend?.txid ?? ''),
    },
  ]);
  for (const height of [channel.locktime + 1, channel.locktime + 3]) {
    await shop.mine(height - (await shop.node.tip()).height);
    expect(await shop.desk('channel', { id })).toMatchObject({ state: 'refunded', paid: '20' });
    expect(await warned()).toMatchObject([{ kind: 'conflicted', severity: 'alarm', amount: '20' }]);
  }
  shop.clock.advance(8 * 86_400);
  expect(await warned()).toEqual([]);
});
