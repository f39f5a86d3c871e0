import { afterEach, describe, expect, test, vi } from 'vitest';
import { assert } from '../../core/assert.ts';
import type * as machine from '../../core/channel/machine.ts';
import type { ChannelEvent } from '../../core/channel/vocabulary.ts';
import { IncomingPayments } from '../../core/merchant/on-chain/incoming.ts';
import { doge } from '../doubles/channels.ts';
import { openChannel, pay } from '../stories/deviant-customer.ts';
import { Shop } from '../stories/shop.ts';

const planted = vi.hoisted(() => ({ channel: '', event: '' }));

// The machine of one channel breaks at one event, as a bug there would.
vi.mock('../../core/channel/machine.ts', async (original) => {
  const real = await original<typeof machine>();
  return {
    ...real,
    transition: (channel: Parameters<typeof real.transition>[0], event: ChannelEvent) => {
      const { constants } = channel as { constants?: { basis: { channelId: string } } };
      const isMeant = constants?.basis.channelId === planted.channel && event.type === planted.event;
      assert(!isMeant, `planted in ${event.type}`);
      return real.transition(channel, event);
    },
  };
});

let shop: Shop | undefined;
afterEach(async () => {
  planted.channel = '';
  await shop?.remove();
  vi.restoreAllMocks();
});

/** What each leads to for the channel beside it, which has no bug. */
const EVENTS = [
  ['funding_depth_changed', 'open'],
  ['close_requested', 'closing'],
  ['tip_advanced', 'closed'],
  ['funding_spent', 'closed'],
] as const;
type Planted = (typeof EVENTS)[number][0];

describe('a bug in one channel', () => {
  test.each(EVENTS)('at %s freezes that channel and nothing else', async (event, ends) => {
    const till = await Shop.open();
    shop = till;
    const broken = await openChannel(till);
    const sound = await openChannel(till);
    for (const [at, channel] of [broken, sound].entries()) {
      expect(
        (await pay(till, channel, { invoice: await till.invoice('10'), paid: 10 })).status,
        `${at}`,
      ).toBe(200);
    }
    planted.channel = broken.announcement.channelId;
    planted.event = event;
    await provoke(till, event, [broken, sound]);
    const status = await till.desk('status', {});
    expect(status.node).toMatchObject({ isReachable: true });
    const view = await till.desk('channel', { id: broken.announcement.channelId });
    const warnings = await till.desk('warnings', {});
    expect(view.frozen).toContain(`planted in ${event}`);
    expect(warnings).toContainEqual(
      expect.objectContaining({
        kind: 'channel_frozen',
        severity: 'alarm',
        channel: broken.announcement.channelId,
      }),
    );
    const soundView = await till.desk('channel', { id: sound.announcement.channelId });
    expect(soundView).toMatchObject({ state: ends });
    expect(soundView.frozen).toBeUndefined();
    // The first reason stays, also over a restart.
    await till.restart();
    await till.mine(1);
    expect((await till.desk('channel', { id: broken.announcement.channelId })).frozen).toBe(view.frozen);
    expect((await till.desk('status', {})).node).toMatchObject({ isReachable: true });
  });

  test('of an on-chain payment stops neither the look nor the payments of others', async () => {
    const till = await Shop.open();
    shop = till;
    const channel = await openChannel(till);
    vi.spyOn(IncomingPayments.prototype, 'note').mockImplementation(() => {
      assert(false, 'planted in an on-chain payment');
    });
    const id = await till.invoice('10');
    await till.node.sendToAddress((await till.desk('invoice', { id })).address, doge(10));
    const height = await till.mine(1);
    expect((await till.desk('status', {})).height).toBe(height);
    expect((await pay(till, channel, { invoice: id, paid: 10 })).status).toBe(200);
    expect((await till.desk('warnings', {})).map(({ kind }) => kind)).not.toContain('node_unreachable');
  });
});

type Opened = Awaited<ReturnType<typeof openChannel>>;

/** Has both channels meet the event. */
async function provoke(till: Shop, event: Planted, channels: readonly [Opened, Opened]): Promise<void> {
  switch (event) {
    case 'funding_depth_changed':
      for (const { announcement } of channels) {
        till.store.transaction(() => {
          const channel = till.store.channels.byId(announcement.channelId);
          if (channel)
            till.store.channels.update({ ...channel, state: 'confirming', fundingHeight: undefined });
        });
      }
      await till.mine(1);
      return;
    case 'close_requested':
      await till.desk('close', { ids: channels.map(({ announcement }) => announcement.channelId) });
      return;
    case 'funding_spent':
    case 'tip_advanced':
      // The automatic close, the settlements, and their burial.
      for (const { announcement } of channels) {
        const { cutoff } = await till.status(announcement.channelId);
        const { height } = await till.node.tip();
        if (height < Number(cutoff)) await till.mine(Number(cutoff) - height);
      }
      await till.passTime(61);
      await till.mine(20);
      return;
  }
}
