import { inflateRawSync } from 'node:zlib';
import { joinFrames } from '../../protocol/bbqr.ts';
import { decodeCompactPayment, isCutOffCompact } from '../../protocol/compact-payment.ts';
import type { Receipt } from '../../protocol/messages.ts';
import { decodePsbt, isCutOff, MAX_PSBT_BYTES } from '../../protocol/psbt.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import { findChannel, type OfferedPayment } from '../payments/take-payment.ts';
import type { Till } from '../till/till.ts';
import { readScannedText } from './scanned-text.ts';

export type Scanned =
  | { readonly kind: 'payment'; readonly receipt: Receipt }
  | { readonly kind: 'channel'; readonly channel: StoredChannel }
  | { readonly kind: 'part'; readonly have: number; readonly total: number };

/**
 * What a scanner read off a customer's screen: a compact payment, a PSBT in base64, or the BBQr frames of one. A PSBT
 * names its invoice; one without outputs is an announcement.
 */
export async function takeScanned(till: Till, given: readonly string[]): Promise<Result<Scanned>> {
  const texts = given.map(readScannedText);
  const frames = texts.flatMap((one) => (one.is === 'frame' ? [one.text] : []));
  if (frames.length > 0) {
    return frames.length === texts.length
      ? takeFrames(till, frames)
      : refuse('malformed_frame', { problem: 'another text was read with it' });
  }
  const [scanned] = texts;
  if (scanned === undefined) return refuse('nothing_scanned', { reason: 'empty' });
  // A scanner that reads one code twice has read one code.
  if (given.some((other) => other.trim() !== given[0]?.trim())) return refuse('frames_differ', {});
  switch (scanned.is) {
    case 'compact':
      return takeCompact(till, scanned.text);
    case 'psbt':
      return takePsbt(till, scanned.bytes);
    default:
      return refuse('nothing_scanned', { reason: scanned.is === 'nothing' ? scanned.seen : 'text' });
  }
}

async function takeCompact(till: Till, text: string): Promise<Result<Scanned>> {
  const compact = decodeCompactPayment(text);
  if (!compact.ok) return isCutOffCompact(text) ? refuse('nothing_scanned', { reason: 'cut_off' }) : compact;
  return paid(till, { kind: 'compact', compact: compact.value }, await till.payCompact(compact.value));
}

async function takeFrames(till: Till, texts: readonly string[]): Promise<Result<Scanned>> {
  const joined = joinFrames(texts);
  if (!joined.ok) return joined;
  const { value } = joined;
  if (value.kind === 'part') return ok(value);
  if (value.fileType !== 'P') return refuse('malformed_frame', { problem: 'it holds no PSBT' });
  const psbt = value.isDeflated ? inflate(value.bytes) : ok(value.bytes);
  return psbt.ok ? takePsbt(till, psbt.value) : psbt;
}

async function takePsbt(till: Till, bytes: Uint8Array): Promise<Result<Scanned>> {
  const decoded = decodePsbt(bytes);
  if (!decoded.ok) return isCutOff(bytes) ? refuse('nothing_scanned', { reason: 'cut_off' }) : decoded;
  const psbt = decoded.value;
  if (psbt.transaction.outs.length > 0) {
    const receipt = await till.pay({ psbt: bytes, channel: undefined, invoice: undefined });
    return paid(till, { kind: 'psbt', psbt, channel: undefined, invoice: undefined }, receipt);
  }
  const opened = await till.openChannel({ psbt: bytes, name: '' });
  return opened.ok ? ok({ kind: 'channel', channel: opened.value.channel }) : opened;
}

/** A payment over a channel that the till does not know is another shop's: the clerk is told so, not an id. */
function paid(till: Till, offered: OfferedPayment, receipt: Result<Receipt>): Result<Scanned> {
  if (receipt.ok) return ok({ kind: 'payment', receipt: receipt.value });
  const { code } = receipt.refusal;
  const isStranger = code === 'unknown_channel' || code === 'unknown_invoice';
  if (!isStranger) return receipt;
  const channel = findChannel(till.context, offered);
  const isOurs = channel.ok || channel.refusal.code !== 'unknown_channel';
  return isOurs ? receipt : refuse('nothing_scanned', { reason: 'other_shop' });
}

/** Never more than a PSBT may have, whatever the stream says. */
function inflate(bytes: Uint8Array): Result<Uint8Array> {
  try {
    return ok(inflateRawSync(bytes, { maxOutputLength: MAX_PSBT_BYTES }));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      return refuse('psbt_too_large', { bytes: MAX_PSBT_BYTES + 1, limit: MAX_PSBT_BYTES });
    }
    return refuse('malformed_frame', { problem: 'it cannot be inflated' });
  }
}
