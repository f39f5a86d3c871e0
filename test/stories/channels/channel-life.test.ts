import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NETWORKS } from '../../../core/networks.ts';
import { scriptOf } from '../../../core/protocol/address.ts';
import { fromHex, toBase64, toHex } from '../../../core/protocol/bytes.ts';
import { sha256 } from '../../../core/protocol/hash.ts';
import { readOffer, readPaymentRequest, readReceipt } from '../../../core/protocol/messages.ts';
import { verifySchnorr } from '../../../core/protocol/signature.ts';
import { spentOutpoints } from '../../../core/protocol/transaction.ts';
import { doge } from '../../doubles/channels.ts';
import { accepted } from '../../doubles/outcomes.ts';
import { aPayment, honestOutputs } from '../../doubles/payments.ts';
import { editRawPsbt } from '../../doubles/raw-psbt.ts';
import { lapsedChannel, refundOf } from '../chain-deeds.ts';
import {
  announcing,
  closing,
  type OfferedChannel,
  openChannel,
  pay,
  paying,
  prepareChannel,
  releasing,
} from '../deviant-customer.ts';
import { Shop } from '../shop.ts';
import { asJson, expectEverywhere, payloadOf } from '../wire.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open();
});

afterAll(() => shop.remove());

const stateOf = async (channel: OfferedChannel) =>
  (await shop.status(channel.announcement.channelId))['state'];

/** The outputs of the block's transaction that spends a channel's funding, as script and koinu. */
async function minedSpendOf(channel: OfferedChannel) {
  const hash = (await shop.node.tip()).hash;
  const block = await shop.node.block(hash);
  const wanted = channel.announcement.inputs[0]?.txid;
  const spend = block?.transactions.find((it) => spentOutpoints(it).some(({ txid }) => txid === wanted));
  if (spend === undefined) throw new Error('no spend in the tip');
  return spend.outs.map(({ script, value }) => [toHex(script), value]);
}

const SHAPES = [
  ['one input', [[100]]],
  ['three inputs from one funding transaction', [[50, 30, 20]]],
  ['three inputs from two funding transactions', [[50], [30, 20]]],
] as const;

describe('a channel of', () => {
  test.each(SHAPES)(
    '%s opens, is paid and settles to the koinu [STA-1, STA-3, STA-4, ANN-5, CLS-1]',
    async (_, fundings) => {
      const channel = await prepareChannel(shop, { fundings, confirmations: undefined });
      const { channelId } = channel.announcement;
      const answer = await shop.ask(announcing(channel.announcementPsbt, 'Alice\u0007'));
      expect(answer.status).toBe(201);
      const { offer } = channel;
      expect(payloadOf(answer, shop.identity)).toEqual({
        type: 'channel_status',
        channel: toHex(sha256(channel.redeemScript)),
        state: 'confirming',
        confirmations: 0,
        required: 2,
        capacity: '100',
        paid: '0',
        spendable: fundings.flat().length === 1 ? '99.99615' : '99.99001',
        locktime: channel.locktime,
        cutoff: channel.locktime - 10,
        settlement_address: offer.settlementAddress,
      });
      // The till has given the funding to the node, which its customer never spoke to.
      await shop.mine(1);
      expect(await shop.status(channelId)).toMatchObject({ state: 'confirming', confirmations: 1 });
      await shop.mine(1);
      expect(await shop.status(channelId)).toMatchObject({ state: 'open', confirmations: 2 });
      expect((await shop.desk('channel', { id: channelId })).name).toBe('Alice');

      const first = await pay(shop, channel, {
        invoice: await shop.invoice('12.50000001'),
        paid: '12.50000001',
      });
      expect(payloadOf(first, shop.identity)).toMatchObject({
        amount: '12.50000001',
        tip: '0',
        paid: '12.50000001',
      });
      const tipping = await shop.invoice('2', { tips: true });
      const second = await pay(shop, channel, { invoice: tipping, paid: '15.00000001' });
      expect(payloadOf(second, shop.identity)).toMatchObject({
        amount: '2',
        tip: '0.5',
        paid: '15.00000001',
      });

      const closed = await shop.ask(closing(channel));
      expect(closed.status).toBe(202);
      expect(payloadOf(closed, shop.identity)).toMatchObject({ state: 'closing', paid: '15.00000001' });
      await shop.look();
      await shop.mine(1);
      expect(await stateOf(channel)).toBe('closing');
      const outputs = honestOutputs(channel, doge('15.00000001'));
      expect(await minedSpendOf(channel)).toEqual(outputs.map(({ script, value }) => [toHex(script), value]));
      await shop.mine(1);
      expect(await stateOf(channel)).toBe('closed');
      // Asked again, it says how it is.
      expect((await shop.ask(closing(channel))).status).toBe(202);
    },
  );

  test('version 1 is settled in version 1 [ANN-3]', async () => {
    const channel = await openChannel(shop, { version: 1 });
    const answer = await pay(shop, channel, { invoice: await shop.invoice('5'), paid: 5 });
    expect(answer.status).toBe(200);
    const [closed] = await shop.desk('close', { ids: [channel.announcement.channelId] });
    expect(closed?.channel?.settlement?.hex.slice(0, 8)).toBe('01000000');
  });
});

describe('a channel', () => {
  test('closes by its owner, and is closed when the settlement is buried [CLS-1, CLS-5]', async () => {
    const channel = await openChannel(shop);
    await pay(shop, channel, { invoice: await shop.invoice('20'), paid: 20 });
    const { channelId } = channel.announcement;
    const [closed] = await shop.desk('close', { ids: [channelId] });
    expect(closed?.channel).toMatchObject({ state: 'closing' });
    expect(await shop.node.mempoolTxids()).toContain(closed?.channel?.settlement?.txid);
    await shop.mine(2);
    expect(await stateOf(channel)).toBe('closed');
    expect(await shop.desk('channel', { id: channelId })).toMatchObject({ spend: { kind: 'settlement' } });
  });

  test('on which nothing was paid is released to the customer [REL-1, REL-2]', async () => {
    const channel = await openChannel(shop);
    const answer = await shop.ask(releasing(channel));
    expect(answer.status).toBe(202);
    expect(payloadOf(answer, shop.identity)).toMatchObject({ type: 'channel_status', state: 'closing' });
    expect((await shop.ask(releasing(channel))).status).toBe(202);
    await shop.look();
    await shop.mine(1);
    expect(await minedSpendOf(channel)).toEqual([[toHex(channel.customer.script), doge('99.98')]]);
    await shop.mine(1);
    expect(await stateOf(channel)).toBe('closed');
  });

  test('with money in it is closed at the cutoff by itself [PAY-13, STA-6]', async () => {
    const channel = await openChannel(shop, { locktimeAfter: 30 });
    await pay(shop, channel, { invoice: await shop.invoice('20'), paid: 20 });
    const { cutoff } = await shop.status(channel.announcement.channelId);
    await shop.mine(Number(cutoff) - 1 - (await shop.node.tip()).height);
    expect(await stateOf(channel)).toBe('open');
    await shop.mine(1);
    expect(await stateOf(channel)).toBe('closing');
    await shop.mine(2);
    expect(await stateOf(channel)).toBe('closed');
  });

  test('on which nothing was paid lapses, and shows its refund [STA-2, REF-2]', async () => {
    const channel = await lapsedChannel(shop);
    expect(await stateOf(channel)).toBe('lapsed');
    await shop.broadcast(refundOf(channel));
    await shop.mine(1);
    const { channelId } = channel.announcement;
    expect(await shop.desk('channel', { id: channelId })).toMatchObject({ spend: { kind: 'refund' } });
    expect(await stateOf(channel)).toBe('refunded');
  });

  test('may be announced with a stray end, and with fields of others, which are not kept [ANN-7, ANN-8]', async () => {
    const channel = await prepareChannel(shop);
    const others = { key: 'f0aa', value: new Uint8Array(5000) };
    const psbt = editRawPsbt(channel.announcementPsbt, ({ globals, inputs }) => ({
      globals: [...globals, others],
      inputs: inputs.map((map) => [...map, others, { key: '03', value: Uint8Array.of(1, 0, 0, 0) }]),
    }));
    const answer = await shop.post('/v1/channels', { psbt: toBase64(Uint8Array.of(...psbt, 0)) });
    expect(answer.status).toBe(201);
    const repeated = await shop.ask(announcing(channel.announcementPsbt));
    expect([repeated.status, asJson(repeated)]).toEqual([200, asJson(answer)]);
  });
});

describe('the offer of a key', () => {
  test('is an envelope of the identity, over the bytes of its payload [OFF-1, ENV-1, ENV-2, ENV-3, ENC-4]', async () => {
    const answer = await shop.get('/v1/channel-key');
    expect(answer.status).toBe(200);
    expectEverywhere(answer);
    const envelope = asJson(answer) as Record<string, string>;
    expect(Object.keys(envelope).sort()).toEqual(['payload', 'pubkey', 'sig', 'version']);
    expect(envelope).toMatchObject({ version: '1.0', pubkey: shop.running.ready.identity });
    const payload = Buffer.from(envelope['payload'] ?? '', 'base64');
    const hash = sha256(sha256(payload));
    expect(verifySchnorr(hash, shop.identity, fromHex(envelope['sig'] ?? ''))).toBe(true);
    const offer = JSON.parse(payload.toString('utf8')) as Record<string, unknown>;
    expect(offer).toEqual({
      type: 'channel_offer',
      protocol: 1,
      network: 'regtest',
      pubkey: expect.stringMatching(/^0[23][0-9a-f]{64}$/),
      settlement_address: expect.any(String),
      height: (await shop.node.tip()).height,
      issued: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      expires: expect.any(String),
      terms: {
        min_capacity: '10',
        max_capacity: '100000',
        max_inputs: 3,
        min_locktime_blocks: 20,
        max_locktime_blocks: 1000,
        payment_cutoff_blocks: 10,
        confirmations: 2,
        fee_per_kb: '0.01',
        dust: '0.01',
      },
    });
    expect(Date.parse(String(offer['expires'])) - Date.parse(String(offer['issued']))).toBe(3_600_000);
    expect(scriptOf(String(offer['settlement_address']), NETWORKS.regtest)?.length).toBe(25);
  });

  test('is of another key and another address each time, also after lapse and restart [OFF-2, OFF-3, KEY-1]', async () => {
    const keys = new Set<string>();
    const addresses = new Set<string>();
    const take = async (count: number) => {
      const payloads = await Promise.all(
        Array.from({ length: count }, () => shop.payload('/v1/channel-key')),
      );
      for (const payload of payloads) {
        const { merchantKey, settlementAddress } = accepted(readOffer(payload));
        keys.add(toHex(merchantKey));
        addresses.add(settlementAddress);
      }
    };
    await take(10);
    await shop.restart();
    await take(10);
    // Long enough that the lapsed offers' rows are gone.
    await shop.passTime(2 * 86_400);
    await take(10);
    await shop.restart();
    await take(10);
    expect([keys.size, addresses.size]).toEqual([40, 40]);
  });
});

describe('an invoice', () => {
  test('is a payment of DogeConnect with a way to pay it through a channel [INV-6, INV-7, INV-8, ENC-2]', async () => {
    const { id, address, url } = await shop.desk('issueInvoice', { amount: '12.50', memo: 'Flat white' });
    expect(id).toMatch(/^[0-9a-f]{32}$/);
    const payment = await shop.payload(`/v1/invoices/${id}`);
    expect(payment).toMatchObject({
      type: 'payment',
      id,
      issued: expect.stringMatching(/Z$/),
      timeout: 900,
      relay: `${url}/relay`,
      fee_per_kb: '0.01',
      max_size: 99_999,
      vendor_name: "Bob's Coffee",
      total: '12.5',
      items: [{ type: 'item', name: 'Flat white', count: 1, unit: '12.5', total: '12.5' }],
      outputs: [{ address, amount: '12.5' }],
      channel: {
        offer: `${shop.url}/v1/channel-key`,
        announce: `${shop.url}/v1/channels`,
        pay: `${shop.url}/v1/invoices/${id}/channel-payment`,
        tips: false,
        time: expect.stringMatching(/Z$/),
      },
    });
    accepted(readPaymentRequest(payment));
    const channel = await openChannel(shop);
    const forChannel = await shop.payload(`/v1/invoices/${id}?channel=${channel.announcement.channelId}`);
    expect(forChannel).toEqual({
      ...payment,
      channel: expect.objectContaining({ pay: `${shop.url}/v1/invoices/${id}/channel-payment` }),
      outputs: [{ address: channel.offer.settlementAddress, amount: '12.5' }],
    });
  });
});

describe('a receipt', () => {
  test('says what was paid and of which PSBT, and the status says the same [RCP-2, RCP-3, STA-5, FEE-1]', async () => {
    const channel = await openChannel(shop);
    const invoice = await shop.invoice('10');
    const psbt = aPayment(channel, { paid: doge(10) });
    const answer = await shop.ask(paying(invoice, psbt));
    expect(answer.status).toBe(200);
    expectEverywhere(answer);
    const { channelId } = channel.announcement;
    const receipt = payloadOf(answer, shop.identity);
    expect(receipt).toEqual({
      type: 'receipt',
      invoice,
      channel: channelId,
      amount: '10',
      tip: '0',
      paid: '10',
      spendable: '89.99615',
      accepted: expect.stringMatching(/Z$/),
      // The honest payment is in the canonical minimal form already.
      psbt_hash: toHex(sha256(psbt)),
    });
    accepted(readReceipt(receipt));
    expect(await shop.status(channelId)).toMatchObject({ paid: '10', spendable: '89.99615' });
  });

  test('is for the transaction: what else the PSBT held is left out [PAY-6, RCP-3]', async () => {
    const channel = await openChannel(shop);
    const psbt = aPayment(channel, {
      paid: doge(10),
      input: (input) => ({
        ...input,
        redeemScript: channel.redeemScript,
        sighashType: 1,
        fundingTransaction: channel.fundingTransactions[0]?.toBuffer() ?? new Uint8Array(0),
      }),
    });
    const answer = await shop.ask(paying(await shop.invoice('10'), psbt, channel.announcement.channelId));
    const minimal = aPayment(channel, { paid: doge(10) });
    expect(payloadOf(answer, shop.identity)).toMatchObject({ psbt_hash: toHex(sha256(minimal)) });
  });

  test('comes for an invoice that the PSBT names at the counter, without an address [PAY-7, QRX-2]', async () => {
    const channel = await openChannel(shop);
    const invoice = await shop.invoice('10');
    const channelFields = new Map([[0, Buffer.from(invoice)]]);
    const psbt = aPayment(channel, { paid: doge(10), channelFields });
    const scanned = await shop.desk('scan', { texts: [toBase64(psbt)] });
    expect(scanned).toMatchObject({
      invoice,
      channel: channel.announcement.channelId,
      amount: '10',
      paid: '10',
    });
    const again = await shop.post(`/v1/invoices/${invoice}/channel-payment`, { psbt: toBase64(psbt) });
    expect(payloadOf(again, shop.identity)).toMatchObject({ invoice, paid: '10' });
  });
});
