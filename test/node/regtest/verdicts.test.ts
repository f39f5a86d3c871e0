import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { scriptHashScript } from '../../../core/protocol/address.ts';
import { concat, fromHex } from '../../../core/protocol/bytes.ts';
import { pushData } from '../../../core/protocol/interpreter/instructions.ts';
import { scriptNumber } from '../../../core/protocol/interpreter/script-number.ts';
import { txidOf } from '../../../core/protocol/transaction.ts';
import {
  type Coin,
  coinsOf,
  DOGE,
  type Draft,
  draft,
  KeyHolder,
  OWN_SCRIPT,
  PUBLIC_KEY,
} from './key-holder.ts';
import { type RpcNode, rpcNodes } from './rpc-nodes.ts';

const MAX_MONEY = 10_000_000_000n * DOGE;
const CHECKSIG = 0xac;
const own = (value: bigint) => ({ script: OWN_SCRIPT, value });
const data = (length: number) => concat([Uint8Array.of(0x6a), pushData(new Uint8Array(length).fill(1))]);
const HEIGHT = 1400;

/** A draft made of one coin of ten DOGE, and the word on it. */
const ONE_COIN: readonly (readonly [string, (coin: Coin) => Omit<Draft, 'from'>, string])[] = [
  ['is accepted', () => ({}), 'ok'],
  ['pays less than the relay fee', () => ({ fee: 19_000n }), '-26 66: insufficient priority'],
  ['pays nothing', () => ({ fee: 0n }), '-26 66: insufficient priority'],
  ['leaves nine DOGE to the miner', () => ({ outputs: [own(DOGE)] }), 'ok'],
  ['gives out more than it takes', () => ({ outputs: [own(11n * DOGE)] }), '-26 66: insufficient priority'],
  [
    'has an output of 0.00099999',
    ({ value }) => ({ outputs: [own(99_999n), own(value - DOGE)] }),
    '-26 64: dust',
  ],
  ['has an output of 0.001', ({ value }) => ({ outputs: [own(100_000n), own(value - DOGE)] }), 'ok'],
  ['has no output', () => ({ outputs: [] }), '-26 16: bad-txns-vout-empty'],
  ['has a negative output', () => ({ outputs: [own(-1n)] }), '-26 16: bad-txns-vout-negative'],
  [
    'has an output beyond MAX_MONEY',
    () => ({ outputs: [own(MAX_MONEY + 1n)] }),
    '-26 16: bad-txns-vout-toolarge',
  ],
  [
    'has outputs beyond MAX_MONEY together',
    () => ({ outputs: [own(MAX_MONEY), own(1n)] }),
    '-26 16: bad-txns-txouttotal-toolarge',
  ],
  ['has version 0', () => ({ version: 0 }), '-26 64: version'],
  ['has version 3', () => ({ version: 3 }), '-26 64: version'],
  ['has version -1', () => ({ version: 0xffffffff }), '-26 64: version'],
  [
    'pays to anyone',
    () => ({ outputs: [{ script: Uint8Array.of(0x51), value: DOGE }] }),
    '-26 64: scriptpubkey',
  ],
  [
    'pays to a witness program',
    () => ({ outputs: [{ script: fromHex(`0014${'11'.repeat(20)}`), value: DOGE }] }),
    '-26 64: scriptpubkey',
  ],
  [
    'carries 80 bytes of data',
    ({ value }) => ({ outputs: [{ script: data(80), value: 0n }, own(value - DOGE)] }),
    'ok',
  ],
  [
    'carries 81 bytes of data',
    () => ({ outputs: [{ script: data(81), value: 0n }] }),
    '-26 64: scriptpubkey',
  ],
  [
    'carries data twice',
    () => ({ outputs: [data(1), data(1)].map((script) => ({ script, value: 0n })) }),
    '-26 64: multi-op-return',
  ],
  ['is 100 kB', () => ({ outputs: Array.from({ length: 3000 }, () => own(100_000n)) }), '-26 64: tx-size'],
  [
    'is locked to the next block',
    () => ({ locktime: HEIGHT * 10, sequence: 0xfffffffe }),
    '-26 64: non-final',
  ],
  ['is locked but final', () => ({ locktime: HEIGHT * 10 }), 'ok'],
  ['is locked to a past block', () => ({ locktime: HEIGHT - 1, sequence: 0xfffffffe }), 'ok'],
  [
    'is locked to a time to come',
    () => ({ locktime: 4_000_000_000, sequence: 0xfffffffe }),
    '-26 64: non-final',
  ],
  ['is locked to its own age, version 2', () => ({ sequence: 500, version: 2 }), '-26 64: non-BIP68-final'],
  ['is locked to its own age, version 1', () => ({ sequence: 500 }), 'ok'],
  ['is locked to 512 seconds of age', () => ({ sequence: 0x400001, version: 2 }), '-26 64: non-BIP68-final'],
  [
    'has a scriptSig that is no push',
    () => ({ scriptSig: (signed) => concat([Uint8Array.of(0x61), signed]) }),
    '-26 64: scriptsig-not-pushonly',
  ],
  [
    'has a scriptSig of 1651 bytes',
    () => ({ scriptSig: (signed) => concat([new Uint8Array(1651 - signed.length), signed]) }),
    '-26 64: scriptsig-size',
  ],
  [
    'leaves something on the stack',
    () => ({ scriptSig: (signed) => concat([Uint8Array.of(0), signed]) }),
    '-26 64: non-mandatory-script-verify-flag (unknown error)',
  ],
  [
    'has no signature',
    () => ({ scriptSig: () => concat([Uint8Array.of(0), pushData(PUBLIC_KEY)]) }),
    '-26 16: mandatory-script-verify-flag-failed (Script evaluated without error but finished with a false/empty top stack element)',
  ],
  [
    'has another key',
    () => ({ scriptSig: () => concat([Uint8Array.of(0), pushData(new Uint8Array(33).fill(2))]) }),
    '-26 16: mandatory-script-verify-flag-failed (Script failed an OP_EQUALVERIFY operation)',
  ],
];

describe.each(rpcNodes())('a transaction that $name is given', (kind) => {
  let node: RpcNode;
  let holder: KeyHolder;

  beforeAll(async () => {
    node = await kind.start();
    await node.call('generate', HEIGHT);
    holder = new KeyHolder(node);
    await holder.fund(80);
  }, 60_000);

  afterAll(() => node?.stop());

  test.each(ONE_COIN)('and that %s', async (_, make, expected) => {
    const coin = holder.take();
    expect(await holder.verdict(draft({ from: [coin], ...make(coin) }))).toBe(expected);
  });

  test.each([
    ['00', '-22 TX decode failed'],
    ['', '-22 TX decode failed'],
    ['zz', '-22 TX decode failed'],
  ])('%s is none', async (hex, expected) => {
    expect(await node.outcome('sendrawtransaction', hex)).toBe(expected);
  });

  test('and that carries a witness', async () => {
    const transaction = draft({ from: [holder.take()] });
    transaction.setWitness(0, [Uint8Array.of(1)]);
    expect(await holder.verdict(transaction)).toBe('-26 64: no-witness-yet');
  });

  test('and that has bytes behind it', async () => {
    const hex = `${draft({ from: [holder.take()] }).toHex()}00`;
    expect(await node.outcome('sendrawtransaction', hex)).toBe('-22 TX decode failed');
  });

  test('and that spends what nobody knows', async () => {
    const unknown = { ...holder.take(), txid: 'ab'.repeat(32) };
    expect(await holder.verdict(draft({ from: [unknown] }))).toBe('-25 Missing inputs');
  });

  test('and that spends an output which its transaction has not', async () => {
    const beyond = { ...holder.take(), vout: 5000 };
    expect(await holder.verdict(draft({ from: [beyond] }))).toBe('-26 18: bad-txns-inputs-spent');
  });

  test('and that spends the same twice', async () => {
    const coin = holder.take();
    expect(await holder.verdict(draft({ from: [coin, coin] }))).toBe('-26 16: bad-txns-inputs-duplicate');
  });

  test('once more is answered as before, and in a block as long as something of it is unspent', async () => {
    const first = draft({ from: [holder.take()] });
    expect(await holder.verdict(first)).toBe('ok');
    expect(await holder.verdict(first)).toBe('ok');
    await holder.mine(1);
    expect(await holder.verdict(first)).toBe('-27 transaction already in block chain');
    await holder.send(draft({ from: coinsOf(first) }));
    await holder.mine(1);
    expect(await holder.verdict(first)).toBe('-26 18: bad-txns-inputs-spent');
  });

  test('and that spends what another in the mempool spends for good', async () => {
    const coin = holder.take();
    await holder.send(draft({ from: [coin] }));
    expect(await holder.verdict(draft({ from: [coin], fee: DOGE }))).toBe('-26 258: txn-mempool-conflict');
  });

  test('replaces one that allows it, for a higher fee', async () => {
    const coin = { ...holder.take(), sequence: 0xfffffffd };
    const first = draft({ from: [coin] });
    await holder.send(first);
    expect(await holder.verdict(draft({ from: [coin], fee: DOGE / 100n + 1n }))).toBe(
      '-26 66: insufficient fee',
    );
    const second = draft({ from: [coin], fee: DOGE / 50n });
    expect(await holder.verdict(second)).toBe('ok');
    const waiting = await holder.mempool();
    expect(waiting).toContain(txidOf(second));
    expect(waiting).not.toContain(txidOf(first));
  });

  test('may not replace its own ancestor', async () => {
    const coin = { ...holder.take(), sequence: 0xfffffffd };
    const first = draft({ from: [coin] });
    await holder.send(first);
    const both = draft({ from: [coin, ...coinsOf(first)], fee: DOGE });
    expect(await holder.verdict(both)).toBe('-26 16: bad-txns-spends-conflicting-tx');
  });

  test('may stand twenty-fifth in a row, but not twenty-sixth', async () => {
    let last = draft({ from: [holder.take()] });
    for (let links = 1; links < 25; links++) {
      await holder.send(last);
      last = draft({ from: coinsOf(last) });
    }
    expect(await holder.verdict(last)).toBe('ok');
    expect(await holder.verdict(draft({ from: coinsOf(last) }))).toBe('-26 64: too-long-mempool-chain');
  });

  test('and that pays an absurd fee needs a word for it', async () => {
    const rich = String(await node.call('sendtoaddress', 'mrCDrCybB6J1vRfbwM5hemdJz73FwDBC8r', 1));
    expect(rich).toHaveLength(64);
    const coins = Array.from({ length: 11 }, () => holder.take());
    const absurd = draft({ from: coins, fee: 101n * DOGE });
    expect(await holder.verdict(absurd)).toBe('-26 256: absurdly-high-fee');
    expect(await holder.verdict(absurd, false)).toBe('-26 256: absurdly-high-fee');
    expect(await holder.verdict(absurd, true)).toBe('ok');
  });

  test('and that opens a lock too early', async () => {
    const script = (height: number) =>
      concat([
        pushData(scriptNumber(height)),
        Uint8Array.of(0xb1, 0x75),
        pushData(PUBLIC_KEY),
        Uint8Array.of(CHECKSIG),
      ]);
    const locktime = HEIGHT + 20;
    const coin = await holder.lock(script(locktime));
    const unlock = (lock: number, sequence = 0xfffffffe) => {
      const from = [coin];
      return draft({ from, locktime: lock, sequence, scriptSig: (signed) => signed });
    };
    expect(await holder.verdict(unlock(locktime))).toBe('-26 64: non-final');
    expect(await holder.verdict(unlock(0))).toBe(
      '-26 64: non-mandatory-script-verify-flag (Locktime requirement not satisfied)',
    );
    expect(await holder.verdict(unlock(locktime, 0xffffffff))).toBe(
      '-26 64: non-mandatory-script-verify-flag (Locktime requirement not satisfied)',
    );
    const height = Number(await node.call('getblockcount'));
    await holder.mine(locktime - height - 1);
    expect(await holder.verdict(unlock(locktime))).toBe('-26 64: non-final');
    await holder.mine(1);
    expect(await holder.verdict(unlock(locktime))).toBe('ok');
  });

  test('and whose redeem script is costly to check', async () => {
    const costly = concat([pushData(PUBLIC_KEY), Uint8Array.of(0x75, ...Array<number>(16).fill(CHECKSIG))]);
    const coin = await holder.lock(costly);
    expect(await holder.verdict(draft({ from: [coin] }))).toBe('-26 64: bad-txns-nonstandard-inputs');
  });

  test('and whose redeem script is another', async () => {
    const coin = await holder.lock(Uint8Array.of(0x51));
    const other = { ...coin, redeemScript: Uint8Array.of(0x52) };
    expect(scriptHashScript(other.redeemScript)).toHaveLength(23);
    expect(await holder.verdict(draft({ from: [other] }))).toBe(
      '-26 16: mandatory-script-verify-flag-failed (Script evaluated without error but finished with a false/empty top stack element)',
    );
  });

  test('may be free when its money is old', async () => {
    const coin = holder.take();
    await holder.mine(10);
    const free = draft({ from: [coin], fee: 0n });
    expect(await holder.verdict(free)).toBe('ok');
  });
});
