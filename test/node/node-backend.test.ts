import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MAX_MONEY } from '../../core/money.ts';
import { NETWORKS } from '../../core/networks.ts';
import type { BroadcastRejection, NodeBackend } from '../../core/node/backend.ts';
import { toHex } from '../../core/protocol/bytes.ts';
import { type Outpoint, spentOutpoints, txidOf } from '../../core/protocol/transaction.ts';
import { doge, Purse } from './scenes/purse.ts';
import { type RunningNode, testNodes } from './test-nodes.ts';

const UNKNOWN = 'ab'.repeat(32);
const FEE = doge(0.01);
const purse = new Purse('alice');
const other = new Purse('bob');

describe.each(testNodes())('$name', (kind) => {
  let running: RunningNode;
  let node: NodeBackend;

  beforeAll(async () => {
    running = await kind.start();
    node = running.backend;
  }, 60_000);

  afterAll(() => running?.stop());

  /** An output of ours with a certain number of confirmations. */
  async function fund(amount: bigint, confirmations: number): Promise<Outpoint> {
    const txid = await node.sendToAddress(purse.address, amount as ReturnType<typeof doge>);
    if (confirmations > 0) await node.mine(confirmations, other.address);
    const [known] = await node.transactions([txid]);
    const vout = known?.transaction.outs.findIndex((output) => toHex(output.script) === toHex(purse.script));
    if (vout === undefined || vout < 0) throw new Error('the funding transaction does not pay the purse');
    return { txid, vout };
  }

  function payAll(from: Outpoint, value: bigint) {
    return purse.spend({ from: [from], outputs: [{ script: other.script, value }] });
  }

  describe('the chain', () => {
    test('grows by the blocks that are mined', async () => {
      const before = await node.tip();
      const hashes = await node.mine(3, other.address);
      const after = await node.tip();
      expect(hashes).toHaveLength(3);
      expect(after.height).toBe(before.height + 3);
      expect(after.hash).toBe(hashes[2]);
      expect(Math.abs(after.time - Date.now() / 1000)).toBeLessThan(7200);
      expect(after.isInitialDownload).toBe(false);
    });

    test('begins with the genesis block of regtest and ends at its tip', async () => {
      const tip = await node.tip();
      expect(await node.blockHash(0)).toBe(NETWORKS.regtest.genesisHash);
      expect(await node.blockHash(tip.height)).toBe(tip.hash);
      expect(await node.blockHash(tip.height + 1)).toBeUndefined();
    });

    test.each([-1, 0.5, Number.NaN, 2 ** 31, 2 ** 53])('has no block at height %d', async (height) => {
      expect(await node.blockHash(height)).toBeUndefined();
    });

    test('can be walked back block by block', async () => {
      await node.mine(5, other.address);
      let { hash, height } = await node.tip();
      for (let steps = 0; steps < 20; steps++) {
        const block = await node.block(hash);
        expect(block).toMatchObject({ hash, height });
        expect(block?.transactions.length).toBeGreaterThan(0);
        const previousHash: string | undefined = block?.previousHash;
        expect(previousHash).toBe(await node.blockHash(height - 1));
        hash = previousHash ?? '';
        height--;
      }
    });

    test('has a first block without a previous one', async () => {
      expect(await node.block(NETWORKS.regtest.genesisHash)).toMatchObject({
        height: 0,
        previousHash: undefined,
      });
    });

    test.each([UNKNOWN, '', 'not a hash', `${UNKNOWN}00`])('has no block "%s"', async (hash) => {
      expect(await node.block(hash)).toBeUndefined();
    });
  });

  describe('a height', () => {
    test('can be waited for while other calls are answered', async () => {
      const { height } = await node.tip();
      let isOver = false;
      const waiting = node.waitForHeight(height + 2, 60_000).finally(() => (isOver = true));
      await node.mine(1, other.address);
      // More calls than the node has connections for: none of them waits for the one that waits.
      await Promise.all(Array.from({ length: 8 }, () => node.mempoolTxids()));
      expect(isOver).toBe(false);
      await node.mine(1, other.address);
      expect(await waiting).toBe(true);
      expect(await node.waitForHeight(height, 1000)).toBe(true);
    });

    test('that does not come in time is not waited for longer', async () => {
      const { height } = await node.tip();
      expect(await node.waitForHeight(height + 1, 100)).toBe(false);
      expect(await node.waitForHeight(height + 1, 0)).toBe(false);
    });

    test('is that of a header', async () => {
      const tip = await node.tip();
      expect(await node.header(tip.hash)).toEqual({ hash: tip.hash, height: tip.height, time: tip.time });
      expect(tip.medianTime).toBeLessThanOrEqual(tip.time);
      expect(await node.header(UNKNOWN)).toBeUndefined();
      expect(await node.header('no hash')).toBeUndefined();
    });
  });

  test('tells about itself', async () => {
    const info = await node.info();
    expect(info.version).toBeGreaterThan(1_140_000);
    expect(info.userAgent).not.toBe('');
    expect(info.peers).toBe(0);
    expect(info.timeOffset).toBe(0);
    expect(info.relayFeePerKb).toBe(doge(0.001));
    expect(typeof info.warnings).toBe('string');
  });

  describe('a block', () => {
    test('holds the transactions mined into it, in full', async () => {
      const spent = await fund(doge(10), 1);
      const spend = payAll(spent, doge(10) - FEE);
      await node.broadcast(spend);
      const [hash = ''] = await node.mine(1, other.address);
      const block = await node.block(hash);
      const [coinbase, ...rest] = block?.transactions ?? [];
      expect(coinbase?.isCoinbase()).toBe(true);
      const mined = rest.find((transaction) => txidOf(transaction) === txidOf(spend));
      expect(mined && spentOutpoints(mined)).toEqual([spent]);
      expect(mined?.toHex()).toBe(spend.toHex());
    });
  });

  describe('an output', () => {
    test('has no confirmations in the mempool, then one more with each block', async () => {
      const outpoint = await fund(doge(12.34567891), 0);
      const expected = { value: doge(12.34567891), isCoinbase: false };
      expect(await node.unspentOutputs([outpoint])).toMatchObject([{ ...expected, confirmations: 0 }]);
      await node.mine(1, other.address);
      expect(await node.unspentOutputs([outpoint])).toMatchObject([{ ...expected, confirmations: 1 }]);
      await node.mine(2, other.address);
      const [output] = await node.unspentOutputs([outpoint]);
      expect(output).toMatchObject({ ...expected, confirmations: 3 });
      expect(output && toHex(output.script)).toBe(toHex(purse.script));
    });

    test('is gone as soon as the mempool spends it', async () => {
      const outpoint = await fund(doge(10), 1);
      const spend = payAll(outpoint, doge(10) - FEE);
      expect(await node.broadcast(spend)).toEqual({ kind: 'accepted' });
      const next = { txid: txidOf(spend), vout: 0 };
      expect(await node.unspentOutputs([outpoint, next])).toMatchObject([undefined, { confirmations: 0 }]);
      await node.mine(1, other.address);
      expect(await node.unspentOutputs([outpoint, next])).toMatchObject([undefined, { confirmations: 1 }]);
    });

    test('of a coinbase is known as such', async () => {
      const [hash = ''] = await node.mine(1, purse.address);
      const block = await node.block(hash);
      const coinbase = block?.transactions[0];
      if (coinbase === undefined) throw new Error('a block has a coinbase');
      expect(await node.unspentOutputs([{ txid: txidOf(coinbase), vout: 0 }])).toMatchObject([
        { isCoinbase: true, confirmations: 1, value: coinbase.outs[0]?.value },
      ]);
    });

    test('above 2^53 koinu keeps its last koinu', async ({ onTestFinished }) => {
      // A chain of its own: the blocks of an older one hold too little.
      const young = await kind.start();
      onTestFinished(() => young.stop());
      const rich = young.backend;
      const value = 2n ** 53n + 1n;
      const sources: Outpoint[] = [];
      let total = 0n;
      // Half a million DOGE a block at first, half of that from height 150 on, and so forth (dogecoin.cpp).
      for (let mined = 0; mined < 600 && total < value + doge(100); mined += 50) {
        for (const hash of await rich.mine(50, purse.address)) {
          const coinbase = (await rich.block(hash))?.transactions[0];
          if (coinbase?.outs[0] === undefined) throw new Error('a block has a coinbase');
          sources.push({ txid: txidOf(coinbase), vout: 0 });
          total += coinbase.outs[0].value;
        }
      }
      await rich.mine(NETWORKS.regtest.coinbaseMaturity, other.address);
      expect(total).toBeGreaterThan(value);
      const fee = doge(1);
      const spend = purse.spend({
        from: sources,
        outputs: [
          { script: other.script, value },
          { script: purse.script, value: total - value - fee },
        ],
      });
      expect(await rich.broadcast(spend)).toEqual({ kind: 'accepted' });
      expect(await rich.unspentOutputs([{ txid: txidOf(spend), vout: 0 }])).toMatchObject([{ value }]);
      const [hash = ''] = await rich.mine(1, other.address);
      const block = await rich.block(hash);
      const mined = block?.transactions.find((transaction) => txidOf(transaction) === txidOf(spend));
      expect(mined?.outs[0]?.value).toBe(value);
    }, 60_000);

    test('that does not exist is undefined, whatever its name', async () => {
      const outpoint = await fund(doge(5), 1);
      const asked = [
        { txid: UNKNOWN, vout: 0 },
        outpoint,
        { txid: outpoint.txid, vout: 99 },
        { txid: outpoint.txid, vout: -1 },
        { txid: outpoint.txid, vout: 0xffffffff },
        { txid: outpoint.txid, vout: 0.5 },
        { txid: 'not hex', vout: 0 },
        { txid: '', vout: 0 },
        outpoint,
      ];
      const found = await node.unspentOutputs(asked);
      expect(found.map((output) => output !== undefined)).toEqual(asked.map((one) => one === outpoint));
    });

    test('is found among hundreds, in the order of the question', async () => {
      const outpoint = await fund(doge(5), 1);
      const asked = Array.from({ length: 250 }, (_, at) =>
        at % 50 === 7 ? outpoint : { txid: at.toString(16).padStart(64, '0'), vout: 0 },
      );
      const found = await node.unspentOutputs(asked);
      expect(found.flatMap((output, at) => (output === undefined ? [] : [at]))).toEqual([
        7, 57, 107, 157, 207,
      ]);
      expect(await node.unspentOutputs([])).toEqual([]);
    });
  });

  describe('a transaction', () => {
    test('is found in the mempool and in the chain', async () => {
      const { txid } = await fund(doge(5), 0);
      expect(await node.mempoolTxids()).toContain(txid);
      expect(await node.transactions([txid])).toMatchObject([{ confirmations: 0 }]);
      await node.mine(2, other.address);
      expect(await node.mempoolTxids()).not.toContain(txid);
      const [unknown, known, malformed] = await node.transactions([UNKNOWN, txid, 'not a txid']);
      expect(unknown).toBeUndefined();
      expect(malformed).toBeUndefined();
      expect(known?.confirmations).toBe(2);
      expect(known && txidOf(known.transaction)).toBe(txid);
    });
  });

  describe('a transaction given to the node', () => {
    async function refusal(transaction: ReturnType<typeof payAll>): Promise<BroadcastRejection | string> {
      const outcome = await node.broadcast(transaction);
      return outcome.kind === 'rejected' ? outcome.reason : outcome.kind;
    }

    test('is accepted, and again, and then is in the chain', async () => {
      const spend = payAll(await fund(doge(10), 1), doge(10) - FEE);
      expect(await node.broadcast(spend)).toEqual({ kind: 'accepted' });
      expect(await node.broadcast(spend)).toEqual({ kind: 'accepted' });
      await node.mine(1, other.address);
      expect(await node.broadcast(spend)).toEqual({ kind: 'already_in_chain' });
    });

    test('is refused when an input is unknown', async () => {
      expect(await refusal(payAll({ txid: UNKNOWN, vout: 0 }, doge(1)))).toBe('missing_inputs');
    });

    test('is refused when an output it spends is spent in the chain', async () => {
      const split = purse.spend({
        from: [await fund(doge(10), 1)],
        outputs: [
          { script: purse.script, value: doge(4) },
          { script: purse.script, value: doge(5.99) },
        ],
      });
      await node.broadcast(split);
      const first = { txid: txidOf(split), vout: 0 };
      await node.broadcast(payAll(first, doge(4) - FEE));
      await node.mine(1, other.address);
      expect(await refusal(payAll(first, doge(4) - doge(0.02)))).toBe('inputs_spent');
    });

    test('is refused as if unknown when all outputs of what it spends are spent in the chain', async () => {
      const only = purse.spend({
        from: [await fund(doge(10), 1)],
        outputs: [{ script: purse.script, value: doge(9.99) }],
      });
      await node.broadcast(only);
      const outpoint = { txid: txidOf(only), vout: 0 };
      await node.broadcast(payAll(outpoint, doge(9.98)));
      await node.mine(1, other.address);
      expect(await refusal(payAll(outpoint, doge(9)))).toBe('missing_inputs');
    });

    test('is refused when the mempool has another with the same input', async () => {
      const funding = await fund(doge(10), 1);
      await node.broadcast(payAll(funding, doge(10) - FEE));
      expect(await refusal(payAll(funding, doge(10) - doge(0.5)))).toBe('mempool_conflict');
    });

    test('is refused before its locktime, and accepted at it', async () => {
      const from = [await fund(doge(10), 1)];
      const { height } = await node.tip();
      const outputs = [{ script: other.script, value: doge(10) - FEE }];
      const spend = purse.spend({ from, outputs, locktime: height + 2, sequence: 0xfffffffe });
      expect(await refusal(spend)).toBe('not_final');
      await node.mine(1, other.address);
      expect(await refusal(spend)).toBe('not_final');
      await node.mine(1, other.address);
      expect(await refusal(spend)).toBe('accepted');
    });

    test('is refused without a fee', async () => {
      expect(await refusal(payAll(await fund(doge(10), 1), doge(10)))).toBe('fee_too_low');
    });

    test('is refused with an absurd fee, unless the caller has judged it', async () => {
      const dear = payAll(await fund(doge(110), 1), doge(9));
      expect(await refusal(dear)).toBe('fee_too_high');
      expect(await node.broadcast(dear, { allowsHighFee: true })).toEqual({ kind: 'accepted' });
    });

    test('is refused with an output below the hard dust limit', async () => {
      const from = [await fund(doge(10), 1)];
      const outputs = [
        { script: other.script, value: doge(9.98) },
        { script: purse.script, value: doge(0.0009) },
      ];
      expect(await refusal(purse.spend({ from, outputs }))).toBe('not_standard');
    });

    test('is refused with a signature of something else', async () => {
      const from = [await fund(doge(10), 1)];
      const outputs = [{ script: other.script, value: doge(10) - FEE }];
      expect(await refusal(purse.spend({ from, outputs, hasBadSignature: true }))).toBe('invalid');
    });

    // Young or small coins would be refused for their priority before (validation.cpp).
    test('is refused when it pays more than it has', async () => {
      expect(await refusal(payAll(await fund(doge(1000), 3), doge(1001)))).toBe('invalid');
    });

    test('is refused when an output exceeds all money', async () => {
      expect(await refusal(payAll(await fund(doge(10), 1), MAX_MONEY + 1n))).toBe('invalid');
    });
  });
});
