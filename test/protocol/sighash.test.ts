import { Transaction as BitcoinTransaction, script as bitcoinScript } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concat, fromHex, toHex } from '../../core/protocol/bytes.ts';
import { settlementTransaction } from '../../core/protocol/payment.ts';
import { SIGHASH_ALL, signatureHash } from '../../core/protocol/sighash.ts';
import { aChannel, doge } from '../doubles/channels.ts';
import { honestOutputs } from '../doubles/payments.ts';
import { anyTransaction } from '../properties/arbitraries.ts';
import { forAll } from '../properties/for-all.ts';

const OP_CODESEPARATOR = 0xab;

/** Scripts whose pushes are all minimal and that have no OP_CODESEPARATOR: what bitcoinjs leaves as it is. */
const minimalScripts = fc
  .array(
    fc.oneof(
      fc.integer({ min: 0x61, max: 0xb9 }).filter((opcode) => opcode !== OP_CODESEPARATOR),
      fc.uint8Array({ minLength: 1, maxLength: 300 }),
    ),
    { maxLength: 6 },
  )
  .map((chunks) => bitcoinScript.compile(chunks));

const hashTypes = fc.oneof(
  fc.constantFrom(0x00, 0x01, 0x02, 0x03, 0x81, 0x82, 0x83),
  fc.nat({ max: 0xff }),
  // Core's own test vectors have hash types of 32 bits with a sign.
  fc.integer(),
);

const NUMBER_ONE = `01${'00'.repeat(31)}`;

describe('the message that a signature signs', () => {
  const channel = aChannel({ fundings: [[doge(60), doge(40)]] });
  const settlement = settlementTransaction(channel.basis, honestOutputs(channel, doge(25)));
  const hashOf = (parts: { index?: number; scriptCode?: Uint8Array; hashType?: number }) =>
    toHex(
      signatureHash(settlement, {
        index: 0,
        scriptCode: channel.redeemScript,
        hashType: SIGHASH_ALL,
        ...parts,
      }),
    );

  test('is the one of bitcoinjs, for every transaction, minimal script and hash type', () => {
    const cases = fc.record({
      transaction: anyTransaction,
      index: fc.nat({ max: 3 }),
      scriptCode: minimalScripts,
      hashType: hashTypes,
    });
    forAll(
      cases,
      ({ transaction, index, scriptCode, hashType }) => {
        const isSingle = (hashType & 0x1f) === 0x03;
        // There bitcoinjs answers the number one in the other byte order than the chain does.
        fc.pre(index < transaction.ins.length && !(isSingle && index >= transaction.outs.length));
        const theirs = BitcoinTransaction.fromBuffer(transaction.toBuffer());
        expect(toHex(signatureHash(transaction, { index, scriptCode, hashType }))).toBe(
          toHex(theirs.hashForSignature(index, scriptCode, hashType)),
        );
      },
      400,
    );
  });

  test('leaves the transaction as it was', () => {
    const before = settlement.toHex();
    for (const hashType of [0x01, 0x02, 0x03, 0x81, 0x82, 0x83]) hashOf({ hashType });
    expect(settlement.toHex()).toBe(before);
  });

  test('with every output signed alone or none, differs from the one over all', () => {
    const hashes = [0x01, 0x02, 0x03, 0x81, 0x82, 0x83].map((hashType) => hashOf({ hashType }));
    expect(new Set(hashes).size).toBe(6);
  });

  test('is another for every input', () => {
    expect(hashOf({ index: 0 })).not.toBe(hashOf({ index: 1 }));
  });

  test('is the number one, little-endian, for an input that is not there', () => {
    expect(hashOf({ index: 2 })).toBe(NUMBER_ONE);
  });

  test('is the number one for SIGHASH_SINGLE without an output of that position', () => {
    const oneOutput = settlementTransaction(channel.basis, honestOutputs(channel, doge(25)).slice(0, 1));
    const hash = signatureHash(oneOutput, { index: 1, scriptCode: channel.redeemScript, hashType: 0x03 });
    expect(toHex(hash)).toBe(NUMBER_ONE);
    expect(hashOf({ index: 1, hashType: 0x03 })).not.toBe(NUMBER_ONE);
  });

  describe('is over the script as it is on the chain, where bitcoinjs compiles it anew', () => {
    const theirs = (scriptCode: Uint8Array) => toHex(settlement.hashForSignature(0, scriptCode, SIGHASH_ALL));
    const template = channel.redeemScript;
    /** Behind OP_IF, the locktime, two opcodes, the customer's key, OP_CHECKSIG and OP_ELSE. */
    const twoOfTwo = 1 + 4 + 2 + 34 + 2;
    const locktimePush = template.subarray(1, 5);

    test('the template itself is the same to both', () => {
      expect(hashOf({ scriptCode: template })).toBe(theirs(template));
    });

    test('`01 02` for OP_2 is not: the close that bitcoinjs calls valid is impossible on the chain', () => {
      expect(template[twoOfTwo]).toBe(0x52);
      const stolen = concat([
        template.subarray(0, twoOfTwo),
        fromHex('0102'),
        template.subarray(twoOfTwo + 1),
      ]);
      expect(hashOf({ scriptCode: stolen })).not.toBe(theirs(stolen));
      expect(theirs(stolen)).toBe(theirs(template));
    });

    test('nor is a locktime in OP_PUSHDATA1', () => {
      const pushData = concat([template.subarray(0, 1), fromHex('4c'), locktimePush, template.subarray(5)]);
      expect(hashOf({ scriptCode: pushData })).not.toBe(theirs(pushData));
      expect(theirs(pushData)).toBe(theirs(template));
    });
  });
});
