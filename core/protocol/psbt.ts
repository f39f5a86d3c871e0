import { ok, type Result, refuse } from '../result.ts';
import {
  ByteReader,
  ByteWriter,
  compactSizeLength,
  concat,
  fromHex,
  MalformedBytesError,
  sized,
  sizedLength,
  toHex,
  uint32,
  utf8,
} from './bytes.ts';
import {
  parseTransaction,
  RELAYED_LIMITS,
  type Transaction,
  type TransactionLimits,
  transactionBytes,
} from './transaction.ts';

/** BIP174 version 0, read strictly: what a channel needs of it, and nothing that a stranger may add. */
export interface Psbt {
  readonly transaction: Transaction;
  /** Values of the global proprietary fields with the channel's prefix, by subtype. */
  readonly channelFields: ReadonlyMap<number, Uint8Array>;
  readonly inputs: readonly PsbtInput[];
}

export interface PsbtInput {
  readonly fundingTransaction?: Uint8Array;
  readonly redeemScript?: Uint8Array;
  /** Signatures with their hash byte, by the hex of the 33-byte public key. */
  readonly partialSignatures: ReadonlyMap<string, Uint8Array>;
  readonly sighashType?: number;
  readonly isFinalized: boolean;
}

/** The proprietary prefix of protocol.md, key type 0xFC. */
const CHANNEL_PREFIX = 'dogecoin-channel';
export const INVOICE_FIELD = 0;
export const CHANGE_SCRIPT_FIELD = 1;

/** Larger is refused before a byte is read. Its base64 still fits into a request of 256 KiB. */
export const MAX_PSBT_BYTES = 176 * 1024;

/** A map of a channel's PSBT has a handful of fields; more are refused before any is kept. */
const MOST_FIELDS = 64;
/** Above every `max_inputs` that a policy can name, and as many outputs as nodes relay: what is below has refusals of its own. */
const UNSIGNED_LIMITS: TransactionLimits = { inputs: 400, outputs: RELAYED_LIMITS.outputs };

const MAGIC = '70736274ff';
const GLOBAL = { unsignedTransaction: 0x00, version: 0xfb, proprietary: 0xfc } as const;
const INPUT = {
  fundingTransaction: 0x00,
  partialSignature: 0x02,
  sighashType: 0x03,
  redeemScript: 0x04,
  finalScriptSig: 0x07,
  finalScriptWitness: 0x08,
} as const;

interface Entry {
  readonly type: number;
  readonly keyData: Uint8Array;
  readonly value: Uint8Array;
}

/**
 * Reads a PSBT in its binary form. Unlike bip174's reader it refuses trailing bytes (but for the one stray 00 that
 * some encoders write after a PSBT without outputs), a key given twice, a malformed field and a witness in the
 * unsigned transaction. Unknown fields are passed over.
 */
export function decodePsbt(bytes: Uint8Array): Result<Psbt> {
  if (bytes.length > MAX_PSBT_BYTES) {
    return refuse('psbt_too_large', { bytes: bytes.length, limit: MAX_PSBT_BYTES });
  }
  try {
    return ok(readPsbt(new ByteReader(bytes)));
  } catch (error) {
    if (error instanceof MalformedBytesError) return refuse('malformed_psbt', { problem: error.message });
    throw error;
  }
}

/** Whether the bytes are only the beginning of a PSBT: its own maps end before they should. */
export function isCutOff(bytes: Uint8Array): boolean {
  const reader = new ByteReader(bytes);
  try {
    readPsbt(reader);
    return false;
  } catch (error) {
    if (error instanceof MalformedBytesError) return reader.hasRunOut;
    throw error;
  }
}

function malformed(problem: string): never {
  throw new MalformedBytesError(problem);
}

function readPsbt(reader: ByteReader): Psbt {
  if (reader.remaining < 5 || toHex(reader.slice(5)) !== MAGIC) malformed('not a PSBT');
  const { transaction, channelFields } = readGlobals(readMap(reader));
  const inputs = transaction.ins.map(() => readInput(readMap(reader)));
  for (const _ of transaction.outs) readMap(reader);
  const rest = reader.slice(reader.remaining);
  const isStrayEnd = transaction.outs.length === 0 && rest.length === 1 && rest[0] === 0;
  if (rest.length > 0 && !isStrayEnd) malformed('bytes after the end');
  return { transaction, channelFields, inputs };
}

function readMap(reader: ByteReader): Entry[] {
  const entries: Entry[] = [];
  const seen = new Set<string>();
  for (;;) {
    const keyLength = reader.compactSize();
    if (keyLength === 0) return entries;
    if (entries.length === MOST_FIELDS) malformed(`a map has more than ${MOST_FIELDS} fields`);
    const key = new ByteReader(reader.slice(keyLength));
    const type = key.compactSize();
    const keyData = key.slice(key.remaining);
    const value = reader.sized();
    const name = `${type}:${toHex(keyData)}`;
    if (seen.has(name)) malformed(`a key of type ${type} is there twice`);
    seen.add(name);
    entries.push({ type, keyData, value });
  }
}

function withoutKeyData(entry: Entry): Uint8Array {
  if (entry.keyData.length > 0) malformed(`a key of type ${entry.type} has data`);
  return entry.value;
}

function readGlobals(entries: readonly Entry[]): Pick<Psbt, 'transaction' | 'channelFields'> {
  let transaction: Transaction | undefined;
  const channelFields = new Map<number, Uint8Array>();
  for (const entry of entries) {
    if (entry.type === GLOBAL.unsignedTransaction) {
      transaction = parseTransaction(withoutKeyData(entry), UNSIGNED_LIMITS);
      if (transaction === undefined) malformed('the unsigned transaction does not decode, or is too large');
    } else if (entry.type === GLOBAL.version) {
      const version = withoutKeyData(entry);
      if (version.length !== 4 || version.some((byte) => byte !== 0)) malformed('not of version 0');
    } else if (entry.type === GLOBAL.proprietary) {
      const field = readChannelKey(entry.keyData);
      if (field !== undefined) channelFields.set(field, entry.value);
    }
  }
  if (transaction === undefined) return malformed('no unsigned transaction');
  if (transaction.ins.some((input) => input.script.length > 0)) malformed('the transaction is not unsigned');
  return { transaction, channelFields };
}

/** @returns the subtype of a proprietary key with our prefix and no further key data, else undefined */
function readChannelKey(keyData: Uint8Array): number | undefined {
  const reader = new ByteReader(keyData);
  const prefix = reader.sized();
  if (toHex(prefix) !== CHANNEL_PREFIX_HEX) return undefined;
  const subtype = reader.compactSize();
  return reader.remaining === 0 ? subtype : undefined;
}

const CHANNEL_PREFIX_BYTES = utf8(CHANNEL_PREFIX);
const CHANNEL_PREFIX_HEX = toHex(CHANNEL_PREFIX_BYTES);

function readInput(entries: readonly Entry[]): PsbtInput {
  const partialSignatures = new Map<string, Uint8Array>();
  const input: { -readonly [K in keyof PsbtInput]: PsbtInput[K] } = { partialSignatures, isFinalized: false };
  for (const entry of entries) {
    switch (entry.type) {
      case INPUT.fundingTransaction:
        input.fundingTransaction = withoutKeyData(entry);
        break;
      case INPUT.redeemScript:
        input.redeemScript = withoutKeyData(entry);
        break;
      case INPUT.partialSignature:
        if (entry.keyData.length !== 33 && entry.keyData.length !== 65)
          malformed('a signature without a key');
        partialSignatures.set(toHex(entry.keyData), entry.value);
        break;
      case INPUT.sighashType: {
        const value = withoutKeyData(entry);
        if (value.length !== 4) malformed('a sighash type that is not 4 bytes');
        input.sighashType = new ByteReader(value).uint32();
        break;
      }
      case INPUT.finalScriptSig:
      case INPUT.finalScriptWitness:
        input.isFinalized = true;
        break;
    }
  }
  return input;
}

/** What is written: the same fields that are read. */
export type PsbtDraft = Omit<Psbt, 'inputs' | 'channelFields'> & {
  readonly channelFields?: ReadonlyMap<number, Uint8Array>;
  readonly inputs: readonly Partial<Omit<PsbtInput, 'isFinalized'>>[];
};

/** Writes a PSBT in BIP174 key order, without bip174's stray 00 after a PSBT that has no outputs. */
export function encodePsbt(psbt: PsbtDraft): Uint8Array {
  const parts: Uint8Array[] = [Uint8Array.of(0x70, 0x73, 0x62, 0x74, 0xff)];
  parts.push(entry(GLOBAL.unsignedTransaction, transactionBytes(psbt.transaction)));
  for (const [subtype, value] of [...(psbt.channelFields ?? [])].sort(([a], [b]) => a - b)) {
    const keyData = concat([sized(CHANNEL_PREFIX_BYTES), Uint8Array.of(subtype)]);
    parts.push(entry(GLOBAL.proprietary, value, keyData));
  }
  parts.push(END);
  for (const input of psbt.inputs) {
    if (input.fundingTransaction) parts.push(entry(INPUT.fundingTransaction, input.fundingTransaction));
    const signatures = [...(input.partialSignatures ?? [])].sort(([a], [b]) => (a < b ? -1 : 1));
    for (const [key, signature] of signatures) {
      parts.push(entry(INPUT.partialSignature, signature, fromHex(key)));
    }
    if (input.sighashType !== undefined) parts.push(entry(INPUT.sighashType, uint32(input.sighashType)));
    if (input.redeemScript) parts.push(entry(INPUT.redeemScript, input.redeemScript));
    parts.push(END);
  }
  for (const _ of psbt.transaction.outs) parts.push(END);
  return concat(parts);
}

const END = Uint8Array.of(0);

function entry(type: number, value: Uint8Array, keyData?: Uint8Array): Uint8Array {
  const keyLength = 1 + (keyData?.length ?? 0);
  const writer = new ByteWriter(compactSizeLength(keyLength) + keyLength + sizedLength(value));
  writer.compactSize(keyLength);
  writer.uint8(type);
  if (keyData !== undefined) writer.raw(keyData);
  writer.sized(value);
  return writer.bytes;
}
