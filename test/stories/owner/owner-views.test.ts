import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ChannelDetailView } from '../../../core/bridge/views/channels.ts';
import { severityOf, warningsOf } from '../../../core/merchant/warnings/warnings.ts';
import { formatDoge, koinu, sum } from '../../../core/money.ts';
import { NETWORKS } from '../../../core/networks.ts';
import { NodeFault } from '../../../core/node/backend.ts';
import { addressOf } from '../../../core/protocol/address.ts';
import { fromHex } from '../../../core/protocol/bytes.ts';
import { parseTransaction } from '../../../core/protocol/transaction.ts';
import { doge } from '../../doubles/channels.ts';
import { Regular } from '../regular.ts';
import { Shop } from '../shop.ts';

let shop: Shop;
let alice: Regular;

beforeAll(async () => {
  shop = await Shop.open({ policy: null });
  await shop.desk('savePolicy', {
    policy: { min_locktime_blocks: 30, payment_cutoff_blocks: 10, confirmations: 2, max_inputs: 3 },
  });
  alice = await Regular.withMoneyFrom(shop.node);
});
afterAll(async () => {
  await alice.leave();
  await shop.remove();
});

/** An open channel on which this was paid. */
async function openChannel(...payments: string[]): Promise<string> {
  const id = await alice.openChannel(shop.url);
  await shop.mine(2);
  await alice.wallet.channelStatus(id);
  for (const amount of payments) await buy(id, amount);
  return id;
}

async function buy(id: string, amount: string): Promise<string> {
  const invoice = await shop.desk('issueInvoice', { amount });
  await alice.pay(invoice.uri, id);
  return invoice.id;
}

const channel = (id: string): Promise<ChannelDetailView> => shop.desk('channel', { id });

describe('a new policy', () => {
  test('binds new offers, and no channel that is there already', async () => {
    const id = await openChannel();
    const before = await shop.offer();
    const saved = await shop.desk('savePolicy', { policy: { confirmations: 3, min_capacity: '20' } });
    expect(saved.policy).toMatchObject({ confirmations: 3, min_capacity: '20', max_inputs: 3 });
    expect(saved.defaults).toMatchObject({ confirmations: 6, min_capacity: '10' });
    expect(saved.channelsUnderOtherTerms).toBe(1);
    const after = await shop.offer();
    expect([before.terms.confirmations, after.terms.confirmations]).toEqual([2, 3]);
    expect(after.terms.minCapacity).toBe(doge(20));
    expect((await channel(id)).required).toBe(2);
    await shop.restart();
    expect((await shop.offer()).terms.confirmations).toBe(3);
    const back = await shop.desk('savePolicy', { policy: { confirmations: 2, min_capacity: '10' } });
    expect(back.channelsUnderOtherTerms).toBe(0);
  });

  test('counts for invoices and limits from the next one on', async () => {
    await shop.desk('savePolicy', { policy: { invoice_lifetime_seconds: 60 } });
    const { issued, expires } = await shop.desk('issueInvoice', { amount: '1' });
    expect(Date.parse(expires) - Date.parse(issued)).toBe(60_000);
    await shop.desk('savePolicy', { policy: { invoice_lifetime_seconds: 900 } });
  });
});

describe('the name in the settings', () => {
  test('is on the next invoice', async () => {
    await shop.desk('saveSettings', { shopName: 'Much Coffee' });
    expect((await shop.desk('issueInvoice', { amount: '1' })).uri).toContain('label=Much%20Coffee');
  });
});

describe('a payment as screens show it', () => {
  test('names the customer and what she can still spend', async () => {
    const id = await openChannel('12.5');
    const invoice = await buy(id, '5');
    const { payment } = await shop.desk('invoice', { id: invoice });
    const now = await channel(id);
    expect(payment).toMatchObject({ customer: 'Alice', paid: '17.5', spendable: now.spendable });
    const [newest, first] = now.history;
    expect(newest).toEqual(payment);
    expect(Number(first?.spendable)).toBe(Number(newest?.spendable) + 5);
  });
});

describe('the preview of a close', () => {
  test('is what arrives, what is returned and what it costs', async () => {
    const id = await openChannel('12.5', '7.5');
    const [preview] = await shop.desk('previewClose', { ids: [id] });
    const before = await channel(id);
    expect(before).not.toHaveProperty('closing');
    const [closed] = await shop.desk('close', { ids: [id] });
    const transaction = parseTransaction(fromHex(closed?.channel?.settlement?.hex ?? ''));
    const outputs = transaction?.outs ?? [];
    const isOurs = (script: Uint8Array) => addressOf(script, NETWORKS.regtest) === before.settlementAddress;
    const worth = (wanted: typeof outputs) => sum(wanted.map(({ value }) => koinu(value)));
    expect(preview).toEqual({
      id,
      name: 'Alice',
      arrives: formatDoge(worth(outputs.filter(({ script }) => isOurs(script)))),
      returned: formatDoge(worth(outputs.filter(({ script }) => !isOurs(script)))),
      fee: formatDoge(koinu(doge(100) - worth(outputs))),
      // The push of a regtest locktime is a byte shorter than mainnet's.
      size: 385,
      safeUntil: before.locktime,
    });
    expect(preview?.arrives).toBe('20');
    expect(transaction?.byteLength()).toBeLessThanOrEqual(385);
    await shop.mine(2);
    const { opened, closing, ended } = await channel(id);
    expect([opened, closing, ended].map((time) => Date.parse(time ?? ''))).not.toContain(Number.NaN);
    expect(Date.parse(ended ?? '')).toBeGreaterThanOrEqual(Date.parse(closing ?? ''));
  });

  test('says why a channel cannot be closed, beside those that can', async () => {
    const [empty, paid] = [await openChannel(), await openChannel('1')];
    const previews = await shop.desk('previewClose', { ids: [empty, paid, 'ab'.repeat(32)] });
    expect(previews.map(({ problem }) => problem?.code)).toEqual([
      'nothing_paid',
      undefined,
      'unknown_channel',
    ]);
    expect(previews.map(({ arrives }) => arrives)).toEqual(['0', '1', '0']);
  });
});

describe('a warning', () => {
  test.each([
    [101, [100, 50, 10], undefined],
    [100, [100, 50, 10], 'notice'],
    [50, [100, 50, 10], 'warning'],
    [10, [100, 50, 10], 'alarm'],
    [-5, [100, 50, 10], 'alarm'],
    [50, [100, 50], 'alarm'],
    [99, [100], 'warning'],
  ] as const)('of the cutoff in %i blocks is with the thresholds %j: %s', (left, thresholds, severity) => {
    expect(severityOf(left, thresholds)).toBe(severity);
  });

  test('comes before the cutoff for channels with money in them, and grows more urgent', async () => {
    await shop.desk('saveSettings', { warnBlocks: [15, 8, 3] });
    const [, paid] = [await openChannel(), await openChannel('3')];
    const ours = async () => (await shop.desk('warnings', {})).filter(({ channel }) => channel === paid);
    expect(await ours()).toEqual([]);
    const { cutoff } = await channel(paid);
    const blocksTo = async (left: number) => shop.mine(cutoff - left - (await shop.node.tip()).height);
    await blocksTo(15);
    expect(await ours()).toEqual([
      { kind: 'cutoff_near', severity: 'notice', channel: paid, name: 'Alice', amount: '3', blocksLeft: 15 },
    ]);
    await blocksTo(3);
    expect(await ours()).toMatchObject([{ severity: 'alarm', blocksLeft: 3 }]);
    const kinds = (await shop.desk('warnings', {})).map(({ severity }) => severity);
    expect(kinds).toEqual([...kinds].sort());
    await blocksTo(0);
    expect(await ours()).toEqual([]);
    expect((await channel(paid)).state).toBe('closing');
  });

  test('is one of a locked till for all channels that wait for the passphrase', async () => {
    const { context } = shop.running.till;
    const id = await openChannel('4');
    const { row } = context.store.channels.byId(id)?.constants ?? { row: 0 };
    shop.store.transaction(() => {
      const stored = context.store.channels.require(row);
      context.store.channels.update({ ...stored, state: 'closing' });
    });
    const facts = { warnBlocks: [15], isLocked: true, isCloseLate: false };
    const locked = warningsOf(context, facts).filter(({ kind }) => kind === 'till_locked');
    expect(locked).toMatchObject([{ severity: 'warning', amount: '4' }]);
    shop.store.outbox.add(row, 'settle', shop.clock.now());
    shop.store.outbox.postpone(
      { channel: row, effect: 'settle' },
      Number.MAX_SAFE_INTEGER,
      'the node says no',
    );
    const stuck = warningsOf(context, { ...facts, isLocked: false });
    expect(stuck.filter(({ kind }) => kind === 'close_stuck')).toMatchObject([
      { channel: id, severity: 'warning', detail: 'the node says no' },
    ]);
    const stored = context.store.channels.require(row);
    context.store.channels.update({ ...stored, state: 'conflicted', endedAt: shop.clock.now() });
    expect(warningsOf(context, facts)).toContainEqual(
      expect.objectContaining({ kind: 'conflicted', channel: id, severity: 'alarm' }),
    );
    context.store.channels.update({ ...stored, state: 'refunded', endedAt: shop.clock.now() });
    expect(warningsOf(context, facts)).toContainEqual(
      expect.objectContaining({ kind: 'conflicted', channel: id, severity: 'alarm', amount: '4' }),
    );
    context.store.channels.update({ ...stored, state: 'open', frozenReason: 'a bug' });
    expect(warningsOf(context, facts)).toContainEqual(
      expect.objectContaining({ kind: 'channel_frozen', channel: id, detail: 'a bug' }),
    );
  });

  test('of a node that is away is an alarm after ten minutes', () => {
    const { context } = shop.running.till;
    const away = () =>
      warningsOf(context, { warnBlocks: [15], isLocked: false, isCloseLate: false }).find(
        ({ kind }) => kind === 'node_unreachable',
      );
    expect(away()).toBeUndefined();
    context.chain.lose(new NodeFault('unreachable', 'nothing answers'));
    expect(away()).toMatchObject({ severity: 'warning', detail: 'nothing answers' });
    shop.clock.advance(700);
    expect(away()).toMatchObject({ severity: 'alarm' });
  });
});
