import { homedir } from 'node:os';
import path from 'node:path';
import { firstLine } from '../given-text.ts';
import { readGivenFile } from './given-file.ts';

/** Names the till's node where no argument does: other users of the machine cannot read it. */
export const NODE_VARIABLE = 'DOGETILL_NODE';

/** A node as somebody named it on the command line, in the environment or in a file. */
export type GivenNode =
  | {
      readonly ok: true;
      /** For parseNodeAddress. */
      readonly text: string;
      /** Where it was read, when it was given as `@FILE`. */
      readonly file?: string;
      /** Its password is in the arguments of a process, which every user of the machine may list. */
      readonly isPasswordShown: boolean;
    }
  | { readonly ok: false; readonly problem: string };

const PASSWORD = /^\s*[a-z]+:\/\/[^/@]*:[^@]*@/i;

/** @param given the address, or `@FILE` for a file whose first line is the address */
export function readGivenNode(given: string, argv: readonly string[] = process.argv): GivenNode {
  if (!given.startsWith('@')) {
    const isPasswordShown = PASSWORD.test(given) && argv.some((argument) => argument.includes(given));
    return { ok: true, text: given, isPasswordShown };
  }
  const named = given.slice(1).trim();
  if (named === '') return { ok: false, problem: 'After @ comes the name of a file.' };
  const file = path.resolve(/^~[/\\]/.test(named) ? path.join(homedir(), named.slice(1)) : named);
  const read = readGivenFile(file);
  if (!read.ok) return { ok: false, problem: `The node's address cannot be read: ${read.problem}` };
  const text = firstLine(read.text).trim();
  return text === ''
    ? { ok: false, problem: `The first line of ${file} should be the node's address and is empty.` }
    : { ok: true, text, file, isPasswordShown: false };
}

/** What to do about a password in the arguments. @param option like --node */
export function passwordShown(option: string): string {
  return `Warning: the node's password is in the arguments, where every user of this machine can read it (ps). Write the address into a file of mode 600 and give ${option} @FILE, or name the node's data folder or cookie file instead.`;
}
