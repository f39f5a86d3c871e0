import { LOCKTIME_THRESHOLD } from '../networks.ts';
import { ok, type Result, refuse } from '../result.ts';
import { ByteReader, concat, equal, toHex } from './bytes.ts';
import { sha256 } from './hash.ts';
import { isPublicKey } from './signature.ts';

const OP_0 = 0x00;
const OP_PUSHDATA1 = 0x4c;
const OP_PUSHDATA2 = 0x4d;
const OP_1 = 0x51;
const OP_2 = 0x52;
const OP_16 = 0x60;
const OP_IF = 0x63;
const OP_ELSE = 0x67;
const OP_ENDIF = 0x68;
const OP_DROP = 0x75;
const OP_CHECKSIG = 0xac;
const OP_CHECKMULTISIG = 0xae;
const OP_CHECKLOCKTIMEVERIFY = 0xb1;

/** The three things that make one channel's script differ from another's. Keys: 33-byte compressed points. */
export interface ChannelScript {
  /** Block height, 1 .. 499999999. */
  readonly locktime: number;
  readonly customerKey: Uint8Array;
  readonly merchantKey: Uint8Array;
}

/** The one template of docs/PROTOCOL.md, every push in its minimal form. 112 to 116 bytes. */
export function buildRedeemScript({ locktime, customerKey, merchantKey }: ChannelScript): Uint8Array {
  return concat([
    Uint8Array.of(OP_IF),
    pushNumber(locktime),
    Uint8Array.of(OP_CHECKLOCKTIMEVERIFY, OP_DROP),
    push(customerKey),
    Uint8Array.of(OP_CHECKSIG, OP_ELSE, OP_2),
    push(customerKey),
    push(merchantKey),
    Uint8Array.of(OP_2, OP_CHECKMULTISIG, OP_ENDIF),
  ]);
}

/**
 * Recognises the template byte for byte: whatever the parse below finds is rebuilt and compared, so that an unusual
 * push (which makes the close impossible while the refund stays valid) can never pass.
 * Refuses unknown_script, locktime_not_a_height, invalid_customer_key.
 */
export function recogniseRedeemScript(script: Uint8Array): Result<ChannelScript> {
  const found = findParts(script);
  if (found === undefined) return refuse('unknown_script', { problem: 'not the channel template' });
  const { locktime, customerKey, merchantKey } = found;
  if (locktime < 1n || locktime >= BigInt(LOCKTIME_THRESHOLD)) {
    return refuse('locktime_not_a_height', { locktime });
  }
  const channelScript = { locktime: Number(locktime), customerKey, merchantKey };
  if (!equal(buildRedeemScript(channelScript), script)) {
    return refuse('unknown_script', { problem: 'not the bytes of the channel template' });
  }
  if (!isPublicKey(customerKey)) return refuse('invalid_customer_key', { problem: 'not_a_point' });
  if (equal(customerKey, merchantKey)) return refuse('invalid_customer_key', { problem: 'same_as_merchant' });
  return ok(channelScript);
}

/** The channel's id: SHA-256 of the redeem script, hex. Not to be guessed from the chain before the close. */
export function channelIdOf(redeemScript: Uint8Array): string {
  return toHex(sha256(redeemScript));
}

function findParts(script: Uint8Array) {
  if (script.length < 80 || script.length > 130 || script[0] !== OP_IF) return undefined;
  const opcode = script[1] ?? OP_0;
  const isSmallNumber = opcode >= OP_1 && opcode <= OP_16;
  const numberLength = isSmallNumber || opcode === OP_0 ? 0 : opcode;
  if (numberLength > 5) return undefined;
  const locktime = isSmallNumber
    ? BigInt(opcode - OP_1 + 1)
    : readScriptNumber(script.subarray(2, 2 + numberLength));
  const reader = new ByteReader(script.subarray(2 + numberLength));
  if (reader.remaining < 2 + 34 + 3 + 68 + 3) return undefined;
  reader.slice(3);
  const customerKey = reader.slice(33);
  reader.slice(4 + 33 + 1);
  return { locktime, customerKey, merchantKey: reader.slice(33) };
}

/** CScriptNum: little-endian, the top bit is the sign. */
function readScriptNumber(bytes: Uint8Array): bigint {
  let value = 0n;
  for (const [at, byte] of bytes.entries()) {
    const isLast = at === bytes.length - 1;
    value |= BigInt(isLast ? byte & 0x7f : byte) << BigInt(8 * at);
  }
  const isNegative = ((bytes.at(-1) ?? 0) & 0x80) !== 0;
  return isNegative ? -value : value;
}

function pushNumber(value: number): Uint8Array {
  if (value >= 1 && value <= 16) return Uint8Array.of(OP_1 + value - 1);
  const bytes: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) bytes.push(rest % 256);
  if (((bytes.at(-1) ?? 0) & 0x80) !== 0) bytes.push(0);
  return push(Uint8Array.from(bytes));
}

/** The shortest push of data longer than one byte, up to 520 bytes (CheckMinimalPush, script/interpreter.cpp). */
function push(data: Uint8Array): Uint8Array {
  if (data.length < OP_PUSHDATA1) return concat([Uint8Array.of(data.length), data]);
  if (data.length <= 0xff) return concat([Uint8Array.of(OP_PUSHDATA1, data.length), data]);
  return concat([Uint8Array.of(OP_PUSHDATA2, data.length & 0xff, data.length >>> 8), data]);
}

/** Bytes before the redeem script in its push. */
export function pushPrefixLength(length: number): number {
  return length < OP_PUSHDATA1 ? 1 : length <= 0xff ? 2 : 3;
}

/** scriptSig of the close: OP_0 <customer's signature> <merchant's signature> OP_0 <redeem script>. */
export function unlockSettlement(parts: {
  /** DER with its hash byte. */
  readonly customerSignature: Uint8Array;
  readonly merchantSignature: Uint8Array;
  readonly redeemScript: Uint8Array;
}): Uint8Array {
  return concat([
    Uint8Array.of(OP_0),
    push(parts.customerSignature),
    push(parts.merchantSignature),
    Uint8Array.of(OP_0),
    push(parts.redeemScript),
  ]);
}

/** scriptSig of the refund: <customer's signature> OP_1 <redeem script>. */
export function unlockRefund(parts: {
  readonly customerSignature: Uint8Array;
  readonly redeemScript: Uint8Array;
}): Uint8Array {
  return concat([push(parts.customerSignature), Uint8Array.of(OP_1), push(parts.redeemScript)]);
}
