import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formatDoge } from '../../core/money.ts';
import { scriptHashScript } from '../../core/protocol/address.ts';
import { buildAnnouncement } from '../../core/protocol/announcement.ts';
import { toBase64, toHex } from '../../core/protocol/bytes.ts';
import { openEnvelope } from '../../core/protocol/envelope.ts';
import { canonicalSize } from '../../core/protocol/fee.ts';
import { readOffer } from '../../core/protocol/messages.ts';
import { buildRedeemScript, channelIdOf } from '../../core/protocol/redeem-script.ts';
import { publicKeyOf } from '../../core/protocol/signature.ts';
import { txidOf } from '../../core/protocol/transaction.ts';
import { amount, ChannelScene, got } from './scenes/channel-scene.ts';
import { Purse } from './scenes/purse.ts';
import { type RunningNode, testNodes } from './test-nodes.ts';

describe.each(testNodes())('a channel on $name', (kind) => {
  let node: RunningNode;
  let scene: ChannelScene;

  beforeAll(async () => {
    node = await kind.start();
    scene = await ChannelScene.open(node);
  }, 60_000);

  afterAll(async () => {
    await scene?.close();
    await node?.stop();
  });

  async function openedChannel(doge: string, options: Parameters<ChannelScene['openChannel']>[1] = {}) {
    await scene.fund(formatDoge(amount(doge)));
    await scene.fund('5');
    const id = await scene.openChannel(doge, options);
    expect((await scene.channel(id)).state).toBe('confirming');
    await scene.mine(2);
    expect(await scene.channel(id)).toMatchObject({ state: 'open', confirmations: 2 });
    return id;
  }

  test.each([
    { inputs: 1, fundingTransactions: 1 },
    { inputs: 3, fundingTransactions: 1 },
    { inputs: 3, fundingTransactions: 3 },
  ])(
    'with $inputs inputs of $fundingTransactions transactions pays both sides to the koinu [CLS-1, STA-9]',
    async (shape) => {
      for (let coin = 0; coin < 3; coin++) await scene.fund('40');
      const id = await openedChannel('100', shape);
      expect((await scene.channel(id)).funding).toHaveLength(shape.inputs);
      for (const price of ['12.5', '0.00100001', '33.3']) await scene.pay(price, id);

      const closing = await scene.closeChannel(id);
      expect(closing).toMatchObject({ state: 'closing', paid: '45.80100001' });
      await scene.mine(1);
      expect((await scene.channel(id)).state).toBe('closing');
      await scene.mine(1);
      const closed = await scene.channel(id);
      expect(closed).toMatchObject({ state: 'closed', spend: { kind: 'settlement' } });
      expect(closed.confirmations).toBeGreaterThan(closed.required);
      const txid = closed.spend?.txid ?? '';
      expect(formatDoge(await scene.unspentAt(txid, closed.settlementAddress))).toBe('45.80100001');
      const before = scene.wallet.funds();
      got(await scene.wallet.recover({ node: node.backend }));
      const returned = scene.wallet.funds() - before;
      const canonicalFee = canonicalSize({
        inputs: shape.inputs,
        redeemScriptLength: closed.script.length / 2,
        outputScriptLengths: [25, 25],
      });
      expect(amount('100') - amount('45.80100001') - returned).toBe(BigInt(canonicalFee) * 1000n);
    },
  );

  test('is refunded by the customer alone, but not before the locktime', async () => {
    const id = await openedChannel('50');
    const { locktime } = await scene.channel(id);
    const { height } = await node.backend.tip();
    await scene.mine(locktime - height - 1);
    const early = await scene.wallet.refund(id, node.backend);
    expect(early).toMatchObject({ ok: false, refusal: { code: 'refund_too_early' } });
    const raw = got(await scene.wallet.refund(id)).transaction;
    expect(await node.backend.broadcast(raw)).toMatchObject({ kind: 'rejected', reason: 'not_final' });
    await scene.mine(1);
    expect((await scene.channel(id)).state).toBe('lapsed');
    expect(got(await scene.wallet.refund(id, node.backend)).isBroadcast).toBe(true);
    await scene.mine(1);
    expect(await scene.channel(id)).toMatchObject({ state: 'refunded', spend: { kind: 'refund' } });
  });

  test('is closed by the till itself at the cutoff when money is in it', async () => {
    const id = await openedChannel('50');
    await scene.pay('7', id);
    const { cutoff } = await scene.channel(id);
    const { height } = await node.backend.tip();
    await scene.mine(cutoff - height - 1);
    expect((await scene.channel(id)).state).toBe('open');
    await scene.mine(1);
    expect((await scene.channel(id)).state).toBe('closing');
    await scene.mine(2);
    const closed = await scene.channel(id);
    expect(closed.state).toBe('closed');
    expect(formatDoge(await scene.unspentAt(closed.spend?.txid ?? '', closed.settlementAddress))).toBe('7');
  });

  test('waits again when a reorg takes its funding back, and then goes on', async () => {
    const id = await openedChannel('50');
    await scene.pay('3', id);
    const { height } = await node.backend.tip();
    await node.call('invalidateblock', String(await node.backend.blockHash(height - 1)));
    await scene.running.till.look();
    expect(await scene.channel(id)).toMatchObject({ state: 'confirming', confirmations: 0, paid: '3' });
    const invoice = await scene.invoice('1');
    expect(await scene.wallet.pay(invoice.uri, { channel: id })).toMatchObject({ ok: false });
    await scene.mine(3);
    expect((await scene.channel(id)).state).toBe('open');
    await scene.pay('2', id);
    expect((await scene.channel(id)).paid).toBe('5');
  });

  test('is settled anew when a reorg takes its settlement back', async () => {
    const id = await openedChannel('50');
    await scene.pay('4', id);
    await scene.closeChannel(id);
    await scene.mine(2);
    expect((await scene.channel(id)).state).toBe('closed');
    const { spend } = await scene.channel(id);
    await node.call('invalidateblock', String(await node.backend.blockHash(spend?.height ?? 0)));
    await scene.running.till.look();
    expect((await scene.channel(id)).state).toBe('closing');
    await scene.mine(3);
    expect((await scene.channel(id)).state).toBe('closed');
  });

  test('is found conflicted when its funding is replaced before it is mined', async () => {
    const coin = await coinOf(scene);
    const { id, funding } = await announceReplaceable(scene, coin);
    expect(await scene.channel(id)).toMatchObject({ state: 'confirming', confirmations: 0 });

    const value = coin.value - amount('1');
    const replacement = PURSE.spend({
      from: [coin],
      outputs: [{ script: PURSE.script, value }],
      sequence: REPLACEABLE,
    });
    expect(await node.backend.broadcast(replacement)).toEqual({ kind: 'accepted' });
    await scene.mine(1);
    await scene.running.till.look();
    await expect.poll(async () => (await scene.channel(id)).state, { timeout: 10_000 }).toBe('conflicted');
    expect(txidOf(funding)).toBe((await scene.channel(id)).funding[0]?.txid);
  });
});

const PURSE = new Purse('a customer who spends twice');
const CHANNEL_KEY = createHash('sha256').update('the channel key of a customer who spends twice').digest();
/** Signals that the transaction may be replaced (BIP125). */
const REPLACEABLE = 0xfffffffd;

async function coinOf(scene: ChannelScene) {
  const value = amount('60');
  const txid = await scene.node.backend.sendToAddress(PURSE.address, value);
  await scene.mine(1);
  const [known] = await scene.node.backend.transactions([txid]);
  const vout =
    known?.transaction.outs.findIndex((output) => toHex(output.script) === toHex(PURSE.script)) ?? -1;
  return { txid, vout, value };
}

/** Announces a channel whose funding transaction may still be replaced, as no honest wallet would. */
async function announceReplaceable(scene: ChannelScene, coin: Awaited<ReturnType<typeof coinOf>>) {
  const { endpoint } = scene.running.ready;
  const opened = openEnvelope(await (await fetch(`${endpoint}/v1/channel-key`)).json());
  const offer = opened.ok ? readOffer(opened.value.payload) : opened;
  if (!offer.ok) throw new Error(offer.refusal.code);
  const redeemScript = buildRedeemScript({
    locktime: offer.value.height + 40,
    customerKey: publicKeyOf(CHANNEL_KEY),
    merchantKey: offer.value.merchantKey,
  });
  const funding = PURSE.spend({
    from: [coin],
    outputs: [{ script: scriptHashScript(redeemScript), value: coin.value - amount('0.1') }],
    sequence: REPLACEABLE,
  });
  const psbt = toBase64(buildAnnouncement({ redeemScript, fundings: [{ transaction: funding, vout: 0 }] }));
  const answer = await fetch(`${endpoint}/v1/channels`, { method: 'POST', body: JSON.stringify({ psbt }) });
  expect(answer.status).toBe(201);
  return { id: channelIdOf(redeemScript), funding };
}

describe.each(testNodes())('a channel above 100 million DOGE on $name', (kind) => {
  test('is funded, paid and closed to the koinu', async () => {
    const node = await kind.start();
    const scene = await ChannelScene.open(node);
    try {
      const miner = String(await node.call('getnewaddress'));
      await node.backend.mine(900, miner);
      await scene.running.till.look();
      await scene.fund('119624998.5');
      const id = await scene.openChannel('119624998');
      await scene.mine(2);
      await scene.pay('100000000.00000001', id);
      await scene.pay('9007199.25474099', id);
      await scene.closeChannel(id);
      await scene.mine(2);
      const closed = await scene.channel(id);
      expect(closed).toMatchObject({ state: 'closed', paid: '109007199.254741' });
      expect(formatDoge(await scene.unspentAt(closed.spend?.txid ?? '', closed.settlementAddress))).toBe(
        '109007199.254741',
      );
    } finally {
      await scene.close();
      await node.stop();
    }
  }, 120_000);
});
