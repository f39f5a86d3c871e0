import type { Page } from 'playwright-core';
import { button, nothing, type Scene } from './scene.ts';

async function setupUntil(page: Page, step: number): Promise<void> {
  const next = button(page, 'Next');
  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  const words = 'carbon ribbon trophy lunar maple actual velvet onion harbor quiz sponsor dawn'.split(' ');
  const steps: readonly (() => Promise<void>)[] = [
    nothing,
    nothing,
    () => fill('Name of the shop', 'Bäckerei Süß'),
    nothing,
    async () => {
      await page.getByText('Dogecoin Core in the home folder').click();
      await button(page, 'Test the node').click();
      await page.getByText('This node can be used.').waitFor();
    },
    nothing,
    () => page.getByText('carbon').waitFor(),
    async () => {
      for (const field of await page.locator('.field').all()) {
        const place = /\d+/.exec((await field.locator('label').textContent()) ?? '')?.[0];
        await field.locator('input').fill(words[Number(place) - 1] ?? '');
      }
    },
    async () => {
      await fill('Passphrase', 'correct horse battery');
      await fill('The same again', 'correct horse battery');
    },
    async () => {
      await fill('PIN of the owner', '2222');
      await fill('PIN again', '2222');
    },
    nothing,
  ];
  for (const [index, act] of steps.slice(0, step).entries()) {
    await act();
    if (index < step - 1) await next.click();
  }
}

const practice = { mode: 'practice', hasPins: 'false', currency: 'DOGE', rate: '' };

/** The till before it knows who is there: locked, in practice, or being set up. */
export const FIRST_RUN: readonly Scene[] = [
  { name: 'lock', options: { role: 'locked' }, hash: '', act: (page) => page.keyboard.type('123') },
  {
    name: 'lock-wait',
    options: { role: 'locked' },
    hash: '',
    act: async (page) => {
      const timer = page.getByRole('timer');
      await page.keyboard.type('1234');
      await page.keyboard.press('Enter');
      await page.locator('.pin-wait .problem').waitFor();
      await page.keyboard.type('1234');
      await page.keyboard.press('Enter');
      await timer.waitFor();
    },
  },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((step) => ({
    name: `setup-${step}`,
    options: practice,
    hash: '#/setup',
    act: (page: Page) => setupUntil(page, step),
  })),
  {
    name: 'setup-restore',
    options: practice,
    hash: '#/setup',
    act: async (page) => {
      await setupUntil(page, 6);
      await page.getByText('Words of an earlier till').click();
      await button(page, 'Next').click();
      await page.getByLabel('Words').fill('carbon ribon trophy lunar ');
      await page.locator('.field-problem').waitFor();
    },
  },
  ...['setup-backup', 'setup-backup-damaged'].map((name) => ({
    name,
    options: { ...practice, backup: name === 'setup-backup' ? 'good' : 'damaged' },
    hash: '#/setup',
    act: async (page: Page) => {
      await setupUntil(page, 2);
      await page.getByText('An earlier shop, from a backup').click();
      await button(page, 'Next').click();
      await page.getByLabel('Folder of the backup').fill('/media/stick/dogetill-cafe-wau-20261130');
      await button(page, 'Look into it').click();
      await page.locator('.facts, .problem').first().waitFor();
    },
  })),
  { name: 'practice', options: practice, hash: '', act: nothing },
  {
    name: 'practice-pay',
    options: practice,
    hash: '',
    act: async (page) => {
      const customer = page.getByRole('complementary');
      if (!(await customer.isVisible())) await button(page, 'Practice customer').click();
      await button(page, 'Open channel').click();
      await customer.getByText('Wait for 6 blocks').first().waitFor({ state: 'attached' });
      await button(page, 'Mine 6 blocks').click();
      await customer.getByText('Can spend').waitFor();
      await page.keyboard.type('350');
      await page.locator('.charge-button').evaluate((element: HTMLElement) => element.click());
      await page.locator('.qr').waitFor();
      await button(page, /^Pay/).waitFor();
    },
  },
  {
    name: 'practice-plain',
    options: practice,
    hash: '',
    act: async (page) => {
      const customer = page.getByRole('complementary');
      await page.keyboard.type('350');
      await page.keyboard.press('Enter');
      await page.locator('.qr').waitFor();
      if (!(await customer.isVisible())) await button(page, 'Practice customer').click();
      await button(page, 'Send too little').click();
      await button(page, 'Send the rest').scrollIntoViewIfNeeded();
    },
  },
];
