import type { Page } from 'playwright-core';
import { button, nothing, type Scene } from './scene.ts';
import { AWAY_SCENES } from './scenes-away.ts';

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

async function charge(page: Page): Promise<void> {
  await page.keyboard.type('350');
  await page.keyboard.press('+');
  await page.keyboard.type('1290');
  await page.keyboard.press('Enter');
  await page.locator('.qr').waitFor();
}

/** The clock of a scene stands still by itself. */
async function passTime(page: Page, seconds: number): Promise<void> {
  const now = await page.evaluate(() => Date.now());
  await page.clock.setFixedTime(now + seconds * 1000);
}

async function setupUntil(page: Page, step: number): Promise<void> {
  const next = button(page, 'Next');
  const fill = (label: string, text: string) => page.getByLabel(label, { exact: true }).fill(text);
  const words = 'carbon ribbon trophy lunar maple actual velvet onion harbor quiz sponsor dawn'.split(' ');
  const steps: readonly (() => Promise<void>)[] = [
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
    () => fill('PIN of the owner', '2222'),
    nothing,
  ];
  for (const [index, act] of steps.slice(0, step).entries()) {
    await act();
    if (index < step - 1) await next.click();
  }
}

const practice = { mode: 'practice', hasPins: 'false', currency: 'DOGE', rate: '' };

export const SCENES: readonly Scene[] = [
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
  { name: 'invoice', options: {}, hash: '', act: charge },
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
  onChain('waiting'),
  onChain('reorged', { language: 'de' }),
  onChain('paid'),
  onChain('underpaid'),
  onChain('double_spent', { language: 'de' }),
  onChain('late'),
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
    name: 'channels',
    options: {},
    hash: '#/channels',
    act: (page) => page.locator('.row').first().waitFor(),
  },
  { name: 'channels-empty', options: { channels: '0' }, hash: '#/channels', act: nothing },
  { name: 'status-german', options: { language: 'de', isNodeGone: 'true' }, hash: '#/status', act: nothing },
  {
    name: 'settings-backups',
    options: {},
    hash: '#/settings',
    act: (page) => page.getByText('How many are kept').scrollIntoViewIfNeeded(),
  },
  {
    name: 'lock-forgotten',
    options: { role: 'locked' },
    hash: '',
    act: (page) => page.getByText('PIN forgotten?').click(),
  },
  {
    name: 'channels-scrolled',
    options: {},
    hash: '#/channels',
    act: async (page) => {
      await page.locator('.row').first().waitFor();
      await page.locator('.rows').evaluate((element) => element.scrollTo(0, element.scrollHeight * 0.78));
    },
  },
  {
    name: 'channels-selected',
    options: {},
    hash: '#/channels',
    act: async (page) => {
      await page.locator('.row').first().waitFor();
      for (const tick of (await page.locator('.row .tick:visible').all()).slice(0, 3)) await tick.click();
    },
  },
  { name: 'channels-none', options: { channels: '0' }, hash: '#/channels', act: nothing },
  {
    name: 'close',
    options: {},
    hash: '#/channels',
    act: async (page) => {
      await page.locator('.row .button').first().click();
      await page.locator('.close-arrives').waitFor();
    },
  },
  {
    name: 'close-locked',
    options: { isLocked: 'true' },
    hash: '#/channels',
    act: async (page) => {
      await page.locator('.row .button').first().click();
      await page.getByLabel('Passphrase').fill('wrong');
      await button(page, 'Close the channel').click();
      await page.locator('dialog .problem').waitFor();
    },
  },
  {
    name: 'close-outcome',
    options: {},
    hash: '#/channels',
    act: async (page) => {
      await page.locator('.row .button').first().click();
      await button(page, 'Close the channel').click();
      await page.locator('.outcome').waitFor();
    },
  },
  {
    name: 'channel',
    options: {},
    hash: '#/channels',
    act: async (page) => {
      await page.locator('.row a').nth(1).click();
      await page.locator('.timeline').waitFor();
    },
  },
  {
    name: 'channel-bottom',
    options: {},
    hash: '#/channels',
    act: async (page) => {
      await page.locator('.row a').nth(1).click();
      await page.locator('.timeline').waitFor();
      await page.locator('.frame-main').evaluate((element) => element.scrollTo(0, 99_999));
    },
  },
  { name: 'warnings', options: { isNodeGone: 'true' }, hash: '#/warnings', act: nothing },
  { name: 'status', options: {}, hash: '#/status', act: nothing },
  { name: 'status-bad', options: { isNodeGone: 'true', isLocked: 'true' }, hash: '#/status', act: nothing },
  {
    name: 'settings',
    options: {},
    hash: '#/settings',
    act: (page) => page.locator('.policy-group').first().waitFor(),
  },
  {
    name: 'settings-keychain',
    options: { isLocked: 'true', keepsPassphrase: 'false' },
    hash: '#/settings',
    act: (page) => page.getByLabel('Passphrase', { exact: true }).scrollIntoViewIfNeeded(),
  },
  {
    name: 'settings-keychain-wrong',
    options: { isLocked: 'true', keepsPassphrase: 'false' },
    hash: '#/settings',
    act: async (page) => {
      await page.getByLabel('Passphrase', { exact: true }).fill('wrong');
      await button(page, 'Keep it in the keychain').click();
      await page.locator('.settings .problem').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-keychain-kept',
    options: { keepsPassphrase: 'true', language: 'de' },
    hash: '#/settings',
    act: (page) => button(page, 'Aus dem Schlüsselbund nehmen').scrollIntoViewIfNeeded(),
  },
  ...AWAY_SCENES,
  {
    name: 'settings-policy',
    options: {},
    hash: '#/settings',
    act: (page) => page.locator('.policy-group').first().scrollIntoViewIfNeeded(),
  },
  {
    name: 'settings-german-bottom',
    options: { language: 'de' },
    hash: '#/settings',
    act: async (page) => {
      await page.locator('.policy-group').first().waitFor();
      await page.locator('.frame-main').evaluate((element) => element.scrollTo(0, 99_999));
    },
  },
  { name: 'gate', options: { role: 'clerk' }, hash: '#/channels', act: nothing },
  {
    name: 'override',
    options: { role: 'clerk' },
    hash: '#/warnings',
    act: async (page) => {
      await button(page, /^Close/).click();
      await page.getByText('The owner’s PIN allows it').waitFor();
    },
  },
  { name: 'lock', options: { role: 'locked' }, hash: '', act: (page) => page.keyboard.type('123') },
  {
    name: 'lock-wait',
    options: { role: 'locked' },
    hash: '',
    act: async (page) => {
      for (const _ of [1, 2]) {
        await page.keyboard.type('1234');
        await page.keyboard.press('Enter');
        await page.locator('.pin-wait .problem').waitFor();
      }
      await page.getByRole('timer').waitFor();
    },
  },
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((step) => ({
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
      await setupUntil(page, 5);
      await page.getByText('Words of an earlier till').click();
      await button(page, 'Next').click();
      await page.getByLabel('Words').fill('carbon ribbon trophy lunar');
    },
  },
  { name: 'practice', options: practice, hash: '', act: nothing },
  {
    name: 'practice-pay',
    options: practice,
    hash: '',
    act: async (page) => {
      const customer = page.getByRole('complementary');
      if (!(await customer.isVisible())) await button(page, 'Practice customer').click();
      await button(page, 'Open channel').click();
      await customer.getByText('Wait for 6 blocks').first().waitFor();
      await button(page, 'Mine 6 blocks').click();
      await customer.getByText('Can spend').waitFor();
      await page.keyboard.type('350');
      await page.locator('.charge-button').evaluate((element: HTMLElement) => element.click());
      await page.locator('.qr').waitFor();
      await button(page, /^Pay/).waitFor();
    },
  },
];
