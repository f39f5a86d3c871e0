import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect } from 'vitest';
import type { Outcome, WalletRefusalCode } from '../../core/customer/state/refusals.ts';
import {
  type ChannelView,
  type CustomerWallet,
  createWallet,
  openWallet,
} from '../../core/customer/wallet.ts';
import { type Koinu, koinu } from '../../core/money.ts';
import { NETWORKS } from '../../core/networks.ts';
import { scriptOf } from '../../core/protocol/address.ts';
import { Transaction, transactionHex } from '../../core/protocol/transaction.ts';
import type { FakeTill } from './fake-till.ts';

export function doge(amount: number): Koinu {
  return koinu(BigInt(Math.round(amount * 1e8)));
}

/** The value of an outcome that must be one. */
export function must<T>(outcome: Outcome<T>): T {
  if (!outcome.ok)
    throw new Error(
      `refused: ${JSON.stringify(outcome.refusal, (_, v) => (typeof v === 'bigint' ? `${v}` : v))}`,
    );
  return outcome.value;
}

/** The facts of a refusal that must be one of this code. */
export function refused(outcome: Outcome<unknown>, code: WalletRefusalCode): Record<string, unknown> {
  if (outcome.ok) throw new Error(`not refused: ${code} was expected`);
  expect(outcome.refusal.code).toBe(code);
  return outcome.refusal.facts as Record<string, unknown>;
}

let salt = 0;

/** A transaction that pays an address, from nowhere in particular. */
export function payTo(address: string, ...amounts: readonly Koinu[]): Transaction {
  const script = scriptOf(address, NETWORKS.regtest);
  if (script === undefined) throw new Error('not an address');
  const transaction = new Transaction();
  transaction.version = 1;
  salt++;
  transaction.addInput(new Uint8Array(32).fill(7), salt, 0xffffffff, Uint8Array.of(0x51));
  for (const amount of amounts) transaction.addOutput(script, amount);
  return transaction;
}

export class WalletFolder {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'customer-'));
  readonly file = path.join(this.folder, 'wallet.json');
  readonly #open: CustomerWallet[] = [];

  create(
    options: { entropy?: Uint8Array; mnemonic?: string; now?: () => number; file?: string } = {},
  ): CustomerWallet {
    const { file = 'wallet.json', ...rest } = options;
    return this.#kept(
      must(
        createWallet({ path: path.join(this.folder, file), network: 'regtest', timeoutMs: 3000, ...rest }),
      ),
    );
  }

  /** Opens the file anew, as after a restart. */
  async reopen(before: CustomerWallet): Promise<CustomerWallet> {
    await before.close();
    return this.#kept(must(openWallet(this.file, { timeoutMs: 3000 })));
  }

  #kept(wallet: CustomerWallet): CustomerWallet {
    this.#open.push(wallet);
    return wallet;
  }

  async remove(): Promise<void> {
    for (const wallet of this.#open) await wallet.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export async function fund(wallet: CustomerWallet, ...amounts: readonly number[]): Promise<void> {
  for (const amount of amounts) {
    must(await wallet.addTransaction(transactionHex(payTo(wallet.address(), doge(amount)))));
  }
}

/** A funded wallet with an open channel. */
export async function openedChannel(
  wallet: CustomerWallet,
  till: FakeTill,
  options: { amount?: number; inputs?: number; fundingTransactions?: number } = {},
): Promise<ChannelView> {
  const { amount = 100, ...rest } = options;
  await fund(wallet, amount + 50, amount + 50, amount + 50);
  return must(await wallet.openChannel({ tillUrl: till.url, amount: doge(amount), ...rest }));
}
