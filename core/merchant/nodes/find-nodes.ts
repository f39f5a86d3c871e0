import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import path from 'node:path';
import type { FoundNodeView, NodeTestView } from '../../bridge/views/setup.ts';
import type { Network } from '../../networks.ts';
import { NodeFault } from '../../node/backend.ts';
import { parseNodeAddress } from '../../node/node-address.ts';
import { connectNode } from '../../node/rpc.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { readPlainFile } from '../../system/plain-file.ts';

/** Where this machine keeps its users' files. */
export interface Places {
  readonly platform: NodeJS.Platform;
  readonly home: string;
  /** %APPDATA% on Windows. */
  readonly appData?: string | undefined;
}

const LARGEST_CONF = 1024 * 1024;
const TEST_TIMEOUT_MS = 5000;
/** Two nodes are as far apart for moments, or after a reorganisation. */
const BEHIND_BLOCKS = 6;
/** 1.14.0: older ones answer some of the till's calls otherwise. */
const OLDEST_VERSION = 1_140_000;

const HERE: Places = { platform: process.platform, home: homedir(), appData: process.env['APPDATA'] };

/** Dogecoin Core on this machine: by the cookie of one that runs, or by the password in its configuration. */
export function findNodes(network: Network, places: Places = HERE): FoundNodeView[] {
  const folder = dataFolder(places);
  const conf = readConf(path.join(folder, 'dogecoin.conf'));
  const folders = [...new Set([folder, conf.get('datadir') ?? folder])].filter((one) => path.isAbsolute(one));
  const port = isPort(conf.get('rpcport')) ? conf.get('rpcport') : undefined;
  const found: FoundNodeView[] = folders
    .filter((one) => existsSync(path.join(one, network.dataSubfolder, '.cookie')))
    .map((one) => ({
      node: port === undefined ? one : `${one}:${port}`,
      label: `Dogecoin Core in ${one}`,
    }));
  const [user, password] = [conf.get('rpcuser'), conf.get('rpcpassword')];
  if (user !== undefined && password !== undefined) {
    const secret = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
    found.push({
      node: `http://${secret}@127.0.0.1:${port ?? network.rpcPort}`,
      label: `Dogecoin Core by the password in ${path.join(folder, 'dogecoin.conf')}`,
    });
  }
  return found;
}

/** Dogecoin Core, util.cpp GetDefaultDataDir. */
function dataFolder({ platform, home, appData }: Places): string {
  if (platform === 'win32') return path.join(appData ?? path.join(home, 'AppData', 'Roaming'), 'Dogecoin');
  if (platform === 'darwin') return path.join(home, 'Library', 'Application Support', 'Dogecoin');
  return path.join(home, '.dogecoin');
}

/** `name=value` lines; of a name that comes twice the first counts (util.cpp, ReadConfigFile). */
function readConf(file: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const line of readText(file).split(/\r?\n/)) {
    const [, name = '', value = ''] = /^\s*([a-z]+)\s*=\s*(.*?)\s*(?:#.*)?$/.exec(line) ?? [];
    if (name !== '' && value !== '' && !values.has(name)) values.set(name, value);
  }
  return values;
}

function readText(file: string): string {
  try {
    return readPlainFile(file, { atMost: LARGEST_CONF, mayBeLink: true }).toString('utf8');
  } catch {
    return '';
  }
}

function isPort(text: string | undefined): boolean {
  return text !== undefined && /^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535;
}

/**
 * Asks a node whether the till can work with it, and says the answer in one sentence.
 * @param seenHeight height that the till has seen already: on a node that lacks its blocks deadlines would be misjudged
 */
export async function testNode(network: Network, text: string, seenHeight = 0): Promise<NodeTestView> {
  const parsed = parseNodeAddress(text, network);
  if (!parsed.ok) return { isUsable: false, reason: 'address', detail: parsed.problem };
  const { address } = parsed;
  const node = connectNode({ address, network, timeoutMs: TEST_TIMEOUT_MS, attempts: 1 });
  try {
    const { height, isInitialDownload } = await node.tip();
    const { peers, userAgent, version } = await node.info();
    const seen = { height, peers };
    if (version < OLDEST_VERSION) {
      const detail = `The node is ${userAgent}, which is too old: install Dogecoin Core 1.14 or newer.`;
      return { isUsable: false, reason: 'old', detail, ...seen };
    }
    // A chain that nobody mines on looks like one that is still being loaded.
    if (isInitialDownload && network.name !== 'regtest') {
      const detail = `The node is still loading the chain; it is at height ${height}. Try again when it has caught up.`;
      return { isUsable: false, reason: 'loading', detail, ...seen };
    }
    if (height < seenHeight - BEHIND_BLOCKS) {
      const detail = `The node is at height ${height} and the till has seen ${seenHeight}: try again when it has caught up.`;
      return { isUsable: false, reason: 'behind', detail, ...seen };
    }
    const lonely =
      peers === 0 && network.name !== 'regtest' ? ' It has no peers, so nothing it sends arrives.' : '';
    return { isUsable: true, detail: `${userAgent} at height ${height}, ${peers} peers.${lonely}`, ...seen };
  } catch (error) {
    if (error instanceof NodeFault) return { isUsable: false, reason: error.kind, detail: error.message };
    throw error;
  } finally {
    node.close();
  }
}

/** Refuses node_unusable. @param seen the height that the till has seen, if any */
export async function requireNode(network: Network, node: string, seen?: number): Promise<Result<undefined>> {
  const { isUsable, reason = 'call_failed', detail } = await testNode(network, node, seen);
  return isUsable ? ok(undefined) : refuse('node_unusable', { reason, problem: detail });
}
