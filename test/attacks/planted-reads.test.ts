import { readdirSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { assert } from '../../core/assert.ts';
import type * as statuses from '../../core/merchant/channels/channel-status.ts';
import type { Signer } from '../../core/merchant/keys/signer.ts';
import type * as closer from '../../core/merchant/settlements/co-sign.ts';
import type * as spread from '../../core/merchant/settlements/spread.ts';
import { EffectRunner } from '../../core/merchant/till/effects.ts';
import type * as rows from '../../core/store/channel-rows.ts';
import type { StoredChannel } from '../../core/store/channel-rows.ts';
import type { OwedEffect } from '../../core/store/outbox.ts';
import { type OfferedChannel, openChannel, pay } from '../stories/deviant-customer.ts';
import { Shop } from '../stories/shop.ts';

const planted = vi.hoisted(() => ({ channel: '', at: '' }));

/** Throws as a broken invariant does, where and of which channel it is planted. */
const plant = vi.hoisted(() => (at: string, channel: string) => {
  if (channel === planted.channel && at === planted.at) throw new TypeError(`planted in ${at}`);
});

vi.mock('../../core/store/channel-rows.ts', async (original) => {
  const real = await original<typeof rows>();
  return {
    ...real,
    readChannel: (...given: Parameters<typeof real.readChannel>) => {
      plant('read', given[1].basis.channelId);
      return real.readChannel(...given);
    },
  };
});

vi.mock('../../core/merchant/channels/channel-status.ts', async (original) => {
  const real = await original<typeof statuses>();
  return {
    ...real,
    statusOf: (...given: Parameters<typeof real.statusOf>) => {
      plant('view', given[1].constants.basis.channelId);
      return real.statusOf(...given);
    },
    spendableOf: (...given: Parameters<typeof real.spendableOf>) => {
      plant('payment view', given[0].constants.basis.channelId);
      return real.spendableOf(...given);
    },
  };
});

vi.mock('../../core/merchant/settlements/co-sign.ts', async (original) => {
  const real = await original<typeof closer>();
  return {
    ...real,
    settlementOf: (...given: Parameters<typeof real.settlementOf>) => {
      plant('settle: sign', given[1].constants.basis.channelId);
      return real.settlementOf(...given);
    },
    readSettlement: (...given: Parameters<typeof real.readSettlement>) => {
      plant('settle: read', given[0].constants.basis.channelId);
      return real.readSettlement(...given);
    },
  };
});

vi.mock('../../core/merchant/settlements/spread.ts', async (original) => {
  const real = await original<typeof spread>();
  return {
    ...real,
    giveSettlement: (...given: Parameters<typeof real.giveSettlement>) => {
      plant('settle: give', given[1].constants.basis.channelId);
      return real.giveSettlement(...given);
    },
  };
});

let shop: Shop | undefined;
afterEach(async () => {
  planted.at = '';
  vi.restoreAllMocks();
  await shop?.remove();
});

async function twoPaid(): Promise<{ till: Shop; broken: OfferedChannel; sound: OfferedChannel }> {
  const till = await Shop.open();
  shop = till;
  const broken = await openChannel(till);
  const sound = await openChannel(till);
  for (const channel of [broken, sound]) {
    expect((await pay(till, channel, { invoice: await till.invoice('10'), paid: 10 })).status).toBe(200);
  }
  planted.channel = idOf(broken);
  return { till, broken, sound };
}

const idOf = (channel: OfferedChannel) => channel.announcement.channelId;
const frozenOf = async (till: Shop) =>
  (await till.desk('warnings', {})).filter(({ kind }) => kind === 'channel_frozen');

/** The other channel goes on, the node is not blamed, and an alarm says which channel it is. */
async function expectIsolated(till: Shop, sound: OfferedChannel, at: string): Promise<void> {
  await till.running.till.look();
  expect((await pay(till, sound, { invoice: await till.invoice('1'), paid: 11 })).status).toBe(200);
  expect((await till.desk('status', {})).node).toMatchObject({ isReachable: true });
  expect(await frozenOf(till)).toMatchObject([
    { severity: 'alarm', channel: planted.channel, detail: `planted in ${at}` },
  ]);
  const listed = await till.desk('channels', { limit: 10, offset: 0 });
  expect(listed.map(({ id }) => id)).toContain(idOf(sound));
}

describe('a channel that cannot be read', () => {
  test('stops neither the start of the till, nor a list, nor a backup, nor another channel', async () => {
    const { till, broken, sound } = await twoPaid();
    planted.at = 'read';
    await till.restart();
    await till.mine(1);
    await expectIsolated(till, sound, 'read');
    expect((await till.desk('invoices', { limit: 10 })).invoices.length).toBeGreaterThan(0);
    await till.desk('backup', {});
    expect(readdirSync(till.folder).length).toBeGreaterThan(0);
    // The customer is told that her channel is frozen, and of no internal error.
    const refused = await pay(till, broken, { invoice: await till.invoice('1'), paid: 11 });
    expect([refused.status, JSON.parse(refused.text).code]).toEqual([409, 'channel_not_open']);
    const closed = await till.desk('close', { ids: [idOf(broken), idOf(sound)] });
    expect(closed).toMatchObject([
      { id: idOf(broken), problem: { code: 'channel_not_open' } },
      { id: idOf(sound), channel: { state: 'closing' } },
    ]);
  });
});

describe('a channel whose view throws', () => {
  test.each(['view', 'payment view'])('at the %s is listed as frozen, and hides no other', async (at) => {
    const { till, broken, sound } = await twoPaid();
    planted.at = at;
    const shown = await till.desk('channel', { id: idOf(broken) });
    const listed = await till.desk('channels', { limit: 10, offset: 0 });
    expect(listed.map(({ id }) => id).sort()).toEqual([idOf(broken), idOf(sound)].sort());
    const view = listed.find(({ id }) => id === idOf(broken));
    expect(view).toMatchObject({ capacity: '100', paid: '10', frozen: `planted in ${at}` });
    expect(shown).toMatchObject({ frozen: `planted in ${at}` });
    const { invoices: sales } = await till.desk('invoices', { limit: 10 });
    expect(sales.map(({ state }) => state)).toEqual(['paid', 'paid']);
    await expectIsolated(till, sound, at);
  });
});

describe('an effect that throws', () => {
  /** Where a throw is planted in each kind of effect there is. */
  const PLACES = {
    settle: ['settle: sign', 'settle: read', 'settle: give'],
    broadcast_funding: ['broadcast_funding'],
  } as const satisfies Record<OwedEffect['effect'], readonly string[]>;

  test.each(PLACES.settle)(
    'at %s freezes that channel, and the settlement of the other goes out',
    async (at) => {
      const { till, broken, sound } = await twoPaid();
      planted.at = at;
      await till.desk('close', { ids: [idOf(broken), idOf(sound)] });
      expect(await till.desk('channel', { id: idOf(sound) })).toMatchObject({
        settlement: { state: 'sent' },
      });
      expect(await frozenOf(till)).toMatchObject([{ channel: idOf(broken), detail: `planted in ${at}` }]);
      // Mended, as by a new program, it is settled after all.
      planted.at = '';
      await till.passTime(3601);
      expect(await till.desk('channel', { id: idOf(broken) })).toMatchObject({
        settlement: { state: 'sent' },
      });
    },
  );

  test.each(PLACES.broadcast_funding)(
    'at %s freezes that channel, and the funding of the other goes out',
    async (at) => {
      const { till, broken, sound } = await twoPaid();
      const { store } = till.running.till.context;
      const given: string[] = [];
      const original = store.channels.fundingTransactions.bind(store.channels);
      vi.spyOn(store.channels, 'fundingTransactions').mockImplementation((row) => {
        const id = store.channels.require(row).constants.basis.channelId;
        assert(id !== idOf(broken), `planted in ${at}`);
        given.push(id);
        return original(row);
      });
      store.transaction(() => {
        for (const channel of [broken, sound]) {
          const stored = store.channels.byId(idOf(channel)) as StoredChannel;
          store.channels.update({ ...stored, state: 'confirming' });
          store.outbox.add(stored.constants.row, 'broadcast_funding', 0);
        }
      });
      const noSigner = { unlock: () => Promise.reject(new Error('nothing is to be signed')) };
      await new EffectRunner(till.running.till.context, noSigner as unknown as Signer).run();
      expect(given).toContain(idOf(sound));
      expect(await frozenOf(till)).toMatchObject([
        { channel: idOf(broken), detail: expect.stringContaining(`planted in ${at}`) },
      ]);
    },
  );
});
