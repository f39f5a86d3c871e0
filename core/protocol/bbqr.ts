import { base32nopad } from '@scure/base';
import { ok, type Result, refuse } from '../result.ts';
import { concat, parseHex } from './bytes.ts';
import { MAX_PSBT_BYTES } from './psbt.ts';

/**
 * BBQr 1.0: bytes as one QR code or as several frames that are shown in turn, in any order. A frame is `B$`, the
 * encoding, the file type, the number of frames and its own index (two digits of base 36 each), then the data.
 */

/** What the till shows and reads: a PSBT, or an envelope's JSON. */
type FileType = 'P' | 'J';

export interface Frame {
  /** H is hex, 2 is base32, Z is base32 of a raw deflate stream. */
  readonly encoding: 'H' | '2' | 'Z';
  readonly fileType: string;
  readonly total: number;
  readonly index: number;
  readonly data: string;
}

type JoinedFrames =
  | { readonly kind: 'part'; readonly have: number; readonly total: number }
  | {
      readonly kind: 'whole';
      readonly fileType: string;
      /** The bytes are a raw deflate stream, which pure code does not inflate. */
      readonly isDeflated: boolean;
      readonly bytes: Uint8Array;
    };

const HEADER = /^B\$([H2Z])([A-Z])([0-9A-Z]{2})([0-9A-Z]{2})/;
const HEADER_LENGTH = 8;
const MOST_FRAMES = 36 ** 2 - 1;
/** What the densest QR code holds in alphanumeric mode. */
const LONGEST_FRAME = 4296;
/** Base32 of the largest PSBT; hex of it is refused as too large. */
const MOST_CHARACTERS = Math.ceil((MAX_PSBT_BYTES * 8) / 5);

/** Alphanumeric characters of version 25 at level M: one code that phones still read off a screen. */
export const SINGLE_FRAME = 1451;
/** Of version 18 at level M: of several codes in turn, each is read faster when it is smaller. */
const ONE_OF_SEVERAL = 816;

const malformed = (problem: string) => refuse('malformed_frame', { problem });

export function isFrame(text: string): boolean {
  return text.startsWith('B$');
}

/** Refuses malformed_frame. */
export function readFrame(text: string): Result<Frame> {
  const [, encoding, fileType, total, index] = HEADER.exec(text) ?? [];
  if (encoding === undefined || fileType === undefined || total === undefined || index === undefined) {
    return malformed('its beginning is not that of BBQr');
  }
  if (text.length > LONGEST_FRAME) return malformed('it is longer than a QR code');
  const frame = {
    encoding: encoding as Frame['encoding'],
    fileType,
    total: Number.parseInt(total, 36),
    index: Number.parseInt(index, 36),
    data: text.slice(HEADER_LENGTH),
  };
  if (frame.index >= frame.total) return malformed('its number is above that of all frames');
  return frame.data === '' ? malformed('it is empty') : ok(frame);
}

/**
 * Puts together what a scanner has read so far: in any order, and as often as it was seen. Refuses malformed_frame,
 * frames_differ for frames of more than one thing, and psbt_too_large before anything is decoded.
 */
export function joinFrames(texts: readonly string[]): Result<JoinedFrames> {
  const frames: Frame[] = [];
  for (const text of new Set(texts)) {
    const frame = readFrame(text);
    if (!frame.ok) return frame;
    frames.push(frame.value);
  }
  const [first] = frames;
  if (first === undefined) return malformed('there is none');
  const byIndex = new Map(frames.map((frame) => [frame.index, frame]));
  const isOneThing = frames.every(
    ({ encoding, fileType, total }) =>
      encoding === first.encoding && fileType === first.fileType && total === first.total,
  );
  if (!isOneThing || byIndex.size !== frames.length) return refuse('frames_differ', {});
  const characters = frames.reduce((sum, { data }) => sum + data.length, 0);
  if (characters > MOST_CHARACTERS) {
    return refuse('psbt_too_large', { bytes: Math.floor((characters * 5) / 8), limit: MAX_PSBT_BYTES });
  }
  if (byIndex.size < first.total) return ok({ kind: 'part', have: byIndex.size, total: first.total });
  return decodeFrames(frames.sort((one, other) => one.index - other.index));
}

function decodeFrames(frames: readonly Frame[]): Result<JoinedFrames> {
  const parts: Uint8Array[] = [];
  for (const { encoding, data } of frames) {
    const bytes = encoding === 'H' ? parseHex(data.toLowerCase()) : parseBase32(data);
    if (bytes === undefined) return malformed(`frame ${parts.length + 1} has other characters`);
    parts.push(bytes);
  }
  const { fileType = '', encoding } = frames[0] ?? {};
  return ok({ kind: 'whole', fileType, isDeflated: encoding === 'Z', bytes: concat(parts) });
}

/** In base32, undeflated: as one frame where it fits into one code, else as several of one length but for the last. */
export function framesOf(bytes: Uint8Array, fileType: FileType): string[] {
  const characters = Math.ceil((bytes.length * 8) / 5);
  const isSingle = characters <= SINGLE_FRAME - HEADER_LENGTH;
  const most = isSingle ? bytes.length : bytesIn(ONE_OF_SEVERAL - HEADER_LENGTH);
  const total = Math.max(1, Math.ceil(bytes.length / Math.max(1, most)));
  if (total > MOST_FRAMES) throw new RangeError(`${bytes.length} bytes do not fit into BBQr`);
  // Shared out evenly, in groups of 5 bytes so that each frame is base32 of its own.
  const each = total === 1 ? bytes.length : Math.ceil(bytes.length / total / 5) * 5;
  return Array.from({ length: total }, (_, index) => {
    const data = base32nopad.encode(bytes.subarray(index * each, (index + 1) * each));
    return `B$2${fileType}${base36(total)}${base36(index)}${data}`;
  });
}

function bytesIn(characters: number): number {
  return Math.floor(characters / 8) * 5;
}

function base36(value: number): string {
  return value.toString(36).toUpperCase().padStart(2, '0');
}

function parseBase32(text: string): Uint8Array | undefined {
  try {
    return base32nopad.decode(text);
  } catch {
    return undefined;
  }
}
