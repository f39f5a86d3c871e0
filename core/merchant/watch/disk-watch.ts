import { statfsSync } from 'node:fs';
import { isStoreFault } from '../../store/database.ts';
import type { Store } from '../../store/store.ts';
import type { TillContext } from '../context.ts';
import type { ChainProblem } from '../sight/chain-problem.ts';

const LOOK_EVERY_MS = 10_000;
const MIB = 1024n * 1024n;
/** Below this somebody has time to make room; below the other one there is little left for a busy day. */
const LITTLE_MIB = 500;
const ALARMING_MIB = 100;
/** A setting that is written to see whether anything can be. */
const PROBE = 'disk probe';

/** Bytes that this user may still write in a folder; undefined where nobody says. */
export type FreeSpace = (folder: string) => bigint | undefined;

export function freeSpace(folder: string): bigint | undefined {
  try {
    const { bavail, bsize } = statfsSync(folder, { bigint: true });
    return bavail * bsize;
  } catch {
    return undefined;
  }
}

/**
 * Whether the till can store what it is given. A full disk is told of before it is full; once a write has failed the alarm
 * stands until one succeeds, which is tried again every few seconds.
 */
export class DiskWatch {
  readonly #folder: string | undefined;
  readonly #free: FreeSpace;
  readonly #store: Store;
  readonly #announce: TillContext['announce'];
  #failed: string | undefined;
  #space: bigint | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(
    context: Pick<TillContext, 'store' | 'announce'>,
    folder: string | undefined,
    free: FreeSpace = freeSpace,
  ) {
    this.#store = context.store;
    this.#announce = context.announce;
    this.#folder = folder;
    this.#free = free;
  }

  start(): void {
    this.look();
    this.#timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** What is wrong with the disk, for warnings and the status. */
  get problems(): ChainProblem[] {
    if (this.#failed !== undefined) return [{ kind: 'disk_failed', said: this.#failed }];
    const space = this.#space;
    const free = space === undefined ? LITTLE_MIB : Number(space / MIB);
    return free < LITTLE_MIB ? [{ kind: 'disk_low', free, alarming: ALARMING_MIB }] : [];
  }

  /** Something was to be stored and was not. Other errors are nothing to the disk. */
  note(error: unknown): void {
    if (!isStoreFault(error)) return;
    this.#become(error instanceof Error ? error.message : String(error));
  }

  look(): void {
    this.#space = this.#folder === undefined ? undefined : this.#free(this.#folder);
    if (this.#failed === undefined) return;
    try {
      this.#store.transaction(() => this.#store.settings.set(PROBE, String(this.#space ?? 0)));
      this.#become(undefined);
    } catch (error) {
      this.note(error);
    }
  }

  #become(failed: string | undefined): void {
    const isNews = (failed === undefined) !== (this.#failed === undefined);
    this.#failed = failed;
    if (isNews) this.#announce({ type: 'chain_changed' });
  }
}

/** The same store; whatever it fails to write is told. */
export function watched(store: Store, onFault: (error: unknown) => void): Store {
  return {
    ...store,
    transaction: <T>(work: () => T): T => {
      try {
        return store.transaction(work);
      } catch (error) {
        onFault(error);
        throw error;
      }
    },
  };
}
