import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { App } from '../stories/app/app.ts';

const WIF = 'KwDiBf89QgGbjEhKnhXJuH7LrciVrZi3qYjgd9M7rFU73sVHnoWn';
const HEX = '1e99423a4ed27608a15a2616a2b0e9e52ced330ac530edcc32c8ffc6a526aedd';
const WORDS = 'legal winner thank year wave sausage worth useful legal winner thank yellow';

let app: App;
beforeAll(async () => {
  app = await App.open();
});
afterAll(() => app.remove());

/** Each text that a screen or a command takes and that is none of these. */
const CALLS = [
  ['issueInvoice', (secret: string) => ({ amount: '12', memo: secret })],
  ['saveSettings', (secret: string) => ({ shopName: secret })],
  ['setAlertHook', (secret: string) => ({ url: `https://example.org/${secret}` })],
  ['collect', (secret: string) => ({ to: secret })],
  ['previewCollect', (secret: string) => ({ to: secret })],
  ['backup', (secret: string) => ({ to: `/media/${secret}` })],
] as const;

describe('a secret in a field that is not meant for it', () => {
  test.each(CALLS)('is refused by name and nowhere kept: %s', async (call, given) => {
    for (const secret of [WIF, HEX, WORDS]) {
      const long = call !== 'issueInvoice' && secret.length > 64;
      const isPath = call === 'backup' || call === 'setAlertHook';
      // Words in a path or an address are no list of words; a longer text than the field takes is refused as such.
      if (long || (isPath && secret !== WIF)) continue;
      const answer = await app.screen.call(call, given(secret) as never);
      expect(answer).toMatchObject({
        ok: false,
        problem: { code: 'secret_given' },
      });
    }
    const files = readdirSync(app.folder, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    const kept = files.filter((file) => readFileSync(path.join(file.parentPath, file.name)).includes(WIF));
    expect(kept.map(({ name }) => name)).toEqual([]);
  });

  test('but ids and the words of an earlier till are what they are', async () => {
    expect(await app.refused('invoice', { id: HEX })).toBe('unknown_invoice');
    expect(await app.ask('checkWords', { words: WORDS })).toMatchObject({ isSeed: true });
  });
});
