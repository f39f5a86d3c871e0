import { chmodSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Logger } from 'pino';
import { firstLine } from '../../given-text.ts';
import type { Network } from '../../networks.ts';
import type { NamedNode, NodeBackend } from '../../node/backend.ts';
import { type NodeAddress, nodeLocation, parseNodeAddress } from '../../node/node-address.ts';
import { startPracticeNode } from '../../node/regtest/practice-node.ts';
import { connectNode } from '../../node/rpc.ts';
import { toHex } from '../../protocol/bytes.ts';
import { DatabaseInUse } from '../../store/database.ts';
import { openStore, type Store } from '../../store/store.ts';
import { SetupFault } from '../../system/faults.ts';
import { readNamedFile } from '../../system/named-file.ts';
import { REAL_WORLD, type World } from '../../system/world.ts';
import { Backups } from '../backup/backups.ts';
import { Desk } from '../desk/desk.ts';
import type { DeskApp } from '../desk/desk-app.ts';
import { type Endpoint, startEndpoint } from '../endpoint/endpoint.ts';
import { createKeyFile, hasKeyFile, type KeyFile, readKeyFile } from '../keys/key-file.ts';
import type { Keychain } from '../keys/keychain.ts';
import { newWords } from '../keys/keys.ts';
import type { PassphraseSource } from '../keys/signer.ts';
import type { Policy } from '../policy/policy.ts';
import { Till } from '../till/till.ts';
import { secretPlaces } from '../warnings/exposed-secrets.ts';
import { readControlAddress } from './control-address.ts';
import { startControlServer } from './control-server.ts';

export interface ServeOptions {
  readonly data: string;
  readonly network: Network;
  /** A node's URL, cookie file or data folder; `practice` for the built-in node (regtest only). */
  readonly node: string;
  /** Further nodes, as `node` is named: they confirm what the first one says. */
  readonly otherNodes?: readonly string[] | undefined;
  readonly host: string;
  /** 0 takes a free one; undefined the one of the last start, so that customers find the till again. */
  readonly port: number | undefined;
  readonly publicUrl?: string | undefined;
  /** Addresses of the shop's own reverse proxies. */
  readonly trustedProxies?: readonly string[] | undefined;
  /** Wins over the policy in the data folder, as does the shop's name. */
  readonly policy?: Policy | undefined;
  readonly passphraseFile?: string | undefined;
  /** Files that nodes' addresses were read from, and whether a password was given in the arguments instead. */
  readonly nodeFiles?: readonly string[] | undefined;
  readonly isPasswordShown?: boolean | undefined;
  /** Where the owner may leave the passphrase, if anywhere. */
  readonly keychain?: Keychain | undefined;
  readonly shopName?: string | undefined;
  /** A program that is told of warnings, for an owner who is away. */
  readonly alertCommand?: string | undefined;
  /** The app that runs this till. */
  readonly app?: DeskApp | undefined;
  /** The app's own files, which a backup has to hold as well. */
  readonly appFiles?: readonly string[];
  readonly log: Logger;
  readonly world?: World;
}

export interface RunningTill {
  readonly till: Till;
  readonly desk: Desk;
  readonly ready: ReadyLine;
  /** Finishes what is in flight and stops everything that was started here. */
  stop(): Promise<void>;
}

/** What `serve` prints when customers can come. */
export interface ReadyLine {
  readonly ready: true;
  readonly endpoint: string;
  readonly identity: string;
  readonly network: string;
  /** The built-in node's URL with user and password. */
  readonly node?: string;
}

/** Above BIP65's height on regtest, so that the refund's lock is enforced and the wallet's coins are mature. */
const PRACTICE_BLOCKS = 1400;
/** One that hangs is said to be away after so long. */
const OTHER_NODE_TIMEOUT_MS = 10_000;
const LOOK_EVERY_MS = { mainnet: 5000, testnet: 5000, regtest: 250 } as const;

/** Puts a whole till together on a data folder. Throws SetupFault or DatabaseFault, with nothing left running. */
export async function serve(options: ServeOptions): Promise<RunningTill> {
  const started: (() => Promise<void> | void)[] = [];
  const stop = async () => {
    for (const undo of started.splice(0).reverse()) await undo();
  };
  try {
    return await start(options, started, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(
  options: ServeOptions,
  started: (() => Promise<void> | void)[],
  stop: () => Promise<void>,
): Promise<RunningTill> {
  const { data, network, log } = options;
  const world = options.world ?? REAL_WORLD;
  if (options.node === 'practice' && network.name !== 'regtest') {
    throw new SetupFault('The practice node has play money: use it with --network regtest only.');
  }
  prepareFolder(data);
  // The store first: its lock is what keeps a second till off this folder.
  const store = openOwnStore(data);
  let isTillsOwn = false;
  started.push(() => {
    if (!isTillsOwn) store.close();
  });
  const practice = options.node === 'practice' ? await startPractice(data) : undefined;
  if (practice !== undefined) started.push(() => practice.close());
  const address = readAddress(practice?.address ?? options.node, network);
  const node = connectNode({ address, network });
  const passphrase = passphraseSource(options.passphraseFile);
  const keyFile = await ownKeys(options, passphrase, node);
  skipUsedIndexes(store, keyFile);
  const further = (options.otherNodes ?? []).map((text) => readAddress(text, network));
  const till = new Till({
    network,
    store,
    node,
    otherNodes: further.map((other) => namedNode(other, network)),
    keyFile,
    passphrase,
    keychain: options.keychain,
    policy: options.policy,
    shopName: options.shopName,
    alertCommand: options.alertCommand,
    dataFolder: data,
    world,
    log,
    lookEveryMs: LOOK_EVERY_MS[network.name],
    secrets: secretPlaces(options, [address, ...further]),
  });
  isTillsOwn = true;
  started.push(() => till.stop());
  await till.start();
  const endpoint = await openEndpoint(till, options);
  started.push(() => endpoint.close());
  const backups = new Backups(till, {
    data,
    files: options.appFiles ?? [],
    isDaily: practice === undefined,
  });
  started.push(() => backups.stop());
  backups.start();
  const desk = new Desk(till, { base: endpoint.url, backups, app: options.app });
  started.push(() => desk.close());
  const control = await startControlServer(data, desk);
  started.push(() => control.close());
  started.push(() => till.hurry());
  const ready: ReadyLine = {
    ready: true,
    endpoint: endpoint.url,
    identity: toHex(till.identity.publicKey),
    network: network.name,
    ...(practice && { node: practice.address }),
  };
  return { till, desk, ready, stop };
}

/** Throws DatabaseFault. Of a folder that another till runs on it says which process that is. */
function openOwnStore(data: string): Store {
  try {
    return openStore(path.join(data, 'till.sqlite'));
  } catch (error) {
    const holder = error instanceof DatabaseInUse ? readControlAddress(data)?.pid : undefined;
    if (holder === undefined) throw error;
    throw new SetupFault(`${error instanceof Error ? error.message : ''} It is process ${holder}.`, {
      cause: error,
    });
  }
}

function prepareFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    if (process.platform !== 'win32') chmodSync(folder, 0o700);
  } catch (error) {
    throw new SetupFault(`${folder} cannot be used as the data folder: check that you may write there.`, {
      cause: error,
    });
  }
}

/** @returns the passphrase in the owner's file, read each time it is needed and never kept */
function passphraseSource(file: string | undefined): PassphraseSource {
  return async () => (file === undefined ? undefined : readPassphrase(file));
}

/** A passphrase is a line that somebody remembers or a program made. Bytes. */
const LARGEST_PASSPHRASE_FILE = 64 * 1024;

/** The first line of a file, with the spaces that are in it. Throws SetupFault when it cannot be read or is empty. */
export function readPassphrase(file: string): string {
  const text = readNamedFile(file, { what: 'passphrase file', atMost: LARGEST_PASSPHRASE_FILE });
  const passphrase = firstLine(text);
  if (passphrase === '') throw new SetupFault(`The passphrase file ${file} is empty.`);
  return passphrase;
}

/** The till's keys: those in the folder, or new ones, for which a passphrase is wanted unless the money is play money. */
async function ownKeys(options: ServeOptions, source: PassphraseSource, node: NodeBackend): Promise<KeyFile> {
  const { data, network, log } = options;
  const passphrase = await source();
  if (!hasKeyFile(data)) {
    if (passphrase === undefined && network.name !== 'regtest') {
      throw new SetupFault(
        `A new till on ${network.name} needs a passphrase for its seed: write one into a file and give --passphrase-file.`,
      );
    }
    // A start that a wrong node ends leaves no keys behind that nobody has written down.
    await proveNode(node);
    const isPlayMoney = network.name === 'regtest';
    const spaces = outerSpaces(passphrase ?? '');
    if (spaces !== '') log.warn(`the passphrase in ${options.passphraseFile} is used as it is.${spaces}`);
    log[isPlayMoney ? 'info' : 'warn']('a new seed was made: write its words down, "till seed" shows them');
    return createKeyFile(data, { words: newWords(), passphrase: passphrase ?? '', network });
  }
  const keyFile = readKeyFile(data, network);
  if (passphrase !== undefined && keyFile.hasPassphrase && (await keyFile.words(passphrase)) === undefined) {
    throw new SetupFault(
      `The passphrase in ${options.passphraseFile} does not open the seed in ${data}.${outerSpaces(passphrase)}`,
    );
  }
  return keyFile;
}

/** An editor or a shell may have added them, and nobody sees them. */
function outerSpaces(passphrase: string): string {
  return passphrase === passphrase.trim() ? '' : ' It begins or ends with a space, which counts.';
}

async function proveNode(node: NodeBackend): Promise<void> {
  try {
    await node.tip();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new SetupFault(`The Dogecoin node cannot be used: ${reason}`, { cause });
  }
}

/** A till that was restored from its words does not know which keys it gave away before: it begins far above them. */
function skipUsedIndexes(store: Store, { firstIndex }: KeyFile): void {
  if (firstIndex === 0) return;
  store.transaction(() => {
    store.offers.skipTo(firstIndex);
    store.invoices.skipTo(firstIndex);
  });
}

const PORT_SETTING = 'endpoint port';

/** Listens where it listened last, if nothing else is said and nobody else is there: invoices and wallets keep the URL. */
async function openEndpoint(till: Till, options: ServeOptions): Promise<Endpoint> {
  const { store } = till.context;
  if (options.port !== undefined) return startEndpoint(till, { ...options, port: options.port });
  const last = Number(store.settings.get(PORT_SETTING) ?? 0);
  const endpoint = await startEndpoint(till, { ...options, port: last }).catch((fault: unknown) => {
    if (last === 0) throw fault;
    return startEndpoint(till, { ...options, port: 0 });
  });
  store.transaction(() => store.settings.set(PORT_SETTING, String(endpoint.port)));
  return endpoint;
}

async function startPractice(data: string) {
  const node = await startPracticeNode({
    dataDir: path.join(data, 'practice'),
    initialBlocks: PRACTICE_BLOCKS,
  });
  const url = new URL(node.url);
  return { address: `http://${node.user}:${node.password}@${url.host}`, close: () => node.close() };
}

/** It is asked at every look, and nobody waits for it: soon is better than surely. */
function namedNode(address: NodeAddress, network: Network): NamedNode {
  const backend = connectNode({ address, network, timeoutMs: OTHER_NODE_TIMEOUT_MS, attempts: 1 });
  return { name: nodeLocation(address), backend };
}

function readAddress(text: string, network: Network) {
  const parsed = parseNodeAddress(text, network);
  if (!parsed.ok) throw new SetupFault(`The node's address is not understood: ${parsed.problem}`);
  return parsed.address;
}
