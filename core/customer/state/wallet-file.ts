import { existsSync } from 'node:fs';
import * as v from 'valibot';
import { writeDurably } from '../../system/durable-file.ts';
import { PlainFileFault, type PlainFileProblem, readPlainFile } from '../../system/plain-file.ts';
import { decline, done, type Outcome } from './refusals.ts';
import { NEWEST_VERSION, type WalletState, walletSchema } from './wallet-state.ts';

/*
 * The customer's one durable file. It holds the seed in the clear: whoever reads the file has the money, as with any
 * wallet without a passphrase. Only the owner may read it (0600). A reference wallet is for practice and small change.
 */

/** A wallet file is never near this; a larger file is another file. Bytes. */
const LARGEST_FILE = 64 * 1024 * 1024;

const UNUSABLE: Readonly<Record<PlainFileProblem, string>> = {
  missing: 'it is gone',
  unreadable: 'it cannot be read',
  link: 'it is a link',
  not_a_file: 'it is a folder, a pipe or a device, and not a file',
  too_large: 'it is too large for a wallet',
};

export function readWalletFile(file: string): Outcome<WalletState> {
  if (!existsSync(file)) return decline('wallet_missing', { path: file });
  const damaged = (problem: string) => decline('wallet_damaged', { path: file, problem });
  let text: string;
  try {
    text = readPlainFile(file, { atMost: LARGEST_FILE, mayBeLink: true }).toString('utf8');
  } catch (error) {
    if (!(error instanceof PlainFileFault)) throw error;
    return damaged(UNUSABLE[error.problem]);
  }
  const parsed = parseJson(text);
  if (typeof parsed !== 'object' || parsed === null) {
    return damaged('it is not whole JSON; take the newest copy that you have');
  }
  const version = 'version' in parsed ? parsed.version : undefined;
  if (typeof version !== 'number') return damaged('it does not name its version');
  if (version > NEWEST_VERSION) {
    return decline('wallet_from_the_future', { path: file, version, newest: NEWEST_VERSION });
  }
  const state = v.safeParse(walletSchema, parsed, { abortEarly: true });
  if (state.success) return done(state.output);
  const [issue] = state.issues;
  return damaged(`${v.getDotPath(issue) ?? 'the file'}: ${issue.message}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Puts the state on durable storage: whatever happens, the file is the old state or the new one, whole. Returns only
 * when it is the new one (the content and the folder's entry are both on the disk).
 */
export function writeWalletFile(file: string, state: WalletState): void {
  writeDurably(file, `${JSON.stringify(state, writeBigint, 1)}\n`);
}

function writeBigint(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
