import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { describe, expect, test } from 'vitest';

describe.skipIf(process.platform === 'win32')('a till that was started by npm', () => {
  test('stops cleanly when npm is told to stop: no shell stands between the two', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'dogetill-npm-'));
    const parameters = ['serve', '--data', folder, '--network', 'regtest', '--node', 'practice'];
    const npm = spawn('npm', ['run', '--silent', 'till', '--', ...parameters], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    try {
      const [line] = (await once(createInterface({ input: npm.stdout }), 'line')) as [string];
      expect(JSON.parse(line)).toMatchObject({ ready: true, network: 'regtest' });
      expect(existsSync(path.join(folder, 'control.json'))).toBe(true);
      npm.kill('SIGTERM');
      const [code] = await once(npm, 'exit');
      expect(code).toBe(0);
      expect(existsSync(path.join(folder, 'control.json'))).toBe(false);
    } finally {
      npm.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
