import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CallName, Proof } from '../../core/bridge/bridge.ts';
import type { DeskSession } from '../../core/merchant/desk/desk.ts';
import { Shop } from '../stories/shop.ts';

// The owner has turned away from an open screen, or somebody has got hold of the page's cookie.

const OWNER_PIN = '987654';
const CLERK_PIN = '1111';
const PASSPHRASE = 'correct horse battery';

let shop: Shop;
let screen: DeskSession;

beforeAll(async () => {
  const file = path.join(tmpdir(), `passphrase-${process.pid}`);
  writeFileSync(file, `${PASSPHRASE}\n`, { mode: 0o600 });
  shop = await Shop.open({ passphraseFile: file, policy: null });
  await shop.desk('setPin', { role: 'owner', pin: OWNER_PIN });
  await shop.desk('setPin', { role: 'clerk', pin: CLERK_PIN });
  screen = shop.running.desk.open();
  await screen.call('unlock', { pin: OWNER_PIN });
});
afterAll(() => shop.remove());

async function codeOf(name: CallName, input: unknown, proof?: unknown): Promise<string> {
  const answer = await screen.call(name, input, proof);
  return answer.ok ? 'ok' : answer.problem.code;
}

/** Hands the till or its money to somebody else, or hides from the owner that it was done. */
const TAKING_OVER: readonly (readonly [CallName, object])[] = [
  ['setPin', { role: 'owner', pin: '5555' }],
  ['setPin', { role: 'clerk', pin: '' }],
  ['savePolicy', { policy: { zero_conf_up_to: '5000' } }],
  ['savePolicy', { policy: {} }],
  ['setPayout', { account: '', firstAddress: '' }],
  ['setPayout', { account: '', firstAddress: '', passphrase: '' }],
  ['collect', { to: 'mfWxJ45yp2SFn7UciZyNpvDKrzbhyfKrY8' }],
  ['setNode', { node: 'http://127.0.0.1:1' }],
  ['addOtherNode', { node: 'http://127.0.0.1:1' }],
  ['removeOtherNode', { name: '127.0.0.1:1' }],
  ['setAlertHook', { url: '' }],
  ['forgetPassphrase', {}],
  ['saveSettings', { lockAfterMinutes: 0 }],
  ['saveSettings', { backupFolder: '/tmp' }],
];

describe.each(TAKING_OVER)("at an owner's open screen, %s %j", (name, input) => {
  test('is refused without the PIN or the passphrase, which are asked for anew', async () => {
    const before = JSON.stringify([
      (await shop.desk('policy', {})).policy,
      shop.store.settings.get('pin.owner'),
    ]);
    expect(await screen.call(name, input)).toMatchObject({
      ok: false,
      problem: { code: 'proof_wanted', reason: 'either' },
    });
    expect(await codeOf(name, input, { pin: CLERK_PIN })).toBe('not_allowed');
    const after = JSON.stringify([
      (await shop.desk('policy', {})).policy,
      shop.store.settings.get('pin.owner'),
    ]);
    expect(after).toBe(before);
  });
});

describe('the policy', () => {
  const saved = async (proof: Proof) => codeOf('savePolicy', { policy: { zero_conf_up_to: '5' } }, proof);

  test("is changed with the owner's PIN, or with the passphrase, for this once", async () => {
    expect(await saved({ pin: OWNER_PIN })).toBe('ok');
    expect(await saved({ passphrase: PASSPHRASE })).toBe('ok');
    expect(await codeOf('savePolicy', { policy: {} })).toBe('proof_wanted');
    await shop.desk('savePolicy', { policy: {} });
  });

  test('is changed by this user on the command line, who could write to the files as well', async () => {
    await shop.desk('savePolicy', { policy: {} });
  });
});

describe('a proof', () => {
  test.each([{}, { pin: '' }, { passphrase: '', pin: OWNER_PIN }, { role: 'owner' }, 'owner', [OWNER_PIN]])(
    'of another shape is not heard: %j',
    async (proof) => {
      expect(await codeOf('savePolicy', { policy: {} }, proof)).toBe('malformed_request');
    },
  );

  test('that is wrong is slowed down, be it a PIN or a passphrase, and then even the right one waits', async () => {
    const codes: string[] = [];
    for (const proof of [
      { pin: '0000' },
      { passphrase: 'wrong' },
      { passphrase: 'wrong again' },
      { pin: '0001' },
    ])
      codes.push(await codeOf('savePolicy', { policy: {} }, proof));
    expect(codes).toEqual(['wrong_pin', 'wrong_passphrase', 'wrong_passphrase', 'wrong_pin']);
    for (const proof of [{ pin: OWNER_PIN }, { passphrase: PASSPHRASE }]) {
      const answer = await screen.call('savePolicy', { policy: {} }, proof);
      expect(answer).toMatchObject({ ok: false, problem: { code: 'wrong_pin' } });
      expect(answer.ok || (answer.problem.retryAfterSeconds ?? 0)).toBeGreaterThan(0);
    }
  });
});
