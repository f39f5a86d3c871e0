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
];
