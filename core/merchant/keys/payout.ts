import type { PayoutPreviewView, PayoutView } from '../../bridge/views/owner.ts';
import type { Network } from '../../networks.ts';
import { addressOf } from '../../protocol/address.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { Store } from '../../store/store.ts';
import { SetupFault } from '../../system/faults.ts';
import { rfc3339 } from '../../system/times.ts';
import type { World } from '../../system/world.ts';
import { PayoutKeys } from './payout-keys.ts';

const ACCOUNT = 'payout account';
const SINCE = 'payout since';
/** Enough to recognise the account by. */
const SHOWN_ADDRESSES = 3;

/**
 * Where settlements go: to addresses below the till's own seed, or to an account of the owner's of which the till has
 * the public half alone. A change binds new offers; a channel's settlement pays what its offer named.
 */
export class Payout {
  readonly #store: Store;
  readonly #network: Network;
  readonly #world: Pick<World, 'now'>;
  #keys: PayoutKeys | undefined;

  /** Throws SetupFault for a stored key that cannot be read: with the till's own addresses instead, money would go elsewhere than the owner said. */
  constructor(store: Store, network: Network, world: Pick<World, 'now'>) {
    this.#store = store;
    this.#network = network;
    this.#world = world;
    const account = store.settings.get(ACCOUNT) ?? '';
    if (account === '') return;
    const keys = PayoutKeys.read(account, network);
    if (!keys.ok) {
      throw new SetupFault("The owner's extended public key in the database is damaged: restore a backup.");
    }
    this.#keys = keys.value;
  }

  get keys(): PayoutKeys | undefined {
    return this.#keys;
  }

  view(): PayoutView {
    const keys = this.#keys;
    if (keys === undefined) return {};
    const since = this.#store.settings.get(SINCE);
    return {
      account: keys.account,
      firstAddress: this.#address(keys, 0),
      ...(since !== undefined && { since }),
    };
  }

  /** What an account's addresses are, for the owner to compare with his wallet's. Refuses bad_payout_key and private_payout_key. */
  preview(account: string): Result<PayoutPreviewView> {
    const keys = PayoutKeys.read(account, this.#network);
    if (!keys.ok) return keys;
    const addresses = Array.from({ length: SHOWN_ADDRESSES }, (_, number) =>
      this.#address(keys.value, number),
    );
    return ok({ addresses });
  }

  /**
   * @param account '' for the till's own addresses
   * @param firstAddress as the owner's wallet shows it. Refuses payout_not_confirmed, bad_payout_key and
   * private_payout_key
   */
  set(account: string, firstAddress: string): Result<PayoutView> {
    const read = account.trim() === '' ? ok(undefined) : PayoutKeys.read(account, this.#network);
    if (!read.ok) return read;
    const keys = read.value;
    if (keys !== undefined && this.#address(keys, 0) !== firstAddress.trim()) {
      return refuse('payout_not_confirmed', { address: this.#address(keys, 0) });
    }
    const { settings } = this.#store;
    this.#store.transaction(() => {
      settings.set(ACCOUNT, keys?.account ?? '');
      settings.set(SINCE, rfc3339(this.#world.now()));
    });
    this.#keys = keys;
    return ok(this.view());
  }

  #address(keys: PayoutKeys, number: number): string {
    return addressOf(keys.script(number), this.#network) ?? '';
  }
}
