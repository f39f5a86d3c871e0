import { describe, expect, test } from 'vitest';
import { type RefusalCode, refusalStatus } from '../../core/refusal.ts';
import { OFF_THE_WIRE } from '../doubles/off-the-wire.ts';
import { citations, citationsIn, clausesOf } from './clauses.ts';
import { read } from './tree.ts';

const protocol = read('docs/PROTOCOL.md');
const clauses = clausesOf(protocol);
const cited = citations();

/** Clauses that no test holds yet. The list only ever shrinks; a new clause comes with its test. */
const NOT_YET_CITED: readonly string[] = [
  'ENC-1',
  'ENC-2',
  'ENC-3',
  'ENC-4',
  'ENC-5',
  'ENV-1',
  'ENV-2',
  'ENV-3',
  'ERR-1',
  'ERR-2',
  'ERR-3',
  'OFF-1',
  'OFF-2',
  'OFF-3',
  'OFF-4',
  'SCR-1',
  'SCR-2',
  'SCR-3',
  'SCR-4',
  'SCR-5',
  'SCR-6',
  'ANN-1',
  'ANN-2',
  'ANN-3',
  'ANN-4',
  'ANN-5',
  'ANN-6',
  'ANN-7',
  'ANN-8',
  'STA-1',
  'STA-2',
  'STA-3',
  'STA-4',
  'STA-5',
  'STA-6',
  'STA-7',
  'STA-8',
  'INV-1',
  'INV-2',
  'INV-3',
  'INV-4',
  'INV-5',
  'INV-6',
  'INV-7',
  'INV-8',
  'PAY-1',
  'PAY-2',
  'PAY-3',
  'PAY-4',
  'PAY-5',
  'PAY-6',
  'PAY-7',
  'PAY-8',
  'PAY-9',
  'PAY-10',
  'PAY-11',
  'PAY-12',
  'PAY-13',
  'FEE-1',
  'FEE-2',
  'FEE-3',
  'FEE-4',
  'FEE-5',
  'CMP-1',
  'CMP-2',
  'CMP-3',
  'CMP-4',
  'CMP-5',
  'RCP-1',
  'RCP-2',
  'RCP-3',
  'RCP-4',
  'RCP-5',
  'CLS-1',
  'CLS-2',
  'CLS-3',
  'CLS-4',
  'CLS-5',
  'CLS-6',
  'REL-1',
  'REL-2',
  'REF-1',
  'REF-2',
  'DGC-1',
  'QRX-1',
  'QRX-2',
  'LIM-1',
  'LIM-2',
  'LIM-3',
  'KEY-1',
  'KEY-2',
  'ERR-4',
];

describe('a clause of the protocol', () => {
  test('has a number of its own', () => {
    expect(clauses.length).toBeGreaterThan(50);
    expect(clauses.filter((clause, at) => clauses.indexOf(clause) !== at)).toEqual([]);
  });

  test('is cited by a test', () => {
    const uncited = clauses.filter((clause) => !cited.has(clause));
    expect(uncited.filter((clause) => !NOT_YET_CITED.includes(clause))).toEqual([]);
  });

  test('that is waiting for its test exists', () => {
    expect(NOT_YET_CITED.filter((clause) => !clauses.includes(clause))).toEqual([]);
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
