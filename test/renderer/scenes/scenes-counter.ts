import type { Page } from 'playwright-core';
import { button, nothing, type Scene } from './scene.ts';

/** An invoice to whose address this came. */
function onChain(came: string, options: Scene['options'] = {}): Scene {
  return {
    name: `on-chain-${came}`,
    options: { ...options, onChain: came },
    hash: '',
    act: async (page) => {
      await page.keyboard.type('350');
      await page.keyboard.press('Enter');
      await page.locator('.ended, .qr').first().waitFor();
    },
  };
}

/** The till's process is gone while a code is shown. */
const TILL_GONE: Scene = {
  name: 'till-gone',
  options: { isStopped: 'true' },
  hash: '',
  act: async (page) => {
    await page.locator('.till-gone h1').waitFor();
  },
};

async function charge(page: Page): Promise<void> {
  await page.keyboard.type('350');
  await page.keyboard.press('+');
  await page.keyboard.type('1290');
  await page.keyboard.press('Enter');
  // On a slow machine it may be paid already.
  await page.locator('.qr, .paid-new').first().waitFor();
}

/** The clock of a scene stands still by itself. */
async function passTime(page: Page, seconds: number): Promise<void> {
  const now = await page.evaluate(() => Date.now());
  await page.clock.setFixedTime(now + seconds * 1000);
}

/** Half a DOGE of two came, and the time is over. */
async function underpaid(page: Page): Promise<void> {
  await page.keyboard.type('50');
  await page.keyboard.press('Enter');
  await page.locator('.qr').waitFor();
  // Past the end of the invoice, before the till locks itself.
  await passTime(page, 210);
  await page.locator('.ended').waitFor();
}

/** What clerks and customers see. */
export const COUNTER: readonly Scene[] = [
  { name: 'start', options: { isSilent: 'true' }, hash: '', act: nothing },
  { name: 'charge-empty', options: {}, hash: '', act: nothing },
  {
    name: 'charge-sum',
    options: {},
    hash: '',
    act: async (page) => {
      await page.keyboard.type('350+1290+1234567');
    },
  },
  {
    name: 'charge-german',
    options: { language: 'de', keypad: 'calculator' },
    hash: '',
    act: (page) => page.keyboard.type('99900'),
  },
  {
    name: 'charge-refused',
    options: {},
    hash: '',
    act: async (page) => {
      await page.keyboard.type('12.345');
      await page.locator('.charge-obstacle .problem').waitFor();
    },
  },
  {
    name: 'charge-no-rate',
    options: { rate: '' },
    hash: '',
    act: async (page) => {
      await page.keyboard.type('350');
      await page.locator('.charge-obstacle .problem').waitFor();
    },
  },
  {
    name: 'charge-barcode',
    options: {},
    hash: '',
    act: async (page) => {
      // At once, as no keyboard of a test is when the machine is busy.
      await page.evaluate(() => {
        for (const key of [...'4006381333931', 'Enter']) {
          window.dispatchEvent(new KeyboardEvent('keydown', { key, cancelable: true }));
        }
      });
      await page.locator('.scanner-notice .problem').waitFor();
    },
  },
  { name: 'invoice', options: {}, hash: '', act: charge },
  {
    name: 'invoice-cancel',
    options: {},
    hash: '',
    act: async (page) => {
      await charge(page);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor();
    },
  },
  { name: 'invoice-last-minutes', options: { invoiceSeconds: '200' }, hash: '', act: charge },
  {
    name: 'paid',
    options: { payAfter: '300' },
    hash: '',
    act: async (page) => {
      await charge(page);
      await page.locator('.paid-new').waitFor();
    },
  },
  TILL_GONE,
  onChain('waiting'),
  onChain('reorged', { language: 'de' }),
  onChain('paid'),
  onChain('underpaid'),
  onChain('double_spent', { language: 'de' }),
  onChain('late'),
  {
    name: 'on-chain-part',
    options: { onChain: 'underpaid', invoiceSeconds: '200' },
    hash: '',
    act: underpaid,
  },
  {
    name: 'on-chain-part-taken',
    options: { onChain: 'underpaid', invoiceSeconds: '200', language: 'de' },
    hash: '',
    act: async (page) => {
      await underpaid(page);
      await button(page, 'Annehmen, was kam').click();
      await page.getByText('Angenommen', { exact: true }).waitFor();
    },
  },
  { name: 'paid-before', options: {}, hash: '#/invoice/sale0', act: nothing },
  { name: 'expired', options: {}, hash: '#/invoice/sale1', act: nothing },
  { name: 'cancelled', options: {}, hash: '#/invoice/sale3', act: nothing },
  {
    name: 'scan',
    options: {},
    hash: '',
    act: async (page) => {
      await charge(page);
      await button(page, 'Scan a payment').click();
      await page.getByRole('textbox').last().fill('cHNidP8BAH');
      await button(page, 'Take payment').click();
      await page.locator('dialog [role=alert] .problem').waitFor();
    },
  },
  {
    name: 'scan-part',
    options: { role: 'clerk' },
    hash: '',
    act: async (page) => {
      await charge(page);
      await button(page, 'Scan a payment').click();
      await page.getByRole('textbox').last().fill('B$2P0700AAAA B$2P0701BBBB B$2P0702CCCC');
      await button(page, 'Take payment').click();
      await page.getByText('3 of 7').waitFor();
    },
  },
  {
    name: 'scan-offer',
    options: {},
    hash: '',
    act: async (page) => {
      await charge(page);
      await button(page, 'Scan a payment').click();
      await button(page, 'The customer has no channel').click();
      await page.getByText('of 3').waitFor();
    },
  },
  {
    name: 'refused',
    options: { refuse: 'underpaid', language: 'de' },
    hash: '',
    act: async (page) => {
      await charge(page);
      await page.locator('.refused').waitFor();
    },
  },
  {
    name: 'refused-late',
    options: { refuse: 'invoice_expired', invoiceSeconds: '1' },
    hash: '',
    act: async (page) => {
      await charge(page);
      await page.locator('.refused').waitFor();
      await passTime(page, 2);
      await page.locator('.ended').waitFor();
    },
  },
  {
    name: 'receipt',
    options: { payAfter: '300' },
    hash: '',
    act: async (page) => {
      await charge(page);
      await page.locator('.paid-new').waitFor();
      await button(page, 'Show receipt').click();
      await page.locator('.paid-receipt .qr').waitFor();
    },
  },
  ...['', '#/channels', '#/invoice/sale1'].map((hash, at) => ({
    name: `paid-elsewhere-${at}`,
    options: { payAfter: '2500', role: 'owner' },
    hash: '',
    act: async (page: Page) => {
      await charge(page);
      await page.evaluate((place) => {
        window.location.hash = place === '' ? '#/charge' : place;
      }, hash);
      await page.locator('.paid-notice').waitFor();
    },
  })),
  {
    name: 'charge-old-rate',
    options: { rateHours: '30' },
    hash: '',
    act: (page) => page.keyboard.type('350'),
  },
  { name: 'sales', options: {}, hash: '#/sales', act: nothing },
  {
    name: 'sales-none-found',
    options: {},
    hash: '#/sales',
    act: async (page) => {
      await page.getByRole('searchbox').fill('12.75');
      await page.locator('.sales').waitFor({ state: 'detached' });
      await page.locator('.empty').waitFor();
    },
  },
  {
    name: 'decision',
    options: { onChain: 'late' },
    hash: '',
    act: async (page) => {
      await onChain('late').act(page);
      await page.locator('.question-actions button').first().click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'decided',
    options: { onChain: 'late' },
    hash: '',
    act: async (page) => {
      await onChain('late').act(page);
      await page.locator('.question-actions button').first().click();
      await page.getByRole('dialog').getByRole('textbox').fill('in cash');
      await page.getByRole('dialog').locator('.button-primary').click();
      await page.locator('.decisions li').waitFor();
    },
  },
];
