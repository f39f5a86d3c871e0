import { describe, expect, test } from 'vitest';
import { OFF_THE_WIRE } from '../../doubles/off-the-wire.ts';
import { read } from '../../house-rules/tree.ts';
import { REFUSED_ANNOUNCEMENTS } from './refused-announcements.ts';
import { OUT_OF_SIGHT, TOO_MUCH } from './refused-limits.ts';
import { REFUSED_PAYMENTS } from './refused-payments.ts';
import { REFUSED_REQUESTS } from './refused-requests.ts';
import { REFUSED_SIGNATURES } from './refused-signatures.ts';
import { FUNDING_IN_USE, REFUSED_STATES } from './refused-states.ts';

/** Of a wallet or of the owner at the till: never the endpoint's. */

/** What the tests of this folder send to a real till. */
const PROVOKED = new Set<string>([
  ...[REFUSED_ANNOUNCEMENTS, REFUSED_PAYMENTS, REFUSED_SIGNATURES, REFUSED_STATES, REFUSED_REQUESTS].flatMap(
    (cases) => cases.map(({ code }) => code),
  ),
  FUNDING_IN_USE.code,
  ...Object.values(TOO_MUCH),
  ...Object.values(OUT_OF_SIGHT),
]);

function codesOfTheProgram(): string[] {
  const facts = /interface RefusalFacts \{\n(.*?)\n\}/s.exec(read('core/refusal.ts'))?.[1] ?? '';
  return [...facts.matchAll(/^ {2}([a-z_]+): /gm)].map(([, code = '']) => code);
}

function codesOfClause(clause: string): string[] {
  const text =
    new RegExp(`^\\*\\*${clause}\\*\\* (.*?)\\n\\n`, 'ms').exec(read('docs/PROTOCOL.md'))?.[1] ?? '';
  return [...text.matchAll(/`([a-z_]+)`/g)].map(([, code = '']) => code);
}

describe('a refusal', () => {
  test('has no code that is not provoked over HTTP [ERR-4]', () => {
    const codes = codesOfTheProgram().filter((code) => !OFF_THE_WIRE.some((off) => off === code));
    expect(codes.length).toBeGreaterThan(50);
    expect(codes.filter((code) => !PROVOKED.has(code))).toEqual([]);
  });

  test.each([
    ['an announcement [STA-7]', 'STA-7', [...REFUSED_ANNOUNCEMENTS, ...REFUSED_STATES]],
    ['a payment [PAY-8]', 'PAY-8', [...REFUSED_PAYMENTS, ...REFUSED_SIGNATURES, ...REFUSED_STATES]],
  ] as const)('of %s is provoked by one', (_, clause, cases) => {
    const provoked: readonly string[] = [
      ...cases.map(({ code }) => code),
      FUNDING_IN_USE.code,
      'node_unavailable',
    ];
    const named = codesOfClause(clause);
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((code) => !provoked.includes(code))).toEqual([]);
  });
});
