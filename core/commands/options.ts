import { homedir } from 'node:os';
import path from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { NETWORKS } from '../networks.ts';
import { CommandFailure } from './failure.ts';

export function dataOption(): Option {
  return new Option('--data <folder>', "the till's data folder")
    .argParser((text) => (text.trim() === '' ? noPath() : text))
    .makeOptionMandatory();
}

function noPath(): never {
  throw new InvalidArgumentError('It is empty: name a folder.');
}

/**
 * A path as this command's user means it: below the folder that the command runs in, which is not the till's. `~` is the
 * home folder also where no shell has replaced it. Throws CommandFailure for an empty one.
 */
export function pathOf(option: string, text: string): string {
  if (text.trim() === '') throw new CommandFailure(`${option} is empty: name a file or folder.`);
  return path.resolve(/^~(?=[/\\]|$)/.test(text) ? path.join(homedir(), text.slice(1)) : text);
}

export function networkOption(): Option {
  return new Option('--network <name>', 'which chain').choices(Object.keys(NETWORKS)).default('mainnet');
}
