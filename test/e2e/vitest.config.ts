import { defineConfig } from 'vitest/config';
import { electronRuntime } from './stage/electron-runtime.ts';
import { PATIENCE_MS } from './stage/patience.ts';

const electron = electronRuntime();
if (electron === undefined) {
  process.stdout.write('No Electron to try: its flows are left out (docs/decisions/browser-tests.md).\n');
}

export default defineConfig({
  test: {
    include: ['test/e2e/**/*.e2e.ts'],
    exclude: electron === undefined ? ['test/e2e/electron.e2e.ts'] : [],
    env: electron === undefined ? {} : { ELECTRON_OVERRIDE_DIST_PATH: electron },
    pool: 'forks',
    // Each of them runs a till, a node, a customer and a browser.
    maxWorkers: 2,
    // Each test goes on where the one before has stopped: what comes after a failure says nothing, slowly.
    bail: 1,
    // A test waits for several things, one after the other.
    testTimeout: 3 * PATIENCE_MS,
    hookTimeout: 3 * PATIENCE_MS,
    expect: { poll: { timeout: PATIENCE_MS } },
  },
});
