import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { IncomingPayments } from '../../core/merchant/on-chain/incoming.ts';
import { Relay } from '../../core/merchant/on-chain/relay.ts';
import { NETWORKS } from '../../core/networks.ts';
import { type NodeBackend, NodeFault } from '../../core/node/backend.ts';
import { scriptOf } from '../../core/protocol/address.ts';
import {
  spentOutpoints,
  type Transaction,
  transactionBytes,
  transactionHex,
  txidOf,
} from '../../core/protocol/transaction.ts';
import { doge } from '../doubles/channels.ts';
import { openChannel, pay as payByChannel } from './deviant-customer.ts';
import { Shop } from './shop.ts';
import { type Answer, asJson, expectEverywhere, expectProblem } from './wire.ts';

let shop: Shop;

beforeAll(async () => {
  shop = await Shop.open({ policy: { invoiceConfirmations: 2 } });
});

afterAll(() => shop.remove());

const REFUND = 'mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8';

async function paying(id: string, amount: string): Promise<Transaction> {
  const { address } = await shop.desk('invoice', { id });
  const script = scriptOf(address, NETWORKS.regtest);
  if (script === undefined) throw new Error('no address');
  return shop.transactionPaying([{ script, value: doge(amount) }]);
}

const relay = (id: string, what: 'pay' | 'status', body: unknown) =>
  shop.post(`/v1/invoices/${id}/relay/${what}`, body);
const submit = (id: string, transaction: Transaction) =>
  relay(id, 'pay', { id, tx: transactionHex(transaction), refund: REFUND });
const statusOf = async (id: string) => asJson(await relay(id, 'status', { id }));

function expectError(answer: Answer, error: string): void {
  expect(asJson(answer)).toEqual({ error, message: expect.stringMatching(/^\S.*\.$/s) });
  expect(answer.status).toBe(error === 'not_found' ? 404 : 400);
  expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  expectEverywhere(answer);
}

function expectDeclined(answer: Answer, id: string, reason: RegExp): void {
  expect(asJson(answer)).toEqual({ id, status: 'declined', reason: expect.stringMatching(reason) });
  expect(answer.status).toBe(403);
  expectEverywhere(answer);
}

describe('the relay', () => {
  test('is where the payment says, takes a transaction, sends it and tells its way to confirmed [DGC-1, DGC-2, DGC-3]', async () => {
    const id = await shop.invoice('10');
    const { relay: url } = await shop.payload(`/v1/invoices/${id}`);
    expect(url).toBe(`${shop.url}/v1/invoices/${id}/relay`);
    expect(await statusOf(id)).toEqual({ id, status: 'unpaid' });

    const transaction = await paying(id, '10');
    const answer = await submit(id, transaction);
    const accepted = { id, status: 'accepted', txid: txidOf(transaction), required: 2 };
    expect(answer.status).toBe(200);
    expectEverywhere(answer);
    expect(asJson(answer)).toEqual({ ...accepted, confirmed: 0, due_sec: 120 });
    expect(await shop.node.mempoolTxids()).toContain(txidOf(transaction));
    expect(await shop.desk('invoice', { id })).toMatchObject({
      state: 'open',
      onChain: { state: 'waiting', refundAddress: REFUND },
    });
    await shop.mine(1);
    expect(await statusOf(id)).toEqual({ ...accepted, confirmed: 1, due_sec: 60 });
    await shop.mine(1);
    const confirmed = {
      ...accepted,
      status: 'confirmed',
      confirmed: 2,
      due_sec: 0,
      confirmed_at: expect.stringMatching(/Z$/),
    };
    expect(await statusOf(id)).toEqual(confirmed);
    expect(await shop.desk('invoice', { id })).toMatchObject({ state: 'paid' });
    expect(asJson(await submit(id, transaction))).toEqual(confirmed);
  });

  test('answers the status, and sends nothing, when anything else comes for a payment that it has [DGC-3]', async () => {
    const id = await shop.invoice('10');
    const transaction = await paying(id, '10');
    const first = asJson(await submit(id, transaction));
    const other = await paying(id, '10');
    expect(asJson(await submit(id, other))).toEqual(first);
    expect(asJson(await relay(id, 'pay', { id, tx: 'nonsense' }))).toEqual(first);
    expect(await shop.node.mempoolTxids()).not.toContain(txidOf(other));
  });

  test('takes one of many transactions that come at once, and says so to all [DGC-3]', async () => {
    const id = await shop.invoice('10');
    const [one, two] = [await paying(id, '10'), await paying(id, '10')];
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, at) => submit(id, at % 2 === 0 ? one : two)),
    );
    const [first] = answers.map(asJson);
    expect(first).toMatchObject({ status: 'accepted' });
    for (const answer of answers) expect(asJson(answer)).toEqual(first);
    expect(await shop.desk('invoice', { id })).toMatchObject({ onChain: { received: '10', excess: '0' } });
  });

  test('knows its own payments only, under the id that their address has [DGC-4]', async () => {
    const [id, other] = [await shop.invoice('10'), await shop.invoice('10')];
    for (const body of [{ id: other }, {}, [], null, { id: 7 }]) {
      expectError(await relay(id, 'status', body), 'not_found');
      expectError(await relay(id, 'pay', body), 'not_found');
    }
    const unknown = 'ab'.repeat(16);
    expectError(await relay(unknown, 'status', { id: unknown }), 'not_found');
    expectProblem(await shop.get(`/v1/invoices/${id}/relay/pay`), 'method_not_allowed');
  });

  test('refuses what is no signed transaction, or pays too little fee [DGC-4]', async () => {
    const id = await shop.invoice('10');
    const good = await paying(id, '10');
    const unsigned = good.clone();
    unsigned.ins.forEach((_, at) => {
      unsigned.setInputScript(at, new Uint8Array(0));
    });
    const unfinished = transactionHex(good).slice(0, -2);
    for (const tx of [
      '',
      'zz',
      unfinished,
      `${transactionHex(good)}00`,
      transactionHex(unsigned),
      'ab'.repeat(100_000),
    ]) {
      expectError(await relay(id, 'pay', { id, tx }), 'invalid_tx');
    }
    const forged = good.clone();
    const script = Uint8Array.from(forged.ins[0]?.script ?? []);
    script[20] = (script[20] ?? 0) ^ 1;
    forged.setInputScript(0, script);
    expectError(await submit(id, forged), 'invalid_tx');
    const { address } = await shop.desk('invoice', { id });
    const [input] = spentOutpoints(await paying(id, '10'));
    const cheap = shop.purse.spend({
      from: input === undefined ? [] : [input],
      outputs: [{ script: scriptOf(address, NETWORKS.regtest) ?? new Uint8Array(0), value: doge('999.999') }],
    });
    expect(transactionBytes(cheap).length).toBeGreaterThan(180);
    expectError(await submit(id, cheap), 'invalid_tx');
    expect(await statusOf(id)).toEqual({ id, status: 'unpaid' });
    expect((await shop.desk('invoice', { id })).onChain).toBeUndefined();
    expect((await submit(id, good)).status).toBe(200);
  });

  test('refuses a transaction that pays too little or somebody else, and takes one that pays what is missing [DGC-4]', async () => {
    const [id, other] = [await shop.invoice('10'), await shop.invoice('10')];
    expectError(await submit(id, await paying(id, '9.99999999')), 'invalid_outputs');
    expectError(await submit(id, await paying(other, '10')), 'invalid_outputs');
    await shop.broadcast(await paying(id, '4'));
    await shop.look();
    expectError(await submit(id, await paying(id, '5')), 'invalid_outputs');
    expect((await submit(id, await paying(id, '6'))).status).toBe(200);
    expect(await statusOf(id)).toMatchObject({ status: 'accepted' });
  });

  test('takes nothing for an invoice whose time is over, and keeps what it took before [DGC-4]', async () => {
    const [id, paid] = [await shop.invoice('10'), await shop.invoice('10')];
    const transaction = await paying(id, '10');
    await submit(paid, await paying(paid, '10'));
    await shop.passTime(901);
    expectError(await submit(id, transaction), 'expired');
    expect(await shop.node.mempoolTxids()).not.toContain(txidOf(transaction));
    expect(await statusOf(paid)).toMatchObject({ status: 'accepted' });
    await shop.mine(2);
    expect(await statusOf(paid)).toMatchObject({ status: 'confirmed' });
  });

  test('declines what spends a spent coin, and what is paid or taken back otherwise [DGC-5]', async () => {
    const id = await shop.invoice('10');
    const first = await paying(id, '10');
    const elsewhere = shop.purse.spend({
      from: spentOutpoints(first),
      outputs: [{ script: shop.purse.script, value: doge('900') }],
    });
    await shop.broadcast(elsewhere);
    expectDeclined(await submit(id, first), id, /spent/);
    await shop.desk('cancelInvoice', { id });
    expectDeclined(await submit(id, await paying(id, '10')), id, /took the invoice back/);

    const byChannel = await shop.invoice('20');
    const channel = await openChannel(shop);
    expect((await payByChannel(shop, channel, { invoice: byChannel, paid: 20 })).status).toBe(200);
    expectDeclined(await submit(byChannel, await paying(byChannel, '20')), byChannel, /paid already/);
    expect(await statusOf(byChannel)).toEqual({ id: byChannel, status: 'unpaid' });
  });
});

describe('an invoice that is paid on-chain and through a channel', () => {
  test('takes no channel payment once the chain has the amount [RCP-5, DGC-7]', async () => {
    const channel = await openChannel(shop);
    const id = await shop.invoice('20');
    await submit(id, await paying(id, '20'));
    expectProblem(await payByChannel(shop, channel, { invoice: id, paid: 20 }), 'invoice_already_paid');
  });

  test('says what came on-chain after the channel payment, and is paid once', async () => {
    const channel = await openChannel(shop);
    const id = await shop.invoice('20');
    expect((await payByChannel(shop, channel, { invoice: id, paid: 20 })).status).toBe(200);
    await shop.broadcast(await paying(id, '20'));
    await shop.look();
    expect(await shop.desk('invoice', { id })).toMatchObject({
      state: 'paid',
      payment: { amount: '20' },
      onChain: { state: 'paid_twice', received: '20', excess: '20', tip: '0' },
    });
  });

  test('is never paid by neither when they race, and says so when it was paid by both', async () => {
    const channel = await openChannel(shop);
    let paid = 0;
    for (let round = 0; round < 4; round++) {
      const id = await shop.invoice('20');
      const transaction = await paying(id, '20');
      const [onChain, inChannel] = await Promise.all([
        submit(id, transaction),
        payByChannel(shop, channel, { invoice: id, paid: paid + 20 }),
      ]);
      const outcomes = [onChain.status, inChannel.status];
      expect([
        [200, 200],
        [200, 409],
        [403, 200],
      ]).toContainEqual(outcomes);
      if (inChannel.status === 200) paid += 20;
      const sent = (await shop.node.mempoolTxids()).includes(txidOf(transaction));
      expect(sent).toBe(onChain.status === 200);
      await shop.look();
      const { onChain: view } = await shop.desk('invoice', { id });
      const state = outcomes.every((status) => status === 200) ? 'paid_twice' : 'waiting';
      expect(view?.state).toBe(onChain.status === 200 ? state : undefined);
    }
  });
});

describe('an invoice of which the clerk took a part for the whole', () => {
  test('is accepted and then confirmed with it, and takes nothing more [DGC-3, DGC-7]', async () => {
    const id = await shop.invoice('10');
    const { address } = await shop.desk('invoice', { id });
    const txid = await shop.node.sendToAddress(address, doge(4));
    await shop.look();
    expect(await statusOf(id)).toEqual({ id, status: 'unpaid' });
    await shop.desk('cancelInvoice', { id });
    expectDeclined(await submit(id, await paying(id, '6')), id, /took the invoice back/);
    await shop.desk('acceptPart', { id, received: '4' });
    expect(await statusOf(id)).toMatchObject({ status: 'accepted', txid, confirmed: 0 });
    expect(asJson(await submit(id, await paying(id, '6')))).toMatchObject({ status: 'accepted', txid });
    await shop.mine(2);
    expect(await statusOf(id)).toMatchObject({ status: 'confirmed', txid, confirmed: 2 });
  });
});

describe('a till that stops between storing and sending', () => {
  /** A node that answers everything and takes no transaction. */
  function deafNode(node: NodeBackend): NodeBackend {
    return {
      ...node,
      transactions: (txids) => node.transactions(txids),
      unspentOutputs: (outpoints) => node.unspentOutputs(outpoints),
      broadcast: () => Promise.reject(new NodeFault('unreachable', 'The node is away.')),
    };
  }

  test('sends the transaction at its next start, and the wallet that asks again finds it accepted [DGC-3]', async () => {
    const id = await shop.invoice('10');
    const transaction = await paying(id, '10');
    const { context } = shop.running.till;
    const halfway = Object.create(context, { node: { value: deafNode(context.node) } }) as typeof context;
    const stopped = new Relay(halfway, new IncomingPayments(halfway));
    const submission = { id, tx: transactionHex(transaction) };
    await expect(stopped.pay(id, submission)).rejects.toThrow('away');
    await shop.restart();
    await shop.look();
    expect(await shop.node.mempoolTxids()).toContain(txidOf(transaction));
    expect(asJson(await submit(id, transaction))).toMatchObject({
      status: 'accepted',
      txid: txidOf(transaction),
    });
    await shop.mine(2);
    expect(await statusOf(id)).toMatchObject({ status: 'confirmed' });
  });

  test('answers that the node is away, to be tried again, while it is [ERR-2, DGC-6]', async () => {
    const id = await shop.invoice('10');
    const transaction = await paying(id, '10');
    await shop.stopNode();
    expectProblem(await submit(id, transaction), 'node_unavailable');
  });
});
