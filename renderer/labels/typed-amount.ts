/** Why a text is not taken for an amount; `ambiguous` carries both readings, as plain decimals. */
export type AmountProblem =
  | { readonly reason: 'not_a_number' | 'no_decimals' | 'too_long' }
  | { readonly reason: 'too_many_decimals'; readonly decimals: number }
  | { readonly reason: 'ambiguous'; readonly whole: string; readonly decimal: string };

type TypedNumber =
  /** @param decimal as it was read, with a point and without grouping: "1250.5" */
  { readonly ok: true; readonly decimal: string } | { readonly ok: false; readonly problem: AmountProblem };

const MOST_CHARACTERS = 40;
const SPACES = /[\s\u00a0\u2000-\u200a\u202f\u205f]/u;
const GROUPED_BY_SPACE = /^\d{1,3}(?: \d{3})+$/;

/** The value of a decimal digit of any script, "٣" as well as "3"; undefined for anything else. */
export function digitOf(character: string): string | undefined {
  if (/^[0-9]$/.test(character)) return character;
  const code = character.codePointAt(0) ?? 0;
  if (!/^\p{Nd}$/u.test(character)) return undefined;
  // Unicode has the ten digits of a script one after the other, beginning at xxx0 or xxx6.
  const begins = /^\p{Nd}$/u.test(String.fromCodePoint(code - (code % 16))) ? 0 : 6;
  return String((code % 16) - begins);
}

/** Whether a character separates decimals on some keyboard: a number pad gives the one of its layout. */
export function isSeparator(character: string): boolean {
  return character === '.' || character === ',' || character === '٫' || character === '·';
}

/**
 * Reads an amount that somebody typed or pasted as a whole, in the writing of any country: "12.5", "12,5", "1.234,56",
 * "1 234.56", "1'234". A single separator before exactly three digits may group them or divide them: it is not guessed.
 * @param decimals how many the unit has
 * @param unit its code or sign, which may stand before or behind
 */
export function readTypedNumber(text: string, decimals: number, unit = ''): TypedNumber {
  if (text.length > MOST_CHARACTERS) return refused({ reason: 'too_long' });
  const plain = withoutUnit(text, unit);
  if (!/^[\d.,' ]*\d[\d.,' ]*$/.test(plain)) return refused({ reason: 'not_a_number' });
  const parts = partsOf(plain);
  if (parts === undefined) return refused({ reason: 'not_a_number' });
  if ('problem' in parts) return refused(parts.problem);
  const fraction = parts.fraction ?? '';
  if (fraction.length > decimals && /[1-9]/.test(fraction.slice(decimals))) {
    return refused(decimals === 0 ? { reason: 'no_decimals' } : { reason: 'too_many_decimals', decimals });
  }
  const whole = parts.whole.replace(/^0+(?=\d)/, '');
  const kept = fraction.slice(0, decimals);
  return { ok: true, decimal: kept === '' ? whole : `${whole}.${kept}` };
}

function refused(problem: AmountProblem): TypedNumber {
  return { ok: false, problem };
}

/** Digits as ASCII, one space for every kind of it, a straight apostrophe, and no sign of a currency. */
function withoutUnit(text: string, unit: string): string {
  const characters = [...text].map((character) => {
    if (SPACES.test(character)) return ' ';
    if (character === '’' || character === 'ʼ') return "'";
    if (character === '٫') return ',';
    if (character === '٬') return "'";
    return digitOf(character) ?? character;
  });
  const bare = characters.join('').replace(/\p{Sc}/gu, ' ');
  const code =
    unit === '' ? bare : bare.replaceAll(new RegExp(`(?<![a-z])${escaped(unit)}(?![a-z])`, 'gi'), ' ');
  return code.replace(/ +/g, ' ').trim();
}

function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9]/g, '\\$&');
}

type Parts = { readonly whole: string; readonly fraction?: string } | { readonly problem: AmountProblem };

function partsOf(text: string): Parts | undefined {
  const marks = text.replace(/[\d ']/g, '');
  const last = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','));
  if (last === -1) return grouped(text);
  const mark = text[last] ?? '';
  const before = text.slice(0, last);
  const after = text.slice(last + 1);
  const isAlone = marks.length === 1;
  if (!/^\d*$/.test(after)) return undefined;
  if (!isAlone && marks.replaceAll(mark, '') === '') return groupedBy(text, mark);
  // Two kinds of marks: the last one divides, and the other one groups what stands before it.
  if (!isAlone)
    return before.includes(mark) ? undefined : divided(groupedBy(before, mark === '.' ? ',' : '.'), after);
  const isOpen = after.length === 3 && /^[1-9]\d{0,2}$/.test(before);
  if (isOpen) {
    const problem: AmountProblem = {
      reason: 'ambiguous',
      whole: before + after,
      decimal: `${before}.${after}`,
    };
    return { problem };
  }
  return divided(before === '' ? { whole: '0' } : grouped(before), after);
}

function divided(whole: Parts | undefined, fraction: string): Parts | undefined {
  return whole === undefined || 'problem' in whole ? whole : { whole: whole.whole, fraction };
}

/** Groups of three digits by apostrophes or spaces, or none. */
function grouped(text: string): Parts | undefined {
  if (/^\d+$/.test(text)) return { whole: text };
  const spaced = text.replaceAll("'", ' ');
  return GROUPED_BY_SPACE.test(spaced) ? { whole: spaced.replaceAll(' ', '') } : undefined;
}

function groupedBy(text: string, mark: string): Parts | undefined {
  return grouped(text.includes(mark) ? (/[ ']/.test(text) ? '' : text.replaceAll(mark, ' ')) : text);
}
