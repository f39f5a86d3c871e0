import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ROOT } from './build.ts';
import { FAULT_STATUS } from './exit-status.ts';

/** An Electron that dies sooner has not opened a window: no display, or a system that forbids its sandbox. */
const STILLBORN_MS = 15_000;

export interface WindowStart {
  readonly data: string;
  readonly passphraseFile: string | undefined;
  readonly isSandboxed: boolean;
}

/** Runs the window until it is closed. @returns false when it did not come to that */
export function runElectron(
  program: string,
  { data, passphraseFile, isSandboxed }: WindowStart,
): Promise<boolean> {
  const startedAt = performance.now();
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const given = [
    '--data',
    data,
    ...(passphraseFile === undefined ? [] : ['--passphrase-file', passphraseFile]),
  ];
  const child = spawn(program, [...(isSandboxed ? [] : ['--no-sandbox']), ROOT, ...given], {
    stdio: 'inherit',
    env,
  });
  const forward = (signal: NodeJS.Signals) => child.kill(signal);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, forward);
  return new Promise((resolve) => {
    child.once('error', () => resolve(false));
    child.once('exit', (status, signal) => {
      for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.off(name, forward);
      const isStillborn = performance.now() - startedAt < STILLBORN_MS;
      const isFailure = status !== 0 && status !== FAULT_STATUS;
      if (isFailure && isStillborn && !isAskedFor(signal)) resolve(false);
      else process.exit(status ?? 128 + constants.signals[signal ?? 'SIGTERM']);
    });
  });
}

function isAskedFor(signal: NodeJS.Signals | null): boolean {
  return signal === 'SIGINT' || signal === 'SIGTERM' || signal === 'SIGHUP';
}
