import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BenchResults } from './report.ts';

const BENCH = fileURLToPath(new URL('./bench.ts', import.meta.url));

describe('the bench', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-'));
  let printed = '';
  let results: BenchResults;

  beforeAll(async () => {
    const out = path.join(folder, 'results.json');
    const { stdout } = await promisify(execFile)(process.execPath, [
      BENCH,
      '--quick',
      '--out',
      out,
      '--data',
      folder,
    ]);
    printed = stdout;
    results = JSON.parse(readFileSync(out, 'utf8')) as BenchResults;
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('measures payments of one and of 32 a commit beside what checks and commits take alone', () => {
    expect(results.inProcess.map((row) => [row.paymentsPerCommit, row.isSealed])).toEqual([
      [1, false],
      [32, false],
      [1, true],
      [32, true],
    ]);
    for (const row of results.inProcess) {
      expect(row.paymentsPerSecond).toBeGreaterThan(0);
      expect(row.limitPerSecond).toBeGreaterThan(row.paymentsPerSecond / 10);
      expect(row.ratio).toBeGreaterThan(0);
    }
    expect(results.limits.checkMicros).toBeGreaterThan(0);
    expect(results.limits.commitMicros).toBeGreaterThan(0);
  });

  test('measures the endpoint on one channel and on many, with every number of clients', () => {
    expect(results.http.map((row) => [row.clients, row.channels])).toEqual([
      [1, 1],
      [1, 4],
      [4, 1],
      [4, 4],
    ]);
    for (const row of results.http) {
      expect(row.p99Millis).toBeGreaterThanOrEqual(row.p50Millis);
      // One request in flight can be grouped with no other.
      if (row.clients === 1 || row.channels === 1) expect(row.paymentsPerCommit).toBeLessThanOrEqual(1);
    }
  });

  test('says of every goal whether it is met, in the JSON and in words', () => {
    expect(results.goals).toHaveLength(4);
    for (const goal of results.goals) {
      expect(Number.isFinite(goal.value)).toBe(true);
      expect(printed).toContain(goal.name);
    }
  });
});
