import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { onTestFinished } from 'vitest';

export interface Child {
  readonly process: ChildProcess;
  /** The lines that it prints, until it ends. */
  readonly lines: AsyncIterableIterator<string>;
  readonly ended: Promise<unknown>;
}

/** Runs a program of this folder; it is killed after the test at the latest. */
export function startChild(program: string, ...args: string[]): Child {
  const child = spawn(process.execPath, [join(import.meta.dirname, program), ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  return { process: child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](), ended };
}

export async function nextLine(child: Child): Promise<string | undefined> {
  const { done, value } = await child.lines.next();
  return done ? undefined : value;
}
