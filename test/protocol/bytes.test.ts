import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BugError } from '../../core/assert.ts';
import {
  ByteReader,
  compactSize,
  compactSizeLength,
  equal,
  fromHex,
  MalformedBytesError,
  parseBase64,
  parseHex,
  reverseHex,
  toBase64,
  toHex,
} from '../../core/protocol/bytes.ts';
import { forAll } from '../properties/for-all.ts';

const anyBytes = fc.uint8Array({ maxLength: 100 });

describe('base64 [ENC-3]', () => {
  test('is read back as the bytes that wrote it', () => {
    forAll(anyBytes, (bytes) => expect(parseBase64(toBase64(bytes))).toEqual(bytes));
  });

  test('has one text for every bytes: whatever is read writes the same text again', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'ABCDQg048wxyz/+=-_ '), maxLength: 12 });
    forAll(
      letters,
      (text) => {
        const bytes = parseBase64(text);
        if (bytes !== undefined) expect(toBase64(bytes)).toBe(text);
      },
      2000,
    );
  });

  test.each([
    ['without its padding', 'QQ'],
    ['with padding too many', 'QUI=='],
    ['with padding alone', '===='],
    ['with padding in the middle', 'QQ==QUJD'],
    ['of the URL alphabet', '_-8='],
    ['with white space', 'QUJD\n'],
    ['with white space inside', 'QU JD'],
    ['with bits that no byte holds (of 1 byte)', 'QR=='],
    ['with bits that no byte holds (of 2 bytes)', 'QUJ='],
    ['with a letter of another script', 'QUJД'],
  ])('%s is refused', (_, text) => {
    expect(parseBase64(text)).toBeUndefined();
  });

  test('of nothing is nothing', () => {
    expect(parseBase64('')).toEqual(new Uint8Array(0));
  });

  test('of the longest request is read without overflowing the stack', () => {
    const bytes = new Uint8Array(192 * 1024).fill(0xa5);
    expect(parseBase64(toBase64(bytes))?.length).toBe(bytes.length);
    expect(parseBase64(`${toBase64(bytes)}!`)).toBeUndefined();
  });
});

describe('hex', () => {
  test('is read back as the bytes that wrote it, in capitals too', () => {
    forAll(anyBytes, (bytes) => {
      expect(parseHex(toHex(bytes))).toEqual(bytes);
      expect(parseHex(toHex(bytes).toUpperCase())).toEqual(bytes);
    });
  });

  test.each(['0', '0g', 'abc', '0x00', ' 00', '00\n', '00 11', '００'])('%j is refused', (text) => {
    expect(parseHex(text)).toBeUndefined();
  });

  test('of a whole request is read without overflowing the stack', () => {
    expect(parseHex('ab'.repeat(128 * 1024))?.length).toBe(128 * 1024);
    expect(parseHex(`${'ab'.repeat(128 * 1024)}a`)).toBeUndefined();
  });

  test('of a txid is the reverse of the bytes on the wire [ENC-4]', () => {
    const bytes = Uint8Array.of(1, 2, 3);
    expect(reverseHex(bytes)).toBe('030201');
    expect(bytes).toEqual(Uint8Array.of(1, 2, 3));
  });
});

describe('two byte strings', () => {
  test('are equal when every byte is, and of one length', () => {
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(equal(Uint8Array.of(1, 2), Uint8Array.of(1, 2, 0))).toBe(false);
    expect(equal(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  });
});

describe('a CompactSize', () => {
  test('is read back as the length that wrote it', () => {
    const lengths = fc.oneof(
      fc.integer({ min: 0, max: 300 }),
      fc.integer({ min: 65_530, max: 65_540 }),
      fc.integer({ min: 0, max: 0xffffffff }),
    );
    forAll(lengths, (length) => {
      const bytes = compactSize(length);
      const reader = new ByteReader(bytes);
      expect(reader.compactSize()).toBe(length);
      expect(reader.remaining).toBe(0);
      expect(compactSizeLength(length)).toBe(bytes.length);
    });
  });

  test.each([
    [0xfc, 'fc'],
    [0xfd, 'fdfd00'],
    [0xffff, 'fdffff'],
    [0x10000, 'fe00000100'],
    [0xffffffff, 'feffffffff'],
  ])('of %i is %s', (length, hex) => {
    expect(toHex(compactSize(length))).toBe(hex);
  });

  test.each(['fd0000', 'fdfc00', 'fe00000000', 'feffff0000', 'ff0000000000000000', 'ffffffffff00000000'])(
    'in a longer form than it needs is refused: %s',
    (hex) => {
      expect(() => new ByteReader(fromHex(hex)).compactSize()).toThrow(MalformedBytesError);
    },
  );

  test('of 2^32 or more is read, and nothing so long can follow', () => {
    const reader = () => new ByteReader(fromHex('ff0000000001000000'));
    expect(reader().compactSize()).toBe(2 ** 32);
    expect(() => reader().sized()).toThrow(MalformedBytesError);
  });

  test('of no length is a bug of the program', () => {
    for (const value of [-1, 1.5, Number.NaN, 2 ** 32]) expect(() => compactSize(value)).toThrow(BugError);
  });
});

describe('a reader of bytes', () => {
  test('reads little-endian fields in order', () => {
    const reader = new ByteReader(fromHex('01 0203 04050607 08090a0b0c0d0e0f'.replaceAll(' ', '')));
    expect(reader.uint8()).toBe(0x01);
    expect(reader.uint16()).toBe(0x0302);
    expect(reader.uint32()).toBe(0x07060504);
    expect(reader.uint64()).toBe(0x0f0e0d0c0b0a0908n);
    expect(reader.remaining).toBe(0);
  });

  test('reads within a part of a larger buffer, and never beyond the part', () => {
    const reader = new ByteReader(fromHex('aabbccdd').subarray(1, 3));
    expect(reader.uint16()).toBe(0xccbb);
    expect(() => reader.uint8()).toThrow(MalformedBytesError);
  });

  test.each([
    ['uint8', (reader: ByteReader) => reader.uint8()],
    ['uint16', (reader: ByteReader) => reader.uint16()],
    ['uint32', (reader: ByteReader) => reader.uint32()],
    ['uint64', (reader: ByteReader) => reader.uint64()],
    ['compactSize', (reader: ByteReader) => reader.compactSize()],
    ['sized', (reader: ByteReader) => reader.sized()],
    ['slice', (reader: ByteReader) => reader.slice(1)],
  ])('says that the bytes end, when asked for %s past the end', (_, read) => {
    expect(() => read(new ByteReader(new Uint8Array(0)))).toThrow(MalformedBytesError);
  });
});
