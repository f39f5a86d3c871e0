import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import { decodeGivenText, firstLine, type GivenText } from '../given-text.ts';
import { PlainFileFault, readPlainFile } from '../system/plain-file.ts';

/** One line with an address. Bytes. */
const LARGEST = 64 * 1024;

/** Reads a text file that a person named. @returns its text, or a sentence */
function readGivenFile(file: string): GivenText {
  try {
    const decoded = decodeGivenText(readPlainFile(file, { atMost: LARGEST, mayBeLink: true }));
    return decoded.ok ? decoded : { ok: false, problem: `${file} ${decoded.problem}.` };
  } catch (error) {
    if (error instanceof PlainFileFault) return { ok: false, problem: error.message };
    throw error;
  }
}

/** One line as it was given on the command line, or in a file that was named there. */
type GivenLine =
  | {
      readonly ok: true;
      readonly text: string /** Where it was read, when it was given as `@FILE`. */;
      readonly file?: string;
    }
  | { readonly ok: false; readonly problem: string };

/** @param given the line, or `@FILE` for a file whose first line it is. @param what the line is, as in "the node's address" */
export function readGivenLine(given: string, what: string): GivenLine {
  if (!given.startsWith('@')) return { ok: true, text: given };
  const named = given.slice(1).trim();
  if (named === '') return { ok: false, problem: 'After @ comes the name of a file.' };
  const file = path.resolve(/^~[/\\]/.test(named) ? path.join(homedir(), named.slice(1)) : named);
  const read = readGivenFile(file);
  if (!read.ok) return { ok: false, problem: `T${what.slice(1)} cannot be read: ${read.problem}` };
  const text = firstLine(read.text).trim();
  return text === ''
    ? { ok: false, problem: `The first line of ${file} should be ${what} and is empty.` }
    : { ok: true, text, file };
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
