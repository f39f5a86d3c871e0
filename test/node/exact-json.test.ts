import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_MONEY, parseDoge } from '../../core/money.ts';
import { parseExactJson } from '../../core/node/exact-json.ts';

/** ValueFromAmount, rpc/server.cpp. */
function asCoreWrites(koinu: bigint): string {
  return `${koinu / 100_000_000n}.${(koinu % 100_000_000n).toString().padStart(8, '0')}`;
}

function withNumbersAsText(value: unknown): unknown {
  if (typeof value === 'number') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(withNumbersAsText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withNumbersAsText(inner)]));
}

describe('an amount', () => {
  test('keeps every koinu, from nothing to all money', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, MAX_MONEY), (koinu) => {
        const parsed = parseExactJson(`{"result":{"value":${asCoreWrites(koinu)}}}`);
        expect(parsed).toEqual({ result: { value: asCoreWrites(koinu) } });
        expect(parseDoge(asCoreWrites(koinu))).toBe(koinu);
      }),
      { examples: [[0n], [MAX_MONEY], [2n ** 53n], [2n ** 53n + 1n], [2n ** 53n - 1n]], numRuns: 2000 },
    );
  });

  test.each(['1e-8', '-1.00000000', '1E5', '0.000000001', '10000000000.00000001'])(
    'written as %s is no amount',
    (written) => expect(parseDoge(String(parseExactJson(`[${written}]`)))).toBeUndefined(),
  );
});

describe('exact JSON', () => {
  test('differs from JSON in nothing but its numbers', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.boolean(), (value, isIndented) => {
        const text = JSON.stringify(value, null, isIndented ? 2 : undefined);
        expect(parseExactJson(text)).toEqual(withNumbersAsText(JSON.parse(text)));
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    [String.raw`{"a\"1":"\\","b":2}`, { 'a"1': '\\', b: '2' }],
    [String.raw`["\\\"3",4]`, ['\\"3', '4']],
    ['[-0,1.5e+10,-2E-3]', ['-0', '1.5e+10', '-2E-3']],
    ['"1"', '1'],
    ['7', '7'],
  ])('leaves the numbers in strings alone: %s', (text, parsed) => {
    expect(parseExactJson(text)).toEqual(parsed);
  });

  test('refuses by a SyntaxError what is not JSON', () => {
    for (const text of [
      '',
      '{',
      '"',
      '"\\',
      '[1,]',
      '{"a":1 2}',
      'Work queue depth exceeded',
      '<html>',
      '1 2',
    ]) {
      expect(() => parseExactJson(text)).toThrow(SyntaxError);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        try {
          parseExactJson(text);
        } catch (error) {
          expect(error).toBeInstanceOf(SyntaxError);
        }
      }),
    );
  });

  test('takes time in proportion to the length', () => {
    const long = `["${'\\\\'.repeat(2_000_000)}",${'1,'.repeat(200_000)}"${'ab'.repeat(2_000_000)}"]`;
    const before = performance.now();
    parseExactJson(long);
    expect(performance.now() - before).toBeLessThan(5000);
  });
});
