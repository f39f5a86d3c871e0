import { existsSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import { NETWORKS, type Network } from '../../networks.ts';
import { fromHex, toHex } from '../../protocol/bytes.ts';
import type { Identity } from '../../protocol/envelope.ts';
import { writeDurably } from '../../system/durable-file.ts';
import { SetupFault } from '../../system/faults.ts';
import { PlainFileFault, readPlainFile } from '../../system/plain-file.ts';
import { accountPublicKey, identityFromPrivateKey, identityOf, PrivateKeys, PublicKeys } from './keys.ts';
import { seal, sealedSchema, unseal } from './seal.ts';

const keyFileSchema = v.object({
  format: v.literal(1),
  network: v.picklist(['mainnet', 'testnet', 'regtest']),
  /** Extended public key of the account. */
  account: v.string(),
  /** Private key of the identity, hex: it signs statements and holds no money. */
  identity: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  has_passphrase: v.boolean(),
  /** Offers and invoices are numbered from here on: above everything that an earlier till of these words used. */
  first_index: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(0x7fff_ffff)), 0),
  seed: sealedSchema,
});

type KeyFileContent = v.InferOutput<typeof keyFileSchema>;

/** In the till's data folder, and in its backups. */
export const KEY_FILE = 'keys.json';
const BYTE_ORDER_MARK = '\ufeff';

/** The till's keys on the disk: public keys and identity in the clear, the seed words sealed. Never in the database. */
export class KeyFile {
  readonly publicKeys: PublicKeys;
  readonly identity: Identity;
  readonly hasPassphrase: boolean;
  readonly firstIndex: number;
  readonly network: Network;
  readonly #content: KeyFileContent;

  constructor(content: KeyFileContent) {
    this.#content = content;
    this.network = NETWORKS[content.network];
    this.publicKeys = new PublicKeys(content.account, this.network);
    this.identity = identityFromPrivateKey(fromHex(content.identity));
    this.hasPassphrase = content.has_passphrase;
    this.firstIndex = content.first_index;
  }

  /** The seed words, or undefined for a wrong passphrase. */
  async words(passphrase: string): Promise<string | undefined> {
    const { seed } = this.#content;
    const context = contextOf(this.#content);
    const words = await unseal(seed, passphrase, context);
    if (words !== undefined || passphrase === '') return words;
    // Earlier releases took a file's byte order mark for the beginning of the passphrase.
    return unseal(seed, `${BYTE_ORDER_MARK}${passphrase}`, context);
  }

  /** The private keys, or undefined for a wrong passphrase. */
  async unlock(passphrase: string): Promise<PrivateKeys | undefined> {
    const words = await this.words(passphrase);
    return words === undefined ? undefined : new PrivateKeys(words, this.network);
  }
}

function contextOf({ network, account }: Pick<KeyFileContent, 'network' | 'account'>): string {
  return `dogetill seed ${network} ${account}`;
}

export function hasKeyFile(folder: string): boolean {
  return existsSync(path.join(folder, KEY_FILE));
}

interface NewKeys {
  readonly words: string;
  readonly passphrase: string;
  readonly network: Network;
  /** 0 for new words. */
  readonly firstIndex?: number;
}

/** Writes the key file of a new till: once, atomically, readable by this user only. An existing one is never replaced. */
export async function createKeyFile(
  folder: string,
  { words, passphrase, network, firstIndex = 0 }: NewKeys,
): Promise<KeyFile> {
  if (hasKeyFile(folder)) throw new SetupFault(`${folder} has keys already: they are never replaced.`);
  const account = accountPublicKey(words, network);
  const content: KeyFileContent = {
    format: 1,
    network: network.name,
    account,
    identity: toHex(identityOf(words, network).privateKey),
    has_passphrase: passphrase !== '',
    first_index: firstIndex,
    seed: await seal(words, passphrase, contextOf({ network: network.name, account })),
  };
  writeDurably(path.join(folder, KEY_FILE), `${JSON.stringify(content, null, 2)}\n`);
  return new KeyFile(content);
}

/** The same keys in another folder, which begins at an index that was not used. Throws SetupFault, see readKeyFile. */
export function copyKeyFile(from: string, to: string, firstIndex: number): void {
  readKeyFile(from);
  const content = v.parse(keyFileSchema, readContent(path.join(from, KEY_FILE)));
  const renewed: KeyFileContent = { ...content, first_index: Math.max(content.first_index, firstIndex) };
  writeDurably(path.join(to, KEY_FILE), `${JSON.stringify(renewed, null, 2)}\n`);
}

/** Throws SetupFault for a damaged file, or one of another network than the one that is wanted. */
export function readKeyFile(folder: string, network?: Network): KeyFile {
  const file = path.join(folder, KEY_FILE);
  const parsed = v.safeParse(keyFileSchema, readContent(file));
  if (!parsed.success) {
    throw new SetupFault(
      `${file} is damaged: restore it from a backup, or make a new till from the seed words.`,
    );
  }
  if (network !== undefined && parsed.output.network !== network.name) {
    throw new SetupFault(
      `${folder} belongs to ${parsed.output.network}, not to ${network.name}: choose another data folder.`,
    );
  }
  return new KeyFile(parsed.output);
}

/** Bytes: a key file has about 1,000. */
const LARGEST = 64 * 1024;

/** @returns undefined for what is no JSON. Throws SetupFault for what is no file of a till's size. */
function readContent(file: string): unknown {
  try {
    return JSON.parse(readPlainFile(file, { atMost: LARGEST, mayBeLink: true }).toString('utf8'));
  } catch (error) {
    if (error instanceof PlainFileFault) {
      throw new SetupFault(`The key file cannot be used: ${error.message}`, { cause: error });
    }
    return undefined;
  }
}
