import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type CustomerWallet, createWallet } from '../../core/customer/wallet.ts';
import type { NodeBackend } from '../../core/node/backend.ts';
import { doge } from '../doubles/channels.ts';

/** A customer who comes back: the reference wallet, with money from the node. */
export class Regular {
  readonly wallet: CustomerWallet;
  readonly #folder: string;

  private constructor(wallet: CustomerWallet, folder: string) {
    this.wallet = wallet;
    this.#folder = folder;
  }

  static async withMoneyFrom(node: NodeBackend): Promise<Regular> {
    const folder = mkdtempSync(path.join(tmpdir(), 'regular-'));
    const wallet = createWallet({ path: path.join(folder, 'wallet.json'), network: 'regtest' });
    if (!wallet.ok) throw new Error(wallet.refusal.code);
    const funded = await wallet.value.fundFromNode(node, doge(10_000));
    if (!funded.ok) throw new Error(funded.refusal.code);
    return new Regular(wallet.value, folder);
  }

  /** @returns the channel's id */
  async openChannel(tillUrl: string, capacity = doge(100)): Promise<string> {
    const opened = await this.wallet.openChannel({ tillUrl, amount: capacity, name: 'Alice' });
    if (!opened.ok) throw new Error(opened.refusal.code);
    return opened.value.record.id;
  }

  /** @param channel which, where there are several */
  async pay(uri: string, channel?: string): Promise<void> {
    const paid = await this.wallet.pay(uri, channel === undefined ? {} : { channel });
    if (!paid.ok) throw new Error(paid.refusal.code);
  }

  async leave(): Promise<void> {
    await this.wallet.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
