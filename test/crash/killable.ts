import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** Lines of standard error that are kept for the report of a failure. */
const KEPT_LINES = 200;

/** A program in a process of its own, which says one line of JSON when it is ready. */
export class Killable<R> {
  readonly #child: ChildProcess;
  readonly #ended: Promise<unknown>;
  readonly errors: string[] = [];
  #awaited: { readonly text: string; readonly resolve: () => void } | undefined;
  /** Throws when the process ends before it is ready. */
  readonly ready: Promise<R>;

  constructor(program: string, args: readonly string[]) {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
    this.#child = child;
    this.#ended = new Promise((resolve) => child.once('close', resolve));
    createInterface({ input: child.stderr }).on('line', (line) => {
      this.errors.push(line);
      if (this.#awaited !== undefined && line.includes(this.#awaited.text)) this.#awaited.resolve();
      if (this.errors.length > KEPT_LINES) this.errors.shift();
    });
    this.ready = new Promise((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', (line) => resolve(JSON.parse(line) as R));
      void this.#ended.then(() => reject(new Error(`${program} has ended:\n${this.errors.join('\n')}`)));
    });
    // Whoever kills it before it is ready does not wait for it to be so.
    this.ready.catch(() => undefined);
  }

  get hasEnded(): boolean {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Ends at the next line of standard error with this in it. One at a time. */
  said(text: string): Promise<void> {
    return new Promise((resolve) => {
      this.#awaited = { text, resolve };
    });
  }

  /** kill -9; returns when the process is gone, and its locks with it. */
  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }

  /** Stops answering without going away, as a machine that swaps. */
  freeze(): void {
    this.#child.kill('SIGSTOP');
  }

  thaw(): void {
    this.#child.kill('SIGCONT');
  }
}
