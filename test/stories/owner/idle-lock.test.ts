import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { BridgeEvent, CallInput, CallName } from '../../../core/bridge/bridge.ts';
import type { DeskSession } from '../../../core/merchant/desk/desk.ts';
import type { World } from '../../../core/system/world.ts';
import { Shop } from '../shop.ts';

const CLERK_PIN = '1111';
const OWNER_PIN = '987654';
const MINUTES = 5;

/** A machine's two clocks, which a test moves; it may sleep, when only one of them goes on. */
class Machine implements World {
  #wallMs = 0;
  #awakeMs = 0;

  now = () => Date.now() + this.#wallMs;
  monotonic = () => performance.now() + this.#awakeMs;
  randomBytes = (length: number) => crypto.getRandomValues(new Uint8Array(length));

  pass(seconds: number): void {
    this.#wallMs += seconds * 1000;
    this.#awakeMs += seconds * 1000;
  }

  sleep(seconds: number): void {
    this.#wallMs += seconds * 1000;
  }

  setClock(seconds: number): void {
    this.#wallMs += seconds * 1000;
  }
}

const machine = new Machine();
let shop: Shop;
let screen: DeskSession;

beforeAll(async () => {
  shop = await Shop.open({ world: machine });
  await shop.desk('setPin', { role: 'owner', pin: OWNER_PIN });
  await shop.desk('setPin', { role: 'clerk', pin: CLERK_PIN });
  await shop.desk('saveSettings', { lockAfterMinutes: MINUTES });
});
afterAll(() => shop.remove());
beforeEach(async () => {
  screen = shop.running.desk.open();
  await screen.call('unlock', { pin: CLERK_PIN });
});

/** What a page asks by itself, as long as it is open. */
async function reload(): Promise<void> {
  const polled: [CallName, CallInput<CallName>][] = [
    ['session', {}],
    ['warnings', {}],
    ['status', {}],
    ['invoices', {}],
  ];
  for (const [name, input] of polled) await screen.call(name, input);
}

async function isOpen(): Promise<boolean> {
  const answer = await screen.call('invoices', {});
  if (!answer.ok) expect(answer.problem.code).toBe('not_allowed');
  return answer.ok;
}

describe('a screen that nobody touches', () => {
  test('is locked by the till after the minutes that were set, whatever the page asks meanwhile', async () => {
    for (let minute = 1; minute < MINUTES; minute++) {
      machine.pass(60);
      await reload();
    }
    machine.pass(59);
    expect(await isOpen()).toBe(true);
    machine.pass(1);
    expect(await isOpen()).toBe(false);
    expect(screen.view()).not.toHaveProperty('role');
  });

  test('hears that it is locked, without asking', async () => {
    const heard: BridgeEvent[] = [];
    screen.onEvent((event) => heard.push(event));
    machine.pass(MINUTES * 60);
    await expect.poll(() => heard).toEqual([{ type: 'session_changed' }]);
  });

  test('is locked when the machine has slept for so long, and when its clock was set back', async () => {
    machine.sleep(MINUTES * 60);
    expect(await isOpen()).toBe(false);
    await screen.call('unlock', { pin: CLERK_PIN });
    machine.setClock(-86_400);
    machine.pass(MINUTES * 60);
    expect(await isOpen()).toBe(false);
    machine.setClock(86_400);
  });

  test('is not opened again by a touch that comes too late', async () => {
    machine.pass(MINUTES * 60);
    await screen.call('noteInput', {});
    expect(await isOpen()).toBe(false);
  });
});

describe('a screen that somebody touches', () => {
  test.each([
    ['the page says so', 'noteInput', {}],
    ['an invoice is issued', 'issueInvoice', { amount: '1' }],
    ['a code is scanned', 'scan', { texts: ['nothing'] }],
  ] as const)('stays open: %s', async (_, name, input) => {
    for (let minute = 0; minute < 3 * MINUTES; minute++) {
      machine.pass(60);
      await reload();
      if (minute % 4 === 3) await screen.call(name, input);
    }
    expect(await isOpen()).toBe(true);
  });

  test('keeps no other one open', async () => {
    const other = shop.running.desk.open();
    await other.call('unlock', { pin: CLERK_PIN });
    machine.pass(200);
    await other.call('noteInput', {});
    machine.pass(200);
    expect(await isOpen()).toBe(false);
    expect(other.role).toBe('clerk');
  });
});

describe('a till', () => {
  test('that never locks, or has no PINs, locks nothing', async () => {
    await shop.desk('saveSettings', { lockAfterMinutes: 0 });
    machine.pass(86_400);
    expect(await isOpen()).toBe(true);
    await shop.desk('saveSettings', { lockAfterMinutes: MINUTES });
  });

  test('whose clerks have no PIN gives the owner’s screen back to them', async () => {
    await shop.desk('setPin', { role: 'clerk', pin: '' });
    const here = shop.running.desk.open();
    await here.call('unlock', { pin: OWNER_PIN });
    expect(here.role).toBe('owner');
    machine.pass(MINUTES * 60);
    expect(here.role).toBe('clerk');
    await shop.desk('setPin', { role: 'clerk', pin: CLERK_PIN });
  });
});
