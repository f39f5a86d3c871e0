import { exposureOf, readGivenLine } from '../node/given-file.ts';
import { CommandFailure } from './failure.ts';

/** User and password before the host, a query, or a part of the path that is as long as keys are. */
const SECRETS: readonly RegExp[] = [
  /^\s*https?:\/\/[^/?#]*@/i,
  /\?./,
  /\/\/[^/?#]+\/(?:[^?#]*\/)?[^/?#]{20,}/,
];

/** What is told of an address that others of this machine can read. */
export interface GivenHook {
  readonly url: string;
  readonly warnings: readonly string[];
}

/**
 * The address of a hook, which lets whoever knows it write to the owner where it holds a key.
 * @param given the address, or `@FILE` for a file whose first line it is. Throws CommandFailure.
 */
export function readGivenHook(given: string): GivenHook {
  const line = readGivenLine(given, "the hook's address");
  if (!line.ok) throw new CommandFailure(line.problem);
  const { text: url, file } = line;
  if (file !== undefined) {
    const exposure = exposureOf(file);
    return { url, warnings: exposure === undefined ? [] : [`Warning: others can read ${file}. ${exposure}`] };
  }
  if (!SECRETS.some((pattern) => pattern.test(url))) return { url, warnings: [] };
  const warning =
    'Warning: this address seems to hold a password or a key, and stands in the arguments, where every user of this machine can read it (ps). Write it into a file of mode 600 and give --url @FILE.';
  return { url, warnings: [warning] };
}
