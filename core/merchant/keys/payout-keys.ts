import { BIP32Factory, type BIP32Interface } from 'bip32';
import * as ecc from 'tiny-secp256k1';
import type { Network } from '../../networks.ts';
import { pubKeyHashScript } from '../../protocol/address.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { secretIn } from '../../secrets.ts';

const bip32 = BIP32Factory(ecc);

/** BIP32's own versions (Bitcoin's): many a wallet writes a Dogecoin account with them. */
const BITCOIN = { public: 0x0488b21e, private: 0x0488ade4 };
const BITCOIN_TESTNET = { public: 0x043587cf, private: 0x04358394 };
/** Receiving addresses of a BIP44 account. */
const RECEIVING_CHAIN = 0;
/** Base58Check of 78 bytes. */
const LONGEST_KEY = 112;

/**
 * An owner's account of which the till has the public half alone: it pays settlements there, and nobody who has the
 * till can take them.
 */
export class PayoutKeys {
  /** Base58Check, as it was given. */
  readonly account: string;
  readonly #receiving: BIP32Interface;

  private constructor(account: string, node: BIP32Interface) {
    this.account = account;
    this.#receiving = node.derive(RECEIVING_CHAIN);
  }

  /** Reads an account's extended public key. Refuses bad_payout_key and private_payout_key. */
  static read(given: string, network: Network): Result<PayoutKeys> {
    const text = given.trim();
    // Of whatever network it is, and with a typing mistake as well: it was seen by now.
    if (secretIn(text) !== undefined) return refuse('private_payout_key', {});
    if (text.length > LONGEST_KEY || !/^[1-9A-HJ-NP-Za-km-z]+$/.test(text))
      return refuse('bad_payout_key', {});
    const versions = network.name === 'mainnet' ? [network.bip32, BITCOIN] : [network.bip32, BITCOIN_TESTNET];
    const nodes = versions.flatMap((version) => decode(text, { wif: network.wif, bip32: version }) ?? []);
    const [node] = nodes;
    if (node === undefined) return refuse('bad_payout_key', {});
    if (!node.isNeutered()) return refuse('private_payout_key', {});
    return ok(new PayoutKeys(text, node));
  }

  /** The owner's receiving address of that number: P2PKH, at `0/number` below the account. */
  script(number: number): Uint8Array {
    return pubKeyHashScript(this.#receiving.derive(number).publicKey);
  }
}

function decode(text: string, network: Parameters<typeof bip32.fromBase58>[1]): BIP32Interface | undefined {
  try {
    return bip32.fromBase58(text, network);
  } catch {
    return undefined;
  }
}
