import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { launchChromium, type RunningHost, startHost } from './stage/browser-stage.ts';
import { chargeButton, goTo, says } from './stage/clerk.ts';
import { PATIENCE_MS } from './stage/patience.ts';
import { ask, newFolder, removeFolder } from './stage/stage.ts';

/** Between two keys of a person. Milliseconds. */
const PERSON = { delay: 60 };
/** Of a hand scanner. */
const SCANNER = { delay: 4 };

const folder = newFolder();
let host: RunningHost;
let browser: Browser;
let page: Page;

beforeAll(async () => {
  host = await startHost(folder);
  browser = await launchChromium();
  page = await browser.newPage();
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(host.link);
  await page.waitForURL((url) => url.pathname === '/');
  await page.getByRole('button', { name: '1', exact: true }).waitFor();
});
afterAll(async () => {
  await browser.close();
  host.child.kill('SIGTERM');
  await host.exited;
  removeFolder(folder);
});

const invoices = async () => (await ask(page, 'invoices', { limit: 100 })).invoices.length;

async function cleared(): Promise<void> {
  await page.evaluate(() => {
    window.location.hash = '#/charge';
  });
  await chargeButton(page).waitFor();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
}

async function charged(): Promise<string> {
  await page.getByRole('heading', { name: says('invoice.scan') }).waitFor();
  const [newest] = (await ask(page, 'invoices', { limit: 1 })).invoices;
  if (newest === undefined) throw new Error('no invoice');
  await ask(page, 'cancelInvoice', { id: newest.id });
  return newest.amount;
}

beforeEach(cleared);

describe('a price that is typed', () => {
  test.each([
    ['12.5', '12.5'],
    ['12,5', '12.5'],
    ['3.5', '3.5'],
    ['12.', '12'],
    ['350', '3.5'],
  ])('%s asks for %s DOGE', async (typed, amount) => {
    await page.keyboard.type(typed, PERSON);
    await page.keyboard.press('Enter');
    expect(await charged()).toBe(amount);
  });

  test('that cannot be read is said, and asks for nothing until it is taken back', async () => {
    const before = await invoices();
    await page.keyboard.type('12.345', PERSON);
    await page.keyboard.press('Enter');
    await page.getByText(says('amount.takeBack')).waitFor();
    expect(await chargeButton(page).isDisabled()).toBe(true);
    expect(await invoices()).toBe(before);
    await page.keyboard.press('Backspace');
    await page.keyboard.press('Enter');
    expect(await charged()).toBe('12.34');
  });

  test('is pasted as it is written', async () => {
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.setData('text', '1.234,56');
      window.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data }));
    });
    await page.keyboard.press('Enter');
    expect(await charged()).toBe('1234.56');
  });

  test('is charged by Enter after the navigation, the switch of the tip and another button were touched', async () => {
    await goTo(page, 'sales');
    await goTo(page, 'charge');
    await page.getByRole('switch').click();
    await page.getByRole('button', { name: '00', exact: true }).click();
    await page.keyboard.type('2,5', PERSON);
    await page.keyboard.press('Enter');
    expect(await charged()).toBe('2.5');
  });

  test('stays while other screens are looked at, with its memo', async () => {
    await page.keyboard.type('7.2', PERSON);
    await page.getByLabel(says('charge.memo')).fill('two cakes');
    await goTo(page, 'sales');
    await page.keyboard.press('Escape');
    await chargeButton(page).waitFor();
    expect(await page.getByLabel(says('charge.memo')).inputValue()).toBe('two cakes');
    await page.keyboard.press('Enter');
    expect(await charged()).toBe('7.2');
    await cleared();
    expect(await page.getByLabel(says('charge.memo')).inputValue()).toBe('');
  });
});

describe('the burst of a hand scanner', () => {
  test.each(['96385074', '4006381333931', 'HTTPS://EXAMPLE.ORG/MENU', '0123456'])(
    '%s is no price, and is said to be no payment',
    async (code) => {
      const before = await invoices();
      await page.keyboard.type('4.2', PERSON);
      await page.waitForTimeout(200);
      await page.keyboard.type(code, SCANNER);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: says('scan.dismiss') }).click();
      expect(await invoices()).toBe(before);
      await page.keyboard.press('Enter');
      expect(await charged()).toBe('4.2');
    },
  );

  test('is none of the memo either, and is heard on every screen of the counter', async () => {
    await page.getByLabel(says('charge.memo')).fill('tea');
    await page.getByLabel(says('charge.memo')).focus();
    await page.keyboard.type('4006381333931', SCANNER);
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: says('scan.dismiss') }).click();
    expect(await page.getByLabel(says('charge.memo')).inputValue()).toBe('tea');
    await page.getByLabel(says('charge.memo')).fill('');
    for (const place of ['sales', 'channels', 'warnings'] as const) {
      await goTo(page, place);
      await page.keyboard.type('4006381333931', SCANNER);
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: says('scan.dismiss') }).click();
    }
  });
});

describe('Charge', () => {
  test('opens the scan dialog without an invoice', async () => {
    await page.getByRole('button', { name: says('scan.open') }).click();
    await page.getByRole('dialog', { name: says('scan.title') }).waitFor();
    await page.keyboard.press('Escape');
    await expect.poll(() => page.getByRole('dialog').count()).toBe(0);
  });

  test('asks for a rate where the shop prices in a currency, and charges nothing without one', async () => {
    await ask(page, 'saveSettings', { currency: 'EUR' });
    await page.getByText(says('charge.setRate')).waitFor();
    const before = await invoices();
    await page.keyboard.type('3.50', PERSON);
    await page.keyboard.press('Enter');
    expect(await chargeButton(page).isDisabled()).toBe(true);
    expect(await invoices()).toBe(before);
    await page.getByRole('link', { name: says('charge.setRate') }).click();
    const rate = page.getByLabel(says('settings.rate'));
    await rate.fill('0,250');
    await page.getByText('0.250 EUR').waitFor();
    await page
      .getByRole('button', { name: says('save'), exact: true })
      .first()
      .click();
    await page.getByText(says('saved')).waitFor();
    await page.keyboard.press('Escape');
    await goTo(page, 'charge');
    await page.keyboard.press('Enter');
    expect(await charged()).toBe('14');
  });
});
