import { mkdirSync } from 'node:fs';
import type { Command } from 'commander';
import { parseWords, wordsProblem } from '../keys-words.ts';
import { createKeyFile, hasKeyFile, readKeyFile } from '../merchant/keys/key-file.ts';
import { newWords } from '../merchant/keys/keys.ts';
import { unusedIndex } from '../merchant/keys/unused-index.ts';
import { readPassphrase } from '../merchant/serve/serve.ts';
import { NETWORKS, type NetworkName } from '../networks.ts';
import { readNamedFile } from '../system/named-file.ts';
import { CommandFailure } from './failure.ts';
import { dataOption, networkOption, pathOption } from './options.ts';
import { askPassphrase } from './prompt.ts';

interface KeyArguments {
  readonly data: string;
  readonly network: NetworkName;
  readonly passphraseFile?: string;
  readonly wordsFile?: string;
}

/** Commands for the seed, while no till runs or beside one: they touch the key file alone. */
export function addKeyCommands(program: Command): void {
  keyCommand(program, 'init', 'make a new till: its seed words are shown once, to be written down')
    .addOption(networkOption())
    .addOption(pathOption('--words-file <file>', 'restore a till from the words in this file instead'))
    .action(init);
  keyCommand(program, 'seed', 'show the seed words').action(showSeed);
}

function keyCommand(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .addOption(dataOption())
    .addOption(pathOption('--passphrase-file <file>', 'its first line opens the seed'));
}

async function init(given: KeyArguments): Promise<void> {
  const network = NETWORKS[given.network];
  const passphrase = given.passphraseFile === undefined ? '' : readPassphrase(given.passphraseFile);
  if (passphrase === '' && network.name !== 'regtest') {
    throw new CommandFailure(
      `A till on ${network.name} needs a passphrase for its seed: give --passphrase-file.`,
    );
  }
  if (hasKeyFile(given.data))
    throw new CommandFailure(`${given.data} has keys already: they are never replaced.`);
  const words = given.wordsFile === undefined ? newWords() : readWords(given.wordsFile);
  mkdirSync(given.data, { recursive: true, mode: 0o700 });
  const isRestored = given.wordsFile !== undefined;
  const firstIndex = isRestored ? unusedIndex(Date.now()) : 0;
  await createKeyFile(given.data, { words, passphrase, network, firstIndex });
  process.stdout.write(isRestored ? restoredText(given.data, firstIndex) : `${words}\n`);
}

function restoredText(folder: string, firstIndex: number): string {
  return [
    `Restored in ${folder}. New keys and addresses begin at index ${firstIndex}, above all that were used before.`,
    'What was paid on channels that are not settled is in the old database alone: see docs/RECOVERY.md.',
    '',
  ].join('\n');
}

/** 24 words of at most 8 letters, and what somebody may have written around them. Bytes. */
const LARGEST_WORDS_FILE = 64 * 1024;

function readWords(file: string): string {
  const text = readNamedFile(file, { what: 'words file', atMost: LARGEST_WORDS_FILE });
  const words = parseWords(text);
  if (words === undefined) {
    throw new CommandFailure(
      `${file} does not hold the words of a seed (BIP39, English). ${wordsProblem(text)}`,
    );
  }
  return words;
}

async function showSeed(given: Omit<KeyArguments, 'network'>): Promise<void> {
  if (!hasKeyFile(given.data)) throw new CommandFailure(`${given.data} holds no till.`);
  const keyFile = readKeyFile(given.data);
  const fromFile = given.passphraseFile === undefined ? undefined : readPassphrase(given.passphraseFile);
  const words = await keyFile.words(fromFile ?? (keyFile.hasPassphrase ? await askPassphrase() : ''));
  if (words === undefined) throw new CommandFailure('The passphrase is wrong.');
  process.stdout.write(`${words}\n`);
}
