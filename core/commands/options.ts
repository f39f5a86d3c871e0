import { Option } from 'commander';
import { NETWORKS } from '../networks.ts';

export function dataOption(): Option {
  return new Option('--data <folder>', "the till's data folder").makeOptionMandatory();
}

export function networkOption(): Option {
  return new Option('--network <name>', 'which chain').choices(Object.keys(NETWORKS)).default('mainnet');
}
