import { button, nothing, type Scene } from './scene.ts';

/** What the owner sees, and who is kept from it. */
export const OWNER: readonly Scene[] = [
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
  {
    name: 'channel-closing',
    options: {},
    hash: '#/channels',
    act: async (page) => {
      await page.getByRole('combobox').selectOption('closing');
      await page.locator('.row', { hasText: 'of 6 confirmations' }).getByRole('link').first().click();
      await page.locator('.timeline').waitFor();
    },
  },
  {
    name: 'channel-taken',
    options: { isTaken: 'true', language: 'de' },
    hash: '#/channels',
    act: async (page) => {
      await page.getByRole('combobox').selectOption('closing');
      await page.locator('.row', { hasText: 'Jemand anders' }).getByRole('link').click();
      await page.locator('.timeline').waitFor();
    },
  },
  { name: 'warnings-taken', options: { isTaken: 'true', language: 'de' }, hash: '#/warnings', act: nothing },
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
    act: (page) => page.getByLabel('Passphrase', { exact: true }).first().scrollIntoViewIfNeeded(),
  },
  {
    name: 'settings-keychain-wrong',
    options: { isLocked: 'true', keepsPassphrase: 'false' },
    hash: '#/settings',
    act: async (page) => {
      await page.getByLabel('Passphrase', { exact: true }).first().fill('wrong');
      await button(page, 'Keep it in the keychain').click();
      await page.locator('.settings .problem.tone-bad').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-keychain-kept',
    options: { keepsPassphrase: 'true', language: 'de' },
    hash: '#/settings',
    act: (page) => button(page, 'Aus dem Schlüsselbund nehmen').scrollIntoViewIfNeeded(),
  },
  {
    name: 'settings-policy',
    options: {},
    hash: '#/settings',
    act: (page) => page.locator('.policy-group').first().scrollIntoViewIfNeeded(),
  },
  {
    name: 'settings-policy-risk',
    options: {},
    hash: '#/settings',
    act: async (page) => {
      await page.getByLabel('Paid when seen, up to').fill('500');
      await button(page, 'Save policy').click();
      await button(page, 'Save it all the same').waitFor();
    },
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
  {
    name: 'settings-nodes',
    options: {},
    hash: '#/settings',
    act: async (page) => {
      await button(page, 'Remove 192.168.178.30:22555').waitFor();
      await page.getByText('Further nodes').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-nodes-known',
    options: { language: 'de' },
    hash: '#/settings',
    act: async (page) => {
      await button(page, 'Knoten hinzufügen…').click();
      const card = page
        .locator('section', { has: page.getByRole('heading', { name: 'Weitere Knoten' }) })
        .last();
      await card.getByRole('textbox').fill('http://till:secret@192.168.178.30:22555');
      await card.getByRole('button', { name: 'Knoten prüfen' }).click();
      await card.getByRole('button', { name: 'Diesen Knoten hinzufügen' }).click();
      await card.locator('.problem.tone-bad').scrollIntoViewIfNeeded();
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
  {
    name: 'proof',
    options: { wantsProof: 'true' },
    hash: '#/settings',
    act: async (page) => {
      const owner = page
        .locator('section', { has: page.getByRole('heading', { name: 'PIN of the owner' }) })
        .last();
      await owner.getByRole('textbox').first().fill('3333');
      await owner.getByRole('textbox').last().fill('3333');
      await owner.getByRole('button', { name: 'Save' }).click();
      await page.getByText('Is it the owner?').waitFor();
    },
  },
  {
    name: 'proof-passphrase',
    options: { wantsProof: 'true', language: 'de' },
    hash: '#/settings',
    act: async (page) => {
      const owner = page
        .locator('section', { has: page.getByRole('heading', { name: 'PIN des Inhabers' }) })
        .last();
      await owner.getByRole('textbox').first().fill('3333');
      await owner.getByRole('textbox').last().fill('3333');
      await owner.getByRole('button', { name: 'Speichern' }).click();
      await button(page, 'Mit der Passphrase').click();
    },
  },
];
