import { button, type Scene } from './scene.ts';

/** What an owner decides for the time away. */
export const AWAY_SCENES: readonly Scene[] = [
  {
    name: 'settings-away',
    options: { isLocked: 'true' },
    hash: '#/settings',
    act: async (page) => {
      await button(page, 'What would come due?').click();
      await button(page, 'Close them when I leave').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-away-planned',
    options: { language: 'de' },
    hash: '#/settings',
    act: async (page) => {
      await button(page, 'Was würde fällig?').click();
      await button(page, 'Schließen, wenn ich gehe').click();
      await button(page, 'Datei schreiben').click();
      await button(page, 'Datei sichern').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-payout',
    options: {},
    hash: '#/settings',
    act: async (page) => {
      await page.getByLabel('Extended public key of your account').fill('dgub8kXBZ7ymNWy2Sds2GgZWf9m2gQiF2e');
      await button(page, 'Look at its addresses').click();
      await button(page, 'Pay settlements there').scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-collect',
    options: {},
    hash: '#/settings',
    act: async (page) => {
      await page.getByLabel('To this address').fill('DNoaHQYcqgJ6wHsGxwS6vZkd8i4mRQvR5U');
      await button(page, 'What is there?').click();
      await button(page, /^Collect$/).scrollIntoViewIfNeeded();
    },
  },
  {
    name: 'settings-collected',
    options: { language: 'de' },
    hash: '#/settings',
    act: async (page) => {
      await page.getByLabel('An diese Adresse').fill('DNoaHQYcqgJ6wHsGxwS6vZkd8i4mRQvR5U');
      await button(page, 'Was liegt dort?').click();
      await page.getByLabel('Passphrase des Seeds dieser Kasse').last().fill('correct horse');
      await button(page, 'Einsammeln').click();
      await page.getByText(/^Gesendet/).scrollIntoViewIfNeeded();
    },
  },
];
