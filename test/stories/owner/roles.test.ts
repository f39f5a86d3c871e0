import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type BridgeEvent, CALLS, type CallName } from '../../../core/bridge/bridge.ts';
import type { DeskSession } from '../../../core/merchant/desk/desk.ts';
import { Shop } from '../shop.ts';

const CLERK_PIN = '1111';
const OWNER_PIN = '987654';
const NOBODY = 'nobody';
const EVERYBODY = [NOBODY, 'clerk', 'owner'] as const;
type Sitting = (typeof EVERYBODY)[number];

let shop: Shop;
const screens = new Map<Sitting, DeskSession>();

beforeAll(async () => {
  shop = await Shop.open();
  await shop.desk('setPin', { role: 'owner', pin: OWNER_PIN });
  await shop.desk('setPin', { role: 'clerk', pin: CLERK_PIN });
  for (const sitting of EVERYBODY) screens.set(sitting, shop.running.desk.open());
  await screen('clerk').call('unlock', { pin: CLERK_PIN });
  await screen('owner').call('unlock', { pin: OWNER_PIN });
});
afterAll(() => shop.remove());

function screen(sitting: Sitting): DeskSession {
  const found = screens.get(sitting);
  if (found === undefined) throw new Error('nobody sits there');
  return found;
}

async function codeOf(answer: ReturnType<DeskSession['call']>): Promise<string> {
  const given = await answer;
  return given.ok ? 'ok' : given.problem.code;
}

const names = Object.keys(CALLS) as CallName[];
/** Last, because it takes the role away. */
const inOrder = [...names.filter((name) => name !== 'lock'), 'lock' as const];

describe.each(inOrder)('the call %s', (name) => {
  const wanted = CALLS[name].role;

  test.each(EVERYBODY)(`is for ${wanted}; asked by %s`, async (sitting) => {
    // What is missing in the arguments is said only to those who may ask.
    const code = await codeOf(screen(sitting).call(name, {}));
    const mayAsk = wanted === 'anyone' || sitting === 'owner' || sitting === wanted;
    if (mayAsk) expect(code).not.toBe('not_allowed');
    else expect(code).toBe('not_allowed');
  });
});

describe('a screen', () => {
  const open = () => shop.running.desk.open();

  test('wants a PIN when there are any, and has the role of the one it was given', async () => {
    const here = open();
    expect(here.view()).toMatchObject({ hasClerkPin: true, hasOwnerPin: true });
    expect(here.view()).not.toHaveProperty('role');
    expect(await here.call('unlock', { pin: CLERK_PIN })).toMatchObject({
      ok: true,
      value: { role: 'clerk' },
    });
    expect(await here.call('unlock', { pin: OWNER_PIN })).toMatchObject({
      ok: true,
      value: { role: 'owner' },
    });
  });

  test('has no role any more once it is locked, and hears of it', async () => {
    const here = open();
    await here.call('unlock', { pin: OWNER_PIN });
    const heard: BridgeEvent[] = [];
    here.onEvent((event) => heard.push(event));
    const { value } = (await here.call('lock', {})) as { value: object };
    expect(value).not.toHaveProperty('role');
    expect(heard).toEqual([{ type: 'session_changed' }]);
    expect(await codeOf(here.call('status', {}))).toBe('not_allowed');
  });

  test("may do one thing with the owner's PIN, and stays a clerk's", async () => {
    const here = open();
    await here.call('unlock', { pin: CLERK_PIN });
    expect(await codeOf(here.call('channels', {}, { pin: OWNER_PIN }))).toBe('ok');
    expect(await codeOf(here.call('channels', {}))).toBe('not_allowed');
    expect(here.role).toBe('clerk');
  });

  test("may not do what is the owner's with a clerk's PIN, nor with a wrong one", async () => {
    const here = open();
    expect(await codeOf(here.call('channels', {}, { pin: CLERK_PIN }))).toBe('not_allowed');
    expect(await codeOf(here.call('channels', {}, { pin: '0000' }))).toBe('wrong_pin');
    expect(await codeOf(here.call('channels', {}, { pin: 'owner' }))).toBe('malformed_request');
    expect(await codeOf(here.call('invoices', {}, { pin: OWNER_PIN }))).toBe('ok');
  });

  test('is not told what it is no place for: the command line is the owner without a PIN', async () => {
    expect(await codeOf(shop.running.desk.call('channels', {}))).toBe('ok');
    expect(await codeOf(shop.running.desk.call('practice', {}))).toBe('practice_only');
    expect(await codeOf(shop.running.desk.call('newSeed', {}))).toBe('app_only');
    expect(await codeOf(shop.running.desk.call('checkWords', { words: '' }))).toBe('app_only');
  });
});

describe('PINs', () => {
  test('that are set send everybody else away, and leave who set them', async () => {
    const quiet = await Shop.open();
    try {
      const { desk } = quiet.running;
      const proof = { pin: OWNER_PIN };
      const [first, second] = [desk.open(), desk.open()];
      expect(second.role).toBe('owner');
      expect(await codeOf(first.call('setPin', { role: 'clerk', pin: CLERK_PIN }))).toBe('owner_pin_wanted');
      expect(await codeOf(first.call('setPin', { role: 'owner', pin: OWNER_PIN }))).toBe('ok');
      // Clerks without a PIN need none.
      expect([first.role, second.role]).toEqual(['owner', 'clerk']);
      expect(await codeOf(first.call('setPin', { role: 'clerk', pin: OWNER_PIN }, proof))).toBe('pin_in_use');
      expect(await codeOf(first.call('setPin', { role: 'clerk', pin: CLERK_PIN }, proof))).toBe('ok');
      expect([first.role, second.role]).toEqual(['owner', undefined]);
      expect(await codeOf(first.call('setPin', { role: 'owner', pin: '' }, proof))).toBe('owner_pin_wanted');
      await second.call('unlock', { pin: OWNER_PIN });
      expect(await codeOf(first.call('setPin', { role: 'owner', pin: '2222' }, proof))).toBe('ok');
      expect([first.role, second.role]).toEqual(['owner', undefined]);
      expect(await codeOf(first.call('setPin', { role: 'clerk', pin: '' }, { pin: '2222' }))).toBe('ok');
      expect(await codeOf(first.call('setPin', { role: 'owner', pin: '' }, { pin: '2222' }))).toBe('ok');
      expect([first.role, second.role]).toEqual(['owner', 'owner']);
    } finally {
      await quiet.remove();
    }
  });
});

describe('an event', () => {
  test('comes after the commit, to every screen', async () => {
    const heard: BridgeEvent[] = [];
    const stop = [shop.running.desk.open(), shop.running.desk.open()].map((one) =>
      one.onEvent((event) => heard.push(event)),
    );
    shop.store.transaction(() => {
      shop.running.till.issueInvoice({ amount: 1n as never, memo: '', allowsTip: false });
      expect(heard).toEqual([]);
    });
    await Promise.resolve();
    expect(heard.map(({ type }) => type)).toEqual(['invoice_changed', 'invoice_changed']);
    for (const end of stop) end();
    await shop.invoice('1');
    expect(heard).toHaveLength(2);
  });

  test('tells of new settings and of a new policy', async () => {
    const heard: string[] = [];
    const here = shop.running.desk.open();
    here.onEvent(({ type }) => heard.push(type));
    await shop.desk('saveSettings', { sound: false });
    await shop.desk('saveSettings', { currency: 'DOGGO' as never }).catch(() => undefined);
    expect(heard).toEqual(['settings_changed']);
    here.close();
    await shop.desk('saveSettings', { sound: true });
    expect(heard).toHaveLength(1);
  });
});
