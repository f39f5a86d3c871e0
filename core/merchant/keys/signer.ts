import { ok, type Result, refuse } from '../../result.ts';
import type { KeyFile } from './key-file.ts';
import type { Keychain } from './keychain.ts';
import type { PrivateKeys } from './keys.ts';

/** Where the passphrase comes from when the till itself must sign: a file the owner named, or nowhere. */
export type PassphraseSource = () => Promise<string | undefined>;

/**
 * Opens the seed for as long as one piece of work takes, and only to co-sign settlements. A till that has no
 * passphrase at hand stays locked: it takes payments and opens channels, and says what waits for its owner.
 */
export class Signer {
  readonly #keyFile: KeyFile;
  readonly #source: PassphraseSource;
  readonly #keychain: Keychain | undefined;
  /** Kept, and not this seed's: as good as none. */
  #stale: string | undefined;

  constructor(keyFile: KeyFile, source: PassphraseSource, keychain?: Keychain) {
    this.#keyFile = keyFile;
    this.#source = source;
    this.#keychain = keychain;
  }

  /** Whether the seed has a passphrase at all. */
  get hasPassphrase(): boolean {
    return this.#keyFile.hasPassphrase;
  }

  /** Whether the till cannot sign by itself. */
  async isLocked(): Promise<boolean> {
    return this.#keyFile.hasPassphrase && (await this.#atHand()) === undefined;
  }

  /** undefined where there is no keychain to keep it, or no passphrase. */
  get keepsPassphrase(): boolean | undefined {
    if (!this.#keyFile.hasPassphrase || this.#keychain?.isAvailable() !== true) return undefined;
    return this.#kept() !== undefined;
  }

  /** @param passphrase the owner's, given for this once. Refuses till_locked and wrong_passphrase. */
  async unlock(passphrase?: string): Promise<Result<PrivateKeys>> {
    const given = passphrase ?? (this.#keyFile.hasPassphrase ? await this.#atHand() : '');
    if (given === undefined) return refuse('till_locked', {});
    const keys = await this.#keyFile.unlock(given);
    if (keys !== undefined) return ok(keys);
    if (passphrase === undefined) this.#stale = given;
    return refuse('wrong_passphrase', {});
  }

  /** A till that would find out at its first deadline that what is kept is of no use is locked now. */
  async proveKept(): Promise<void> {
    const kept = this.#keyFile.hasPassphrase ? this.#kept() : undefined;
    if (kept !== undefined && (await this.#keyFile.words(kept)) === undefined) this.#stale = kept;
  }

  /** Leaves the passphrase in the keychain. Refuses no_keychain and wrong_passphrase. */
  async keep(passphrase: string): Promise<Result<undefined>> {
    if (!this.#keyFile.hasPassphrase || this.#keychain?.isAvailable() !== true)
      return refuse('no_keychain', {});
    if ((await this.#keyFile.words(passphrase)) === undefined) return refuse('wrong_passphrase', {});
    this.#keychain.keep(passphrase);
    return ok(undefined);
  }

  forget(): void {
    this.#keychain?.forget();
  }

  async #atHand(): Promise<string | undefined> {
    return (await this.#source()) ?? this.#kept();
  }

  #kept(): string | undefined {
    const kept = this.#keychain?.load();
    return kept === this.#stale ? undefined : kept;
  }
}
