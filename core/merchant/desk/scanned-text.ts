import { isFrame } from '../../protocol/bbqr.ts';
import { parseBase64, parseHex } from '../../protocol/bytes.ts';
import { isCompactPayment } from '../../protocol/compact-payment.ts';
import { MAX_PSBT_BYTES } from '../../protocol/psbt.ts';
import type { SeenKind } from '../../refusal.ts';
import { seenIn, swapCase } from './seen-forms.ts';

/** What a scanner's text is, by its form: nothing of it is believed yet. */
type ScannedText =
  | { readonly is: 'frame'; readonly text: string }
  | { readonly is: 'compact'; readonly text: string }
  | { readonly is: 'psbt'; readonly bytes: Uint8Array }
  | { readonly is: 'nothing'; readonly seen: SeenKind };

/** Hex of the largest PSBT, with a break after every character. */
const LONGEST = MAX_PSBT_BYTES * 4;
/** AIM's symbology identifier, which many scanners put before a code. */
const AIM_PREFIX = /^\][A-Za-z][0-9A-Za-z]/;
/** Of a code whose first character is FNC1: GS1-128, DataBar, DataMatrix, QR and DotCode. */
const GS1_PREFIX = /^\](?:C1|e0|d2|Q3|J1)/;
/** Scanners send the FNC1 between the elements of a GS1 code as this control character. */
const GS = '\u001d';
/** "psbt" and 0xff: in hex, in base64, and as a scanner types the latter with Caps Lock on. */
const PSBT_HEX = /^70736274ff/i;
const PSBT_BASE64 = 'cHNidP';
const PSBT_SWAPPED = swapCase(PSBT_BASE64);
const PSBT_ANY_CASE = /^chnidp/i;

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
  return (
    readPsbtText(text.replace(/\s/g, '')) ?? {
      is: 'nothing',
      seen: seenIn(text, { isGs1: hasGs1Signs(trimmed(given)) }),
    }
  );
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

function hasGs1Signs(text: string): boolean {
  return GS1_PREFIX.test(text) || text.includes(GS);
}

function trimmed(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && AROUND.test(text[from] ?? '')) from++;
  while (to > from && AROUND.test(text[to - 1] ?? '')) to--;
  return text.slice(from, to);
}

/** A PSBT by its beginning, and by what can be read of it. */
function readPsbtText(text: string): ScannedText | undefined {
  const hex = text.replace(/^0x/i, '');
  if (PSBT_HEX.test(hex)) return psbtOr(parseHex(hex), /^[0-9a-f]*$/i.test(hex));
  if (!PSBT_ANY_CASE.test(text)) return undefined;
  const base64 = text.startsWith(PSBT_SWAPPED) ? swapCase(text) : text;
  if (!base64.startsWith(PSBT_BASE64)) return { is: 'nothing', seen: 'case_changed' };
  const standard = base64
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={0,3}$/, '');
  const padded = standard.padEnd(Math.ceil(standard.length / 4) * 4, '=');
  return psbtOr(parseBase64(padded), /^[A-Za-z0-9+/]*$/.test(standard));
}

/** What is no whole number of bytes was cut off; what has other characters was changed on its way. */
function psbtOr(bytes: Uint8Array | undefined, hasItsAlphabet: boolean): ScannedText {
  if (bytes !== undefined) return { is: 'psbt', bytes };
  return { is: 'nothing', seen: hasItsAlphabet ? 'cut_off' : 'damaged' };
}
