import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALLOWED, IMPURE_NAMES, VIOLATIONS } from './planted.ts';
import { ROOT } from './tree.ts';

// A gate is worth nothing until it has failed once on purpose: each forbidden thing is planted, and seen caught by the
// same program with the same configuration that `npm test` runs.

const sandboxes: string[] = [];

/** A folder with the project's configuration and the given files. */
function sandbox(sources: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'dogetill-gates-'));
  sandboxes.push(folder);
  const configuration = [
    'biome.json',
    '.gitignore',
    'package.json',
    'tsconfig.json',
    'core/tsconfig.pure.json',
  ];
  for (const path of configuration) cpSync(join(ROOT, path), join(folder, path));
  for (const [path, source] of Object.entries(sources)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), source);
  }
  return folder;
}

afterAll(() => {
  for (const folder of sandboxes) rmSync(folder, { recursive: true, force: true });
});

interface Finding {
  readonly category: string;
  readonly location?: { readonly path?: string };
}

/** Runs `biome ci .` as package.json does. @returns its findings as "path category", and its exit status */
function biome(folder: string): { findings: string[]; status: number | null } {
  const program = join(ROOT, 'node_modules/@biomejs/biome/bin/biome');
  const run = spawnSync(
    process.execPath,
    [program, 'ci', '--colors=off', '--reporter=json', '--max-diagnostics=none', '.'],
    {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    },
  );
  const report = JSON.parse(run.stdout) as { diagnostics: Finding[] };
  return {
    findings: report.diagnostics.map((found) => `${found.location?.path ?? ''} ${found.category}`),
    status: run.status,
  };
}

describe('the linter', () => {
  let caught: ReturnType<typeof biome>;

  beforeAll(() => {
    const planted = Object.assign({}, ...VIOLATIONS.map((violation) => violation.files)) as Record<
      string,
      string
    >;
    expect(Object.keys(planted)).toHaveLength(VIOLATIONS.flatMap((one) => Object.keys(one.files)).length);
    caught = biome(sandbox(planted));
  });

  test.each(VIOLATIONS.map((violation) => [violation.claim, violation] as const))(
    'catches: %s',
    (_, violation) => {
      const [path] = Object.keys(violation.files);
      expect(caught.findings).toContain(`${path} ${violation.caughtBy}`);
    },
  );

  test('fails when it has caught something', () => {
    expect(caught.status).not.toBe(0);
  });

  test('passes the same imports where they are allowed', () => {
    expect(biome(sandbox(ALLOWED))).toEqual({ findings: [], status: 0 });
  });
});

describe('the compiler of pure code', () => {
  /** Runs `tsc -p core/tsconfig.pure.json`. @returns the files it complains of, and its exit status */
  function compile(sources: Readonly<Record<string, string>>): { files: Set<string>; status: number | null } {
    const folder = sandbox(sources);
    for (const path of ['assert', 'money', 'networks', 'refusal', 'result', 'secrets']) {
      cpSync(join(ROOT, `core/${path}.ts`), join(folder, `core/${path}.ts`));
    }
    symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'dir');
    const program = join(ROOT, 'node_modules/typescript/bin/tsc');
    const run = spawnSync(process.execPath, [program, '-p', 'core/tsconfig.pure.json', '--pretty', 'false'], {
      cwd: folder,
      encoding: 'utf8',
    });
    const files = new Set(
      [...run.stdout.matchAll(/^(\S+?)\(\d+,\d+\): error/gm)].map(([, path = '']) => path),
    );
    return { files, status: run.status };
  }

  const clean = Object.fromEntries(
    Object.entries(ALLOWED).filter(([path]) => /^core\/(?:protocol|channel)\//.test(path)),
  );
  const planted = IMPURE_NAMES.map((name, index) => [`core/protocol/impure-${index}.ts`, name] as const);
  let complaints: ReturnType<typeof compile>;

  beforeAll(() => {
    // Beside the clean files, so that a library which brings Node's types along with its own would be noticed.
    const sources = planted.map(([path, name]) => [path, `export const y = ${name};\n`] as const);
    complaints = compile({ ...clean, ...Object.fromEntries(sources) });
  });

  test.each(planted)('refuses %s: %s', (path) => {
    expect(complaints.files).toContain(path);
  });

  test('passes clean code', () => {
    expect(compile(clean)).toEqual({ files: new Set(), status: 0 });
  });
});
