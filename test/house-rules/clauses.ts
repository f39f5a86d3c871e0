import { isCode, projectFiles, read } from './tree.ts';

/** The clauses of docs/PROTOCOL.md, in its order: `**ANN-3** …` at the start of a line. */
export function clausesOf(protocol: string): string[] {
  return [...protocol.matchAll(/^\*\*([A-Z]{3}-\d+)\*\* /gm)].map(([, clause = '']) => clause);
}

/** The clauses that a text cites, in brackets: `[ANN-3]`, `[ANN-3, ANN-4]`. */
export function citationsIn(text: string): string[] {
  const brackets = text.matchAll(/\[([A-Z]{3}-\d+(?:, [A-Z]{3}-\d+)*)\]/g);
  return [...brackets].flatMap(([, inside = '']) => inside.split(', '));
}

/** What the tests of the program cite, with the files that do. This folder speaks of citations only. */
export function citations(): Map<string, string[]> {
  const cited = new Map<string, string[]>();
  const tests = projectFiles('test').filter((path) => isCode(path) && !path.startsWith('test/house-rules'));
  for (const path of tests) {
    for (const clause of citationsIn(read(path))) cited.set(clause, [...(cited.get(clause) ?? []), path]);
  }
  return cited;
}
