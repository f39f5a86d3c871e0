import { ok, type Result, refuse } from '../result.ts';
import type { KeyFile } from './key-file.ts';
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

  constructor(keyFile: KeyFile, source: PassphraseSource) {
    this.#keyFile = keyFile;
    this.#source = source;
  }

  /** Whether the till cannot sign by itself. */
  async isLocked(): Promise<boolean> {
    return this.#keyFile.hasPassphrase && (await this.#source()) === undefined;
  }

  /** @param passphrase the owner's, given for this once. Refuses till_locked and wrong_passphrase. */
  async unlock(passphrase?: string): Promise<Result<PrivateKeys>> {
    const given = passphrase ?? (this.#keyFile.hasPassphrase ? await this.#source() : '');
    if (given === undefined) return refuse('till_locked', {});
    const keys = await this.#keyFile.unlock(given);
    return keys === undefined ? refuse('wrong_passphrase', {}) : ok(keys);
  }
}
