import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { BugError } from '../../../core/assert.ts';
import type { ChannelDetailView } from '../../../core/bridge/views/channels.ts';
import { AutomaticClose } from '../../../core/merchant/closing/automatic-close.ts';
import type { TillContext } from '../../../core/merchant/context.ts';
import { warningsOf } from '../../../core/merchant/warnings/warnings.ts';
import { type OfferedChannel, openChannel, pay } from '../deviant-customer.ts';
import { Shop } from '../shop.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open({ policy: { automaticCloseBlocks: 25 } });
});
afterAll(() => shop.remove());

async function paidChannel(locktimeAfter: number): Promise<OfferedChannel> {
  const channel = await openChannel(shop, { locktimeAfter });
  const answer = await pay(shop, channel, { invoice: await shop.invoice('10'), paid: 10 });
  if (answer.status !== 200) throw new Error(answer.text);
  return channel;
}

const view = ({ announcement }: OfferedChannel): Promise<ChannelDetailView> =>
  shop.desk('channel', { id: announcement.channelId });

async function mineTo(height: number): Promise<void> {
  await shop.mine(height - (await shop.node.tip()).height);
}

/** The till's own context, with a store in which a method of the channels table throws for one row. */
function throwingFor(row: number, error: Error): TillContext {
  const { context } = shop.running.till;
  const channels = new Proxy(context.store.channels, {
    get(target, name) {
      const value = Reflect.get(target, name) as unknown;
      if (typeof value !== 'function') return value;
      return (...given: unknown[]) => {
        const [first] = given;
        const isIts = typeof first === 'object' && first !== null && 'constants' in first;
        const state = isIts ? (first as { state: string; constants: { row: number } }) : undefined;
        if (name === 'update' && state?.constants.row === row && state.state === 'closing') throw error;
        return Reflect.apply(value, target, given) as unknown;
      };
    },
  });
  const store = new Proxy(context.store, {
    get: (target, name) => (name === 'channels' ? channels : Reflect.get(target, name)),
  });
  return Object.create(context, { store: { value: store } }) as TillContext;
}

describe('the automatic close', () => {
  test('comes where the owner set it, before the cutoff, and takes no payment from there on', async () => {
    const channel = await paidChannel(60);
    const { closesAt, locktime, cutoff } = await view(channel);
    expect([closesAt, cutoff]).toEqual([locktime - 25, locktime - 10]);
    await mineTo(closesAt - 1);
    expect((await view(channel)).state).toBe('open');
    await mineTo(closesAt);
    expect((await view(channel)).state).toBe('closing');
    const late = await pay(shop, channel, { invoice: await shop.invoice('10'), paid: 20 });
    expect(late.text).toContain('channel_not_open');
  });

  test.each([
    ['a broken invariant, which freezes that one', new BugError('a planted bug'), 'a planted bug'],
    ['a fault of the disk', Object.assign(new Error('a planted fault'), { code: 'SQLITE_FULL' }), undefined],
  ])('of one channel that meets %s leaves the others closed in time', async (_, error, frozen) => {
    const [broken, whole] = [await paidChannel(60), await paidChannel(61)];
    const { context } = shop.running.till;
    const height = (await view(whole)).closesAt;
    const { row } = context.store.channels.byId(broken.announcement.channelId)?.constants ?? { row: 0 };
    const seen = Object.create(throwingFor(row, error), {
      chain: { value: { worstCaseHeight: height } },
    }) as TillContext;
    const close = new AutomaticClose(seen, () => undefined);
    await close.run();
    expect(close.heartbeat.lastRunAt).toBeGreaterThan(0);
    expect((await view(whole)).state).toBe('closing');
    const left = await view(broken);
    expect([left.state, left.frozen]).toEqual(['open', frozen]);
    await mineTo(left.closesAt);
    expect((await view(broken)).state).not.toBe('open');
  });

  test('shows when it ran, and is an alarm when that was more than five minutes ago', async () => {
    const { context } = shop.running.till;
    const { automaticClose } = await shop.desk('status', {});
    expect(automaticClose.isLate).toBe(false);
    expect(Date.parse(automaticClose.lastRun ?? '')).toBeGreaterThan(0);
    const close = new AutomaticClose(context, () => undefined);
    await close.run();
    expect(close.heartbeat.isLate).toBe(false);
    shop.clock.advance(301);
    expect(close.heartbeat.isLate).toBe(true);
    const facts = { warnBlocks: [100], isLocked: false, isCloseLate: true };
    expect(warningsOf(context, facts)).toContainEqual({ kind: 'automatic_close_late', severity: 'alarm' });
    await close.run();
    expect(close.heartbeat.isLate).toBe(false);
  });
});

describe('a locked till', () => {
  test('warns as soon as a channel with money in it is near its close, and alarms at the last threshold', async () => {
    const channel = await paidChannel(80);
    const { context } = shop.running.till;
    const { closesAt } = await view(channel);
    const height = (await shop.node.tip()).height;
    const locked = (warnBlocks: number[], isLocked = true) =>
      warningsOf(context, { warnBlocks, isLocked, isCloseLate: false }).find(
        ({ kind }) => kind === 'till_locked',
      );
    const left = closesAt - height;
    expect(locked([left - 1])).toBeUndefined();
    const standing = (isLocked: boolean) =>
      warningsOf(context, { warnBlocks: [left - 1], isLocked, isCloseLate: false }).filter(
        ({ kind }) => kind === 'closing_needs_owner',
      );
    expect(standing(true)).toMatchObject([{ severity: 'notice', amount: '10' }]);
    expect(standing(false)).toEqual([]);
    const near = (isLocked: boolean) =>
      warningsOf(context, { warnBlocks: [left, 2, 1], isLocked, isCloseLate: false }).find(
        ({ kind }) => kind === 'cutoff_near',
      );
    expect(near(true)).toMatchObject({ needsPassphrase: true });
    expect(near(false)).not.toHaveProperty('needsPassphrase');
    expect(locked([left, 2, 1])).toMatchObject({ severity: 'warning', amount: '10', blocksLeft: left });
    expect(locked([left + 1, left])).toMatchObject({ severity: 'alarm' });
    expect(locked([left + 1, left], false)).toBeUndefined();
  });
});
