/** A JSON number as it is written: amounts have 8 decimals and more digits than a double. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

export type Json =
  | null
  | boolean
  | string
  /** An integer, or another number that a double holds well enough: never an amount. */
  | number
  | JsonNumber
  | readonly Json[]
  | { readonly [key: string]: Json };

const KOINU_PER_DOGE = 100_000_000n;

/** ValueFromAmount (Dogecoin Core rpc/server.cpp): DOGE with 8 decimals. @param amount koinu, may be negative */
export function amountJson(amount: bigint): JsonNumber {
  const magnitude = amount < 0n ? -amount : amount;
  const decimals = (magnitude % KOINU_PER_DOGE).toString().padStart(8, '0');
  return new JsonNumber(`${amount < 0n ? '-' : ''}${magnitude / KOINU_PER_DOGE}.${decimals}`);
}

export function writeJson(value: Json): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(writeJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}:${writeJson(member)}`,
    );
    return `{${members.join(',')}}`;
  }
  return JSON.stringify(value);
}

/** MAX_JSON_DEPTH (univalue). */
const MAX_DEPTH = 512;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const WORDS = new Map<string, Json>([
  ['true', true],
  ['false', false],
  ['null', null],
]);

class JsonReader {
  readonly #text: string;
  #at = 0;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Json {
    const value = this.#value();
    this.#match(SPACE);
    if (this.#at !== this.#text.length) throw new SyntaxError('text after the JSON value');
    return value;
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  /** Whether the next thing is this character, which is then behind. */
  #skip(character: string): boolean {
    this.#match(SPACE);
    if (this.#text[this.#at] !== character) return false;
    this.#at += 1;
    return true;
  }

  #expect(character: string): void {
    if (!this.#skip(character)) throw new SyntaxError(`${character} expected at ${this.#at}`);
  }

  #value(): Json {
    this.#depth += 1;
    if (this.#depth > MAX_DEPTH) throw new SyntaxError('too deep');
    const value = this.#anyValue();
    this.#depth -= 1;
    return value;
  }

  #anyValue(): Json {
    if (this.#skip('{')) return this.#members();
    if (this.#skip('[')) return this.#elements();
    if (this.#text[this.#at] === '"') return this.#string();
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    const number = this.#match(NUMBER);
    if (number === undefined || number === '') throw new SyntaxError(`no JSON value at ${this.#at}`);
    return new JsonNumber(number);
  }

  #string(): string {
    this.#match(SPACE);
    const text = this.#match(STRING);
    if (text === undefined) throw new SyntaxError(`no string at ${this.#at}`);
    return String(JSON.parse(text));
  }

  #elements(): Json[] {
    const elements: Json[] = [];
    if (this.#skip(']')) return elements;
    do elements.push(this.#value());
    while (this.#skip(','));
    this.#expect(']');
    return elements;
  }

  #members(): { readonly [key: string]: Json } {
    const members = new Map<string, Json>();
    if (!this.#skip('}')) {
      do {
        const key = this.#string();
        this.#expect(':');
        const member = this.#value();
        // Of a name given twice univalue finds the first.
        if (!members.has(key)) members.set(key, member);
      } while (this.#skip(','));
      this.#expect('}');
    }
    return Object.fromEntries(members);
  }
}

/**
 * Parses JSON with every number left as it is written.
 * @throws SyntaxError
 */
export function readJson(text: string): Json {
  return new JsonReader(text).read();
}
