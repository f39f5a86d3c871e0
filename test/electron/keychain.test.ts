import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type KeychainOptions, systemKeychain } from '../../electron/keychain.ts';

const SECRET = 'correct horse';
type Backend = ReturnType<KeychainOptions['storage']['getSelectedStorageBackend']>;

/** The system's storage, with a key that a test takes away. */
class FakeStorage {
  isOpen = true;
  backend: Backend = 'gnome_libsecret';

  isEncryptionAvailable(): boolean {
    return this.isOpen;
  }

  getSelectedStorageBackend(): Backend {
    return this.backend;
  }

  encryptString(text: string): Buffer {
    return Buffer.from(`sealed ${text}`).reverse();
  }

  decryptString(sealed: Buffer): string {
    const text = Buffer.from(sealed).reverse().toString();
    if (!text.startsWith('sealed ')) throw new Error('not sealed here');
    return text.slice('sealed '.length);
  }
}

let folder: string;
let storage: FakeStorage;
let lines: string[];

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'keychain-'));
  storage = new FakeStorage();
  lines = [];
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const file = () => path.join(folder, 'passphrase');
const open = (platform: NodeJS.Platform = 'linux') =>
  systemKeychain({
    storage,
    file: file(),
    platform,
    log: pino({}, { write: (line) => void lines.push(line) }),
  });

describe('the keychain', () => {
  test('keeps a passphrase over a restart, sealed and for this user alone, until it is forgotten', () => {
    open().keep(SECRET);
    expect(open().load()).toBe(SECRET);
    expect(readFileSync(file(), 'utf8')).not.toContain(SECRET);
    if (process.platform !== 'win32') expect(statSync(file()).mode & 0o077).toBe(0);
    open().forget();
    expect(open().load()).toBeUndefined();
    expect(existsSync(file())).toBe(false);
    open().forget();
  });

  test.each(['basic_text', 'unknown'] as const)(
    'is none on Linux where nothing would be encrypted: %s',
    (backend) => {
      storage.backend = backend;
      expect(open().isAvailable()).toBe(false);
      expect(() => open().keep(SECRET)).toThrow('keychain');
      expect(existsSync(file())).toBe(false);
    },
  );

  test('is there elsewhere whatever Linux would say of it', () => {
    storage.backend = 'unknown';
    expect(open('darwin').isAvailable()).toBe(true);
    expect(open('win32').isAvailable()).toBe(true);
  });

  test('gives nothing while it is closed, and what was kept when it opens', () => {
    open().keep(SECRET);
    storage.isOpen = false;
    expect(open().isAvailable()).toBe(false);
    expect(open().load()).toBeUndefined();
    storage.isOpen = true;
    expect(open().load()).toBe(SECRET);
  });

  test('gives nothing of what was sealed elsewhere, and says so once, without a secret', () => {
    writeFileSync(file(), 'from another machine');
    const keychain = open();
    expect(keychain.load()).toBeUndefined();
    expect(keychain.load()).toBeUndefined();
    expect(lines).toHaveLength(1);
    expect(lines[0]).not.toContain(SECRET);
  });
});
