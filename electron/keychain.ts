import { readFileSync, rmSync } from 'node:fs';
import type { SafeStorage } from 'electron';
import type { Logger } from 'pino';
import type { Keychain } from '../core/merchant/keys/keychain.ts';
import { writeDurably } from '../core/system/durable-file.ts';

export interface KeychainOptions {
  readonly storage: Pick<
    SafeStorage,
    'isEncryptionAvailable' | 'getSelectedStorageBackend' | 'encryptString' | 'decryptString'
  >;
  readonly file: string;
  readonly platform?: NodeJS.Platform;
  readonly log: Logger;
}

/** On Linux these really encrypt; `basic_text` hides a secret under a key that is in Chromium's source. */
const REAL_BACKENDS: readonly string[] = ['gnome_libsecret', 'kwallet', 'kwallet5', 'kwallet6'];

/** A file that only this user's keychain on this machine opens. To be asked once the app is ready. */
export function systemKeychain(options: KeychainOptions): Keychain {
  const { storage, file, platform = process.platform, log } = options;
  let lastProblem: string | undefined;
  const isAvailable = () =>
    storage.isEncryptionAvailable() &&
    (platform !== 'linux' || REAL_BACKENDS.includes(storage.getSelectedStorageBackend()));
  return {
    isAvailable,
    load: () => {
      const sealed = readIfThere(file);
      if (sealed === undefined) return undefined;
      try {
        if (!isAvailable()) throw new Error('the keychain is closed, or there is none any more');
        return storage.decryptString(sealed);
      } catch (error) {
        // Asked every few seconds: each reason is told once.
        const problem = error instanceof Error ? error.message : String(error);
        if (problem !== lastProblem) log.error({ problem }, 'the kept passphrase cannot be read');
        lastProblem = problem;
        return undefined;
      }
    },
    keep: (passphrase) => {
      if (!isAvailable()) throw new Error('The keychain is closed, or there is none.');
      writeDurably(file, storage.encryptString(passphrase));
    },
    forget: () => rmSync(file, { force: true }),
  };
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}
