import { isFrame } from '../protocol/bbqr.ts';
import { parseBase64, parseHex } from '../protocol/bytes.ts';
import { isCompactPayment } from '../protocol/compact-payment.ts';
import { MAX_PSBT_BYTES } from '../protocol/psbt.ts';
import type { SeenKind } from '../refusal.ts';
import { secretIn } from '../secrets.ts';

/** What a scanner's text is, by its form: nothing of it is believed yet. */
export type ScannedText =
  | { readonly is: 'frame'; readonly text: string }
  | { readonly is: 'compact'; readonly text: string }
  | { readonly is: 'psbt'; readonly bytes: Uint8Array }
  | { readonly is: 'nothing'; readonly seen: SeenKind };

/** Hex of the largest PSBT, with a break after every character. */
const LONGEST = MAX_PSBT_BYTES * 4;
/** AIM's symbology identifier, which many scanners put before a code. */
const AIM_PREFIX = /^\][A-Za-z][0-9A-Za-z]/;
/** "psbt" and 0xff: in hex, in base64, and as a scanner types the latter with Caps Lock on. */
const PSBT_HEX = /^70736274ff/i;
const PSBT_BASE64 = 'cHNidP';
const PSBT_SWAPPED = swapCase(PSBT_BASE64);

/**
 * Reads what a hand scanner typed, a camera saw or a clerk pasted, whatever a scanner's settings do to it: case, prefix,
 * control characters, line ends; PSBTs as hex or as base64 of either alphabet, broken into lines, without padding.
 */
export function readScannedText(given: string): ScannedText {
  if (given.length > LONGEST) return { is: 'nothing', seen: 'too_long' };
  const text = stripped(given);
  if (text === '') return { is: 'nothing', seen: 'empty' };
  const upper = text.toUpperCase();
  const whole = upper.replace(/\s/g, '');
  if (isFrame(whole)) return { is: 'frame', text: whole };
  if (isCompactPayment(whole)) return { is: 'compact', text: whole };
  const bytes = psbtBytes(text.replace(/\s/g, ''));
  return bytes === undefined ? { is: 'nothing', seen: seenIn(text) } : { is: 'psbt', bytes };
}

/** What a scanner, a clipboard or a messenger puts around a code: blanks, controls, marks without width, quotation marks. */
const AROUND = /^[\p{C}\p{Z}"'`\u2018-\u201f\u00ab\u00bb\u2039\u203a]$/u;
/** Control characters and marks without width within it; blanks and line ends are left to who reads it. */
const WITHIN = /[\p{Cc}\p{Cf}]/gu;
/** A scanner that is set up twice puts its prefix twice. */
const MOST_PREFIXES = 4;

/** Without what a scanner adds. From both ends by position: a search for the end would look at everything again and again. */
function stripped(given: string): string {
  let text = given;
  for (let round = 0; round < MOST_PREFIXES; round++) {
    const bare = trimmed(text);
    text = bare.replace(AIM_PREFIX, '');
    if (text === bare) break;
  }
  return text.replace(WITHIN, (mark) => (/\s/.test(mark) ? ' ' : ''));
}

function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && AROUND.test(text[from] ?? '')) from++;
  while (to > from && AROUND.test(text[to - 1] ?? '')) to--;
  return text.slice(from, to);
}

function psbtBytes(text: string): Uint8Array | undefined {
  const hex = text.replace(/^0x/i, '');
  if (PSBT_HEX.test(hex)) return parseHex(hex);
  const base64 = text.startsWith(PSBT_SWAPPED) ? swapCase(text) : text;
  if (!base64.startsWith(PSBT_BASE64)) return undefined;
  const standard = base64.replaceAll('-', '+').replaceAll('_', '/').replaceAll('=', '');
  return parseBase64(standard.padEnd(Math.ceil(standard.length / 4) * 4, '='));
}

function swapCase(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
}

/** What it is instead of a payment, by its form. */
function seenIn(text: string): SeenKind {
  if (secretIn(text, { mayBeHash: true }) !== undefined) return 'secret';
  const found = FORMS.find(([, form]) => (typeof form === 'function' ? form(text) : form.test(text)));
  return found?.[0] ?? 'text';
}

const FORMS: readonly (readonly [SeenKind, RegExp | ((text: string) => boolean)])[] = [
  ['payment_link', /^(?:dogecoin|bitcoin|litecoin|lightning):/i],
  ['web_link', /^(?:https?:\/\/|www\.)\S+$/i],
  // A keyboard of another country turns ":" and "/" into other signs, and leaves the letters.
  ['wrong_keyboard', /^(?:https?|dogecoin|dogepay1)[^a-z0-9:]\S+$/i],
  ['wrong_keyboard', /^b[^$a-z0-9][h2yz][a-z][0-9a-z]{4}/i],
  ['barcode', isBarcode],
  ['statement', /^\{.*"payload".*\}$/s],
  ['transaction', /^0[12]000000[0-9a-f]{100,}$/i],
  ['address', /^[9AD2mn][1-9A-HJ-NP-Za-km-z]{24,34}$/],
  ['amount', /^\d{1,12}(?:[.,]\d{1,8})?$/],
];

/** EAN-8, UPC-A, EAN-13, GTIN-14: their last digit is right. */
function isBarcode(text: string): boolean {
  if (!/^(?:\d{8}|\d{12,14})$/.test(text)) return false;
  const digits = [...text].map(Number).reverse();
  return digits.reduce((sum, digit, at) => sum + digit * (at % 2 === 0 ? 1 : 3), 0) % 10 === 0;
}
