import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { MessageKey } from '../../../renderer/messages/en.ts';
import { type Values, wordsIn } from '../../../renderer/messages/translate.ts';

const words = wordsIn('en');

/** What a screen says, by the key of its message: the tests look for what the screens say, wherever it is worded. */
export function says(key: MessageKey, values: Values = {}): string {
  return words.t(key, values);
}

/** A text with places in it, whatever stands in them. */
export function saying(key: MessageKey): RegExp {
  const literal = words
    .t(key)
    .split(/\{\w+\}/)
    .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(literal.join('.*'));
}

export async function goTo(page: Page, place: 'charge' | 'sales' | 'channels' | 'warnings' | 'settings') {
  const places = page.getByRole('navigation', { name: says('nav.name') });
  await places.getByRole('link', { name: says(`nav.${place}`) }).click();
}

/** It has the amount in its name as well. */
export function chargeButton(page: Page): Locator {
  return page.getByRole('button', { name: new RegExp(`^${says('charge.charge')}`) });
}

/** The keypad's digits, one by one, then Charge. */
export async function pressCharge(page: Page, digits: string): Promise<void> {
  await goTo(page, 'charge');
  for (const digit of digits) await page.getByRole('button', { name: digit, exact: true }).click();
  await chargeButton(page).click();
}

/** Up to the code that the customer scans. */
export async function charge(page: Page, digits: string): Promise<void> {
  await pressCharge(page, digits);
  await page.getByRole('heading', { name: says('invoice.scan') }).waitFor();
}

export function customer(page: Page): Locator {
  return page.getByRole('complementary', { name: says('practice.customer') });
}

export async function mine(page: Page): Promise<void> {
  const button = customer(page).getByRole('button', { name: says('practice.mine') });
  await button.click();
  await expect.poll(() => button.isEnabled()).toBe(true);
}

export async function payAsCustomer(page: Page): Promise<void> {
  await customer(page)
    .getByRole('button', { name: saying('practice.pay') })
    .click();
}

/** What a screen announces, to eyes and to screen readers. */
export async function announced(page: Page, key: MessageKey): Promise<void> {
  await page
    .getByRole('status')
    .filter({ hasText: says(key) })
    .first()
    .waitFor();
}

/** The paid screen covers everything until the clerk goes on. */
export async function seePaid(page: Page): Promise<void> {
  await announced(page, 'paid.title');
  await page.getByRole('button', { name: says('invoice.newSale') }).click();
  await chargeButton(page).waitFor();
}

/** A row of the list of channels, by the customer's name. */
export function channelRow(page: Page, name: string): Locator {
  return page.getByRole('row').filter({ has: page.getByRole('link', { name }) });
}

export async function typePin(page: Page, pin: string, submit: MessageKey): Promise<void> {
  for (const digit of pin) await page.getByRole('button', { name: digit, exact: true }).click();
  await page.getByRole('button', { name: says(submit) }).click();
}
