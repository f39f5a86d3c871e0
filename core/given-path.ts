import { homedir } from 'node:os';
import path from 'node:path';

type GivenPath =
  | { readonly ok: true; readonly path: string }
  | { readonly ok: false; readonly problem: string };

/**
 * A path as a person gives it. `~` is the home folder also where no shell has replaced it, as in `--data=~/shop`: a folder
 * of that name is never made. Of other users' homes only a shell knows.
 */
export function readGivenPath(text: string): GivenPath {
  if (text.trim() === '') return { ok: false, problem: 'It is empty: name a file or folder.' };
  if (!text.startsWith('~')) return { ok: true, path: text };
  if (/^~(?=[/\\]|$)/.test(text)) return { ok: true, path: path.join(homedir(), text.slice(1)) };
  return { ok: false, problem: `${text} begins with ~ and a name: write the whole path instead.` };
}
