import { describe, expect, onTestFinished, test } from 'vitest';
import { NETWORKS, type Network } from '../../core/networks.ts';
import type { NodeBackend } from '../../core/node/backend.ts';
import { parseNodeAddress } from '../../core/node/node-address.ts';
import { connectNode } from '../../core/node/rpc.ts';
import { Transaction, txidOf } from '../../core/protocol/transaction.ts';
import {
  type Answers,
  type Behaviour,
  type DeviantNode,
  reply,
  startDeviantNode,
  tell,
} from './scenes/deviant-node.ts';
import { doge, Purse } from './scenes/purse.ts';

const HASH = 'cd'.repeat(32);
const purse = new Purse('alice');
const payment = purse.spend({
  from: [{ txid: HASH, vout: 1 }],
  outputs: [{ script: purse.script, value: 2n ** 53n + 1n }],
});

async function deviant(
  behaviour: Behaviour | Answers,
  network: Network = NETWORKS.regtest,
): Promise<{ server: DeviantNode; node: NodeBackend }> {
  const behave: Behaviour = typeof behaviour === 'function' ? behaviour : (visit) => tell(visit, behaviour);
  const server = await startDeviantNode(behave);
  const parsed = parseNodeAddress(server.address, network);
  if (!parsed.ok) throw new Error(parsed.problem);
  const node = connectNode({ address: parsed.address, network, attempts: 3, backoffMs: 5 });
  onTestFinished(async () => {
    node.close();
    await server.stop();
  });
  return { server, node };
}

function methods(server: DeviantNode): string[] {
  return server.visits.flatMap(({ calls }) => calls.map(({ method }) => method));
}

describe('the network', () => {
  test('is proven before any answer is believed', async () => {
    const genesis = JSON.stringify(NETWORKS.mainnet.genesisHash);
    const { node } = await deviant({ genesis, getrawmempool: '[]' });
    await expect(node.mempoolTxids()).rejects.toMatchObject({
      kind: 'wrong_network',
      message: expect.stringMatching(/on mainnet, not on regtest\.$/),
    });
  });

  test('is proven with each answer, so that a node put in the place of another is noticed', async () => {
    const { server, node } = await deviant({ getrawmempool: '[]' });
    expect(await node.mempoolTxids()).toEqual([]);
    const genesis = JSON.stringify(NETWORKS.testnet.genesisHash);
    server.behave((visit) => tell(visit, { genesis, getrawmempool: '[]' }));
    await expect(node.mempoolTxids()).rejects.toMatchObject({ kind: 'wrong_network' });
    server.behave((visit) => tell(visit, { getrawmempool: '[]' }));
    expect(await node.mempoolTxids()).toEqual([]);
  });

  test('of another coin is told as such', async () => {
    const { node } = await deviant({ genesis: JSON.stringify('0f'.repeat(32)) });
    await expect(node.tip()).rejects.toThrow('is on a chain that is not Dogecoin, not on regtest');
  });

  test('is proven before a wallet is told to pay', async () => {
    const genesis = JSON.stringify(NETWORKS.mainnet.genesisHash);
    const { server, node } = await deviant({ genesis, sendtoaddress: JSON.stringify(HASH) });
    await expect(node.sendToAddress('address', doge(1))).rejects.toMatchObject({ kind: 'wrong_network' });
    expect(methods(server)).not.toContain('sendtoaddress');
  });

  test('of real money is never mined on nor paid from', async () => {
    const genesis = JSON.stringify(NETWORKS.mainnet.genesisHash);
    const { server, node } = await deviant(
      { genesis, sendtoaddress: JSON.stringify(HASH) },
      NETWORKS.mainnet,
    );
    await expect(node.sendToAddress('address', doge(1))).rejects.toMatchObject({ kind: 'unsupported' });
    await expect(node.mine(1, 'address')).rejects.toMatchObject({ kind: 'unsupported' });
    expect(server.visits).toHaveLength(0);
  });
});

describe('a call that must not happen twice', () => {
  const broken: Behaviour = (visit) => {
    if (visit.isBatch) tell(visit, {});
    else visit.response.destroy();
  };

  test('is not repeated when the connection breaks', async () => {
    const { server, node } = await deviant(broken);
    await expect(node.sendToAddress('address', doge(1))).rejects.toMatchObject({ kind: 'unreachable' });
    expect(methods(server).filter((method) => method === 'sendtoaddress')).toHaveLength(1);
  });

  test('is repeated when the node had no room for it', async () => {
    let refused = 0;
    const { server, node } = await deviant((visit) => {
      if (visit.isBatch || refused++ > 0) tell(visit, { sendtoaddress: JSON.stringify(HASH) });
      else reply(visit, 500, 'Work queue depth exceeded');
    });
    expect(await node.sendToAddress('address', doge(1))).toBe(HASH);
    expect(methods(server).filter((method) => method === 'sendtoaddress')).toHaveLength(2);
  });

  test('carries its amount as text, exactly', async () => {
    const { server, node } = await deviant({ sendtoaddress: JSON.stringify(HASH) });
    await node.sendToAddress('address', 9_007_199_254_740_993n as never);
    expect(server.visits.at(-1)?.calls[0]?.params).toEqual(['address', '90071992.54740993']);
  });
});

describe('what a node says of an output', () => {
  const output = (fields: string) =>
    `{"bestblock":"${HASH}","confirmations":3,"value":1.00000000,"scriptPubKey":{"hex":"51"},"coinbase":false${fields}}`;

  test('is read in full, whatever else there is', async () => {
    const { node } = await deviant({ gettxout: output(',"version":1,"new":{"deep":[1e999]}') });
    const expected = { value: doge(1), script: Uint8Array.of(0x51), confirmations: 3, isCoinbase: false };
    expect(await node.unspentOutputs([{ txid: HASH, vout: 0 }])).toEqual([expected]);
  });

  test('is exact above 2^53 koinu', async () => {
    const { node } = await deviant({ gettxout: output(',"value":90071992.54740993') });
    expect(await node.unspentOutputs([{ txid: HASH, vout: 0 }])).toMatchObject([{ value: 2n ** 53n + 1n }]);
  });

  test.each([
    ['a negative value', ',"value":-1.00000000'],
    ['an exponent', ',"value":1e-8'],
    ['a ninth decimal', ',"value":0.000000001'],
    ['more than all money', ',"value":10000000000.00000001'],
    ['no hex', ',"scriptPubKey":{"hex":"5"}'],
    ['no script', ',"scriptPubKey":null'],
    ['a fraction of a confirmation', ',"confirmations":1.5'],
    ['negative confirmations', ',"confirmations":-1'],
    ['a number for a truth', ',"coinbase":1'],
  ])('is a bad answer with %s', async (_, fields) => {
    const { node } = await deviant({ gettxout: output(fields) });
    await expect(node.unspentOutputs([{ txid: HASH, vout: 0 }])).rejects.toMatchObject({
      kind: 'bad_answer',
    });
  });

  test('may be an error for one of many, and is not asked where there can be none', async () => {
    const { node } = await deviant({
      gettxout: ({ params }) => (params[1] === 1 ? { code: -5, message: 'none' } : output('')),
    });
    const outpoints = [-1, 0, 1, 2].map((vout) => ({ txid: HASH, vout }));
    const found = await node.unspentOutputs(outpoints);
    expect(found.map((one) => one?.value)).toEqual([undefined, doge(1), undefined, doge(1)]);
  });

  test('is asked in batches of at most a hundred', async () => {
    const { server, node } = await deviant({ gettxout: 'null' });
    const outpoints = Array.from({ length: 250 }, (_, vout) => ({ txid: HASH, vout }));
    expect(await node.unspentOutputs(outpoints)).toEqual(new Array(250).fill(undefined));
    const sizes = server.visits.map(
      ({ calls }) => calls.filter(({ method }) => method === 'gettxout').length,
    );
    expect(sizes).toEqual([100, 100, 50]);
  });
});

/** TxToJSON, rpc/rawtransaction.cpp. */
function asCoreShows(transaction: Transaction, changes: Record<string, unknown> = {}) {
  return {
    txid: txidOf(transaction),
    version: transaction.version | 0,
    locktime: transaction.locktime,
    vin: transaction.ins.map((input) => {
      const txid = Buffer.from(input.hash).reverse().toString('hex');
      const hex = Buffer.from(input.script).toString('hex');
      return transaction.isCoinbase()
        ? { coinbase: hex, sequence: input.sequence }
        : { txid, vout: input.index, scriptSig: { asm: '', hex }, sequence: input.sequence };
    }),
    vout: transaction.outs.map(({ value, script }) => ({
      value: `${value / 100_000_000n}.${String(value % 100_000_000n).padStart(8, '0')}`,
      scriptPubKey: { asm: '', hex: Buffer.from(script).toString('hex') },
    })),
    ...changes,
  };
}

describe('a block', () => {
  const coinbase = new Transaction();
  coinbase.addInput(new Uint8Array(32), 0xffffffff, 0xffffffff, Uint8Array.of(1, 2, 3));
  coinbase.addOutput(purse.script, 50n);
  const odd = new Transaction();
  odd.version = 0xffffffff;
  odd.locktime = 0xffffffff;
  odd.addInput(new Uint8Array(32).fill(7), 0, 5);
  odd.addOutput(new Uint8Array(0), 0n);

  const block = (tx: readonly unknown[], hash = HASH) =>
    JSON.stringify({ hash, height: 7, time: 1_700_000_000, previousblockhash: 'ee'.repeat(32), tx });

  test('is rebuilt from its fields, each transaction proven by its txid', async () => {
    const all = [coinbase, payment, odd];
    const { node } = await deviant({ getblock: block(all.map((one) => asCoreShows(one))) });
    const read = await node.block(HASH);
    expect(read?.transactions.map((one) => one.toHex())).toEqual(all.map((one) => one.toHex()));
    expect(read).toMatchObject({ hash: HASH, height: 7, time: 1_700_000_000, previousHash: 'ee'.repeat(32) });
  });

  test.each([
    ['lacks its outputs', { vout: undefined }],
    ['has another txid', { txid: HASH }],
    ['has another locktime', { locktime: 9 }],
    ['has an impossible locktime', { locktime: 2 ** 40 }],
    [
      'has an impossible output number',
      { vin: [{ txid: HASH, vout: 2 ** 40, scriptSig: { hex: '' }, sequence: 0 }] },
    ],
  ])('is read without a transaction that %s', async (_, changes) => {
    const { node } = await deviant({
      getblock: block([asCoreShows(coinbase), asCoreShows(payment, changes), null]),
    });
    expect((await node.block(HASH))?.transactions.map(txidOf)).toEqual([txidOf(coinbase)]);
  });

  test('other than the one asked for is a bad answer', async () => {
    const { node } = await deviant({ getblock: block([], 'ab'.repeat(32)) });
    await expect(node.block(HASH)).rejects.toMatchObject({ kind: 'bad_answer' });
  });

  test('that was pruned is a fault, not unknown', async () => {
    const { node } = await deviant({ getblock: { code: -1, message: 'Block not available (pruned data)' } });
    await expect(node.block(HASH)).rejects.toMatchObject({ kind: 'call_failed' });
  });
});

describe('a transaction', () => {
  test('other than the one asked for is a bad answer', async () => {
    const { node } = await deviant({ getrawtransaction: JSON.stringify({ hex: payment.toHex() }) });
    expect(await node.transactions([txidOf(payment)])).toMatchObject([{ confirmations: 0 }]);
    await expect(node.transactions([HASH])).rejects.toMatchObject({ kind: 'bad_answer' });
  });

  test('that is none of Dogecoin is as good as unknown', async () => {
    const { node } = await deviant({ getrawtransaction: '{"hex":"0100","confirmations":5}' });
    expect(await node.transactions([HASH])).toEqual([undefined]);
  });

  test('given to the node must be the one it names', async () => {
    const { server, node } = await deviant({ sendrawtransaction: JSON.stringify(txidOf(payment)) });
    expect(await node.broadcast(payment)).toEqual({ kind: 'accepted' });
    expect(server.visits[0]?.calls[1]?.params).toEqual([payment.toHex()]);
    server.behave((visit) => tell(visit, { sendrawtransaction: JSON.stringify(HASH) }));
    await expect(node.broadcast(payment)).rejects.toMatchObject({ kind: 'bad_answer' });
  });

  test('is given again after a broken connection', async () => {
    const { node } = await deviant((visit) =>
      visit.number === 1
        ? void visit.response.destroy()
        : tell(visit, { sendrawtransaction: { code: -27, message: 'transaction already in block chain' } }),
    );
    expect(await node.broadcast(payment)).toEqual({ kind: 'already_in_chain' });
  });

  test('that a failing node could not take is a fault, not a refusal', async () => {
    const { node } = await deviant({ sendrawtransaction: { code: -25, message: 'out of disk space' } });
    await expect(node.broadcast(payment)).rejects.toMatchObject({ kind: 'call_failed' });
  });
});

describe('the tip', () => {
  const header = `{"hash":"${HASH}","height":5,"time":1700000000,"confirmations":1}`;

  test('is the best block with its own height and time', async () => {
    const chain = `{"chain":"regtest","blocks":9,"bestblockhash":"${HASH}","initialblockdownload":true}`;
    const { node } = await deviant({ getblockchaininfo: chain, getblockheader: header });
    expect(await node.tip()).toEqual({ height: 5, hash: HASH, time: 1_700_000_000, isInitialDownload: true });
  });

  test.each([
    '{}',
    'null',
    '[]',
    '7',
    `{"bestblockhash":"${HASH}"}`,
    '{"bestblockhash":"x","initialblockdownload":true}',
  ])('is not read from %s', async (chain) => {
    const { node } = await deviant({ getblockchaininfo: chain, getblockheader: header });
    await expect(node.tip()).rejects.toMatchObject({ kind: 'bad_answer' });
  });
});
