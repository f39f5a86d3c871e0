import { Transaction as BitcoinTransaction } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, equal, fromHex, toHex } from '../../core/protocol/bytes.ts';
import {
  outpointKey,
  parseTransaction,
  spentOutpoints,
  transactionHex,
  txidOf,
} from '../../core/protocol/transaction.ts';
import { aChannel, aTransactionPaying, doge } from '../doubles/channels.ts';
import { nth } from '../doubles/outcomes.ts';
import { alice } from '../doubles/parties.ts';
import { anyTransaction, mutated } from '../properties/arbitraries.ts';
import { forAll } from '../properties/for-all.ts';

const funding = nth(aChannel().fundingTransactions, 0).toBuffer();

/** The bytes with a witness of `stack` on the only input: BIP144's marker, flag and witness, same txid. */
function withWitness(bytes: Uint8Array, stack: Uint8Array[]): Uint8Array {
  const transaction = BitcoinTransaction.fromBuffer(bytes);
  nth(transaction.ins, 0).witness = stack;
  return transaction.toBuffer();
}

describe('a serialised transaction', () => {
  test('is read as bitcoinjs reads it, and written back the same', () => {
    forAll(anyTransaction, (transaction) => {
      const bytes = transaction.toBuffer();
      const parsed = parseTransaction(bytes);
      expect(parsed && transactionHex(parsed)).toBe(toHex(bytes));
      expect(parsed && txidOf(parsed)).toBe(BitcoinTransaction.fromBuffer(bytes).getId());
    });
  });

  test('of arbitrary bytes is a transaction of exactly these bytes or none, never an exception', () => {
    forAll(
      fc.uint8Array({ maxLength: 200 }),
      (bytes) => {
        const parsed = parseTransaction(bytes);
        if (parsed !== undefined) expect(parsed.toBuffer()).toEqual(bytes);
      },
      500,
    );
  });

  test('of damaged bytes is a transaction of exactly these bytes or none, never an exception', () => {
    forAll(
      mutated(funding),
      (bytes) => {
        const parsed = parseTransaction(bytes);
        if (parsed !== undefined) expect(equal(parsed.toBuffer(), bytes)).toBe(true);
      },
      500,
    );
  });

  test('is refused with one byte more, and with every byte less', () => {
    expect(parseTransaction(concat([funding, Uint8Array.of(0)]))).toBeUndefined();
    for (let length = 0; length < funding.length; length++) {
      expect(parseTransaction(funding.subarray(0, length))).toBeUndefined();
    }
  });

  test('is refused with a witness, which Dogecoin never has and the txid does not cover', () => {
    const padded = withWitness(funding, [new Uint8Array(50_000)]);
    expect(BitcoinTransaction.fromBuffer(padded).getId()).toBe(
      BitcoinTransaction.fromBuffer(funding).getId(),
    );
    expect(parseTransaction(padded)).toBeUndefined();
  });

  test('is refused with the marker of a witness and none', () => {
    const marked = concat([funding.subarray(0, 4), fromHex('0001'), funding.subarray(4, -4)]);
    const superfluous = concat([marked, Uint8Array.of(0), funding.subarray(-4)]);
    expect(parseTransaction(superfluous)).toBeUndefined();
  });

  test('is refused with a count that is not in its shortest form', () => {
    const [version, rest] = [funding.subarray(0, 4), funding.subarray(5)];
    expect(funding[4]).toBe(1);
    expect(parseTransaction(concat([version, fromHex('fd0100'), rest]))).toBeUndefined();
    expect(parseTransaction(concat([version, fromHex('fe01000000'), rest]))).toBeUndefined();
  });

  test('that claims 2^32 inputs is refused at once', () => {
    expect(parseTransaction(fromHex('02000000feffffffff'))).toBeUndefined();
    expect(parseTransaction(fromHex('02000000ffffffffffffffffff'))).toBeUndefined();
  });
});

describe('an outpoint', () => {
  test('is named by the txid in display order and the output', () => {
    const first = aTransactionPaying([{ script: alice.script, value: doge(1) }]);
    const second = aTransactionPaying([{ script: alice.script, value: doge(1) }], 'another');
    second.addInput(first.getHash(), 7);
    const spent = nth(spentOutpoints(second), 1);
    expect(spent).toEqual({ txid: first.getId(), vout: 7 });
    expect(outpointKey(spent)).toBe(`${txidOf(first)}:7`);
  });
});
