import path from 'node:path';
import { InvalidArgumentError, Option } from 'commander';
import { readGivenPath } from '../given-path.ts';
import { NETWORKS } from '../networks.ts';
import { CommandFailure } from './failure.ts';

export function dataOption(): Option {
  return pathOption('--data <folder>', "the till's data folder").makeOptionMandatory();
}

/** An option that names a file or folder. */
export function pathOption(flags: string, description: string): Option {
  return new Option(flags, description).argParser((text) => {
    const given = readGivenPath(text);
    if (!given.ok) throw new InvalidArgumentError(given.problem);
    return given.path;
  });
}

/**
 * A path as this command's user means it: below the folder that the command runs in, which is not the till's. Throws
 * CommandFailure for an empty one.
 */
export function pathOf(option: string, text: string): string {
  const given = readGivenPath(text);
  if (given.ok) return path.resolve(given.path);
  throw new CommandFailure(`${option} cannot be used. ${given.problem}`);
}

export function networkOption(): Option {
  return new Option('--network <name>', 'which chain').choices(Object.keys(NETWORKS)).default('mainnet');
}
