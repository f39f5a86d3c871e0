import { base32nopad } from '@scure/base';
import { isKoinu, type Koinu, koinu } from '../money.ts';
import { feeForSize } from '../networks.ts';
import { ok, type Result, refuse } from '../result.ts';
import { concat, utf8 } from './bytes.ts';
import { sha256 } from './hash.ts';
import {
  type AmountDue,
  type ChannelBasis,
  checkAmount,
  checkFee,
  findBadSignature,
  isChange,
  type Payment,
  type PaymentOutput,
  settlementSize,
  settlementTransaction,
} from './payment.ts';
import { transactionHash } from './transaction.ts';

/** A payment small enough for one static QR code: the till rebuilds everything that it does not say. */
export interface CompactPayment {
  /** First 8 bytes of the channel's id. */
  readonly channelPrefix: Uint8Array;
  /** First 8 bytes of SHA-256 of the invoice's id in UTF-8. */
  readonly invoiceDigest: Uint8Array;
  /** Everything paid on the channel, this payment included. */
  readonly paid: Koinu;
  /** r ‖ s, 64 bytes, per input. */
  readonly signatures: readonly Uint8Array[];
}

const TEXT_PREFIX = 'DOGEPAY1:';
const VERSION = 1;
const HEADER_LENGTH = 1 + 8 + 8 + 8;
const SIGNATURE_LENGTH = 64;
/** As many signatures as fit into the densest QR code; a channel's max_inputs is far below. */
const LONGEST_TEXT = 4296;

export function invoiceDigest(invoiceId: string): Uint8Array {
  return sha256(utf8(invoiceId)).subarray(0, 8);
}

export function isCompactPayment(text: string): boolean {
  return text.startsWith(TEXT_PREFIX);
}

/** Whether a text has the alphabet of a compact payment, and the length of none. */
export function isCutOffCompact(text: string): boolean {
  if (!/^[A-Z2-7]*$/.test(text.slice(TEXT_PREFIX.length))) return false;
  const bytes = Math.floor(((text.length - TEXT_PREFIX.length) * 5) / 8);
  const signatures = Math.floor((bytes - HEADER_LENGTH) / SIGNATURE_LENGTH);
  const whole = HEADER_LENGTH + signatures * SIGNATURE_LENGTH;
  return signatures < 1 || text.length - TEXT_PREFIX.length !== Math.ceil((whole * 8) / 5);
}

/** `DOGEPAY1:` and base32 (RFC 4648, no padding), all upper case for QR's alphanumeric mode. */
export function encodeCompactPayment(payment: CompactPayment): string {
  const amount = new Uint8Array(8);
  new DataView(amount.buffer).setBigUint64(0, payment.paid, false);
  const header = [Uint8Array.of(VERSION), payment.channelPrefix, payment.invoiceDigest, amount];
  return TEXT_PREFIX + base32nopad.encode(concat([...header, ...payment.signatures]));
}

/** Refuses malformed_psbt, for every text that is not exactly what encodeCompactPayment writes. */
export function decodeCompactPayment(text: string): Result<CompactPayment> {
  const malformed = (problem: string) => refuse('malformed_psbt', { problem });
  if (!text.startsWith(TEXT_PREFIX) || text.length > LONGEST_TEXT) return malformed('not a compact payment');
  const bytes = parseBase32(text.slice(TEXT_PREFIX.length));
  if (bytes === undefined) return malformed('not canonical base32');
  const signatureBytes = bytes.length - HEADER_LENGTH;
  if (signatureBytes < SIGNATURE_LENGTH || signatureBytes % SIGNATURE_LENGTH !== 0) {
    return malformed('not a header and whole signatures');
  }
  if (bytes[0] !== VERSION) return malformed(`unknown version ${bytes[0]}`);
  const paid = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(17, false);
  if (!isKoinu(paid)) return malformed('not an amount');
  const signatures: Uint8Array[] = [];
  for (let at = HEADER_LENGTH; at < bytes.length; at += SIGNATURE_LENGTH) {
    signatures.push(bytes.slice(at, at + SIGNATURE_LENGTH));
  }
  return ok({
    channelPrefix: bytes.slice(1, 9),
    invoiceDigest: bytes.slice(9, 17),
    paid,
    signatures,
  });
}

/**
 * The one settlement that a compact payment can mean: the settlement output first, then the change with exactly the
 * canonical fee. Change below dust is left to the fee, and so is change that does not pay for its own output.
 */
export function canonicalOutputs(
  channel: ChannelBasis,
  paid: Koinu,
  changeScript: Uint8Array,
): readonly PaymentOutput[] {
  const settlement = { value: paid, script: channel.settlementScript };
  const size = settlementSize(channel, [settlement, { script: changeScript }]);
  const change = channel.capacity - paid - feeForSize(channel.feePerKb, size);
  return change >= channel.dust ? [settlement, { value: koinu(change), script: changeScript }] : [settlement];
}

/** [G] for a compact payment: rebuilds the settlement and checks it like any other. */
export function checkCompactPayment(
  channel: ChannelBasis & { readonly changeScript: Uint8Array | undefined },
  due: AmountDue,
  compact: CompactPayment,
): Result<Payment> {
  const { changeScript } = channel;
  if (changeScript === undefined) {
    return refuse('malformed_psbt', { problem: 'the channel has no change script for a compact payment' });
  }
  if (compact.signatures.length !== channel.inputs.length) {
    return refuse('inputs_changed', { field: 'count', input: 0 });
  }
  const amount = checkAmount(compact.paid, due);
  if (!amount.ok) return amount;
  if (compact.paid > channel.capacity) {
    return refuse('exceeds_capacity', { outputs: compact.paid, capacity: channel.capacity });
  }
  const outputs = canonicalOutputs(channel, compact.paid, changeScript);
  if (outputs.length > 1 && !isChange(channel, changeScript))
    return refuse('unexpected_output', { output: 1 });
  const fee = checkFee(channel, outputs);
  if (!fee.ok) return fee;
  const transaction = settlementTransaction(channel, outputs);
  const bad = findBadSignature(channel, transaction, compact.signatures);
  if (bad !== -1) return refuse('bad_signature', { input: bad, problem: 'invalid' });
  return ok({
    outputs,
    signatures: compact.signatures,
    ...amount.value,
    fee: fee.value,
    changeScript: outputs.length > 1 ? changeScript : undefined,
    transactionHash: transactionHash(transaction),
  });
}

function parseBase32(text: string): Uint8Array | undefined {
  try {
    return base32nopad.decode(text);
  } catch {
    return undefined;
  }
}
