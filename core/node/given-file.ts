import { statSync } from 'node:fs';
import { decodeGivenText, type GivenText } from '../given-text.ts';
import { PlainFileFault, readPlainFile } from '../plain-file.ts';

/** One line with an address. Bytes. */
const LARGEST = 64 * 1024;

/** Reads a text file that a person named. @returns its text, or a sentence */
export function readGivenFile(file: string): GivenText {
  try {
    const decoded = decodeGivenText(readPlainFile(file, { atMost: LARGEST, mayBeLink: true }));
    return decoded.ok ? decoded : { ok: false, problem: `${file} ${decoded.problem}.` };
  } catch (error) {
    if (error instanceof PlainFileFault) return { ok: false, problem: error.message };
    throw error;
  }
}

/** Permission bits of the group and of all others. */
const OTHERS = 0o077;

/**
 * How others may read a file with a secret in it: undefined when they may not, or it is not there. Windows keeps rights
 * that these bits do not show.
 */
export function exposureOf(file: string): string | undefined {
  if (process.platform === 'win32') return undefined;
  try {
    const { mode, uid } = statSync(file);
    const own = process.geteuid?.();
    if (uid !== own && uid !== 0) return `It belongs to another user (${uid}).`;
    return (mode & OTHERS) === 0 ? undefined : `Its mode is ${(mode & 0o777).toString(8)}; make it 600.`;
  } catch {
    return undefined;
  }
}
