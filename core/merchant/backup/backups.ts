import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BackupStatusView, BackupView } from '../../bridge/views/status.ts';
import { toHex } from '../../protocol/bytes.ts';
import type { Refusal } from '../../refusal.ts';
import { ok, type Result } from '../../result.ts';
import { rfc3339 } from '../../system/times.ts';
import { KEY_FILE } from '../keys/key-file.ts';
import type { Till } from '../till/till.ts';
import { type Backup, failureOf, listBackups, pruneBackups, writeBackup } from './backup-files.ts';

const DAY_MS = 24 * 3_600_000;
/** A till that was just opened has better things to do. */
const FIRST_LOOK_MS = 60_000;
const LOOK_EVERY_MS = 10 * 60_000;

interface BackupOptions {
  /** The till's data folder. */
  readonly data: string;
  /** Further files that belong to the till, such as the app's. */
  readonly files: readonly string[];
  /** One a day by itself; else only when asked for: play money is worth no copies. */
  readonly isDaily: boolean;
}

/** Copies of a till's data: one a day, and whenever the owner asks. */
export class Backups {
  readonly #till: Till;
  readonly #options: BackupOptions;
  readonly #id: string;
  #timer: NodeJS.Timeout | undefined;
  #making: Promise<unknown> = Promise.resolve();
  /** Why the last one failed, until one succeeds. */
  #failure: Refusal<'backup_failed'> | undefined;

  constructor(till: Till, options: BackupOptions) {
    this.#till = till;
    this.#options = options;
    this.#id = toHex(till.identity.publicKey).slice(0, 8);
  }

  start(): void {
    if (this.#options.isDaily) this.#schedule(FIRST_LOOK_MS);
  }

  /** What was begun is finished. */
  async stop(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#making;
  }

  /** Makes one now. @param to for this once, instead of the owner's folder. Refuses backup_failed. */
  async make(to?: string): Promise<Result<BackupView>> {
    const turn = this.#making.then(() => this.#make(to));
    this.#making = turn.catch(() => undefined);
    const made = await turn;
    if (to === undefined) {
      this.#failure = made.ok ? undefined : (made.refusal as Refusal<'backup_failed'>);
      this.#till.context.announce({ type: 'settings_changed' });
    }
    return made.ok ? ok(viewOf(made.value)) : made;
  }

  /** Makes the day's, if it is not there yet. */
  async makeIfDue(): Promise<void> {
    const { log, world } = this.#till.context;
    const [newest] = await listBackups(this.folder, this.#id);
    // One of tomorrow is of a clock that was wrong.
    if (newest !== undefined && Math.abs(world.now() - newest.made) < DAY_MS) return;
    const made = await this.make();
    if (!made.ok) log.error({ refusal: made.refusal }, 'the daily backup failed');
  }

  /** undefined for a till that makes none by itself. */
  async status(): Promise<BackupStatusView | undefined> {
    if (!this.#options.isDaily) return undefined;
    const [newest] = await listBackups(this.folder, this.#id);
    return {
      isBesideTill: this.#till.choices.settings.backupFolder === '',
      ...(newest && { made: rfc3339(newest.made) }),
      ...(this.#failure && { problem: this.#failure.facts.reason }),
    };
  }

  get folder(): string {
    return this.#till.choices.settings.backupFolder || path.join(this.#options.data, 'backups');
  }

  async #make(to: string | undefined): Promise<Result<Backup>> {
    const { context, choices } = this.#till;
    const folder = to ?? this.folder;
    const { data, files } = this.#options;
    // One that the owner named must be there: without its disk a folder of that name would be made on this one.
    const isOurs = to === undefined && choices.settings.backupFolder === '';
    const prepared = isOurs ? prepareFolder(folder) : ok(undefined);
    if (!prepared.ok) return prepared;
    const source = { store: context.store, files: [path.join(data, KEY_FILE), ...files] };
    const made = await writeBackup(source, { folder, till: this.#id, made: context.world.now() });
    if (made.ok && to === undefined) await pruneBackups(folder, this.#id, choices.settings.backupsKept);
    return made;
  }

  #schedule(afterMs: number): void {
    this.#timer = setTimeout(() => {
      void this.makeIfDue()
        .catch((error: unknown) => this.#till.context.log.error({ err: error }, 'backup'))
        .finally(() => {
          if (this.#timer !== undefined) this.#schedule(LOOK_EVERY_MS);
        });
    }, afterMs);
    this.#timer.unref();
  }
}

function prepareFolder(folder: string): Result<void> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    return ok(undefined);
  } catch (error) {
    return { ok: false, refusal: failureOf(error) };
  }
}

function viewOf({ path: where, made }: Backup): BackupView {
  return { path: where, made: rfc3339(made) };
}
