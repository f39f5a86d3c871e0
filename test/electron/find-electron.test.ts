import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fetchElectron, installedElectron } from '../../electron/find-electron.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'electron-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Stands in for the installer of Electron's package. @returns what was said of the progress, and how long it took */
async function fetchWith(script: string, stalledAfterMs = 60_000) {
  const installer = path.join(folder, 'install.cjs');
  writeFileSync(installer, script);
  const said: string[] = [];
  const startedAt = performance.now();
  const program = await fetchElectron((text) => said.push(text), { installer, stalledAfterMs });
  return { program, said, seconds: (performance.now() - startedAt) / 1000 };
}

const GROW = "require('node:fs').appendFileSync(process.env.TMPDIR + '/zip', Buffer.alloc(3e6));";

describe('Electron', () => {
  test('is where the person says it is, and nowhere if it is not there', () => {
    const env = { ELECTRON_OVERRIDE_DIST_PATH: folder };
    expect(installedElectron(env)).toBeUndefined();
    writeFileSync(path.join(folder, 'electron'), '');
    expect(installedElectron(env)).toBe(path.join(folder, 'electron'));
  });

  test('is given up at once where the download fails', async () => {
    const { program, seconds } = await fetchWith('process.exit(1)');
    expect(program).toBeUndefined();
    expect(seconds).toBeLessThan(10);
  });

  test('is given up when no byte comes any more', async () => {
    const { program, said } = await fetchWith(`${GROW} setInterval(() => {}, 1000);`, 2000);
    expect(program).toBeUndefined();
    expect(said).toEqual(['3 MB']);
  });

  test('is waited for as long as bytes come', async () => {
    const grows = `let times = 0; setInterval(() => { if (times++ === 5) process.exit(1); ${GROW} }, 700);`;
    const { said } = await fetchWith(grows, 2500);
    expect(said.at(-1)).toBe('14 MB');
  });
});
