import { readGivenLine } from './given-file.ts';

/** Names the till's node where no argument does: other users of the machine cannot read it. */
export const NODE_VARIABLE = 'DOGETILL_NODE';

/** A node as somebody named it on the command line, in the environment or in a file. */
type GivenNode =
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
  const line = readGivenLine(given, "the node's address");
  if (!line.ok) return line;
  const isPasswordShown =
    line.file === undefined && PASSWORD.test(given) && argv.some((argument) => argument.includes(given));
  return { ...line, isPasswordShown };
}

/** What to do about a password in the arguments. @param option like --node */
export function passwordShown(option: string): string {
  return `Warning: the node's password is in the arguments, where every user of this machine can read it (ps). Write the address into a file of mode 600 and give ${option} @FILE, or name the node's data folder or cookie file instead.`;
}
