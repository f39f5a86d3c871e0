import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Edit, MUTANTS, type Mutant } from './mutants.ts';

const ROOT = path.join(path.dirname(fileURLToPath(import.meta.url)), '..', '..');
/** All that the simulation is made of. */
const COPIED = ['package.json', 'core', 'test/simulation', 'test/crash/chance.ts', 'test/doubles/parties.ts'];

export interface Verdict {
  readonly mutant: string;
  readonly isCaught: boolean;
  /** How many runs it survived. */
  readonly survived: number;
  /** What gave it away. */
  readonly why: string;
}

interface Wanted {
  readonly seed: number;
  readonly runs: number;
  /** Part of a mutant's name. */
  readonly only: string | undefined;
}

/** Tries every mutant and prints the table. @returns was each of them caught */
export async function tryMutants({ only = '', ...wanted }: Wanted): Promise<boolean> {
  let isComplete = true;
  for (const mutant of MUTANTS.filter(({ name }) => name.includes(only))) {
    const { isCaught, survived, why } = await tryMutant(mutant, wanted);
    isComplete &&= isCaught;
    const result = isCaught ? `caught in run ${survived + 1}` : `NOT caught in ${survived} runs`;
    console.log(`${mutant.name.padEnd(70)} ${result.padEnd(26)} ${why}`);
  }
  return isComplete;
}

/** Runs the simulation on a copy of the program that lacks a rule. Throws where the rule's text is not there. */
export async function tryMutant(
  mutant: Mutant,
  wanted: { readonly seed: number; readonly runs: number },
): Promise<Verdict> {
  const folder = mkdtempSync(path.join(tmpdir(), 'mutant-'));
  try {
    for (const part of COPIED) cpSync(path.join(ROOT, part), path.join(folder, part), { recursive: true });
    symlinkSync(path.join(ROOT, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
    for (const edit of mutant.edits) apply(edit, folder);
    const { code, output } = await simulate(folder, wanted);
    const survived = Number(/^runs\s+(\d+)$/m.exec(output)?.[1] ?? Number.NaN);
    if (code === null || Number.isNaN(survived)) throw new Error(`${mutant.name} does not run:\n${output}`);
    const why = /^(?:Broken|\w*Error): .*$/m.exec(output)?.[0] ?? '';
    return { mutant: mutant.name, isCaught: code !== 0, survived, why: why.slice(0, 100) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function apply({ file, rule, instead }: Edit, folder = ROOT): string {
  const target = path.join(folder, file);
  const parts = readFileSync(target, 'utf8').split(rule);
  if (parts.length !== 2) throw new Error(`${file} has this ${parts.length - 1} times: ${rule}`);
  const text = parts.join(instead);
  if (folder !== ROOT) writeFileSync(target, text);
  return text;
}

function simulate(folder: string, { seed, runs }: { readonly seed: number; readonly runs: number }) {
  const given = ['--seed', String(seed), '--runs', String(runs), '--no-shrink'];
  const child = spawn(process.execPath, [path.join(folder, 'test/simulation/simulate.ts'), ...given]);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output }));
  });
}
