import { LAYERS } from './planted-imports.ts';
import { UPWARDS } from './planted-rooms.ts';
import type { Violation } from './violation.ts';

function pure(claim: string, path: string, expression: string): Violation {
  return {
    claim,
    caughtBy: 'lint/style/noRestrictedGlobals',
    files: { [path]: `export const y = ${expression};\n` },
  };
}

const cycles: readonly Violation[] = [
  {
    claim: 'two files import each other',
    caughtBy: 'lint/suspicious/noImportCycles',
    files: {
      'core/merchant/cycle-a.ts': "import { b } from './cycle-b.ts';\n\nexport const a = () => b;\n",
      'core/merchant/cycle-b.ts': "import { a } from './cycle-a.ts';\n\nexport const b = () => a;\n",
    },
  },
  {
    claim: "two files import each other's types alone",
    caughtBy: 'lint/suspicious/noImportCycles',
    files: {
      'core/merchant/type-cycle-a.ts':
        "import type { B } from './type-cycle-b.ts';\n\nexport interface A {\n  b: B;\n}\n",
      'core/merchant/type-cycle-b.ts':
        "import type { A } from './type-cycle-a.ts';\n\nexport interface B {\n  a: A;\n}\n",
    },
  },
  {
    claim: 'three files in two folders import in a ring',
    caughtBy: 'lint/suspicious/noImportCycles',
    files: {
      'core/merchant/ring-a.ts': "import { b } from '../store/ring-b.ts';\n\nexport const a = () => b;\n",
      'core/store/ring-b.ts': "import { c } from './ring-c.ts';\n\nexport const b = () => c;\n",
      'core/store/ring-c.ts': "import { a } from '../merchant/ring-a.ts';\n\nexport const c = () => a;\n",
    },
  },
];

const purity: readonly Violation[] = [
  pure('core/protocol reads the clock', 'core/protocol/b-date.ts', 'Date.now()'),
  pure('core/channel reads the clock', 'core/channel/b-date.ts', 'new Date()'),
  pure('core/networks.ts reads the clock', 'core/networks.ts', 'Date.now()'),
  pure('core/protocol reads the clock by a detour', 'core/protocol/b-detour.ts', 'globalThis.Date'),
  pure('core/protocol asks the network', 'core/protocol/b-fetch.ts', "fetch('https://example.org')"),
  pure('core/protocol reads the environment', 'core/protocol/b-process.ts', 'process.env'),
  pure('core/protocol uses Buffer', 'core/protocol/b-buffer.ts', "Buffer.from('')"),
  pure('core/protocol uses TextEncoder', 'core/protocol/b-encoder.ts', 'new TextEncoder()'),
  pure('core/channel sets a timer', 'core/channel/b-timer.ts', 'setTimeout(() => 0, 1)'),
  pure('core/protocol draws entropy', 'core/protocol/b-crypto.ts', 'crypto.randomUUID()'),
  pure('core/protocol asks for the locale', 'core/protocol/b-locale.ts', "new Intl.NumberFormat('en')"),
  {
    claim: 'core/protocol draws a random number',
    caughtBy: 'lint/nursery/noJsRestrictedProperties',
    files: { 'core/protocol/b-random.ts': 'export const y = Math.random();\n' },
  },
];

function repeated(count: number, line: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => line(index)).join('\n');
}

const form: readonly Violation[] = [
  {
    claim: 'a default export',
    caughtBy: 'lint/style/noDefaultExport',
    files: { 'core/merchant/c-default.ts': 'const a = 1;\nexport default a;\n' },
  },
  {
    claim: 'a barrel file',
    caughtBy: 'lint/performance/noBarrelFile',
    files: { 'core/merchant/c-barrel.ts': "export { a } from './a.ts';\n" },
  },
  {
    claim: 'a barrel file of everything',
    caughtBy: 'lint/performance/noReExportAll',
    files: { 'core/merchant/c-barrel-all.ts': "export * from './a.ts';\n" },
  },
  {
    claim: 'a type imported as a value',
    caughtBy: 'lint/style/useImportType',
    files: {
      'core/merchant/c-type.ts': "import { Koinu } from '../money.ts';\n\nexport type Price = Koinu;\n",
    },
  },
  {
    claim: 'an any',
    caughtBy: 'lint/suspicious/noExplicitAny',
    files: { 'core/merchant/c-any.ts': 'export const a: any = 1;\n' },
  },
  {
    claim: 'a non-null assertion',
    caughtBy: 'lint/style/noNonNullAssertion',
    files: { 'core/merchant/c-bang.ts': 'export const a = (b: string[]) => b[0]!;\n' },
  },
  {
    claim: 'a promise that nobody waits for',
    caughtBy: 'lint/nursery/noFloatingPromises',
    files: {
      'core/merchant/c-floating.ts':
        'async function store(): Promise<void> {\n  await Promise.resolve();\n}\n\nexport function answer() {\n  store();\n}\n',
    },
  },
  {
    claim: 'a switch that forgets a case',
    caughtBy: 'lint/nursery/useExhaustiveSwitchCases',
    files: {
      'core/merchant/c-switch.ts':
        "export function a(state: 'open' | 'closed') {\n  switch (state) {\n    case 'open':\n      return 1;\n  }\n}\n",
    },
  },
  {
    claim: 'a caught error thrown on without its cause',
    caughtBy: 'lint/style/useErrorCause',
    files: {
      'core/merchant/c-cause.ts':
        "export function a(b: () => void) {\n  try {\n    b();\n  } catch (error) {\n    throw new Error('no');\n  }\n}\n",
    },
  },
  {
    claim: 'a function of more than 70 lines',
    caughtBy: 'lint/complexity/noExcessiveLinesPerFunction',
    files: {
      'core/merchant/c-long.ts': `export function a(b: (c: number) => void) {\n${repeated(71, (i) => `  b(${i});`)}\n}\n`,
    },
  },
  {
    claim: 'a file of more than 400 lines',
    caughtBy: 'lint/style/noExcessiveLinesPerFile',
    files: { 'core/merchant/c-file.ts': `${repeated(401, (i) => `export const a${i} = ${i};`)}\n` },
  },
  {
    claim: 'a function that branches in branches',
    caughtBy: 'lint/complexity/noExcessiveCognitiveComplexity',
    files: {
      'core/merchant/c-complex.ts': `export function a(b: number) {\n${repeated(
        7,
        (i) => `  if (b > ${i}) {\n    if (b > ${i * 2}) return ${i};\n  }`,
      )}\n  return b;\n}\n`,
    },
  },
  {
    claim: 'a package that package.json does not name',
    caughtBy: 'lint/correctness/noUndeclaredDependencies',
    files: { 'core/merchant/c-package.ts': "import { x } from 'left-pad';\n\nexport const y = x;\n" },
  },
  {
    claim: 'a test that is skipped',
    caughtBy: 'lint/suspicious/noSkippedTests',
    files: { 'test/c-skipped.test.ts': "test.skip('a', () => {});\n" },
  },
  {
    claim: 'a file name in two cases',
    caughtBy: 'lint/style/useFilenamingConvention',
    files: { 'core/merchant/c_Name.ts': 'export const a = 1;\n' },
  },
  {
    claim: 'a line that is not formatted',
    caughtBy: 'format',
    files: { 'core/merchant/c-format.ts': 'export const  a = "1"\n' },
  },
];

export const VIOLATIONS: readonly Violation[] = [...cycles, ...LAYERS, ...UPWARDS, ...purity, ...form];

/** The same imports where they are allowed. A rule that refuses these as well would prove nothing above. */
export const ALLOWED: Readonly<Record<string, string>> = {
  'core/protocol/allowed.ts': `import { crypto } from 'bitcoinjs-lib';
import * as ecc from 'tiny-secp256k1';
import * as tools from 'uint8array-tools';
import * as v from 'valibot';
import { assert } from '../assert.ts';
import { ZERO } from '../money.ts';
import { ok } from '../result.ts';
import { next } from './neighbour.ts';

export const all = [crypto, ecc, tools, v, assert, ZERO, ok, next, Math.max(1, 2)];
`,
  'core/protocol/neighbour.ts': 'export const next = 1;\n',
  'core/protocol/sub/allowed.ts': `import { assert } from '../../assert.ts';
import { next } from '../neighbour.ts';
import { same } from './neighbour.ts';

export const all = [assert, next, same];
`,
  'core/protocol/sub/neighbour.ts': 'export const same = 1;\n',
  'core/channel/allowed.ts': `import { unreachable } from '../assert.ts';
import { next } from '../protocol/neighbour.ts';
import { own } from './neighbour.ts';

export const all = [unreachable, next, own];
`,
  'core/channel/neighbour.ts': 'export const own = 1;\n',
  'core/store/allowed.ts': `import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { next } from '../protocol/neighbour.ts';

export const all = [Database, readFileSync, next, Date.now(), Math.random()];
`,
  'core/merchant/keys/keys.ts':
    "import { BIP32Factory } from 'bip32';\n\nexport const all = [BIP32Factory];\n",
  'core/customer/keys-seed.ts':
    "import { mnemonicToSeedSync } from '@scure/bip39';\n\nexport const all = [mnemonicToSeedSync];\n",
  'core/merchant/allowed.ts': `import { createServer } from 'node:http';
import fastify from 'fastify';
import { all } from '../store/allowed.ts';

export const everything = [createServer, fastify, all];
`,
  'core/result.ts': "import type { Koinu } from './money.ts';\n\nexport type Price = Koinu;\n",
  'electron/main.ts': `import { app } from 'electron';
import { everything } from '../core/merchant/allowed.ts';

export const all = [app, everything];
`,
  'renderer/screens/Sale.tsx': `import { useState } from 'react';
import { createRoot } from 'react-dom/client';
import { calls } from '../../core/bridge/bridge.ts';
import { ZERO } from '../../core/money.ts';
import { refusalStatus } from '../../core/refusal.ts';
import { Key } from '../components/Key.tsx';

export const all = [useState, createRoot, calls, ZERO, refusalStatus, Key];
`,
  'renderer/components/Key.tsx': 'export const Key = 1;\n',
  'test/allowed.test.ts': `import { Psbt } from 'bitcoinjs-lib';
import { expect, test } from 'vitest';
import { next } from '../core/protocol/neighbour.ts';

test('anything goes in a test', () => {
  expect([Psbt, next]).toHaveLength(2);
});
`,
};

/** What the compiler alone must refuse in pure code, whatever the linter says: names of Node and of the browser. */
export const IMPURE_NAMES: readonly string[] = [
  'process.argv',
  "Buffer.from('')",
  'new TextEncoder()',
  "new URL('')",
  "fetch('')",
  'setTimeout(() => 0, 1)',
  'queueMicrotask(() => 0)',
  'console.log(1)',
  'crypto.subtle',
  'performance.now()',
  'globalThis.fetch',
  'document.body',
  '__dirname',
  "require('node:fs')",
  "import('node:fs')",
];
