import { access } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { NETWORKS } from '../../core/networks.ts';
import { NodeFault } from '../../core/node/backend.ts';
import { nodeLocation } from '../../core/node/node-address.ts';
import { connectNode } from '../../core/node/rpc.ts';
import { txidOf } from '../../core/protocol/transaction.ts';
import { type Dogecoind, type DogecoindOptions, dogecoindPath, startDogecoind } from './dogecoind.ts';
import { doge, Purse } from './scenes/purse.ts';

const NETWORK = NETWORKS.regtest;
const purse = new Purse('alice');
const other = new Purse('bob');

async function daemon(options: DogecoindOptions = {}): Promise<Dogecoind> {
  const started = await startDogecoind(options);
  onTestFinished(() => started.stop());
  return started;
}

async function until(claim: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await claim())) {
    if (Date.now() > deadline) throw new Error('waited in vain');
    await sleep(50);
  }
}

/** A mature coinbase output of ours. */
async function coin(node: Dogecoind) {
  const [hash = ''] = await node.backend.mine(1, purse.address);
  await node.backend.mine(NETWORK.coinbaseMaturity, other.address);
  const coinbase = (await node.backend.block(hash))?.transactions[0];
  if (coinbase?.outs[0] === undefined) throw new Error('a block has a coinbase');
  return { outpoint: { txid: txidOf(coinbase), vout: 0 }, value: coinbase.outs[0].value };
}

const KINDS = dogecoindPath() === undefined ? [] : ['Dogecoin Core'];
if (KINDS.length === 0) process.stderr.write('NOT RUN: what only Dogecoin Core does; set DOGECOIND.\n');

describe.each(KINDS)('%s', () => {
  test('lets its cookie in, also the new one after it was started again', async () => {
    const node = await daemon({ auth: 'cookie' });
    expect(node.addressText.startsWith(node.dataDirectory)).toBe(true);
    await node.backend.mine(2, other.address);
    await node.restart();
    expect(await node.backend.tip()).toMatchObject({ height: 2 });
  });

  test('writes no cookie when it has a password, and refuses a wrong one', async () => {
    const { address } = await daemon({ auth: 'password' });
    const wrong = connectNode({
      address: { ...address, password: 'wrong' } as typeof address,
      network: NETWORK,
    });
    onTestFinished(() => wrong.close());
    await expect(wrong.tip()).rejects.toMatchObject({ kind: 'unauthorised' });
  });

  test('is unreachable once stopped, and leaves nothing behind', async () => {
    const node = await startDogecoind();
    const again = connectNode({ address: node.address, network: NETWORK, attempts: 2 });
    onTestFinished(() => again.close());
    await again.tip();
    await node.stop();
    await expect(again.tip()).rejects.toMatchObject({ kind: 'unreachable' });
    await expect(access(node.dataDirectory)).rejects.toThrow();
  });

  test('is of no use to a till of another network', async () => {
    const { address } = await daemon();
    const mainnet = connectNode({ address, network: NETWORKS.mainnet });
    onTestFinished(() => mainnet.close());
    const message = `The node at ${nodeLocation(address)} is on regtest, not on mainnet.`;
    await expect(mainnet.tip()).rejects.toMatchObject({ kind: 'wrong_network', message });
  });

  test('passes blocks and transactions on to its peer', async () => {
    const first = await daemon({ listen: true });
    const { outpoint, value } = await coin(first);
    const second = await daemon({ peerPort: first.peerPort });
    await until(async () => (await second.backend.tip()).hash === (await first.backend.tip()).hash);
    expect(await first.backend.info()).toMatchObject({ peers: 1 });
    expect(await second.backend.info()).toMatchObject({ peers: 1 });
    const outputs = [{ script: other.script, value: value - doge(0.01) }];
    const spend = purse.spend({ from: [outpoint], outputs });
    expect(await first.backend.broadcast(spend)).toEqual({ kind: 'accepted' });
    await until(async () => (await second.backend.mempoolTxids()).includes(txidOf(spend)));
  }, 60_000);

  test('refuses calls when its queue is full, which costs a till no more than time', async () => {
    const node = await daemon({ arguments: ['-rpcworkqueue=1', '-rpcthreads=1'] });
    await node.backend.mine(100, other.address);
    const { address } = node;
    const impatient = Array.from({ length: 4 }, () =>
      connectNode({ address, network: NETWORK, attempts: 1 }),
    );
    const patient = connectNode({ address, network: NETWORK, attempts: 12, backoffMs: 10 });
    onTestFinished(() => {
      for (const till of [...impatient, patient]) till.close();
    });
    const hash = (await patient.tip()).hash;
    const calls = impatient.flatMap((till) => Array.from({ length: 50 }, () => till.block(hash)));
    const [outcomes, block] = await Promise.all([Promise.allSettled(calls), patient.block(hash)]);
    const faults = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.every((fault) => fault instanceof NodeFault && fault.kind === 'busy')).toBe(true);
    expect(block?.hash).toBe(hash);
  });

  test('takes a block back in a reorganisation, and its payments into the mempool', async () => {
    const node = await daemon();
    const { outpoint, value } = await coin(node);
    const outputs = [{ script: other.script, value: value - doge(0.01) }];
    const spend = purse.spend({ from: [outpoint], outputs });
    await node.backend.broadcast(spend);
    const [hash = ''] = await node.backend.mine(1, other.address);
    const paid = { txid: txidOf(spend), vout: 0 };
    expect(await node.backend.unspentOutputs([paid])).toMatchObject([{ confirmations: 1 }]);
    await node.call('invalidateblock', hash);
    expect(await node.backend.unspentOutputs([paid])).toMatchObject([{ confirmations: 0 }]);
    expect(await node.backend.block(hash)).toMatchObject({ hash });
    expect(await node.backend.broadcast(spend)).toEqual({ kind: 'accepted' });
  });

  test.each([
    ['only while an output is unspent', [], undefined],
    ['for ever with -txindex', ['-txindex'], { confirmations: 2 }],
  ])('knows a transaction %s', async (_, parameters, expected) => {
    const node = await daemon({ arguments: parameters });
    const { outpoint, value } = await coin(node);
    const step = purse.spend({
      from: [outpoint],
      outputs: [{ script: purse.script, value: value - doge(1) }],
    });
    const from = [{ txid: txidOf(step), vout: 0 }];
    const end = purse.spend({ from, outputs: [{ script: other.script, value: value - doge(2) }] });
    await node.backend.broadcast(step);
    await node.backend.mine(1, other.address);
    await node.backend.broadcast(end);
    await node.backend.mine(1, other.address);
    const [known] = await node.backend.transactions([txidOf(step)]);
    if (expected === undefined) expect(known).toBeUndefined();
    else expect(known).toMatchObject(expected);
  });
});

test('without DOGECOIND there is no daemon to start', async () => {
  vi.stubEnv('DOGECOIND', '');
  onTestFinished(() => void vi.unstubAllEnvs());
  await expect(startDogecoind()).rejects.toThrow('DOGECOIND');
});
