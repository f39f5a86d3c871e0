import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fromHex } from '../../../core/protocol/bytes.ts';
import { parseTransaction, type Transaction } from '../../../core/protocol/transaction.ts';
import { type OfferedChannel, openChannel, pay } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.remove());

/** A channel with 50 paid, and the settlement of the first 10 as it was written for somebody to take along. */
async function exportedEarly(): Promise<{ channel: OfferedChannel; older: Transaction }> {
  const channel = await openChannel(shop);
  await pay(shop, channel, { invoice: await shop.invoice('10'), paid: 10 });
  const { text } = await shop.desk('exportSettlements', {});
  const [line = ''] = text
    .split('\n')
    .filter((one) => /^[0-9a-f]{100}/.test(one))
    .slice(-1);
  const older = parseTransaction(fromHex(line));
  if (older === undefined) throw new Error(`no settlement in ${text}`);
  await pay(shop, channel, { invoice: await shop.invoice('40'), paid: 50 });
  return { channel, older };
}

async function warned(id: string) {
  const warnings = await shop.desk('warnings', {});
  return warnings.filter(({ channel, kind }) => channel === id && kind === 'settled_short');
}

describe('an older settlement that somebody broadcasts', () => {
  test('is none where it is the newest, whatever its form', async () => {
    const channel = await openChannel(shop);
    const id = channel.announcement.channelId;
    await pay(shop, channel, { invoice: await shop.invoice('10'), paid: 10 });
    await shop.desk('close', { ids: [id] });
    await shop.mine(1);
    const settled = await shop.desk('channel', { id });
    expect(settled).toMatchObject({ settlement: { state: 'mined' } });
    expect(settled).not.toHaveProperty('settledShort');
    expect(await warned(id)).toEqual([]);
  });

  test('is an alarm with what did not arrive, from the mempool to a week after it is buried', async () => {
    const { channel, older } = await exportedEarly();
    const id = channel.announcement.channelId;
    expect(await warned(id)).toEqual([]);
    await shop.node.broadcast(older);
    await shop.look();
    const expected = [{ severity: 'alarm', amount: '40', facts: { arrived: '10', paid: '50' }, channel: id }];
    expect(await warned(id)).toMatchObject(expected);
    expect(await shop.desk('channel', { id })).toMatchObject({ settledShort: '10', settling: 'signed' });
    await shop.mine(1);
    expect(await warned(id)).toMatchObject(expected);
    await shop.mine(10);
    expect(await shop.desk('channel', { id })).toMatchObject({
      state: 'closed',
      paid: '50',
      settledShort: '10',
    });
    expect(await warned(id)).toMatchObject(expected);
    shop.clock.advance(8 * 86_400);
    expect(await warned(id)).toEqual([]);
    expect(await shop.desk('channel', { id })).toMatchObject({ settledShort: '10' });
  });
});
