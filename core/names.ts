/**
 * Characters that show nothing or move others about: controls, directions (U+202A to U+202E, U+2066 to U+2069), unassigned
 * and half ones, separators of lines. The joiners U+200C and U+200D stay, which Persian, Indic scripts and emoji are
 * written with, and the tags of which some flags are made.
 */
const UNPRINTABLE = /(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{C}\p{Zl}\p{Zp}]/gu;
/** Of those that end a line or stand for a space. */
const SPACING = /[\t\n\v\f\r\u0085\u2028\u2029]+/g;

/** What a person sees as characters. */
const LONGEST_NAME = 64;
/** An emoji may be many code points: the name still fits into a QR code and into what wallets take. Bytes of UTF-8. */
const MOST_BYTES = 256;

/** One line of somebody's text, without what shows nothing. */
export function cleanLine(text: string): string {
  return text.normalize('NFC').replace(UNPRINTABLE, '').trim();
}

/** Several lines of somebody's text as one. */
export function joinLines(text: string): string {
  return cleanLine(text.replace(SPACING, ' '));
}

/** Text for a terminal: nothing that it would obey. Lines stay lines. */
export function printable(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(UNPRINTABLE, ' '))
    .join('\n');
}

/** Whether it can be the name of a shop, wherever it is given: at set-up, in the settings, by --shop. */
export function isName(text: string): boolean {
  if (
    text === '' ||
    cleanLine(text) !== text.normalize('NFC') ||
    text.replace(/\u200c|\u200d|\s/g, '') === ''
  )
    return false;
  if (utf8Length(text) > MOST_BYTES) return false;
  return [...new Intl.Segmenter().segment(text)].length <= LONGEST_NAME;
}

function utf8Length(text: string): number {
  const lengths = [...text].map((character) => {
    const point = character.codePointAt(0) ?? 0;
    return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
  });
  return lengths.reduce((total, length) => total + length, 0);
}

export const NAME_RULE = `1 to ${LONGEST_NAME} characters on one line, without control or direction characters`;
