import type { Page } from 'playwright-core';

/** What is looked at: the till's options, the place, and what somebody does there first. */
export interface Scene {
  readonly name: string;
  readonly options: Readonly<Record<string, string>>;
  readonly hash: string;
  readonly act: (page: Page) => Promise<void>;
}

export async function nothing(): Promise<void> {}

export function button(page: Page, name: string | RegExp) {
  return page.getByRole('button', { name }).first();
}
