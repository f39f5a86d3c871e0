import * as ecc from 'tiny-secp256k1';
import { concat, fromHex, toHex } from '../../../core/protocol/bytes.ts';
import { parseDer, withHashByte } from '../../../core/protocol/signature.ts';

/** As true a signature, with the order less S: nodes do not relay it. */
export function withHighS(signature: Uint8Array): Uint8Array {
  const compact = parseDer(signature.subarray(0, -1)) ?? new Uint8Array(64);
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const s = order - BigInt(`0x${toHex(compact.subarray(32))}`);
  return withHashByte(concat([compact.subarray(0, 32), fromHex(s.toString(16).padStart(64, '0'))]));
}

/** The same R with a zero that DER does not need. */
export function withPaddedR(signature: Uint8Array): Uint8Array {
  const [length = 0, lengthOfR = 0] = [signature[1], signature[3]];
  const head = Uint8Array.of(0x30, length + 1, 0x02, lengthOfR + 1, 0);
  return concat([head, signature.subarray(4)]);
}

/** The pushes of a redeem script, hex: what the template says unless changed. */
interface ScriptPushes {
  readonly locktime: string;
  readonly payer: string;
  readonly customer: string;
  readonly merchant: string;
}

interface ScriptKeys {
  readonly locktime: number;
  readonly customerKey: Uint8Array;
  readonly merchantKey: Uint8Array;
}

function templateOf(keys: ScriptKeys, changes: Partial<ScriptPushes> = {}): string {
  const customer = `21${toHex(keys.customerKey)}`;
  const pushes = {
    locktime: `02${littleEndian(keys.locktime)}`,
    payer: customer,
    customer,
    merchant: `21${toHex(keys.merchantKey)}`,
    ...changes,
  };
  return `63${pushes.locktime}b175${pushes.payer}ac6752${pushes.customer}${pushes.merchant}52ae68`;
}

/** Two bytes: the heights of a practice chain. */
function littleEndian(height: number): string {
  return toHex(Uint8Array.of(height & 0xff, height >>> 8));
}

function uncompressed(key: Uint8Array): string {
  return `41${toHex(ecc.pointCompress(key, false))}`;
}

function hybrid(key: Uint8Array): string {
  const point = ecc.pointCompress(key, false);
  return `41${toHex(concat([Uint8Array.of(6 + ((point.at(-1) ?? 0) & 1)), point.subarray(1)]))}`;
}

/** Scripts that do what the channel's does, or look so, and are not its bytes: by name. */
export function unknownScripts(keys: ScriptKeys): readonly (readonly [string, Uint8Array])[] {
  const { locktime, customerKey, merchantKey } = keys;
  const height = littleEndian(locktime);
  const template = templateOf(keys);
  const keysAs = (push: (key: Uint8Array) => string) =>
    templateOf(keys, { payer: push(customerKey), customer: push(customerKey), merchant: push(merchantKey) });
  const scripts: [string, string][] = [
    ['its locktime in OP_PUSHDATA1', templateOf(keys, { locktime: `4c02${height}` })],
    ['its locktime padded with zero', templateOf(keys, { locktime: `03${height}00` })],
    ['its locktime padded to 5 bytes', templateOf(keys, { locktime: `05${height}000000` })],
    ['a locktime of 6 bytes', templateOf(keys, { locktime: `06${height}00000000` })],
    ['`01 05` for the locktime OP_5', templateOf(keys, { locktime: '0105' })],
    ['`01 02` for OP_2 in the settlement', template.replace('ac6752', 'ac670102')],
    ['`01 02` for the of 2', template.replace('52ae68', '0102ae68')],
    ['OP_1 for OP_2 in the settlement', template.replace('ac6752', 'ac6751')],
    ['an opcode after its end', `${template}61`],
    ['DROP 1 after its end', `${template}7551`],
    ['the keys of the settlement exchanged', exchanged(keys)],
    ['uncompressed keys', keysAs(uncompressed)],
    ['hybrid keys', keysAs(hybrid)],
    ['nothing in it', ''],
  ];
  return scripts.map(([name, hex]) => [name, fromHex(hex)]);
}

function exchanged(keys: ScriptKeys): string {
  const { customerKey, merchantKey } = keys;
  return templateOf(keys, { customer: `21${toHex(merchantKey)}`, merchant: `21${toHex(customerKey)}` });
}

/** The channel's script with another number for the locktime, by name. */
export function lockedOtherwise(keys: ScriptKeys): readonly (readonly [string, Uint8Array])[] {
  const numbers: [string, string][] = [
    ['zero', '00'],
    ['zero as a byte', '0100'],
    ['a negative height', `02${littleEndian(keys.locktime | 0x8000)}`],
    ['500000000, which is a time', '040065cd1d'],
    ['a time of now', '0400f15365'],
    ['a number of 5 bytes', '05ffffffff00'],
  ];
  return numbers.map(([name, locktime]) => [name, fromHex(templateOf(keys, { locktime }))]);
}
