import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from '../../house-rules/tree.ts';

/**
 * The folder of an Electron to try: the one that ELECTRON_OVERRIDE_DIST_PATH names, or one that a `setup` beside the
 * checkout (or where ELECTRON_RUNTIME_SETUP says) puts together for tests. Electron's own package is not asked: the
 * tests download nothing.
 */
export function electronRuntime(env = process.env): string | undefined {
  const given = env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (given) return given;
  const setup = env['ELECTRON_RUNTIME_SETUP'] ?? path.join(ROOT, '..', 'shared', 'electron-runtime', 'setup');
  if (process.platform !== 'linux' || !existsSync(setup)) return undefined;
  const run = spawnSync(setup, ['--sqlite', ROOT], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (run.status !== 0) throw new Error(`${setup} has failed: see above.`);
  return run.stdout.trim();
}
