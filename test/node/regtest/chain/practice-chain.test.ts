import { describe, expect, test } from 'vitest';
import { NETWORKS } from '../../../../core/networks.ts';
import { CONSENSUS_POLICY, type NodePolicy } from '../../../../core/node/regtest/chain/acceptance.ts';
import { nodeTransaction } from '../../../../core/node/regtest/chain/block.ts';
import { Clock } from '../../../../core/node/regtest/chain/clock.ts';
import { blockSubsidy } from '../../../../core/node/regtest/chain/parameters.ts';
import { PracticeChain } from '../../../../core/node/regtest/chain/practice-chain.ts';
import { scriptHashScript } from '../../../../core/protocol/address.ts';
import { concat } from '../../../../core/protocol/bytes.ts';
import { pushData } from '../../../../core/protocol/interpreter/instructions.ts';
import { scriptNumber } from '../../../../core/protocol/interpreter/script-number.ts';
import { type Transaction, txidOf } from '../../../../core/protocol/transaction.ts';
import { type Coin, coinsOf, DOGE, draft, OWN_SCRIPT } from '../key-holder.ts';

const NOW = 1_800_000_000;

/** A chain with coins of ours: the reward of each block from the first on. */
function chainOf(blocks: number, policy?: NodePolicy) {
  const clock = new Clock();
  clock.setMockTime(NOW);
  const node = new PracticeChain({ clock, seed: new Uint8Array(32), ...(policy ? { policy } : {}) });
  const coins: Coin[] = [];
  const mine = (transactions?: readonly Transaction[], time?: number) => {
    const block = node.mine({
      script: OWN_SCRIPT,
      ...(transactions ? { transactions: transactions.map(nodeTransaction) } : {}),
      ...(time ? { time } : {}),
    });
    const [coinbase] = block.transactions;
    if (coinbase !== undefined)
      coins.push({ txid: coinbase.txid, vout: 0, value: coinbase.transaction.outs[0]?.value ?? 0n });
    return block;
  };
  for (let height = 1; height <= blocks; height++) mine();
  const take = () => {
    const coin = coins.shift();
    if (coin === undefined) throw new Error('no coins left');
    return coin;
  };
  return { node, clock, mine, take };
}

const send = (node: PracticeChain, transaction: Transaction) => node.accept(nodeTransaction(transaction));

/** All but DOGE of a coin back to us, with the fee that is left. */
const paying = (coin: Coin, fee: bigint, ...rest: readonly bigint[]) => {
  const others = rest.reduce((sum, value) => sum + value, 0n);
  const values = [coin.value - fee - others, ...rest];
  return draft({ from: [coin], outputs: values.map((value) => ({ script: OWN_SCRIPT, value })) });
};

describe('a block', () => {
  test.each([
    [1, 500_000n],
    [149, 500_000n],
    [150, 250_000n],
    [600, 31_250n],
    [899, 15_625n],
    [900, 10_000n],
    [100_000, 10_000n],
  ])('at height %i pays %s DOGE', (height, doge) => {
    expect(blockSubsidy(height)).toBe(doge * DOGE);
  });

  test('may hold what no default node relays', () => {
    const { node, mine, take } = chainOf(70);
    const odd = draft({ from: [take()], outputs: [{ script: Uint8Array.of(0x51), value: 1n }], version: 7 });
    expect(() => send(node, odd)).toThrow('64: version');
    mine([odd]);
    expect(node.chain.coins(txidOf(odd))?.outputs[0]?.value).toBe(1n);
  });

  test('puts out of the mempool what it contradicts, and its descendants', () => {
    const { node, mine, take } = chainOf(70);
    const coin = take();
    const honest = draft({ from: [coin] });
    const child = draft({ from: coinsOf(honest) });
    send(node, honest);
    send(node, child);
    mine([draft({ from: [coin], fee: DOGE })]);
    expect(node.mempool.size).toBe(0);
  });

  test.each([
    [
      'spends twice',
      (coin: Coin) => [draft({ from: [coin] }), draft({ from: [coin], fee: DOGE })],
      'bad-txns-inputs-missingorspent',
    ],
    ['gives out too much', (coin: Coin) => [draft({ from: [coin], fee: -1n })], 'bad-txns-in-belowout'],
    ['is locked', (coin: Coin) => [draft({ from: [coin], locktime: 500, sequence: 0 })], 'bad-txns-nonfinal'],
    [
      'is not signed',
      (coin: Coin) => [draft({ from: [coin], scriptSig: () => new Uint8Array() })],
      'mandatory-script-verify-flag-failed',
    ],
    ['says the same twice', (coin: Coin) => [draft({ from: [coin, coin] })], 'bad-txns-inputs-duplicate'],
  ])('does not hold what %s', (_, make, reason) => {
    const { node, mine, take } = chainOf(70);
    const { tip } = node.chain;
    const coin = take();
    expect(() => mine(make(coin))).toThrow(reason);
    expect(node.chain.tip).toBe(tip);
    mine([draft({ from: [coin] })]);
    expect(node.chain.height).toBe(71);
  });

  test('does not hold the reward of a young one', () => {
    const { mine, take } = chainOf(59);
    const spend = [draft({ from: [take()] })];
    expect(() => mine(spend)).toThrow('bad-txns-premature-spend-of-coinbase');
    mine();
    expect(mine(spend).transactions).toHaveLength(2);
  });

  test('compares time locks with its own time, which its miner sets', () => {
    const { node, mine, take } = chainOf(70);
    const locked = draft({ from: [take()], locktime: NOW + 3000, sequence: 0xfffffffe });
    expect(() => send(node, locked)).toThrow('64: non-final');
    expect(() => mine([locked], NOW + 3000)).toThrow('bad-txns-nonfinal');
    expect(mine([locked], NOW + 3001).transactions).toHaveLength(2);
  });

  test('enforces OP_CHECKLOCKTIMEVERIFY from the height of BIP65 on', () => {
    const before = NETWORKS.regtest.bip65Height - 2;
    const { node, mine, take } = chainOf(before);
    const redeemScript = concat([pushData(scriptNumber(9000)), Uint8Array.of(0xb1, 0x75, 0x51)]);
    const lock = () => {
      const coin = take();
      return draft({
        from: [coin],
        outputs: [{ script: scriptHashScript(redeemScript), value: coin.value }],
      });
    };
    const unlock = (locking: Transaction) =>
      draft({ from: coinsOf(locking), scriptSig: () => pushData(redeemScript) });
    const [first, second] = [lock(), lock()];
    mine([first, second, unlock(first)]);
    expect(node.chain.height).toBe(before + 1);
    expect(() => mine([unlock(second)])).toThrow('Locktime requirement not satisfied');
  });

  test('takes what pays best first, and what pays too little last, one at a time', () => {
    const { node, mine, take } = chainOf(90);
    const size = BigInt(draft({ from: [take()] }).toBuffer().length);
    const low = Array.from({ length: 3 }, () => draft({ from: [take()], fee: size * 200n }));
    for (const transaction of low) send(node, transaction);
    // Old money goes first whatever it pays: all of these are from the chain's first blocks.
    expect(mine().transactions).toHaveLength(4);
    const parent = draft({ from: [take()], fee: size * 200n });
    const poor = draft({ from: coinsOf(parent), fee: size * 200n });
    send(node, parent);
    send(node, poor);
    expect(mine().transactions).toHaveLength(3);
  });

  test('takes a poor parent for the sake of its child', () => {
    const { node, mine, take } = chainOf(70);
    const start = paying(take(), DOGE, DOGE, DOGE, DOGE);
    mine([start]);
    const young = coinsOf(start).slice(1);
    const size = BigInt(draft({ from: young.slice(0, 1) }).toBuffer().length) + 1n;
    const [first, parent, other] = young.map((coin) => draft({ from: [coin], fee: size * 150n }));
    if (first === undefined || parent === undefined || other === undefined) throw new Error('three coins');
    send(node, other);
    send(node, parent);
    const rich = draft({ from: coinsOf(parent), fee: size * 2000n });
    send(node, rich);
    const mined = mine().transactions.map(({ txid }) => txid);
    expect(mined).toContain(txidOf(rich));
    expect(mined.indexOf(txidOf(parent))).toBeLessThan(mined.indexOf(txidOf(rich)));
  });
});

describe('a default peer', () => {
  test.each([
    ['an ordinary transaction', 400_000n, [], undefined],
    ['the relay fee', 50_000n, [], undefined],
    ['a free transaction of old money', 0n, [], 'rate limited free transaction (code 66)'],
    ['an output of soft dust', 400_000n, [999_999n], 'rate limited free transaction (code 66)'],
    ['an output of soft dust that is paid for', 1_100_000n, [999_999n], undefined],
    [
      'two outputs of soft dust, one paid for',
      1_100_000n,
      [999_999n, 100_000n],
      'rate limited free transaction (code 66)',
    ],
    ['an output of one hundredth', 400_000n, [1_000_000n], undefined],
  ])('thinks its own way about %s', (_, fee, rest, reason) => {
    const { node, take } = chainOf(70);
    const transaction = nodeTransaction(paying(take(), fee, ...rest));
    const before = node.peerVerdict(transaction);
    expect(node.accept(transaction).txid).toBe(transaction.txid);
    const verdict = reason === undefined ? { isRelayed: true } : { isRelayed: false, reason };
    expect(before).toEqual(verdict);
    expect(node.peerVerdict(transaction)).toEqual(verdict);
  });
});

describe('a miner that takes whatever may stand in a block', () => {
  test('takes dust, strange versions and no fee at all', () => {
    const { node, mine, take } = chainOf(70, CONSENSUS_POLICY);
    const coin = take();
    send(
      node,
      draft({ from: [coin], version: 9, outputs: [{ script: Uint8Array.of(0x51), value: coin.value }] }),
    );
    expect(mine().transactions).toHaveLength(2);
  });
});

describe('a long chain', () => {
  test('of 1,400 blocks is there at once', () => {
    const from = performance.now();
    expect(chainOf(1400).node.chain.height).toBe(1400);
    // Half a second where nothing else runs; a proof of work would take minutes.
    expect(performance.now() - from).toBeLessThan(8000);
  });
});
