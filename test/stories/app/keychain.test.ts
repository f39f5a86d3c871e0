import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Keychain } from '../../../core/merchant/keys/keychain.ts';
import { NETWORKS } from '../../../core/networks.ts';
import type { NodeBackend } from '../../../core/node/backend.ts';
import { parseNodeAddress } from '../../../core/node/node-address.ts';
import { type PracticeNode, startPracticeNode } from '../../../core/node/regtest/practice-node.ts';
import { connectNode } from '../../../core/node/rpc.ts';
import { Regular } from '../regular.ts';
import { App } from './app.ts';

const PASSPHRASE = 'correct horse';
const OWNER_PIN = '987654';
const MINER = 'mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8';
const PATIENCE = { timeout: 80_000, interval: 50 };

/** A keychain in memory. */
class FakeKeychain implements Keychain {
  kept: string | undefined;
  isOpen = true;

  isAvailable(): boolean {
    return this.isOpen;
  }

  load(): string | undefined {
    return this.isOpen ? this.kept : undefined;
  }

  keep(passphrase: string): void {
    this.kept = passphrase;
  }

  forget(): void {
    this.kept = undefined;
  }
}

let practice: PracticeNode;
let node: NodeBackend;
let keychain: FakeKeychain;
let app: App;

beforeAll(async () => {
  practice = await startPracticeNode({ initialBlocks: 1400 });
  const address = `http://${practice.user}:${practice.password}@127.0.0.1:${practice.port}`;
  const parsed = parseNodeAddress(address, NETWORKS.regtest);
  if (!parsed.ok) throw new Error(parsed.problem);
  node = connectNode({ address: parsed.address, network: NETWORKS.regtest });
  keychain = new FakeKeychain();
  app = await App.open({ keychain });
  await app.ask('createShop', {
    language: 'en',
    shopName: 'Wow Coffee',
    currency: 'DOGE',
    network: 'regtest',
    node: address,
    words: 'legal winner thank year wave sausage worth useful legal winner thank yellow',
    passphrase: PASSPHRASE,
    clerkPin: '1111',
    ownerPin: OWNER_PIN,
  });
  app.proof = { passphrase: PASSPHRASE };
  await app.ask('savePolicy', {
    policy: { min_locktime_blocks: 30, payment_cutoff_blocks: 10, confirmations: 1 },
  });
  app.proof = undefined;
});
afterAll(async () => {
  await app.remove();
  node.close();
  await practice.close();
});
beforeEach(() => {
  keychain.isOpen = true;
});

const facts = async () => {
  const { isLocked, keepsPassphrase } = await app.ask('status', {});
  return { isLocked, keepsPassphrase };
};

async function restart(): Promise<void> {
  await app.restart();
  await app.ask('unlock', { pin: OWNER_PIN });
}

/** A channel with a payment on it, at its cutoff. */
async function dueChannel(): Promise<string> {
  const { endpoint } = await app.ask('status', {});
  const alice = await Regular.withMoneyFrom(node);
  const id = await alice.openChannel(endpoint);
  await node.mine(1, MINER);
  await expect.poll(async () => (await app.ask('channel', { id })).state, PATIENCE).toBe('open');
  await alice.wallet.channelStatus(id);
  await alice.pay((await app.ask('issueInvoice', { amount: '12.5' })).uri);
  await alice.leave();
  const { cutoff } = await app.ask('channel', { id });
  await node.mine(cutoff - (await node.tip()).height, MINER);
  return id;
}

const settlement = async (id: string) => (await app.ask('channel', { id })).settlement?.txid;
const kinds = async () => (await app.ask('warnings', {})).map(({ kind }) => kind);

describe('a till with a keychain', () => {
  test('is locked until the owner leaves the passphrase there: then what waited is settled at once', async () => {
    expect(await facts()).toEqual({ isLocked: true, keepsPassphrase: false });
    const id = await dueChannel();
    await expect.poll(kinds, PATIENCE).toEqual(['till_locked']);
    expect(await settlement(id)).toBeUndefined();
    const { isLocked, keepsPassphrase } = await app.ask('keepPassphrase', { passphrase: PASSPHRASE });
    expect({ isLocked, keepsPassphrase }).toEqual({ isLocked: false, keepsPassphrase: true });
    await expect.poll(() => settlement(id), PATIENCE).toBeDefined();
  });

  test('settles by itself after a restart, with nobody there', async () => {
    await restart();
    expect(await facts()).toEqual({ isLocked: false, keepsPassphrase: true });
    const id = await dueChannel();
    await expect.poll(() => settlement(id), PATIENCE).toBeDefined();
  });

  test('is locked while the keychain is, and says that there is none', async () => {
    keychain.isOpen = false;
    expect(await facts()).toEqual({ isLocked: true, keepsPassphrase: undefined });
    expect(await app.refused('keepPassphrase', { passphrase: PASSPHRASE })).toBe('no_keychain');
  });

  test('is locked when what is kept does not open its seed, as soon as it starts', async () => {
    keychain.kept = 'of another shop';
    await restart();
    expect(await facts()).toEqual({ isLocked: true, keepsPassphrase: false });
    await app.ask('keepPassphrase', { passphrase: PASSPHRASE });
    expect(await facts()).toEqual({ isLocked: false, keepsPassphrase: true });
  });

  test('is locked again once the owner takes it back', async () => {
    expect(await app.refused('forgetPassphrase', {})).toBe('proof_wanted');
    app.proof = { passphrase: PASSPHRASE };
    await app.ask('forgetPassphrase', {});
    app.proof = undefined;
    expect(keychain.kept).toBeUndefined();
    expect(await facts()).toEqual({ isLocked: true, keepsPassphrase: false });
  });

  test('keeps no wrong passphrase, and none for a clerk', async () => {
    expect(await app.refused('keepPassphrase', { passphrase: 'wrong' })).toBe('wrong_passphrase');
    await app.ask('lock', {});
    await app.ask('unlock', { pin: '1111' });
    expect(await app.refused('keepPassphrase', { passphrase: PASSPHRASE })).toBe('not_allowed');
    expect(await app.refused('forgetPassphrase', {})).toBe('not_allowed');
    expect(keychain.kept).toBeUndefined();
    await app.ask('unlock', { pin: OWNER_PIN });
  });

  test('has no use for it in practice, where the seed has no passphrase', async () => {
    await app.ask('switchMode', { mode: 'practice' });
    expect(await facts()).toEqual({ isLocked: false, keepsPassphrase: undefined });
    expect(await app.refused('keepPassphrase', { passphrase: '' })).toBe('no_keychain');
  });
});
