import { spawn } from 'node:child_process';
import { type ElectronApplication, _electron as electron } from 'playwright-core';
import { ROOT } from '../../house-rules/tree.ts';
import { PATIENCE_MS } from './patience.ts';

export interface Display {
  readonly name: string;
  stop(): void;
}

/** A screen that nobody sees, where there is none. */
export function startDisplay(): Promise<Display> {
  const own = process.env['DISPLAY'];
  if (own) return Promise.resolve({ name: own, stop: () => undefined });
  // It takes a free number itself and writes it to the fourth of its streams.
  const child = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1400x1000x24'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    child.once('error', () => reject(new Error('Electron needs a display: install Xvfb, or set DISPLAY.')));
    child.once('exit', (status) => reject(new Error(`Xvfb ended with ${status}.`)));
    child.stdio[3]?.once('data', (chunk: Buffer) => {
      resolve({ name: `:${chunk.toString().trim()}`, stop: () => child.kill() });
    });
  });
}

export async function launch(folder: string, display: string): Promise<ElectronApplication> {
  const { NODE_OPTIONS: _, ...env } = process.env;
  const app = await electron.launch({
    args: ['.', '--data', folder],
    cwd: ROOT,
    timeout: PATIENCE_MS,
    env: { ...env, DISPLAY: display } as Record<string, string>,
  });
  app.context().setDefaultTimeout(PATIENCE_MS);
  return app;
}
