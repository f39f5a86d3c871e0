import { isKoinu, KOINU_PER_DOGE, type Koinu } from '../../../money.ts';
import { parseHex } from '../../../protocol/bytes.ts';
import { type Json, JsonNumber } from './json.ts';
import { RPC, RpcError } from './rpc-error.ts';

/** uvTypeName (univalue): how Core calls a JSON type. */
function typeName(value: Json): string {
  if (value === null) return 'null';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number' || value instanceof JsonNumber) return 'number';
  return Array.isArray(value) ? 'array' : 'object';
}

const INTEGER = /^-?\d+$/;
const FIXED_POINT = /^(-?)(0|[1-9]\d*)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/;
const HEX = /^(?:[0-9a-fA-F]{2})+$/;

/** ParseFixedPoint with 8 decimals (utilstrencodings.cpp): exact, and undefined where digits would be lost. */
function parseFixedPoint(text: string): bigint | undefined {
  const match = FIXED_POINT.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', decimals = '', exponent = '0'] = match;
  const digits = `${whole}${decimals}`.replace(/0+$/, '');
  const scale = Number(exponent) + 8 - decimals.length + (`${whole}${decimals}`.length - digits.length);
  if (digits === '' || /^0*$/.test(digits)) return 0n;
  if (scale < 0 || scale + digits.length > 18 + 8) return undefined;
  const magnitude = BigInt(digits) * 10n ** BigInt(scale);
  // UPPER_BOUND: 10^18 - 1 koinu.
  if (magnitude >= 10_000_000_000n * KOINU_PER_DOGE) return undefined;
  return sign === '-' ? -magnitude : magnitude;
}

/** A call's arguments by position, each read as one type or refused in Core's words. */
export class RpcParameters {
  readonly #values: readonly Json[];

  constructor(values: readonly Json[]) {
    this.#values = values;
  }

  get count(): number {
    return this.#values.length;
  }

  /** Whether an argument was given and is not null. */
  has(at: number): boolean {
    return (this.#values[at] ?? null) !== null;
  }

  raw(at: number): Json {
    return this.#values[at] ?? null;
  }

  /** RPCTypeCheck: the first arguments' types, as far as they are given. */
  checkTypes(...types: readonly string[]): void {
    for (const [at, expected] of types.entries()) {
      if (at >= this.#values.length) return;
      const got = typeName(this.raw(at));
      if (got !== expected) throw new RpcError(RPC.TYPE, `Expected type ${expected}, got ${got}`);
    }
  }

  string(at: number): string {
    const value = this.raw(at);
    if (typeof value === 'string') return value;
    throw new RpcError(RPC.MISC, 'JSON value is not a string as expected');
  }

  boolean(at: number, otherwise: boolean): boolean {
    if (at >= this.#values.length) return otherwise;
    const value = this.raw(at);
    if (typeof value === 'boolean') return value;
    throw new RpcError(RPC.MISC, 'JSON value is not a boolean as expected');
  }

  /** A 32-bit signed integer (UniValue::get_int). */
  integer(at: number, otherwise?: number): number {
    if (otherwise !== undefined && at >= this.#values.length) return otherwise;
    const value = this.wideInteger(at);
    if (value === (value | 0)) return value;
    throw new RpcError(RPC.MISC, 'JSON integer out of range');
  }

  /** UniValue::get_int64, within what a number holds exactly. */
  wideInteger(at: number): number {
    const value = this.raw(at);
    if (!(value instanceof JsonNumber)) {
      throw new RpcError(RPC.MISC, 'JSON value is not an integer as expected');
    }
    const number = Number(value.text);
    if (!INTEGER.test(value.text) || !Number.isSafeInteger(number)) {
      throw new RpcError(RPC.MISC, 'JSON integer out of range');
    }
    return number;
  }

  /** AmountFromValue (rpc/server.cpp): DOGE as a number or a string. @returns koinu */
  amount(at: number): Koinu {
    const value = this.raw(at);
    const text = value instanceof JsonNumber ? value.text : value;
    if (typeof text !== 'string') throw new RpcError(RPC.TYPE, 'Amount is not a number or string');
    const amount = parseFixedPoint(text);
    if (amount === undefined) throw new RpcError(RPC.TYPE, 'Invalid amount');
    if (!isKoinu(amount)) throw new RpcError(RPC.TYPE, 'Amount out of range');
    return amount;
  }

  /** ParseHashV: a txid or block hash, strictly. */
  hash(at: number, name: string): string {
    const value = this.raw(at);
    const text = typeof value === 'string' ? value : '';
    this.#checkHex(text, name);
    if (text.length === 64) return text.toLowerCase();
    throw new RpcError(RPC.INVALID_PARAMETER, `${name} must be of length 64 (not ${text.length})`);
  }

  hex(at: number, name: string): Uint8Array {
    const text = this.string(at);
    if (text !== '') this.#checkHex(text, name);
    return parseHex(text) ?? new Uint8Array();
  }

  #checkHex(text: string, name: string): void {
    if (HEX.test(text)) return;
    throw new RpcError(RPC.INVALID_PARAMETER, `${name} must be hexadecimal string (not '${text}')`);
  }

  /** uint256S: whatever the text, some hash. What is no hash is one that nothing has. */
  looseHash(at: number): string {
    const digits = /^\s*(?:0x)?([0-9a-f]*)/i.exec(this.string(at))?.[1] ?? '';
    return digits.slice(-64).toLowerCase().padStart(64, '0');
  }
}
