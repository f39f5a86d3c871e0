import { existsSync, rmSync } from 'node:fs';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { pino } from 'pino';
import { KeyFile } from '../../core/merchant/keys/key-file.ts';
import { accountPublicKey, identityOf, PrivateKeys } from '../../core/merchant/keys/keys.ts';
import type { Policy } from '../../core/merchant/policy/policy.ts';
import { Till } from '../../core/merchant/till/till.ts';
import { NETWORKS } from '../../core/networks.ts';
import { toHex } from '../../core/protocol/bytes.ts';
import { openStore, type Store } from '../../core/store/store.ts';
import { backendOf, type SimNode } from './sim-node.ts';
import { type MachineClock, type SimTime, SimWorld } from './sim-time.ts';

const NETWORK = NETWORKS.mainnet;
const WORDS = 'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about';
export const PASSPHRASE = 'the owner knows it';
const SILENT = pino({ level: 'silent' });
/** Real files on a disk of memory: a commit costs microseconds there. */
const FOLDER = '/dev/shm';
const LOOK_EVERY_MS = 60_000;

/** The keys without the scrypt in front of them, which would take half a second each time. */
class SimKeyFile extends KeyFile {
  readonly #keys = new PrivateKeys(WORDS, NETWORK);

  constructor(hasPassphrase: boolean) {
    super({
      format: 1,
      network: NETWORK.name,
      account: accountPublicKey(WORDS, NETWORK),
      identity: toHex(identityOf(WORDS, NETWORK).privateKey),
      has_passphrase: hasPassphrase,
      first_index: 0,
      seed: { kdf: 'scrypt', n: 2, r: 1, p: 1, salt: '', cipher: 'aes-256-gcm', nonce: '', box: '' },
    });
  }

  override unlock(passphrase: string): Promise<PrivateKeys | undefined> {
    const isRight = !this.hasPassphrase || passphrase === PASSPHRASE;
    return Promise.resolve(isRight ? this.#keys : undefined);
  }
}

const OPEN_KEYS = new SimKeyFile(false);
const LOCKED_KEYS = new SimKeyFile(true);

/** Thrown where a process dies. Nobody there can catch it for long: every further call throws it again. */
class Death extends Error {
  override name = 'Death';
}

/** The till's disk: what was committed on it outlives every process. */
export class SimDisk {
  static #made = 0;
  readonly #file: string | undefined;
  #store: Store | undefined;

  constructor() {
    SimDisk.#made++;
    const name = `${FOLDER}/dogetill-simulation-${process.pid}-${SimDisk.#made}.sqlite`;
    this.#file = existsSync(FOLDER) ? name : undefined;
  }

  /** Without a disk of memory the store itself outlives the process: what was not committed is undone all the same. */
  open(): Store {
    if (this.#file !== undefined) this.#store = openStore(this.#file);
    this.#store ??= openStore(':memory:');
    return this.#store;
  }

  /** The process that had it open is no more. */
  release(): void {
    if (this.#file !== undefined) this.#store?.close();
  }

  remove(): void {
    this.#store?.close();
    if (this.#file === undefined) return;
    for (const suffix of ['', '-wal', '-shm']) rmSync(this.#file + suffix, { force: true });
  }
}

export interface LifeParts {
  readonly time: SimTime;
  readonly clock: MachineClock;
  readonly disk: SimDisk;
  readonly nodes: readonly SimNode[];
  readonly policy: Policy;
  readonly isLocked: boolean;
}

/** One process of the till, from its start to its death. */
export class Life {
  readonly till: Till;
  readonly #parts: LifeParts;
  #isDead = false;
  /** Calls until it dies. */
  #left: number | undefined;
  #passed = 0;

  constructor(parts: LifeParts) {
    const { time, clock, disk, nodes, policy, isLocked } = parts;
    this.#parts = parts;
    const [node, ...others] = nodes.map((each) => ({ name: each.name, backend: backendOf(each, this) }));
    if (node === undefined) throw new Error('a till has a node');
    this.till = new Till({
      network: NETWORK,
      store: this.#guard(disk.open()),
      node: node.backend,
      otherNodes: others,
      keyFile: isLocked ? LOCKED_KEYS : OPEN_KEYS,
      passphrase: () => Promise.resolve(undefined),
      policy,
      shopName: 'Simulated',
      world: new SimWorld(time, clock),
      log: SILENT,
      lookEveryMs: LOOK_EVERY_MS,
    });
  }

  get isDead(): boolean {
    return this.#isDead;
  }

  /** It will die at one of its next calls to a node or to the store. */
  dieAfter(calls: number): void {
    this.#left = calls;
  }

  /** The power goes. */
  die(): void {
    if (this.#isDead) return;
    this.#isDead = true;
    this.#parts.time.forgetTimers();
    // Ends what waits in real time, and can do nothing else: whatever it asks of a node or the store throws.
    void this.till.stop().catch(() => undefined);
  }

  pass(): void {
    this.#passed++;
    if (this.#left !== undefined && !this.#isDead) {
      this.#left--;
      if (this.#left <= 0) this.die();
    }
    if (this.#isDead) throw new Death('the process is dead');
  }

  #guard(store: Store): Store {
    return {
      ...store,
      transaction: (work) => {
        this.pass();
        const result = store.transaction(() => {
          const done = work();
          this.pass();
          return done;
        });
        this.pass();
        return result;
      },
      close: () => undefined,
    };
  }

  /** Something is asked of the till. @returns undefined where it died before it answered */
  async during<T>(work: (till: Till) => T | Promise<T>): Promise<T | undefined> {
    if (this.#isDead) return undefined;
    try {
      const answer = await work(this.till);
      const isAnswered = !this.#isDead;
      await this.rest();
      return isAnswered ? answer : undefined;
    } catch (error) {
      if (this.#isDead) return undefined;
      throw error;
    }
  }

  /** Until the till has nothing more to do at this instant. */
  async rest(): Promise<void> {
    let before: number;
    do {
      before = this.#passed;
      await nextTurn();
      await nextTurn();
    } while (this.#passed !== before);
  }
}
