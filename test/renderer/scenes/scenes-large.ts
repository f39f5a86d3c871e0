import { nothing, type Scene } from './scene.ts';

const large = { isLarge: 'true' };

/** The longest names, memos and amounts: nothing is cut off, whatever people and money are called. */
export const LARGE: readonly Scene[] = [
  { name: 'large-lock', options: { ...large, role: 'locked' }, hash: '', act: nothing },
  {
    name: 'large-charge',
    options: { ...large, currency: 'DOGE' },
    hash: '',
    act: (page) => page.keyboard.type('11962499812345678+11962499812345678'),
  },
  {
    name: 'large-invoice',
    options: { ...large, currency: 'IDR', rate: '1' },
    hash: '#/invoice/long',
    act: (page) => page.locator('.qr').waitFor(),
  },
  { name: 'large-paid', options: large, hash: '#/invoice/sale0', act: nothing },
  { name: 'large-expired', options: large, hash: '#/invoice/sale1', act: nothing },
  { name: 'large-sales', options: large, hash: '#/sales', act: nothing },
  {
    name: 'large-channels',
    options: large,
    hash: '#/channels',
    act: (page) => page.locator('.row').first().waitFor(),
  },
  {
    name: 'large-channel',
    options: large,
    hash: '#/channels',
    act: async (page) => {
      await page.locator('.row a').nth(1).click();
      await page.locator('.timeline').waitFor();
    },
  },
  {
    name: 'large-close',
    options: large,
    hash: '#/channels',
    act: async (page) => {
      await page.locator('.row .button').first().click();
      await page.locator('.close-arrives').waitFor();
    },
  },
  { name: 'large-warnings', options: large, hash: '#/warnings', act: nothing },
  {
    name: 'large-paid-elsewhere',
    options: { ...large, payAfter: '300' },
    hash: '#/status',
    act: async (page) => {
      await page.evaluate(() =>
        (
          window as unknown as { dogetill: { call(name: string, input: object): Promise<unknown> } }
        ).dogetill.call('issueInvoice', { amount: '119624998.12345678', memo: 'x'.repeat(60), tips: true }),
      );
      await page.locator('.paid-notice').waitFor();
    },
  },
];
