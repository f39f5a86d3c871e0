const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const MINUS = 0x2d;

function startsNumber(code: number): boolean {
  return code === MINUS || (code >= 0x30 && code <= 0x39);
}

/** Digits, sign, point, exponent: everything a JSON number is made of. */
function continuesNumber(code: number): boolean {
  return (
    (code >= 0x30 && code <= 0x39) ||
    code === 0x2e ||
    code === MINUS ||
    code === 0x2b ||
    code === 0x65 ||
    code === 0x45
  );
}

/** @returns the index after the closing quote of the string that opens at `start`, or the end of the text */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text.charCodeAt(at - 1 - backslashes) === BACKSLASH) backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
  return text.length;
}

/** RFC 8259: a sign alone, a leading zero or a point without digits is no number. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** What begins a value after the first one: an opening bracket or brace, or a comma. */
function beginsValue(code: number): boolean {
  return code === 0x2c || code === 0x5b || code === 0x7b;
}

function quoteNumbers(text: string, mostValues: number): string {
  let values = 0;
  const parts: string[] = [];
  let copied = 0;
  let at = 0;
  while (at < text.length) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
    } else if (startsNumber(code)) {
      const start = at;
      while (at < text.length && continuesNumber(text.charCodeAt(at))) at++;
      const number = text.slice(start, at);
      if (!NUMBER.test(number)) throw new SyntaxError(`${number.slice(0, 32)} is no number`);
      parts.push(text.slice(copied, start), '"', number, '"');
      copied = at;
    } else {
      if (beginsValue(code)) values += 1;
      if (values > mostValues) throw new TooManyValuesError(`more than ${mostValues} values`);
      at++;
    }
  }
  parts.push(text.slice(copied));
  return parts.join('');
}

/**
 * Parses JSON with every number left as the text it was written in, so that no amount ever passes through a double:
 * values reach 10^18 koinu, doubles are exact to 2^53. The schemas turn each text into a bigint or a safe integer.
 * Not JSON.parse's `context.source`: the Node 20 inside Electron lacks it (docs/decisions/exact-amounts-from-the-node.md).
 * @param mostValues more of them are refused before any is built
 * @throws SyntaxError for anything that is not JSON, TooManyValuesError
 */
export function parseExactJson(text: string, mostValues = Number.POSITIVE_INFINITY): unknown {
  return JSON.parse(quoteNumbers(text, mostValues));
}

/** There is more in it than was asked for. */
export class TooManyValuesError extends Error {
  override name = 'TooManyValuesError';
}
