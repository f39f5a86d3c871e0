import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { BridgeEvent, CallInput } from '../../../core/bridge/bridge.ts';
import { openShop } from '../../../core/merchant/app/tills.ts';
import { findNodes } from '../../../core/merchant/nodes/find-nodes.ts';
import { NETWORKS } from '../../../core/networks.ts';
import type { NodeBackend } from '../../../core/node/backend.ts';
import { parseNodeAddress } from '../../../core/node/node-address.ts';
import { type PracticeNode, startPracticeNode } from '../../../core/node/regtest/practice-node.ts';
import { connectNode } from '../../../core/node/rpc.ts';
import { Regular } from '../regular.ts';
import { App } from './app.ts';

const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const PASSPHRASE = 'correct horse';
const OWNER_PIN = '987654';
/** The till looks at its node now and then. */
const PATIENCE = { timeout: 15_000, interval: 50 };
const MINER = 'mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8';

let practice: PracticeNode;
let address: string;
let node: NodeBackend;
let app: App;

beforeAll(async () => {
  practice = await startPracticeNode({ initialBlocks: 1400 });
  address = `http://${practice.user}:${practice.password}@127.0.0.1:${practice.port}`;
  const parsed = parseNodeAddress(address, NETWORKS.regtest);
  if (!parsed.ok) throw new Error(parsed.problem);
  node = connectNode({ address: parsed.address, network: NETWORKS.regtest });
  app = await App.open();
});
afterAll(async () => {
  await app.remove();
  node.close();
  await practice.close();
});

const wanted = (changes: Partial<CallInput<'createShop'>> = {}): CallInput<'createShop'> => ({
  language: 'de',
  shopName: 'Wow Kaffee',
  currency: 'EUR',
  network: 'regtest',
  node: address,
  words: WORDS,
  passphrase: PASSPHRASE,
  clerkPin: '1111',
  ownerPin: OWNER_PIN,
  ...changes,
});

describe('a node', () => {
  test('is tried out, and the answer is a sentence', async () => {
    const usable = await app.ask('testNode', { network: 'regtest', node: address });
    expect(usable).toMatchObject({ isUsable: true, height: 1400, peers: 0 });
    const sentences = await Promise.all(
      [
        ['regtest', address.replace(practice.password, 'wrong')],
        ['mainnet', address],
        ['regtest', 'http://user:password@127.0.0.1:1'],
        ['regtest', 'over there'],
      ].map(([network, text]) => app.ask('testNode', { network: network as 'regtest', node: text ?? '' })),
    );
    for (const { isUsable, detail } of sentences) {
      expect(isUsable).toBe(false);
      expect(detail).toMatch(/^[A-Z].+[.?]$/);
      expect(detail).not.toContain(practice.password);
    }
  });

  test('is found by the cookie of one that runs, and by the password in its configuration', () => {
    const home = mkdtempSync(path.join(tmpdir(), 'home-'));
    const places = { platform: 'linux', home } as const;
    try {
      expect(findNodes(NETWORKS.mainnet, places)).toEqual([]);
      const folder = path.join(home, '.dogecoin');
      mkdirSync(path.join(folder, 'testnet3'), { recursive: true });
      writeFileSync(path.join(folder, 'testnet3', '.cookie'), '__cookie__:abc');
      expect(findNodes(NETWORKS.testnet, places)).toMatchObject([{ node: folder }]);
      writeFileSync(path.join(folder, 'dogecoin.conf'), '# mine\nrpcuser=doge\nrpcpassword=m:ch w@w\n');
      expect(findNodes(NETWORKS.mainnet, places)).toMatchObject([
        { node: 'http://doge:m%3Ach%20w%40w@127.0.0.1:22555' },
      ]);
      expect(findNodes(NETWORKS.testnet, places).map((found) => found.node)).toEqual([
        folder,
        'http://doge:m%3Ach%20w%40w@127.0.0.1:44555',
      ]);
    } finally {
      rmSync(home, { recursive: true });
    }
  });

  test.each([
    ['darwin', 'Library/Application Support/Dogecoin'],
    ['win32', 'AppData/Roaming/Dogecoin'],
  ] as const)('is looked for where %s keeps it', (platform, below) => {
    const home = mkdtempSync(path.join(tmpdir(), 'home-'));
    mkdirSync(path.join(home, below), { recursive: true });
    writeFileSync(path.join(home, below, '.cookie'), '');
    expect(findNodes(NETWORKS.mainnet, { platform, home })).toHaveLength(1);
    rmSync(home, { recursive: true });
  });
});

describe('a new shop', () => {
  test.each([
    ['bad_words', { words: WORDS.replace('yellow', 'year') }],
    ['weak_passphrase', { passphrase: 'short' }],
    ['pin_in_use', { clerkPin: OWNER_PIN }],
    ['bad_settings', { currency: 'EURO' }],
    ['node_unusable', { node: 'http://user:password@127.0.0.1:1' }],
    ['node_unusable', { network: 'mainnet' }],
    ['malformed_request', { ownerPin: 'abcd' }],
  ] as const)('is refused with %s, and leaves nothing behind', async (code, changes) => {
    expect(await app.refused('createShop', wanted(changes))).toBe(code);
    expect(readdirSync(app.folder).sort()).toEqual(['app.json', 'practice']);
    expect(await app.ask('session', {})).toMatchObject({ mode: 'practice', hasShop: false });
  });

  test('leaves nothing behind when its till does not start', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'app-'));
    const log = pino({ level: 'silent' });
    const shop = await openShop({ data: folder, log, listen: { host: '203.0.113.1', port: 0 } });
    const answer = await shop.openSession().call('createShop', wanted());
    expect(answer).toMatchObject({ ok: false, problem: { code: 'internal_error' } });
    expect(readdirSync(folder).sort()).toEqual(['app.json', 'practice']);
    await shop.close();
    rmSync(folder, { recursive: true });
  });

  test('of earlier words is told at which places they cannot be right', async () => {
    const check = (words: string) => app.ask('checkWords', { words });
    expect(await check(` ${WORDS.toUpperCase().replaceAll(' ', '\n ')} `)).toEqual({
      unknown: [],
      nearest: [],
      isSeed: true,
    });
    expect(await check(WORDS.replace('winner', 'winer').replace('yellow', 'jellow'))).toEqual({
      unknown: [2, 12],
      nearest: [['wine', 'winner', 'winter'], ['yellow']],
      isSeed: false,
    });
    expect(await check(WORDS.replace('yellow', 'year'))).toEqual({ unknown: [], nearest: [], isSeed: false });
    expect(await check('legal winner')).toEqual({ unknown: [], nearest: [], isSeed: false });
  });

  test('cannot be gone to before there is one', async () => {
    expect(await app.refused('switchMode', { mode: 'shop' })).toBe('no_shop');
  });

  test('gets its words, and is opened with PINs, settings and sealed keys', async () => {
    const { words } = await app.ask('newSeed', {});
    // Somebody who has left and come back has them on paper.
    expect(await app.ask('newSeed', {})).toEqual({ words });
    expect(words.split(' ')).toHaveLength(12);
    const other = app.shop.openSession();
    const heard: BridgeEvent[] = [];
    other.onEvent((event) => heard.push(event));
    const session = await app.ask('createShop', wanted({ words }));
    expect(session).toMatchObject({
      role: 'owner',
      mode: 'shop',
      hasShop: true,
      hasClerkPin: true,
      hasOwnerPin: true,
      settings: { language: 'de', shopName: 'Wow Kaffee', currency: 'EUR', rate: '' },
    });
    expect(heard).toContainEqual({ type: 'session_changed' });
    expect(other.role).toBeUndefined();
    const file = path.join(app.folder, 'app.json');
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o077).toBe(0);
    for (const name of ['shop/keys.json', 'app.json']) {
      const text = readFileSync(path.join(app.folder, name), 'utf8');
      expect(text).not.toContain(words.split(' ').slice(0, 2).join(' '));
      expect(text).not.toContain(PASSPHRASE);
    }
    expect(await app.refused('createShop', wanted())).toBe('shop_exists');
    expect(await app.refused('practice', {})).toBe('practice_only');
  });

  test('settles with the passphrase, and warns while it waits for it', async () => {
    app.proof = { pin: OWNER_PIN };
    await app.ask('savePolicy', {
      policy: { min_locktime_blocks: 30, payment_cutoff_blocks: 10, confirmations: 1 },
    });
    app.proof = undefined;
    const { endpoint, isLocked } = await app.ask('status', {});
    expect(isLocked).toBe(true);
    const alice = await Regular.withMoneyFrom(node);
    const id = await alice.openChannel(endpoint);
    await node.mine(1, MINER);
    await expect.poll(async () => (await app.ask('channel', { id })).state, PATIENCE).toBe('open');
    await alice.wallet.channelStatus(id);
    await alice.pay((await app.ask('issueInvoice', { amount: '12.5' })).uri);
    await alice.leave();
    const { cutoff } = await app.ask('channel', { id });
    await node.mine(cutoff - (await node.tip()).height, MINER);
    const kinds = async () => (await app.ask('warnings', {})).map(({ kind, amount }) => [kind, amount]);
    await expect.poll(kinds, PATIENCE).toEqual([['till_locked', '12.5']]);
    expect(await app.refused('close', { ids: [id] })).toBe('till_locked');
    expect(await app.refused('close', { ids: [id], passphrase: 'wrong' })).toBe('wrong_passphrase');
    const [closed] = await app.ask('close', { ids: [id], passphrase: PASSPHRASE });
    expect(closed?.channel?.settlement).toBeDefined();
    expect(await kinds()).toEqual([]);
  });
});

describe('another node', () => {
  beforeAll(() => {
    app.proof = { pin: OWNER_PIN };
  });
  afterAll(() => {
    app.proof = undefined;
  });

  test('takes the place of the first, and nothing is lost: channels, PINs, the address for customers', async () => {
    const { endpoint } = await app.ask('status', {});
    const known = (await app.ask('channels', {})).map(({ id }) => id);
    expect(known).toHaveLength(1);
    const refused = async (text: string) => {
      const answer = await app.screen.call('setNode', { node: text }, { pin: OWNER_PIN });
      return answer.ok ? 'accepted' : [answer.problem.code, answer.problem.reason];
    };
    expect(await refused('http://user:password@127.0.0.1:1')).toEqual(['node_unusable', 'unreachable']);
    expect(await refused(address.replace(practice.password, 'wrong'))).toEqual([
      'node_unusable',
      'unauthorised',
    ]);
    const short = await startPracticeNode({ initialBlocks: 1 });
    const shortAddress = `http://${short.user}:${short.password}@127.0.0.1:${short.port}`;
    expect(await refused(shortAddress)).toEqual(['node_unusable', 'behind']);
    await short.close();
    const other = address.replace('127.0.0.1', 'localhost');
    expect(await app.ask('setNode', { node: other })).toMatchObject({ role: 'owner', mode: 'shop' });
    expect(JSON.parse(readFileSync(path.join(app.folder, 'app.json'), 'utf8'))).toMatchObject({
      shop: { node: other },
    });
    const status = await app.ask('status', {});
    expect(status).toMatchObject({ endpoint, node: { isReachable: true } });
    expect((await app.ask('channels', {})).map(({ id }) => id)).toEqual(known);
    expect(await app.ask('session', {})).toMatchObject({ hasOwnerPin: true, hasClerkPin: true });
    expect((await fetch(`${endpoint}/v1/channel-key`)).status).toBe(200);
  });
});

describe('further nodes', () => {
  beforeAll(() => {
    app.proof = { pin: OWNER_PIN };
  });
  afterAll(() => {
    app.proof = undefined;
  });

  const names = async () => (await app.ask('status', {})).otherNodes.map(({ name }) => name);
  const kept = () => JSON.parse(readFileSync(path.join(app.folder, 'app.json'), 'utf8')).shop.otherNodes;
  const add = async (text: string) => {
    const answer = await app.screen.call('addOtherNode', { node: text }, { pin: OWNER_PIN });
    return answer.ok ? 'accepted' : [answer.problem.code, answer.problem.reason];
  };

  test('are tested, added and removed; the till goes on with them and never shows a password', async () => {
    const other = await startPracticeNode({ initialBlocks: 1500 });
    const { endpoint } = await app.ask('status', {});
    const otherAddress = `http://${other.user}:${other.password}@127.0.0.1:${other.port}`;
    expect(await add('http://user:password@127.0.0.1:1')).toEqual(['node_unusable', 'unreachable']);
    expect(await add('127.0.0.1')).toEqual(['node_unusable', 'address']);
    expect(await add(otherAddress.replace(other.password, 'wrong'))).toEqual([
      'node_unusable',
      'unauthorised',
    ]);
    expect(await names()).toEqual([]);
    expect(await add(otherAddress)).toBe('accepted');
    const status = await app.ask('status', {});
    expect(status).toMatchObject({
      endpoint,
      node: { isReachable: true },
      otherNodes: [{ name: `127.0.0.1:${other.port}` }],
    });
    expect(JSON.stringify(status)).not.toContain(other.password);
    expect(kept()).toEqual([otherAddress]);
    await app.restart();
    await app.ask('unlock', { pin: OWNER_PIN });
    expect(await names()).toEqual([`127.0.0.1:${other.port}`]);
    await other.close();
    expect(await app.refused('removeOtherNode', { name: `127.0.0.1:${other.port}` })).toBe('accepted');
    expect([await names(), kept()]).toEqual([[], []]);
  });

  test('are never the till’s own node by another name: it would prove to itself that a settlement spread', async () => {
    expect(await add(address)).toEqual(['node_unusable', 'known']);
    expect(await add(address.replace('127.0.0.1', 'LOCALHOST'))).toEqual(['node_unusable', 'known']);
    const other = await startPracticeNode({ initialBlocks: 1500 });
    const otherAddress = `http://${other.user}:${other.password}@127.0.0.1:${other.port}`;
    expect(await add(otherAddress)).toBe('accepted');
    expect(await add(otherAddress)).toEqual(['node_unusable', 'known']);
    await app.ask('removeOtherNode', { name: `127.0.0.1:${other.port}` });
    await other.close();
  });
});

describe('the mode', () => {
  test('goes to practice and back: the shop wants its PIN again, and its till runs on', async () => {
    const { endpoint } = await app.ask('status', {});
    expect(await app.ask('switchMode', { mode: 'practice' })).toMatchObject({
      role: 'owner',
      mode: 'practice',
    });
    expect((await app.ask('practice', {})).channels).toEqual([]);
    expect(await app.refused('setNode', { node: address })).toBe('not_allowed');
    expect(await app.refused('addOtherNode', { node: address })).toBe('not_allowed');
    expect(await app.refused('removeOtherNode', { name: '127.0.0.1:1' })).toBe('not_allowed');
    expect((await fetch(`${endpoint}/v1/channel-key`)).status).toBe(200);
    expect(await app.refused('createShop', wanted())).toBe('shop_exists');
    const back = await app.ask('switchMode', { mode: 'shop' });
    expect(back).toMatchObject({ mode: 'shop', hasShop: true });
    expect(back).not.toHaveProperty('role');
    expect(await app.refused('status', {})).toBe('not_allowed');
    expect(await app.refused('switchMode', { mode: 'practice' })).toBe('not_allowed');
    await app.ask('unlock', { pin: OWNER_PIN });
    expect(await app.refused('switchMode', { mode: 'shop' })).toBe('accepted');
  });

  test('is what it was after a restart, at the address that customers know', async () => {
    const { endpoint } = await app.ask('status', {});
    await app.restart();
    expect(await app.ask('session', {})).toMatchObject({
      mode: 'shop',
      settings: { shopName: 'Wow Kaffee' },
    });
    await app.ask('unlock', { pin: OWNER_PIN });
    expect((await app.ask('status', {})).endpoint).toBe(endpoint);
  });

  test('of a shop whose port is taken is open all the same, elsewhere', async () => {
    const { endpoint } = await app.ask('status', {});
    await app.shop.close();
    const other = createServer().listen(Number(new URL(endpoint).port), '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    await app.start();
    await app.ask('unlock', { pin: OWNER_PIN });
    expect((await app.ask('status', {})).endpoint).not.toBe(endpoint);
    await new Promise((resolve) => other.close(resolve));
    await app.restart();
    await app.ask('unlock', { pin: OWNER_PIN });
    expect((await app.ask('status', {})).endpoint).toBe(endpoint);
  });

  test('is not guessed from a damaged file', async () => {
    await app.shop.close();
    const file = path.join(app.folder, 'app.json');
    const whole = readFileSync(file, 'utf8');
    writeFileSync(file, whole.slice(0, 40));
    const log = pino({ level: 'silent' });
    await expect(openShop({ data: app.folder, log })).rejects.toThrow('is damaged');
    expect(existsSync(path.join(app.folder, 'shop', 'keys.json'))).toBe(true);
    writeFileSync(file, whole);
    await app.start();
  });
});
