import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { Pins } from '../../../core/merchant/desk/pins.ts';
import { openStore, type Store } from '../../../core/store/store.ts';
import { ShopClock } from '../shop.ts';

const OWNER = '4711';
const CLERK = '0815';
const WRONG = '0000';
const CHEAP = { n: 2 ** 4, r: 8, p: 1 };

let store: Store;
let clock: ShopClock;
let pins: Pins;
const opened: Store[] = [];

beforeEach(async () => {
  store = openStore(':memory:');
  opened.push(store);
  clock = new ShopClock();
  pins = new Pins(store, clock, CHEAP);
  await pins.set('owner', OWNER);
  await pins.set('clerk', CLERK);
});
afterAll(() => {
  for (const one of opened) one.close();
});

/** The role, or the seconds until the next try is listened to. */
async function tryPin(pin: string, at = pins): Promise<string | number> {
  const role = await at.whose(pin);
  if (role.ok) return role.value;
  return role.refusal.code === 'wrong_pin' ? role.refusal.facts.retryAfterSeconds : role.refusal.code;
}

async function tryWrong(times: number): Promise<(string | number)[]> {
  const answers: (string | number)[] = [];
  for (let i = 0; i < times; i++) {
    const answer = await tryPin(WRONG);
    answers.push(answer);
    clock.advance(Number(answer));
  }
  return answers;
}

describe('a PIN', () => {
  test('is told apart from the other and kept as a hash of its own salt', async () => {
    expect([await tryPin(OWNER), await tryPin(CLERK)]).toEqual(['owner', 'clerk']);
    const rows = ['pin.owner', 'pin.clerk'].map((name) => store.settings.get(name) ?? '');
    expect(rows.join()).not.toMatch(/4711|0815/);
    const [one, other] = rows.map((row) => JSON.parse(row) as { salt: string });
    expect(one?.salt).not.toBe(other?.salt);
  });

  test('that is wrong costs a doubling wait from the third time on, a minute at most', async () => {
    expect(await tryWrong(10)).toEqual([0, 0, 1, 2, 4, 8, 16, 32, 60, 60]);
  });

  test('that is right is not listened to while a wrong one costs', async () => {
    await tryWrong(3);
    await tryPin(WRONG);
    expect(await tryPin(OWNER)).toBe(2);
    clock.advance(1);
    expect(await tryPin(OWNER)).toBe(1);
    clock.advance(1);
    expect(await tryPin(OWNER)).toBe('owner');
    expect(await tryPin(WRONG)).toBe(0);
  });

  test('cannot be guessed faster by many at once, or by starting the till anew', async () => {
    const answers = await Promise.all(Array.from({ length: 8 }, () => tryPin(WRONG)));
    expect(answers).toEqual([0, 0, 1, 1, 1, 1, 1, 1]);
    const restarted = new Pins(store, clock);
    expect(await tryPin(OWNER, restarted)).toBe(1);
  });

  test("of a clerk's own gives no free guesses at the owner's", async () => {
    await tryWrong(2);
    expect(await tryPin(CLERK)).toBe('clerk');
    expect(await tryWrong(2)).toEqual([1, 2]);
  });

  test('that was wrong is forgotten after an hour, and not because the clock was set back', async () => {
    await tryWrong(5);
    await tryPin(WRONG);
    clock.advance(-86_400);
    expect(await tryPin(OWNER)).toBe(8);
    clock.advance(8);
    expect(await tryPin(CLERK)).toBe('clerk');
    clock.advance(3601);
    expect(await tryWrong(3)).toEqual([0, 0, 1]);
  });
});
