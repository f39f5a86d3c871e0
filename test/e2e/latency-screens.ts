import type { Page } from 'playwright-core';
import type { CustomerWallet } from '../../core/customer/wallet.ts';
import { amount, newCustomer, OwnNode } from './stage/own-node.ts';
import { ask } from './stage/stage.ts';

/** Milliseconds, one for each sale. */
export interface ScreenTimes {
  readonly code: readonly number[];
  readonly paid: readonly number[];
  /** By how much the customer's and the page's clocks may differ after they were compared. */
  readonly clockError: number;
}

/** Sales before the first that counts: compilers and caches get warm. */
const WARM_UP = 5;

/** What the page notes, in its own clock since 1970. */
interface Noted {
  pressed: number;
  code: number;
  paid: number;
}

interface NotingWindow {
  readonly noted: Noted;
}

/** A shop that takes `rounds` payments of a customer with the reference wallet, each of them on a new invoice. */
export async function measureScreens(page: Page, folder: string, rounds: number): Promise<ScreenTimes> {
  const node = await OwnNode.start();
  try {
    const alice = await newCustomer(folder, node);
    await openShop(page, node);
    await openChannel(page, node, alice);
    await page.evaluate(noteTimes);
    const code: number[] = [];
    const paid: number[] = [];
    const clock = await compareClocks(page);
    for (let sale = 0; sale < WARM_UP + rounds; sale += 1) {
      const noted = await sell(page, alice);
      if (sale < WARM_UP) continue;
      code.push(noted.code - noted.pressed);
      paid.push(noted.paid - noted.sent - clock.offset);
    }
    await alice.close();
    return { code, paid, clockError: clock.error };
  } finally {
    await node.close();
  }
}

async function openShop(page: Page, node: OwnNode): Promise<void> {
  const { words } = await ask(page, 'newSeed', {});
  await ask(page, 'createShop', {
    language: 'en',
    shopName: "Bob's Coffee",
    currency: 'DOGE',
    network: 'regtest',
    node: node.address,
    words,
    passphrase: 'a cat in the window',
    clerkPin: '',
    ownerPin: '270182',
  });
  await page.locator('.charge-button').waitFor();
}

async function openChannel(page: Page, node: OwnNode, alice: CustomerWallet): Promise<void> {
  const { endpoint } = await ask(page, 'status', {});
  const opened = await alice.openChannel({ tillUrl: endpoint, amount: amount('400'), name: 'Alice' });
  if (!opened.ok) throw new Error(opened.refusal.code);
  await node.mine(7);
  const isOpen = async () => (await ask(page, 'channels', {})).some(({ state }) => state === 'open');
  for (let tries = 0; !(await isOpen()); tries += 1) {
    if (tries > 600) throw new Error('the channel does not open');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** Notes in the page when Charge was pressed, and when the frames with the code and with “paid” were on the screen. */
function noteTimes(): void {
  const now = () => performance.timeOrigin + performance.now();
  const noted: Noted = { pressed: 0, code: 0, paid: 0 };
  Object.assign(globalThis, { noted });
  /** A frame is drawn right after its callbacks; a message is answered after that. */
  const afterFrame = (note: () => void) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = note;
      port2.postMessage('');
    });
  };
  const awaited = (selector: string, what: 'code' | 'paid') => () => {
    if (noted[what] !== 0 || document.querySelector(selector) === null) return;
    noted[what] = -1;
    afterFrame(() => {
      noted[what] = now();
    });
  };
  const looks = [awaited('.invoice svg.qr', 'code'), awaited('.paid-new', 'paid')];
  new MutationObserver(() => {
    for (const look of looks) look();
  }).observe(document.body, { childList: true, subtree: true });
  addEventListener(
    'click',
    (event) => {
      if (!(event.target instanceof Element) || event.target.closest('.charge-button') === null) return;
      // The event's own time is when the button was let go, before anything waited for the page.
      Object.assign(noted, { pressed: performance.timeOrigin + event.timeStamp, code: 0, paid: 0 });
    },
    { capture: true },
  );
}

/** One sale, up to “paid” and back to the keypad. @returns what the page noted, and when the PSBT was sent */
async function sell(page: Page, alice: CustomerWallet): Promise<Noted & { readonly sent: number }> {
  for (const digit of '250') await page.keyboard.press(digit);
  await page.locator('.charge-button').click();
  await page.waitForFunction(() => (globalThis as unknown as NotingWindow).noted.code > 0);
  const [invoice] = (await ask(page, 'invoices', { limit: 1 })).invoices;
  const sent = await sendingTime(async () => {
    const outcome = await alice.pay(invoice?.uri ?? '');
    if (!outcome.ok) throw new Error(outcome.refusal.code);
  });
  await page.waitForFunction(() => (globalThis as unknown as NotingWindow).noted.paid > 0);
  const noted = await page.evaluate(() => (globalThis as unknown as NotingWindow).noted);
  await page.locator('.paid-next').click();
  await page.locator('.charge-button').waitFor();
  return { ...noted, sent };
}

/** When the last request with a body went out: before it, the wallet asks for the invoice. */
async function sendingTime(work: () => Promise<void>): Promise<number> {
  const { fetch } = globalThis;
  let sent = Number.NaN;
  globalThis.fetch = (input, init) => {
    if (init?.method === 'POST') sent = performance.timeOrigin + performance.now();
    return fetch(input, init);
  };
  try {
    await work();
  } finally {
    globalThis.fetch = fetch;
  }
  return sent;
}

/** How far the page's clock is ahead of this process's, by the quickest of some questions. */
async function compareClocks(page: Page): Promise<{ readonly offset: number; readonly error: number }> {
  let best = { offset: 0, error: Number.POSITIVE_INFINITY };
  for (let tries = 0; tries < 50; tries += 1) {
    const before = performance.timeOrigin + performance.now();
    const there = await page.evaluate(() => performance.timeOrigin + performance.now());
    const after = performance.timeOrigin + performance.now();
    const error = (after - before) / 2;
    if (error < best.error) best = { offset: there - (before + after) / 2, error };
  }
  return best;
}
