import * as tools from 'uint8array-tools';
import { assert } from '../assert.ts';

export const EMPTY = new Uint8Array(0);

export const toHex = tools.toHex;
export const utf8 = tools.fromUtf8;
export const readUtf8 = tools.toUtf8;

// concat, fromHex and equal are written out: those of uint8array-tools copy everything twice, and every payment passes
// through them dozens of times.

export function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

/** For hex that this program wrote itself; outside text goes through parseHex. */
export function fromHex(hex: string): Uint8Array {
  assert(hex.length % 2 === 0, 'hex has two digits for each byte');
  const bytes = new Uint8Array(hex.length / 2);
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = (digit(hex, 2 * at) << 4) | digit(hex, 2 * at + 1);
  }
  return bytes;
}

/** The letters of either case have their value plus 9 in the lower half of their code. */
function digit(hex: string, at: number): number {
  const code = hex.charCodeAt(at);
  return (code & 0x0f) + (code > 0x39 ? 9 : 0);
}

export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at++) {
    if (a[at] !== b[at]) return false;
  }
  return true;
}

const HEX = /^(?:[0-9a-f]{2})*$/i;

/** @returns undefined unless the text is whole bytes of hex */
export function parseHex(text: string): Uint8Array | undefined {
  return HEX.test(text) ? fromHex(text) : undefined;
}

/** Txids and block hashes are shown in the reverse of their byte order on the wire. */
export function reverseHex(bytes: Uint8Array): string {
  return toHex(new Uint8Array(bytes).reverse());
}

const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Canonical RFC 4648 base64 with padding: no white space, no URL alphabet. @returns undefined for anything else */
export function parseBase64(text: string): Uint8Array | undefined {
  if (!BASE64.test(text)) return undefined;
  const bytes = tools.fromBase64(text);
  return tools.toBase64(bytes.subarray(bytes.length - (bytes.length % 3 || 3))) === text.slice(-4) ||
    text === ''
    ? bytes
    : undefined;
}

export const toBase64 = tools.toBase64;

/** Reading past the end or a non-canonical length: the bytes are not what they claim to be. */
export class MalformedBytesError extends Error {
  override name = 'MalformedBytesError';
}

/** Reads little-endian fields off untrusted bytes. Every method throws MalformedBytesError past the end. */
export class ByteReader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #offset = 0;
  #hasRunOut = false;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.#bytes.length - this.#offset;
  }

  /** More was wanted than there is: what was read is cut off, unless a length in it is wrong. */
  get hasRunOut(): boolean {
    return this.#hasRunOut;
  }

  get offset(): number {
    return this.#offset;
  }

  #advance(length: number): number {
    if (length > this.remaining) {
      this.#hasRunOut = true;
      throw new MalformedBytesError(`${length} bytes wanted at ${this.#offset}, ${this.remaining} left`);
    }
    const at = this.#offset;
    this.#offset += length;
    return at;
  }

  slice(length: number): Uint8Array {
    const at = this.#advance(length);
    return this.#bytes.subarray(at, at + length);
  }

  uint8(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  uint64(): bigint {
    return this.#view.getBigUint64(this.#advance(8), true);
  }

  /** CompactSize (serialize.h), refused where a shorter form would do. */
  compactSize(): number {
    const first = this.uint8();
    if (first < 0xfd) return first;
    const value = first === 0xfd ? this.uint16() : first === 0xfe ? this.uint32() : Number(this.uint64());
    const least = first === 0xfd ? 0xfd : first === 0xfe ? 0x1_0000 : 0x1_0000_0000;
    if (value < least) throw new MalformedBytesError('a length is not in its shortest form');
    return value;
  }

  sized(): Uint8Array {
    return this.slice(this.compactSize());
  }
}

/** @returns the CompactSize encoding (serialize.h) of a length below 2^32 */
export function compactSize(value: number): Uint8Array {
  assert(Number.isInteger(value) && value >= 0 && value <= 0xffffffff, 'a length is below 2^32');
  if (value < 0xfd) return Uint8Array.of(value);
  if (value <= 0xffff) return Uint8Array.of(0xfd, value & 0xff, value >>> 8);
  return concat([Uint8Array.of(0xfe), uint32(value)]);
}

export function compactSizeLength(value: number): number {
  return value < 0xfd ? 1 : value <= 0xffff ? 3 : 5;
}

export function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

export function sized(bytes: Uint8Array): Uint8Array {
  return concat([compactSize(bytes.length), bytes]);
}

/**
 * Writes little-endian fields into bytes whose number is known before. Byte by byte: a DataView would have every small
 * array moved out of the heap first, which costs more than all that is written.
 */
export class ByteWriter {
  readonly bytes: Uint8Array;
  #offset = 0;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
  }

  uint8(value: number): void {
    this.bytes[this.#offset++] = value;
  }

  /** Also an int32, by its two's complement. */
  uint32(value: number): void {
    this.uint8(value);
    this.uint8(value >>> 8);
    this.uint8(value >>> 16);
    this.uint8(value >>> 24);
  }

  int64(value: bigint): void {
    this.uint32(Number(BigInt.asUintN(32, value)));
    this.uint32(Number(BigInt.asUintN(32, value >> 32n)));
  }

  raw(bytes: Uint8Array): void {
    this.bytes.set(bytes, this.#offset);
    this.#offset += bytes.length;
  }

  sized(bytes: Uint8Array): void {
    this.compactSize(bytes.length);
    this.raw(bytes);
  }

  compactSize(value: number): void {
    if (value < 0xfd) this.uint8(value);
    else this.raw(compactSize(value));
  }
}

/** Length of what `sized` writes. */
export function sizedLength(bytes: Uint8Array): number {
  return compactSizeLength(bytes.length) + bytes.length;
}
