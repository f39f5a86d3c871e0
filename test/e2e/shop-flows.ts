import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CustomerWallet, createWallet } from '../../core/customer/wallet.ts';
import { parseDoge } from '../../core/money.ts';
import { NETWORKS } from '../../core/networks.ts';
import type { NodeBackend } from '../../core/node/backend.ts';
import { parseNodeAddress } from '../../core/node/node-address.ts';
import { type PracticeNode, startPracticeNode } from '../../core/node/regtest/practice-node.ts';
import { connectNode } from '../../core/node/rpc.ts';
import { channelRow, charge, chargeButton, goTo, saying, says, seePaid, typePin } from './clerk.ts';
import { answerTo, ask, newFolder, type OpenStage, removeFolder, type Stage } from './stage.ts';

const OWNER = '270182';
const CLERK = '3141';
const PASSPHRASE = 'a cat in the window';
/** An address of nobody here, to mine to. */
const MINER = 'mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8';

/** A node of the shop's own, which is not the till's: in a process that the screens know nothing of. */
class OwnNode {
  readonly address: string;
  readonly backend: NodeBackend;
  readonly #node: PracticeNode;

  private constructor(node: PracticeNode) {
    const { host } = new URL(node.url);
    this.#node = node;
    this.address = `http://${node.user}:${node.password}@${host}`;
    const parsed = parseNodeAddress(this.address, NETWORKS.regtest);
    if (!parsed.ok) throw new Error(parsed.problem);
    this.backend = connectNode({ address: parsed.address, network: NETWORKS.regtest });
  }

  static async start(): Promise<OwnNode> {
    return new OwnNode(await startPracticeNode({ initialBlocks: 1400 }));
  }

  async close(): Promise<void> {
    this.backend.close();
    await this.#node.close();
  }
}

function amount(text: string) {
  const value = parseDoge(text);
  if (value === undefined) throw new Error(`${text} is no amount`);
  return value;
}

/** A customer of the shop with a wallet of her own. */
async function newCustomer(folder: string, node: OwnNode): Promise<CustomerWallet> {
  const wallet = createWallet({ path: path.join(folder, 'alice.json'), network: 'regtest' });
  if (!wallet.ok) throw new Error(wallet.refusal.code);
  const funded = await wallet.value.fundFromNode(node.backend, amount('500'));
  if (!funded.ok) throw new Error(funded.refusal.code);
  await node.backend.mine(1, MINER);
  return wallet.value;
}

async function makeShop(page: Page, node: OwnNode): Promise<void> {
  const { words } = await ask(page, 'newSeed', {});
  await ask(page, 'createShop', {
    language: 'en',
    shopName: "Bob's Coffee",
    currency: 'DOGE',
    network: 'regtest',
    node: node.address,
    words,
    passphrase: PASSPHRASE,
    clerkPin: CLERK,
    ownerPin: OWNER,
  });
}

/** A shop with a node, PINs and a passphrase; each test goes on where the one before has stopped. */
export function describeShop(openStage: OpenStage): void {
  describe('a shop', () => {
    const folder = newFolder();
    let stage: Stage;
    let node: OwnNode;
    let alice: CustomerWallet;

    beforeAll(async () => {
      node = await OwnNode.start();
      alice = await newCustomer(folder, node);
      stage = await openStage(path.join(folder, 'till'));
      await makeShop(stage.page, node);
    });

    afterAll(async () => {
      await stage?.close();
      await alice?.close();
      await node?.close();
      removeFolder(folder);
    });

    test('leaves practice behind once it is set up', async () => {
      const { page } = stage;
      await page.getByRole('button', { name: says('nav.lock') }).waitFor();
      await page.getByText(says('practice.banner')).waitFor({ state: 'detached' });
      expect(existsSync(path.join(stage.folder, 'shop', 'till.sqlite'))).toBe(true);
    });

    test('opens to the PIN alone, and listens more slowly after wrong ones', async () => {
      const { page } = stage;
      await page.getByRole('button', { name: says('nav.lock') }).click();
      const tries: unknown[] = [];
      while (tries.length < 4) tries.push(await answerTo(page, 'unlock', { pin: '0000' }));
      expect(tries[0]).toMatchObject({ ok: false, problem: { code: 'wrong_pin' } });
      expect(tries[3]).toMatchObject({ problem: { retryAfterSeconds: expect.any(Number) } });
      const right = await answerTo(page, 'unlock', { pin: CLERK });
      expect(right).toMatchObject({ ok: false, problem: { retryAfterSeconds: expect.any(Number) } });
      await typePin(page, '0000', 'lock.unlock');
      await page
        .getByRole('timer')
        .filter({ hasText: saying('pin.wait') })
        .waitFor();
      // The button waits as long as the till does.
      await typePin(page, CLERK, 'lock.unlock');
      await chargeButton(page).waitFor();
    });

    test('shows a clerk neither channels nor settings, and lets a clerk close nothing', async () => {
      const { page } = stage;
      for (const place of ['channels', 'settings'] as const) {
        await goTo(page, place);
        await page.getByText(says('gate.text')).waitFor();
      }
      for (const answer of [
        await answerTo(page, 'channels', {}),
        await answerTo(page, 'settings', {}),
        await answerTo(page, 'close', { ids: ['a'] }),
        await answerTo(page, 'setPin', { role: 'owner', pin: '1111' }),
      ]) {
        expect(answer).toMatchObject({ ok: false, problem: { code: 'not_allowed' } });
      }
    });

    test("takes a payment of a customer's own wallet over HTTP", async () => {
      const { page } = stage;
      const { endpoint } = await ask(page, 'status', {});
      const opened = await alice.openChannel({ tillUrl: endpoint, amount: amount('100'), name: 'Alice' });
      expect(opened.ok).toBe(true);
      await node.backend.mine(7, MINER);
      await charge(page, '825');
      const [invoice] = await ask(page, 'invoices', { limit: 1 });
      await expect
        .poll(async () => (await alice.pay(invoice?.uri ?? '')).ok, { timeout: 30_000, interval: 500 })
        .toBe(true);
      await seePaid(page);
    });

    test('opens its channels to the owner, and closes one with the passphrase', async () => {
      const { page } = stage;
      await goTo(page, 'channels');
      await typePin(page, OWNER, 'gate.open');
      await page.getByRole('button', { name: says('close.buttonFor', { name: 'Alice' }) }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(says('close.passphrase')).fill(PASSPHRASE);
      await dialog.locator('button[type=submit]').click();
      await page.getByRole('heading', { name: says('closed.title') }).waitFor();
      await dialog.getByRole('button', { name: says('done') }).click();
      await node.backend.mine(8, MINER);
      await channelRow(page, 'Alice')
        .getByText(says('channel.state.closed'), { exact: true })
        .waitFor({ timeout: 30_000 });
    });

    test('asks for the PIN again after a restart', async () => {
      await stage.killTill();
      const { page } = stage;
      await page.getByRole('button', { name: says('lock.unlock') }).waitFor();
      expect(await answerTo(page, 'invoices', {})).toMatchObject({
        ok: false,
        problem: { code: 'not_allowed' },
      });
    });
  });
}
