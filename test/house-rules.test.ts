import { describe, expect, test } from 'vitest';
import { FOREIGN, isNameless, isPinned, silencesWithoutReason, UNUSED_WORDS } from './house-rules/rules.ts';
import { isCode, projectFiles, prose, read } from './house-rules/tree.ts';

const files = projectFiles();
const texts = files.filter((path) => /\.(?:[cm]?tsx?|md|json|sql|css|html|ya?ml)$|^\.ci\//.test(path));

function linesWith(source: string, path: string, isWanted: (line: string) => boolean): string[] {
  return source
    .split('\n')
    .filter(isWanted)
    .map((line) => `${path}: ${line.trim()}`);
}

interface LockedPackage {
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe('a file', () => {
  test('has a name that says what it is for', () => {
    expect(files.filter(isNameless)).toEqual([]);
  });

  test.each([
    'core/utils.ts',
    'core/string-utils.ts',
    'core/common/a.ts',
    'core/index.ts',
    'core/till-manager.ts',
  ])('would not be called %s', (path) => {
    expect(isNameless(path)).toBe(true);
  });

  test.each(['core/money.ts', 'renderer/index.html', 'core/node/commonwealth.ts'])(
    'may be called %s',
    (path) => {
      expect(isNameless(path)).toBe(false);
    },
  );

  test('switches no rule off without saying why', () => {
    const code = files.filter(isCode);
    expect(code.flatMap((path) => linesWith(prose(path), path, silencesWithoutReason))).toEqual([]);
  });

  test.each(['// @ts-ignore because of this and that', '// @ts-expect-error', '// biome-ignore lint: no'])(
    'would not say: %s',
    (comment) => {
      expect(silencesWithoutReason(comment)).toBe(true);
    },
  );
});

describe('the text of the project', () => {
  test.each(FOREIGN)('does not name %s', (_, pattern) => {
    expect(texts.flatMap((path) => linesWith(read(path), path, (line) => pattern.test(line)))).toEqual([]);
  });

  test.each(UNUSED_WORDS)('says another word for "%s"', (_, pattern) => {
    // The glossary is the one place that names the words which are not used.
    const read = files.filter((path) => path !== 'docs/GLOSSARY.md');
    expect(read.flatMap((path) => linesWith(prose(path), path, (line) => pattern.test(line)))).toEqual([]);
  });

  test.each([
    ['a package registry', ['https://', 'registry', '.example.org'].join('')],
    ['a path of one machine', ['see ', 'tmp', 'x'].join('/')],
    ['a path of one machine', ['"', 'root', 'till'].join('/')],
  ])('would not name %s: %s', (name, line) => {
    expect(FOREIGN.some(([known, pattern]) => known === name && pattern.test(line))).toBe(true);
  });

  test.each(['the user-agent of a node', 'a balanced tree', 'getbalance'])('may say: %s', (line) => {
    expect(UNUSED_WORDS.some(([, pattern]) => pattern.test(line))).toBe(false);
  });
});

describe('a dependency', () => {
  test('is pinned to one exact version', () => {
    const manifest = JSON.parse(read('package.json')) as Record<string, Record<string, string> | undefined>;
    const kinds = ['dependencies', 'devDependencies', 'optionalDependencies'];
    const all = kinds.flatMap((kind) => Object.entries(manifest[kind] ?? {}));
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(([, version]) => !isPinned(version))).toEqual([]);
  });

  test.each(['^1.2.3', '~1.2.3', '1.2', '1.x', 'latest', '>=1.0.0', 'github:a/b'])(
    'would not be %s',
    (version) => {
      expect(isPinned(version)).toBe(false);
    },
  );

  const lock = JSON.parse(read('package-lock.json')) as { packages: Record<string, LockedPackage> };
  const locked = Object.entries(lock.packages).filter(([path]) => path !== '');

  test('is locked by its hash and not by the address it came from', () => {
    expect(locked.length).toBeGreaterThan(0);
    expect(locked.filter(([, entry]) => entry.resolved !== undefined)).toEqual([]);
    expect(locked.filter(([, entry]) => entry.integrity === undefined && entry.optional !== true)).toEqual(
      [],
    );
  });

  test('is locked for every platform, as `npm ci` demands', () => {
    const missing = locked.flatMap(([path, entry]) =>
      Object.keys(entry.optionalDependencies ?? {}).filter(
        (name) =>
          !(`node_modules/${name}` in lock.packages || `${path}/node_modules/${name}` in lock.packages),
      ),
    );
    expect(missing).toEqual([]);
  });
});

describe('the README', () => {
  function commandsOf(path: string): string[] {
    const lines = read(path).split('\n');
    return lines.map((line) => line.trim()).filter((line) => line.startsWith('npm ci && '));
  }

  test('gives the test command that .ci/run runs, to the letter', () => {
    expect(commandsOf('.ci/run')).toEqual(['npm ci && npm test']);
    expect(commandsOf('README.md')).toContain('npm ci && npm test');
  });

  test('gives only commands that package.json has', () => {
    const scripts = Object.keys((JSON.parse(read('package.json')) as { scripts: object }).scripts);
    const named = [...read('README.md').matchAll(/npm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((name) => name !== undefined && !scripts.includes(name))).toEqual([]);
  });
});
