import * as bip66 from 'bitcoinjs-lib/src/bip66';
import { ECPairFactory } from 'ecpair';
import fc from 'fast-check';
import * as ecc from 'tiny-secp256k1';
import { describe, expect, test } from 'vitest';
import { BugError } from '../../core/assert.ts';
import { concat, fromHex, toHex } from '../../core/protocol/bytes.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import {
  isPrivateKeyOf,
  isPublicKey,
  parseDer,
  publicKeyOf,
  signEcdsa,
  signSchnorr,
  toDer,
  verifyEcdsa,
  verifySchnorr,
  withHashByte,
} from '../../core/protocol/signature.ts';
import { alice, mallory } from '../doubles/parties.ts';
import { mutated } from '../properties/arbitraries.ts';
import { forAll } from '../properties/for-all.ts';

const ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
const HALF_ORDER = ORDER / 2n;

const hashes = fc.uint8Array({ minLength: 32, maxLength: 32 });
const number32 = (value: bigint) => fromHex(value.toString(16).padStart(64, '0'));
const numbers = fc.oneof(
  fc.constantFrom(0n, 1n, 0x7fn, 0x80n, 0xffn, 0x100n, HALF_ORDER),
  fc.bigInt({ min: 0n, max: HALF_ORDER }),
);
/** r ‖ s with a low s; r needs no limit but its 32 bytes to be encoded. */
const compacts = fc.tuple(numbers, numbers).map(([r, s]) => concat([number32(r), number32(s)]));

const message = sha256(Uint8Array.of(1));
const signature = signEcdsa(message, alice.privateKey);
const der = toDer(signature);

describe('a DER signature', () => {
  test('is read back as the numbers that wrote it', () => {
    forAll(compacts, (compact) => expect(parseDer(toDer(compact))).toEqual(compact), 300);
  });

  const check = (bytes: Uint8Array): void => {
    const compact = parseDer(bytes);
    if (compact === undefined) return;
    expect(bip66.check(bytes)).toBe(true);
    expect(toHex(toDer(compact))).toBe(toHex(bytes));
    const { r, s } = bip66.decode(bytes);
    expect(toHex(bip66.encode(r, s))).toBe(toHex(bytes));
  };

  test('is strict by BIP66 and the only text of its numbers, whatever was done to a good one', () => {
    let accepted = 0;
    forAll(
      mutated(der),
      (bytes) => {
        check(bytes);
        if (parseDer(bytes) !== undefined) accepted++;
      },
      2000,
    );
    expect(accepted).toBeGreaterThan(100);
  });

  test('is strict by BIP66 and the only text of its numbers, for arbitrary lengths and integers', () => {
    const integers = fc.uint8Array({ maxLength: 34 });
    const lengthErrors = fc.constantFrom(0, 0, 0, 0, 1, -1);
    const shapes = fc.tuple(integers, integers, lengthErrors, lengthErrors, lengthErrors);
    forAll(
      shapes,
      ([r, s, totalError, rError, sError]) => {
        const body = concat([
          Uint8Array.of(0x02, r.length + rError),
          r,
          Uint8Array.of(0x02, s.length + sError),
          s,
        ]);
        check(concat([Uint8Array.of(0x30, body.length + totalError), body]));
      },
      2000,
    );
  });

  test('of arbitrary bytes is none, or strict', () => {
    forAll(fc.uint8Array({ maxLength: 80 }), check, 500);
  });

  test('that BIP66 takes is taken, as long as its S is low', () => {
    const anyS = fc.tuple(numbers, fc.bigInt({ min: 1n, max: ORDER - 1n }));
    forAll(anyS, ([r, s]) => {
      const bytes = toDer(concat([number32(r), number32(s)]));
      expect(bip66.check(bytes)).toBe(true);
      expect(parseDer(bytes) !== undefined).toBe(s <= HALF_ORDER);
    });
  });

  test('with an S of half the order is taken, with one more is refused', () => {
    const withS = (s: bigint) => toDer(concat([number32(1n), number32(s)]));
    expect(parseDer(withS(HALF_ORDER))).toBeDefined();
    expect(parseDer(withS(HALF_ORDER + 1n))).toBeUndefined();
    expect(parseDer(withS(ORDER - 1n))).toBeUndefined();
  });

  test.each([
    ['empty', ''],
    ['too short', '30050201010201'],
    ['R padded with a zero', '300702020001020101'],
    ['S padded with a zero', '300702010102020001'],
    ['R negative', '3006020180020101'],
    ['S negative', '3006020101020180'],
    ['R of no bytes', '300602000203010101'],
    ['S of no bytes', '300602030101010200'],
    ['another tag', '3106020101020101'],
    ['another tag of R', '3006030101020101'],
    ['another tag of S', '3006020101030101'],
    ['a length of BER', '308106020101020101'],
    ['a byte after the end', '300602010102010100'],
    ['a length that counts a byte after the end', '300702010102010100'],
    ['R beyond the end', '3006027f01020101'],
    ['S beyond the end', '3006020101027f01'],
    ['R of 33 bytes', `3026022101${'00'.repeat(32)}020101`],
  ])('is refused: %s', (_, hex) => {
    expect(parseDer(fromHex(hex))).toBeUndefined();
  });

  test('of one-byte numbers is the shortest; one of zeros verifies nothing', () => {
    expect(toHex(toDer(concat([number32(1n), number32(1n)])))).toBe('3006020101020101');
    const zeros = parseDer(fromHex('3006020100020100'));
    expect(zeros).toEqual(new Uint8Array(64));
    expect(verifyEcdsa(message, alice.publicKey, new Uint8Array(64))).toBe(false);
  });

  test('carries the hash byte SIGHASH_ALL after it in scripts and PSBTs, 72 bytes at most', () => {
    expect(toHex(withHashByte(signature))).toBe(`${toHex(der)}01`);
    forAll(compacts, (compact) => expect(withHashByte(compact).length).toBeLessThanOrEqual(72));
  });
});

describe('an ECDSA signature', () => {
  test('is verified for its message and key, and for no other', () => {
    forAll(
      hashes,
      (hash) => {
        const signed = signEcdsa(hash, alice.privateKey);
        expect(verifyEcdsa(hash, alice.publicKey, signed)).toBe(true);
        expect(verifyEcdsa(sha256(hash), alice.publicKey, signed)).toBe(false);
        expect(verifyEcdsa(hash, mallory.publicKey, signed)).toBe(false);
      },
      30,
    );
  });

  test('is deterministic (RFC 6979), with a low S, and what ecpair signs', () => {
    const pair = ECPairFactory(ecc).fromPrivateKey(alice.privateKey);
    forAll(
      hashes,
      (hash) => {
        const signed = signEcdsa(hash, alice.privateKey);
        expect(signEcdsa(hash, alice.privateKey)).toEqual(signed);
        expect(toHex(signed)).toBe(toHex(pair.sign(hash)));
        expect(BigInt(`0x${toHex(signed.subarray(32))}`)).toBeLessThanOrEqual(HALF_ORDER);
      },
      30,
    );
  });

  test('is refused with the other S, which is as true but which nodes do not relay', () => {
    const s = BigInt(`0x${toHex(signature.subarray(32))}`);
    const highS = concat([signature.subarray(0, 32), number32(ORDER - s)]);
    expect(ecc.verify(message, alice.publicKey, highS)).toBe(true);
    expect(verifyEcdsa(message, alice.publicKey, highS)).toBe(false);
  });

  test.each([
    ['numbers beyond the order', concat([number32(ORDER), number32(1n)])],
    ['all bits', new Uint8Array(64).fill(0xff)],
    ['63 bytes', new Uint8Array(63).fill(1)],
    ['no bytes', new Uint8Array(0)],
  ])('of %s verifies nothing and throws nothing', (_, bytes) => {
    expect(verifyEcdsa(message, alice.publicKey, bytes)).toBe(false);
  });

  test('verifies nothing for a key that is no point, and throws nothing', () => {
    const noPoint = concat([Uint8Array.of(2), new Uint8Array(32).fill(0xff)]);
    expect(verifyEcdsa(message, noPoint, signature)).toBe(false);
  });
});

describe('a Schnorr signature', () => {
  const xOnly = alice.publicKey.subarray(1);

  // BIP-340, test-vectors.csv, index 0.
  test('is the one of BIP-340', () => {
    const privateKey = number32(3n);
    const publicKey = fromHex('f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9');
    const expected =
      'e907831f80848d1069a5371b402410364bdf1c5f8307b0084c55f1ce2dca821525f66a4a85ea8b71e482a74f382d2ce5ebeee8fdb2172f477df4900d310536c0';
    expect(toHex(signSchnorr(new Uint8Array(32), privateKey))).toBe(expected);
    expect(verifySchnorr(new Uint8Array(32), publicKey, fromHex(expected))).toBe(true);
  });

  test('is verified for its message and key, and for no other; the same each time', () => {
    forAll(
      hashes,
      (hash) => {
        const signed = signSchnorr(hash, alice.privateKey);
        expect(signSchnorr(hash, alice.privateKey)).toEqual(signed);
        expect(verifySchnorr(hash, xOnly, signed)).toBe(true);
        expect(verifySchnorr(sha256(hash), xOnly, signed)).toBe(false);
        expect(verifySchnorr(hash, mallory.publicKey.subarray(1), signed)).toBe(false);
      },
      30,
    );
  });

  test.each([
    ['of 63 bytes', 63, 32],
    ['of no bytes', 0, 32],
    ['for a key of 33 bytes', 64, 33],
    ['for a key of no bytes', 64, 0],
    ['of 64 bytes of 0x01', 64, 32],
  ])('%s verifies nothing and throws nothing', (_, signatureLength, keyLength) => {
    const key = new Uint8Array(keyLength).fill(1);
    expect(verifySchnorr(message, key, new Uint8Array(signatureLength).fill(1))).toBe(false);
  });
});

describe('a key', () => {
  test('of a customer or merchant is a compressed point', () => {
    const uncompressed = ecc.pointCompress(alice.publicKey, false);
    const hybrid = concat([Uint8Array.of(6 + (isOdd(uncompressed) ? 1 : 0)), uncompressed.subarray(1)]);
    expect(isPublicKey(alice.publicKey)).toBe(true);
    expect(isPublicKey(uncompressed)).toBe(false);
    expect(isPublicKey(hybrid)).toBe(false);
    expect(isPublicKey(alice.publicKey.subarray(1))).toBe(false);
    expect(isPublicKey(new Uint8Array(0))).toBe(false);
    expect(isPublicKey(concat([Uint8Array.of(4), alice.publicKey.subarray(1)]))).toBe(false);
    // x = 5 is on no point of the curve.
    expect(isPublicKey(fromHex(`02${'5'.padStart(64, '0')}`))).toBe(false);
  });

  test('of arbitrary bytes is a point or not, never an exception', () => {
    const shaped = fc
      .tuple(fc.constantFrom(0, 2, 3, 4, 6), hashes)
      .map(([prefix, x]) => concat([Uint8Array.of(prefix), x]));
    forAll(fc.oneof(shaped, fc.uint8Array({ maxLength: 70 })), (bytes) => {
      expect(isPublicKey(bytes)).toBe(bytes.length === 33 && ecc.isPoint(bytes));
    });
  });

  test('that is private belongs to one public key', () => {
    expect(isPrivateKeyOf(alice.privateKey, alice.publicKey)).toBe(true);
    expect(isPrivateKeyOf(alice.privateKey, mallory.publicKey)).toBe(false);
    expect(isPrivateKeyOf(new Uint8Array(32), alice.publicKey)).toBe(false);
    expect(isPrivateKeyOf(number32(ORDER), alice.publicKey)).toBe(false);
  });

  test('that is private and out of range is a bug of the program', () => {
    expect(() => publicKeyOf(new Uint8Array(32))).toThrow(BugError);
    expect(() => publicKeyOf(number32(ORDER))).toThrow(BugError);
    expect(toHex(publicKeyOf(number32(1n)))).toBe(
      '0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798',
    );
  });
});

function isOdd(uncompressed: Uint8Array): boolean {
  return ((uncompressed.at(-1) ?? 0) & 1) === 1;
}
