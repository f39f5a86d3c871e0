import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { CallInput, CallName, CallOutput } from '../../core/bridge/bridge.ts';
import type { SessionView } from '../../core/bridge/views/session.ts';
import { openShop } from '../../core/merchant/app/tills.ts';
import type { DeskSession } from '../../core/merchant/desk/desk.ts';
import { readKeyFile } from '../../core/merchant/keys/key-file.ts';
import { NETWORKS } from '../../core/networks.ts';
import { type PracticeNode, startPracticeNode } from '../../core/node/regtest/practice-node.ts';

const PROGRAM = path.join(import.meta.dirname, 'first-run-process.ts');
const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';
const PASSPHRASE = 'correct horse';
const OWNER_PIN = '987654';
const APP = { log: pino({ level: 'silent' }), listen: { host: '127.0.0.1', port: 0 } } as const;
/** More than making a shop takes. */
const MOST_DEEDS = 60;

const root = mkdtempSync(path.join(tmpdir(), 'first-run-'));
const untouched = path.join(root, 'practice');
let node: PracticeNode;
let wanted: CallInput<'createShop'>;

beforeAll(async () => {
  node = await startPracticeNode({ initialBlocks: 5 });
  wanted = {
    language: 'de',
    shopName: 'Wow Kaffee',
    currency: 'EUR',
    network: 'regtest',
    node: `http://${node.user}:${node.password}@127.0.0.1:${node.port}`,
    words: WORDS,
    areWordsNew: true,
    passphrase: PASSPHRASE,
    clerkPin: '',
    ownerPin: OWNER_PIN,
  };
  await (await openShop({ data: untouched, ...APP })).close();
});
afterAll(async () => {
  await node.close();
  rmSync(root, { recursive: true, force: true });
});

/** @returns whether it was killed: later than all deeds nothing kills it */
async function makeShopAndBeKilled(data: string, moment: number): Promise<boolean> {
  const child = spawn(process.execPath, [PROGRAM, data, JSON.stringify(wanted), String(moment)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    said += chunk.toString('utf8');
  });
  const [status, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
  if (signal === 'SIGKILL') return true;
  expect([status, said]).toEqual([0, '{"isMade":true}\n']);
  return false;
}

async function ask<N extends CallName>(screen: DeskSession, name: N, input: CallInput<N>) {
  const answer = await screen.call(name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.problem.code}: ${answer.problem.detail}`);
  return answer.value as CallOutput[N];
}

/** All that the owner has chosen is there, and works. */
async function expectWholeShop(data: string, screen: DeskSession, session: SessionView): Promise<void> {
  expect(session).toMatchObject({ mode: 'shop', hasOwnerPin: true, settings: { shopName: 'Wow Kaffee' } });
  expect(session.role).toBe('clerk');
  await ask(screen, 'unlock', { pin: OWNER_PIN });
  expect(await ask(screen, 'status', {})).toMatchObject({ isLocked: true, node: { isReachable: true } });
  const keys = readKeyFile(path.join(data, 'shop'), NETWORKS.regtest);
  expect(await keys.words(PASSPHRASE)).toBe(WORDS);
  expect(readdirSync(path.join(data, 'shop'))).not.toContain('app.json');
}

/** Starts the app on what was left. @returns what is there: the whole shop, or practice in which one can be made */
async function whatIsLeft(data: string): Promise<'practice' | 'shop'> {
  const app = await openShop({ data, ...APP });
  try {
    const screen = app.openSession();
    const session = await ask(screen, 'session', {});
    const isThere = session.hasShop;
    if (!isThere) {
      expect(session).toMatchObject({ mode: 'practice', role: 'owner' });
      expect(readdirSync(data).sort()).toEqual(['app.json', 'practice']);
      expect(await ask(screen, 'createShop', wanted)).toMatchObject({ mode: 'shop', hasShop: true });
    } else await expectWholeShop(data, screen, session);
    expect(readdirSync(data).sort()).toEqual(['app.json', 'practice', 'shop']);
    return isThere ? 'shop' : 'practice';
  } finally {
    await app.close();
  }
}

test('an app that is killed while it makes a shop, before any of its deeds on the disk, starts with all of it or nothing', async () => {
  const found: string[] = [];
  for (let moment = 1; moment < MOST_DEEDS; moment += 1) {
    const data = path.join(root, `killed-${moment}`);
    cpSync(untouched, data, { recursive: true });
    const isKilled = await makeShopAndBeKilled(data, moment);
    if (!isKilled) break;
    found.push(await whatIsLeft(data).catch((error: unknown) => `deed ${moment}: ${String(error)}`));
    rmSync(data, { recursive: true });
  }
  expect(found.filter((one) => one !== 'practice' && one !== 'shop')).toEqual([]);
  const whole = found.indexOf('shop');
  expect(whole).toBeGreaterThan(2);
  expect(found).toEqual(found.map((_, at) => (at < whole ? 'practice' : 'shop')));
  expect(found.length).toBeLessThan(MOST_DEEDS - 1);
}, 600_000);
