import { expect, test } from 'vitest';
import type { TillContext } from '../../../core/merchant/context.ts';
import { RelayInputs } from '../../../core/merchant/on-chain/relay-inputs.ts';
import { koinu } from '../../../core/money.ts';
import type { NodeBackend } from '../../../core/node/backend.ts';
import { pubKeyHashScript } from '../../../core/protocol/address.ts';
import { toHex } from '../../../core/protocol/bytes.ts';
import { buildCollection } from '../../../core/protocol/collection.ts';
import { readRelayed } from '../../../core/protocol/relay.ts';
import { publicKeyOf } from '../../../core/protocol/signature.ts';
import { FINAL_SEQUENCE, Transaction, transactionHex } from '../../../core/protocol/transaction.ts';

const KEY = new Uint8Array(32).fill(5);
const SCRIPT = pubKeyHashScript(publicKeyOf(KEY));
const COIN = koinu(100n);
/** As many as fit into 100 kB, each with one byte for a signature. */
const MANY = 2300;

const coin = (at: number) => Uint8Array.of(...new Array(30).fill(9), at >> 8, at & 255);

/** Spends so many coins, signed by nobody. */
function unsigned(inputs: number): Transaction {
  const transaction = new Transaction();
  for (let at = 0; at < inputs; at++) transaction.addInput(coin(at), 0, FINAL_SEQUENCE, Uint8Array.of(0x51));
  transaction.addOutput(SCRIPT, 1000n);
  return transaction;
}

function signed(inputs: number): Transaction {
  const coins = Array.from({ length: inputs }, (_, at) => ({
    txid: toHex(coin(at)),
    vout: 0,
    script: SCRIPT,
    privateKey: KEY,
  }));
  return buildCollection(coins, { script: SCRIPT, value: koinu(BigInt(inputs) * COIN - 7n) });
}

/** A node that has the first so many of them, all of one script. */
function lookingAt(known: number, script = SCRIPT, wait?: Promise<void>) {
  const asked = { calls: 0, coins: 0, mostAtOnce: 0 };
  let atOnce = 0;
  const unspentOutputs: NodeBackend['unspentOutputs'] = async (outpoints) => {
    const before = asked.coins;
    asked.calls += 1;
    asked.coins += outpoints.length;
    atOnce += 1;
    asked.mostAtOnce = Math.max(asked.mostAtOnce, atOnce);
    await wait;
    atOnce -= 1;
    return outpoints.map((_, at) =>
      before + at < known ? { value: COIN, script, confirmations: 1, isCoinbase: false } : undefined,
    );
  };
  const world = { randomBytes: () => crypto.getRandomValues(new Uint8Array(1)) };
  const context = { node: { unspentOutputs }, world } as unknown as TillContext;
  return { inputs: new RelayInputs(context), asked };
}

test('a transaction of 2300 coins that there are none of costs the node four questions', async () => {
  const transaction = unsigned(MANY);
  expect(readRelayed(transactionHex(transaction))).toBeDefined();
  const { inputs, asked } = lookingAt(0);
  expect(await inputs.look(transaction)).toBe('unknown');
  expect(asked).toMatchObject({ calls: 1, coins: 4 });
});

test('one of 2300 coins of other people, which it has not signed for, costs four as well', async () => {
  const { inputs, asked } = lookingAt(MANY);
  expect(await inputs.look(unsigned(MANY))).toBe('unsigned');
  expect(asked).toMatchObject({ calls: 1, coins: 4 });
});

test('one whose tenth coin is missing is asked for no further than the 25 it is among', async () => {
  const { inputs, asked } = lookingAt(9);
  expect(await inputs.look(signed(60))).toBe('unknown');
  expect(asked).toMatchObject({ calls: 2, coins: 29 });
});

test('every coin of one that is signed is asked for once, 25 at a time, and gives its fee', async () => {
  const { inputs, asked } = lookingAt(MANY);
  expect(await inputs.look(signed(60))).toEqual({ fee: 7n });
  expect(asked).toMatchObject({ calls: 4, coins: 60, mostAtOnce: 1 });
});

test('coins of another kind than P2PKH are left to the nodes', async () => {
  const { inputs } = lookingAt(MANY, Uint8Array.of(0xa9, 20, ...new Uint8Array(20), 0x87));
  expect(await inputs.look(unsigned(2))).toEqual({ fee: -800n });
});

test('a signature for another coin, or with anything beside it, does not fit', async () => {
  const swapped = signed(4);
  const [first] = swapped.ins;
  for (const input of swapped.ins) if (first) input.script = first.script;
  const padded = signed(4);
  for (const input of padded.ins) input.script = Uint8Array.of(0x51, ...input.script);
  const other = pubKeyHashScript(publicKeyOf(new Uint8Array(32).fill(6)));
  expect(await lookingAt(MANY).inputs.look(padded)).toBe('unsigned');
  expect(await lookingAt(MANY, other).inputs.look(signed(4))).toBe('unsigned');
  const tries = await Promise.all(Array.from({ length: 30 }, () => lookingAt(MANY).inputs.look(swapped)));
  expect(tries).toContain('unsigned');
});

test('four transactions are looked at beside each other, 64 wait, and more are sent away', async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const { inputs, asked } = lookingAt(MANY, SCRIPT, promise);
  const transaction = signed(1);
  const looks = Array.from({ length: 100 }, () => inputs.look(transaction).catch(String));
  await expect.poll(() => asked.calls).toBe(4);
  resolve();
  const given = await Promise.all(looks);
  expect(given.filter((look) => typeof look === 'string')).toHaveLength(32);
  expect(given.at(-1)).toContain('wait for the node already');
  expect(asked).toMatchObject({ calls: 68, mostAtOnce: 4 });
  expect(await inputs.look(transaction)).toEqual({ fee: 7n });
});

test('a transaction that names a coin twice is no transaction', () => {
  const twice = unsigned(2);
  const [first, second] = twice.ins;
  if (first && second) second.hash = first.hash;
  expect(readRelayed(transactionHex(twice))).toBeUndefined();
});
