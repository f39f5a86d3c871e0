import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BridgeEvent } from '../../../core/bridge/bridge.ts';
import { App } from './app.ts';

let app: App;

beforeAll(async () => {
  app = await App.open();
});
afterAll(() => app.remove());

describe('practice', () => {
  test('is where a new app begins, as its owner, with play money', async () => {
    const session = await app.ask('session', {});
    expect(session).toMatchObject({ role: 'owner', mode: 'practice', hasShop: false, network: 'regtest' });
    const { funds, channels, problem } = await app.ask('practice', {});
    expect(Number(funds)).toBeGreaterThanOrEqual(10_000);
    expect(channels).toEqual([]);
    expect(problem).toBeUndefined();
  });

  test('shows a channel from its opening to its close', async () => {
    const heard: BridgeEvent[] = [];
    app.screen.onEvent((event) => heard.push(event));
    const before = await app.ask('practice', {});
    const opened = await app.ask('practiceOpenChannel', { amount: '100' });
    expect(opened.height).toBe(before.height);
    expect(opened.channels).toMatchObject([{ state: 'confirming', paid: '0' }]);
    const { id } = opened.channels[0] ?? { id: '' };
    expect((await app.ask('practiceMine', { blocks: 2 })).channels).toMatchObject([{ id, state: 'open' }]);

    const invoice = await app.ask('issueInvoice', { amount: '12.5', tips: true });
    const paid = await app.ask('practicePay', { uri: invoice.uri, tip: '1.5' });
    expect(paid.channels).toMatchObject([{ id, paid: '14' }]);
    const shown = await app.ask('invoice', { id: invoice.id });
    expect(shown).toMatchObject({ state: 'paid', payment: { channel: id, amount: '12.5', tip: '1.5' } });

    const [closed] = await app.ask('close', { ids: [id] });
    expect(closed?.channel?.state).toBe('closing');
    // The newcomer has just closed it: the guide goes on before anybody mines.
    expect((await app.ask('practice', {})).channels).toMatchObject([{ id, state: 'closing' }]);
    const done = await app.ask('practiceMine', { blocks: 2 });
    expect(done.channels).toMatchObject([{ id, state: 'closed' }]);
    expect(await app.ask('channel', { id })).toMatchObject({ state: 'closed', paid: '14' });
    expect(Number(done.funds)).toBeCloseTo(Number(before.funds) - 14, 1);
    const kinds = new Set(heard.map(({ type }) => type));
    expect([...kinds].sort()).toEqual(['chain_changed', 'channel_changed', 'invoice_changed']);
  });

  test('shows an invoice that a plain wallet pays on-chain: too little, the rest, then blocks', async () => {
    const { id } = await app.ask('issueInvoice', { amount: '12' });
    const seen = async () => (await app.ask('invoice', { id })).onChain;
    await app.ask('practicePayOnChain', { id, part: 'half' });
    expect(await seen()).toMatchObject({ state: 'underpaid', received: '6', missing: '6' });
    await app.ask('practicePayOnChain', { id, part: 'all' });
    const { required = 0 } = (await seen()) ?? {};
    expect(await seen()).toMatchObject({ state: 'waiting', received: '12', confirmations: 0 });
    await app.ask('practicePayOnChain', { id, part: 'all' });
    await app.ask('practiceMine', { blocks: 1 });
    expect(await seen()).toMatchObject({ received: '12', confirmations: 1 });
    await app.ask('practiceMine', { blocks: required });
    expect(await app.ask('invoice', { id })).toMatchObject({ state: 'paid', onChain: { state: 'paid' } });
    expect(await app.refused('practicePayOnChain', { id: 'none', part: 'all' })).toBe('unknown_invoice');
  });

  test('closes a channel with money in it by itself at the cutoff', async () => {
    const { channels } = await app.ask('practiceOpenChannel', { amount: '50' });
    const id = channels.find(({ state }) => state === 'confirming')?.id ?? '';
    await app.ask('practiceMine', { blocks: 2 });
    const { uri } = await app.ask('issueInvoice', { amount: '5' });
    await app.ask('practicePay', { uri });
    const { cutoff } = await app.ask('channel', { id });
    const { height } = await app.ask('practice', {});
    await app.ask('practiceMine', { blocks: cutoff - height });
    expect(await app.ask('channel', { id })).toMatchObject({ state: 'closing', paid: '5' });
    await app.ask('practiceMine', { blocks: 2 });
    expect(await app.ask('channel', { id })).toMatchObject({
      state: 'closed',
      spend: { kind: 'settlement' },
    });
  });

  test("says in words what the customer's wallet would not do, and forgets it with the next deed", async () => {
    const said = async () => (await app.ask('practice', {})).problem;
    await app.ask('practicePay', { uri: 'dogecoin:nowhere' });
    expect(await said()).toMatch(/^[A-Z].+\.$/);
    await app.ask('practiceOpenChannel', { amount: '1' });
    expect(await said()).toContain('10 DOGE');
    await app.ask('practiceMine', { blocks: 1 });
    expect(await said()).toBeUndefined();
    expect(await app.refused('practiceOpenChannel', { amount: 'many' })).toBe('bad_amount');
  });

  test('goes on after a restart, with its channels', async () => {
    const { channels } = await app.ask('practiceOpenChannel', { amount: '50' });
    const { id } = channels.at(-1) ?? { id: '' };
    await app.ask('practiceMine', { blocks: 2 });
    await app.ask('saveSettings', { shopName: 'Try me' });
    await app.restart();
    expect((await app.ask('session', {})).settings.shopName).toBe('Try me');
    const { uri } = await app.ask('issueInvoice', { amount: '3' });
    const paid = await app.ask('practicePay', { uri });
    expect(paid.problem).toBeUndefined();
    expect(paid.channels).toContainEqual(expect.objectContaining({ id, paid: '3', state: 'open' }));
  });
});
