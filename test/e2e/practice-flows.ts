import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseDoge } from '../../core/money.ts';
import {
  announced,
  channelRow,
  charge,
  chargeButton,
  customer,
  goTo,
  mine,
  payAsCustomer,
  pressCharge,
  saying,
  says,
  seePaid,
} from './stage/clerk.ts';
import { ask, askAndGo, newFolder, type OpenStage, removeFolder, type Stage } from './stage/stage.ts';

const NAME = 'Practice customer';

/** What the till has of invoices that are paid must be what its channels have paid: nothing lost, nothing twice. */
async function expectBooksToAgree(page: Page): Promise<void> {
  const { invoices } = await ask(page, 'invoices', { limit: 1000 });
  const channels = await ask(page, 'channels', {});
  const koinu = (amounts: readonly string[]) =>
    amounts.reduce((sum, one) => sum + (parseDoge(one) ?? 0n), 0n);
  const paid = invoices.filter(({ state }) => state === 'paid').map(({ amount }) => amount);
  expect(koinu(channels.map((channel) => channel.paid))).toBe(koinu(paid));
}

async function newestInvoice(page: Page) {
  const [invoice] = (await ask(page, 'invoices', { limit: 1 })).invoices;
  if (invoice === undefined) throw new Error('there is no invoice');
  return invoice;
}

/** A channel of the practice customer that takes payments. */
async function openChannel(page: Page): Promise<void> {
  await ask(page, 'practiceOpenChannel', { amount: '100' });
  await ask(page, 'practiceMine', { blocks: 6 });
}

/** One till in practice from the first start on; each test goes on where the one before has stopped. */
export function describePractice(openStage: OpenStage): void {
  describe('practice', () => {
    const folder = newFolder();
    let stage: Stage;

    beforeAll(async () => {
      stage = await openStage(folder);
    });

    afterAll(async () => {
      await stage?.close();
      removeFolder(folder);
    });

    test('opens without a question, and says on the screen that the money is play money', async () => {
      await stage.page.getByText(says('practice.banner')).first().waitFor();
      await chargeButton(stage.page).waitFor();
    });

    test('opens a channel at the push of two buttons, and lists it', async () => {
      const { page } = stage;
      await customer(page)
        .getByRole('button', { name: says('practice.open') })
        .click();
      await goTo(page, 'channels');
      await channelRow(page, NAME).getByText(says('channel.state.confirming')).waitFor();
      await mine(page);
      await channelRow(page, NAME).getByText(says('channel.state.open'), { exact: true }).waitFor();
    });

    test('shows an invoice as paid as soon as the customer has paid it', async () => {
      const { page } = stage;
      await charge(page, '1250');
      await page.getByRole('img', { name: saying('invoice.qr') }).waitFor();
      await payAsCustomer(page);
      await seePaid(page);
      expect((await newestInvoice(page)).payment).toMatchObject({ amount: '12.5', paid: '12.5' });
    });

    test('says when an invoice has expired', async () => {
      const { page } = stage;
      await ask(page, 'savePolicy', {
        policy: { ...(await ask(page, 'policy', {})).policy, invoice_lifetime_seconds: 2 },
      });
      // On a busy machine the two seconds are over before the code is drawn.
      await pressCharge(page, '300');
      await announced(page, 'ended.expired');
      await ask(page, 'savePolicy', {
        policy: { ...(await ask(page, 'policy', {})).policy, invoice_lifetime_seconds: 900 },
      });
    });

    test('keeps an invoice while the window is closed', async () => {
      await charge(stage.page, '200');
      await stage.reopen();
      const { page } = stage;
      await goTo(page, 'sales');
      await page.getByRole('listitem').filter({ hasText: '2.00' }).getByRole('link').first().click();
      await page.getByRole('heading', { name: says('invoice.scan') }).waitFor();
      await payAsCustomer(page);
      await seePaid(page);
      await expectBooksToAgree(page);
    });

    test('loses nothing when the page dies while a payment is on its way', async () => {
      await charge(stage.page, '400');
      const { id, uri } = await newestInvoice(stage.page);
      await askAndGo(stage.page, 'practicePay', { uri });
      await stage.crash(says('practice.banner'));
      await expect.poll(async () => (await ask(stage.page, 'invoice', { id })).state).toBe('paid');
      await expectBooksToAgree(stage.page);
    });

    test('loses nothing when the till is killed while a payment is on its way', async () => {
      await charge(stage.page, '500');
      const { id, uri } = await newestInvoice(stage.page);
      await askAndGo(stage.page, 'practicePay', { uri });
      await stage.killTill();
      const { page } = stage;
      await chargeButton(page).waitFor();
      await expectBooksToAgree(page);
      // Whatever the kill came before, the same payment is taken now and never counts twice.
      if ((await ask(page, 'invoice', { id })).state !== 'paid') await ask(page, 'practicePay', { uri });
      await expect.poll(async () => (await ask(page, 'invoice', { id })).state).toBe('paid');
      await expectBooksToAgree(page);
    });

    test('warns on every screen before the cutoff of a channel with money in it', async () => {
      const { page } = stage;
      const [channel] = await ask(page, 'channels', {});
      const { height = 0 } = await ask(page, 'status', {});
      await ask(page, 'practiceMine', { blocks: (channel?.cutoff ?? 0) - height - 15 });
      await page.getByText(says('warning.cutoff_near')).first().waitFor();
      await goTo(page, 'warnings');
      await page.getByRole('button', { name: says('close.buttonFor', { name: NAME }) }).waitFor();
    });

    test('closes a channel in one click, down to the buried settlement', async () => {
      const { page } = stage;
      await goTo(page, 'channels');
      await page.getByRole('button', { name: says('close.buttonFor', { name: NAME }) }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText(says('close.arrives')).waitFor();
      await dialog.locator('button[type=submit]').click();
      await page.getByRole('heading', { name: says('closed.title') }).waitFor();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: says('done') })
        .click();
      await channelRow(page, NAME).getByText(says('channel.state.closing'), { exact: true }).waitFor();
      await mine(page);
      await channelRow(page, NAME).getByText(says('channel.state.closed'), { exact: true }).waitFor();
      await expect.poll(() => ask(page, 'warnings', {})).toEqual([]);
    });

    test('goes on with the next channel after a restart', async () => {
      await stage.reopen();
      const { page } = stage;
      await openChannel(page);
      await charge(page, '700');
      await payAsCustomer(page);
      await seePaid(page);
      await expectBooksToAgree(page);
    });
  });
}
