import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, vi } from 'vitest';
import { reportAndExit, tillProgram } from '../../core/commands/program.ts';
import type { ReadyLine } from '../../core/merchant/serve/serve.ts';

const CLI = fileURLToPath(new URL('../../core/cli.ts', import.meta.url));
/** Node keeps what it compiled: a command starts in less than half the time. */
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/till', import.meta.url));
const SPAWN = {
  stdio: ['ignore', 'pipe', 'pipe'],
  env: { ...process.env, NODE_COMPILE_CACHE: CACHE },
} as const satisfies SpawnOptions;
/** Longer than any command takes that ends by itself. */
const LONGEST_MS = 25_000;

export interface Run {
  readonly status: number | null;
  readonly out: string;
  readonly err: string;
}

/** One command as a person types it, until it ends. There is no terminal. */
export async function till(...args: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [CLI, ...args], { ...SPAWN, timeout: LONGEST_MS });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const [status] = (await once(child, 'close')) as [number | null];
  return { status, out, err };
}

/** What a command with --json says. */
export async function tillJson<T>(...args: readonly string[]): Promise<T> {
  const { status, out, err } = await till(...args, '--json');
  if (status !== 0) throw new Error(err);
  return JSON.parse(out) as T;
}

/**
 * The same in this process, for a command that cannot do it: quicker.
 * @returns the sentence that a person reads
 */
export async function sentenceOf(...args: readonly string[]): Promise<string> {
  try {
    await tillProgram().parseAsync(args, { from: 'user' });
  } catch (error) {
    const said = reported(error);
    expect(said).toMatch(/^[^\n]+\.\n$/);
    return said.trimEnd();
  }
  throw new Error('the command was carried out');
}

/** What the program writes to standard error before it ends with status 1. */
function reported(error: unknown): string {
  let said = '';
  const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
  const exit = vi.spyOn(process, 'exit').mockImplementation((status) => {
    throw new Error(`exit ${status}`);
  });
  try {
    expect(() => reportAndExit(error)).toThrow('exit 1');
  } finally {
    write.mockRestore();
    exit.mockRestore();
  }
  return said;
}

/** States that a command could not do it and says why: in one sentence, without where in the program. */
export function expectSentence(run: Run, words: RegExp): void {
  expect(run.err).toMatch(words);
  expect(run.err).not.toMatch(/^ {4}at /m);
  expect(run.err.trimEnd().split('\n').length).toBe(1);
  expect(run.err).toMatch(/\.\n$/);
  expect([run.status, run.out]).toEqual([1, '']);
}

/** A till that runs in a process of its own. */
export class ServedTill {
  readonly #child: ChildProcess;
  readonly ready: ReadyLine;
  /** What it wrote to standard output, ready line included. */
  readonly lines: readonly string[];

  private constructor(child: ChildProcess, lines: readonly string[]) {
    this.#child = child;
    this.lines = lines;
    this.ready = JSON.parse(lines[0] ?? '') as ReadyLine;
  }

  static async start(...args: readonly string[]): Promise<ServedTill> {
    const child = spawn(process.execPath, [CLI, 'serve', ...args], SPAWN);
    const lines: string[] = [];
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    await new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        lines.push(...text.split('\n').filter((line) => line !== ''));
        resolve();
      });
      child.once('close', () => reject(new Error(`the till ended: ${err}`)));
    });
    return new ServedTill(child, lines);
  }

  /** @returns its exit status */
  async end(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
    if (this.#child.exitCode !== null || this.#child.signalCode !== null) return this.#child.exitCode;
    const ended = once(this.#child, 'close') as Promise<[number | null]>;
    this.#child.kill(signal);
    return (await ended)[0];
  }
}

/** Folders for tills, and files beside them, all below one that is removed at the end. */
export class Desktop {
  readonly #root = mkdtempSync(path.join(tmpdir(), 'desktop-'));

  folder(name: string): string {
    return path.join(this.#root, name);
  }

  file(name: string, text: string | Uint8Array): string {
    const file = path.join(this.#root, name);
    writeFileSync(file, text);
    return file;
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}
