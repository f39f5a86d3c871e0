import { generateMnemonic, mnemonicToSeedSync } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { BIP32Factory, type BIP32Interface } from 'bip32';
import * as ecc from 'tiny-secp256k1';
import { assert } from '../../assert.ts';
import type { WordsCheckView } from '../../bridge/views/setup.ts';
import { parseWords, unknownWords } from '../../keys-words.ts';
import type { Network } from '../../networks.ts';
import { pubKeyHashScript } from '../../protocol/address.ts';
import type { Identity } from '../../protocol/envelope.ts';

const bip32 = BIP32Factory(ecc);

/** BIP44, coin type 3 (SLIP-44: Dogecoin). Every key that holds money is below it. */
const ACCOUNT_PATH = "m/44'/3'/0'";
/**
 * The identity signs envelopes and holds no money. It is hardened and outside the account: a non-hardened child's
 * private key beside the account's public key would give the whole account away (BIP32, "Implications").
 */
const IDENTITY_PATH = "m/10605'/3'/0'";
const INVOICE_CHAIN = 0;
const SETTLEMENT_CHAIN = 1;
const CHANNEL_CHAIN = 2;

/** 12 words of BIP39's English list: 128 bits. */
export function newWords(): string {
  return generateMnemonic(wordlist, 128);
}

/** What a person must look at again. A word of the list in the wrong place is told by the checksum alone. */
export function checkWords(text: string): WordsCheckView {
  const words = unknownWords(text);
  const nearest = words.map((word) => word.nearest);
  return { unknown: words.map(({ place }) => place), nearest, isSeed: parseWords(text) !== undefined };
}

function bip32Network(network: Network) {
  return { wif: network.wif, bip32: network.bip32 };
}

function master(words: string, network: Network): BIP32Interface {
  return bip32.fromSeed(mnemonicToSeedSync(words), bip32Network(network));
}

/** The account's extended public key, in the network's own version bytes: all that a locked till needs. */
export function accountPublicKey(words: string, network: Network): string {
  return master(words, network).derivePath(ACCOUNT_PATH).neutered().toBase58();
}

export function identityOf(words: string, network: Network): Identity {
  const { privateKey } = master(words, network).derivePath(IDENTITY_PATH);
  assert(privateKey !== undefined, 'a master key has private children');
  return identityFromPrivateKey(privateKey);
}

export function identityFromPrivateKey(privateKey: Uint8Array): Identity {
  return { privateKey, publicKey: ecc.xOnlyPointFromScalar(privateKey) };
}

/** Derives every public key and script of the till from the account's extended public key. */
export class PublicKeys {
  readonly #invoices: BIP32Interface;
  readonly #settlements: BIP32Interface;
  readonly #channels: BIP32Interface;

  constructor(account: string, network: Network) {
    const node = bip32.fromBase58(account, bip32Network(network));
    assert(node.isNeutered(), 'only the public half of the account is kept in the clear');
    this.#invoices = node.derive(INVOICE_CHAIN);
    this.#settlements = node.derive(SETTLEMENT_CHAIN);
    this.#channels = node.derive(CHANNEL_CHAIN);
  }

  /** The merchant key of an offer, 33 bytes. */
  channelKey(index: number): Uint8Array {
    return Uint8Array.from(this.#channels.derive(index).publicKey);
  }

  /** Where a channel's settlement pays: P2PKH. */
  settlementScript(index: number): Uint8Array {
    return pubKeyHashScript(this.#settlements.derive(index).publicKey);
  }

  /** Where a wallet that knows no channels pays an invoice: P2PKH. */
  invoiceScript(index: number): Uint8Array {
    return pubKeyHashScript(this.#invoices.derive(index).publicKey);
  }
}

/** The account with its private keys, for as long as a settlement or a collection is being signed. */
export class PrivateKeys {
  readonly #channels: BIP32Interface;
  readonly #settlements: BIP32Interface;
  readonly #invoices: BIP32Interface;

  constructor(words: string, network: Network) {
    const account = master(words, network).derivePath(ACCOUNT_PATH);
    this.#channels = account.derive(CHANNEL_CHAIN);
    this.#settlements = account.derive(SETTLEMENT_CHAIN);
    this.#invoices = account.derive(INVOICE_CHAIN);
  }

  /** The private key of an invoice's own address, 32 bytes. */
  invoiceKey(index: number): Uint8Array {
    const { privateKey } = this.#invoices.derive(index);
    assert(privateKey !== undefined, 'a private account has private children');
    return privateKey;
  }

  /** The private key of a settlement address, 32 bytes. */
  settlementKey(index: number): Uint8Array {
    const { privateKey } = this.#settlements.derive(index);
    assert(privateKey !== undefined, 'a private account has private children');
    return privateKey;
  }

  /** The private key of an offer's merchant key, 32 bytes. */
  channelKey(index: number): Uint8Array {
    const { privateKey } = this.#channels.derive(index);
    assert(privateKey !== undefined, 'a private account has private children');
    return privateKey;
  }
}
