import { decodeGivenText } from '../given-text.ts';
import { SetupFault } from './faults.ts';
import { PlainFileFault, readPlainFile } from './plain-file.ts';

/**
 * The text of a file that the owner named with an option: a plain one, or a link to one, as mounted secrets are. Throws
 * SetupFault with what is wrong with it.
 * @param what the owner's word for it
 * @param atMost bytes
 */
export function readNamedFile(
  file: string,
  { what, atMost }: { readonly what: string; readonly atMost: number },
): string {
  try {
    const decoded = decodeGivenText(readPlainFile(file, { atMost, mayBeLink: true }));
    if (!decoded.ok) throw new SetupFault(`The ${what} ${file} ${decoded.problem}.`);
    return decoded.text;
  } catch (error) {
    if (!(error instanceof PlainFileFault)) throw error;
    const isThere = error.problem !== 'missing' && error.problem !== 'unreadable';
    const words = isThere ? `cannot be used: ${error.message}` : `${file} cannot be read.`;
    throw new SetupFault(`The ${what} ${words}`, { cause: error });
  }
}
