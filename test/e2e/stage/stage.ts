import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import type { Bridge, CallInput, CallName, CallOutput, Proof } from '../../../core/bridge/bridge.ts';

/** The till with its screens on a data folder of its own, in a browser or in Electron. */
export interface Stage {
  readonly folder: string;
  /** The page that a clerk sees now. */
  readonly page: Page;
  /** Whether the till's program goes on while the window is closed. */
  readonly outlivesWindow: boolean;
  /** The clerk closes the window, and opens it again. */
  reopen(): Promise<void>;
  /** The page's process dies, and the screens come back by themselves with this text on them. */
  crash(text: string): Promise<void>;
  /** The till's own process is killed without a warning, and started again. */
  killTill(): Promise<void>;
  close(): Promise<void>;
}

export type OpenStage = (folder: string) => Promise<Stage>;

export function newFolder(): string {
  return mkdtempSync(path.join(tmpdir(), 'dogetill-e2e-'));
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
}

interface BridgeWindow {
  readonly dogetill: Bridge;
}

/** What the screens could ask as well, by the page's own bridge. */
export async function ask<N extends CallName>(
  page: Page,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput[N]> {
  const answer = await answerTo(page, name, input);
  if (!answer.ok) throw new Error(`${name}: ${answer.problem.code}: ${answer.problem.detail}`);
  return answer.value as CallOutput[N];
}

export function answerTo<N extends CallName>(page: Page, name: N, input: CallInput<N>, override?: Proof) {
  return page.evaluate(
    ([asked, given, allowed]) =>
      (globalThis as unknown as BridgeWindow).dogetill.call(
        asked as CallName,
        given as CallInput<CallName>,
        allowed,
      ),
    [name, input, override] as const,
  );
}

/** Asks without waiting for the answer, which may never come. */
export async function askAndGo<N extends CallName>(page: Page, name: N, input: CallInput<N>): Promise<void> {
  await page.evaluate(
    ([asked, given]) => {
      void (globalThis as unknown as BridgeWindow).dogetill.call(
        asked as CallName,
        given as CallInput<CallName>,
      );
    },
    [name, input] as const,
  );
}
