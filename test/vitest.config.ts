import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Native modules (better-sqlite3) and tests that kill processes want a process of their own.
    pool: 'forks',
    // Many tests wait for processes and blocks: more workers than cores keep these busy.
    maxWorkers: 3,
    // Far above what anything takes: a machine that is busy with something else fails no test.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
});
