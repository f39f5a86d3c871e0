import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CustomerWallet } from '../../core/customer/wallet.ts';
import { expectNoViolation } from './axe.ts';
import { CLERK, OWNER, PASSPHRASE, SHOP, testFirstRun } from './first-run.ts';
import {
  announced,
  channelRow,
  charge,
  chargeButton,
  goTo,
  saying,
  says,
  seePaid,
  typePin,
} from './stage/clerk.ts';
import { amount, newCustomer, OwnNode } from './stage/own-node.ts';
import { answerTo, ask, newFolder, type OpenStage, removeFolder, type Stage } from './stage/stage.ts';

const WRONG = '0000';

/** Everything that only an owner may do or see, asked for past the screens. */
async function expectNotAllowed(page: Page): Promise<void> {
  const answers = [
    await answerTo(page, 'channels', {}),
    await answerTo(page, 'channel', { id: 'a' }),
    await answerTo(page, 'previewClose', { ids: ['a'] }),
    await answerTo(page, 'close', { ids: ['a'] }),
    await answerTo(page, 'settings', {}),
    await answerTo(page, 'saveSettings', { shopName: 'Mallory' }),
    await answerTo(page, 'policy', {}),
    await answerTo(page, 'savePolicy', { policy: {} }),
    await answerTo(page, 'setPin', { role: 'owner', pin: '1111' }),
    await answerTo(page, 'newSeed', {}),
    await answerTo(page, 'checkWords', { words: 'legal winner' }),
    await answerTo(page, 'switchMode', { mode: 'practice' }),
  ];
  for (const answer of answers) expect(answer).toMatchObject({ ok: false, problem: { code: 'not_allowed' } });
}

/** The till listens to no PIN now, not even to the right one. */
async function expectDeaf(page: Page): Promise<void> {
  expect(await answerTo(page, 'unlock', { pin: CLERK })).toMatchObject({
    ok: false,
    problem: { code: 'wrong_pin', retryAfterSeconds: expect.any(Number) },
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
    });

    afterAll(async () => {
      await stage?.close();
      await alice?.close();
      await node?.close();
      removeFolder(folder);
    });

    testFirstRun(() => ({ stage, node }));

    test('opens to the PIN alone, and listens more slowly after each wrong one', async () => {
      const { page } = stage;
      await page.getByRole('button', { name: says('nav.lock') }).click();
      await page.getByRole('heading', { name: SHOP }).waitFor();
      await expectNoViolation(page);
      // Three are free, then 1, 2, 4 and 8 seconds: the button waits as long as the till does.
      for (let tries = 1; tries <= 6; tries += 1) await typePin(page, WRONG, 'lock.unlock');
      await page
        .getByRole('timer')
        .filter({ hasText: saying('pin.wait') })
        .waitFor();
      await expectDeaf(page);
      await typePin(page, CLERK, 'lock.unlock');
      await chargeButton(page).waitFor();
      expect(await ask(page, 'session', {})).toMatchObject({ role: 'clerk' });
    });

    test('shows a clerk neither channels nor settings, by the screens or past them', async () => {
      const { page } = stage;
      for (const place of ['channels', 'settings'] as const) {
        await goTo(page, place);
        await page.getByText(says('gate.text')).waitFor();
      }
      await expectNoViolation(page);
      await expectNotAllowed(page);
    });

    test("takes a payment of a customer's own wallet over HTTP", async () => {
      const { page } = stage;
      const { endpoint } = await ask(page, 'status', {});
      const opened = await alice.openChannel({ tillUrl: endpoint, amount: amount('100'), name: 'Alice' });
      expect(opened.ok).toBe(true);
      await node.mine(7);
      await charge(page, '825');
      await expectNoViolation(page);
      const [invoice] = (await ask(page, 'invoices', { limit: 1 })).invoices;
      await expect.poll(async () => (await alice.pay(invoice?.uri ?? '')).ok, { interval: 500 }).toBe(true);
      await announced(page, 'paid.title');
      await expectNoViolation(page);
      await seePaid(page);
    });

    test('lets a clerk close nothing without the PIN of the owner', async () => {
      const { page } = stage;
      const saved = await answerTo(page, 'saveSettings', { warnBlocks: [100_000] }, { pin: OWNER });
      expect(saved.ok).toBe(true);
      await goTo(page, 'warnings');
      await page.getByRole('button', { name: says('close.buttonFor', { name: 'Alice' }) }).click();
      const override = page.getByRole('dialog', { name: says('override.title') });
      await override.waitFor();
      await expectNoViolation(page);
      for (const digit of WRONG) await override.getByRole('button', { name: digit, exact: true }).click();
      await override.getByRole('button', { name: says('override.allow') }).click();
      await override
        .getByRole('timer')
        .or(override.getByText(says('refusal.wrong_pin')))
        .waitFor();
      await override.getByRole('button', { name: says('cancel'), exact: true }).click();
      await override.waitFor({ state: 'detached' });
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'detached' });
      // Were it closing, nothing would be near any more.
      const warnings = await ask(page, 'warnings', {});
      expect(warnings.find(({ kind }) => kind === 'cutoff_near')).toMatchObject({ name: 'Alice' });
    });

    test('opens its channels to the owner, and closes one with the passphrase', async () => {
      const { page } = stage;
      await goTo(page, 'channels');
      await typePin(page, OWNER, 'gate.open');
      await page.getByRole('button', { name: says('close.buttonFor', { name: 'Alice' }) }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByLabel(says('close.passphrase')).fill(PASSPHRASE);
      await expectNoViolation(page);
      await dialog.locator('button[type=submit]').click();
      await page.getByRole('heading', { name: says('closed.title') }).waitFor();
      await dialog.getByRole('button', { name: says('done') }).click();
      await node.mine(8);
      await channelRow(page, 'Alice').getByText(says('channel.state.closed'), { exact: true }).waitFor();
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
