import { describe, expect, test } from 'vitest';
import { type RefusalCode, refusalStatus } from '../../core/refusal.ts';
import { OFF_THE_WIRE } from '../doubles/off-the-wire.ts';
import { citations, citationsIn, clausesOf } from './clauses.ts';
import { read } from './tree.ts';

const protocol = read('docs/PROTOCOL.md');
const clauses = clausesOf(protocol);
const cited = citations();

/** Clauses that no test holds yet. The list only ever shrinks; a new clause comes with its test. */
const NOT_YET_CITED: readonly string[] = ['ERR-3', 'KEY-2'];

describe('a clause of the protocol', () => {
  test('has a number of its own', () => {
    expect(clauses.length).toBeGreaterThan(50);
    expect(clauses.filter((clause, at) => clauses.indexOf(clause) !== at)).toEqual([]);
  });

  test('is cited by a test', () => {
    const uncited = clauses.filter((clause) => !cited.has(clause));
    expect(uncited.filter((clause) => !NOT_YET_CITED.includes(clause))).toEqual([]);
  });

  test('that is waiting for its test exists, and leaves the list when a test holds it', () => {
    expect(NOT_YET_CITED.filter((clause) => !clauses.includes(clause))).toEqual([]);
    expect(NOT_YET_CITED.filter((clause) => cited.has(clause))).toEqual([]);
  });

  test('that a test or another clause cites exists', () => {
    const unknown = [...cited].filter(([clause]) => !clauses.includes(clause));
    expect(unknown).toEqual([]);
    const within = [...protocol.matchAll(/\b([A-Z]{3}-\d+)\b/g)].map(([, clause = '']) => clause);
    const prefixes = new Set(clauses.map((clause) => clause.slice(0, 3)));
    const named = within.filter((clause) => prefixes.has(clause.slice(0, 3)));
    expect(named.filter((clause) => !clauses.includes(clause))).toEqual([]);
  });

  test('is cited in brackets, alone or with others', () => {
    expect(
      citationsIn("test('is refused [ANN-3, ANN-14] and SHA-256 is not a clause, nor is [BIP-340]')"),
    ).toEqual(['ANN-3', 'ANN-14', 'BIP-340']);
  });
});

describe("the protocol's table of codes", () => {
  const rows = [...protocol.matchAll(/^\| `([a-z_]+)` \| (\d{3}) \| \S/gm)].map(
    ([, code = '', status = '']) => [code, Number(status)] as const,
  );

  function codesOfTheProgram(): RefusalCode[] {
    const facts = /interface RefusalFacts \{\n(.*?)\n\}/s.exec(read('core/refusal.ts'))?.[1] ?? '';
    return [...facts.matchAll(/^ {2}([a-z_]+): /gm)].map(([, code = '']) => code as RefusalCode);
  }

  test('has every code of the program and no other', () => {
    const onTheWire = codesOfTheProgram().filter((code) => !OFF_THE_WIRE.includes(code));
    expect(rows.map(([code]) => code).sort()).toEqual(onTheWire.sort());
  });

  test('gives each the status that the program answers', () => {
    const different = rows.filter(([code, status]) => refusalStatus(code as RefusalCode) !== status);
    expect(rows.length).toBeGreaterThan(50);
    expect(different).toEqual([]);
  });

  test('has every code that a clause names', () => {
    const lists = [...protocol.matchAll(/^\*\*(?:STA-7|PAY-8)\*\* (.*?)\n\n/gms)].map(
      ([, text = '']) => text,
    );
    const named = lists.flatMap((text) => [...text.matchAll(/`([a-z_]+)`/g)].map(([, code = '']) => code));
    expect(named.length).toBeGreaterThan(40);
    expect(named.filter((code) => !rows.some(([row]) => row === code))).toEqual([]);
  });
});
