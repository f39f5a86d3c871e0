import { entropyToMnemonic, mnemonicToSeedSync, validateMnemonic } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { BIP32Factory } from 'bip32';
import * as ecc from 'tiny-secp256k1';
import { assert } from '../../assert.ts';

/** Chains below the account: addresses she gives away, change, and one key for every channel. */
export const KEY_CHAIN = { receive: 0, change: 1, channel: 2 } as const;
type KeyChain = (typeof KEY_CHAIN)[keyof typeof KEY_CHAIN];

/** BIP44 with Dogecoin's coin type 3, the same on every network: a seed is made for one network only. */
const ACCOUNT = "m/44'/3'/0'";

/** The wallet's keys, by chain and index. Public keys 33 bytes compressed, private keys 32 bytes. */
export interface WalletKeys {
  publicKey(chain: KeyChain, index: number): Uint8Array;
  privateKey(chain: KeyChain, index: number): Uint8Array;
}

/** @param entropy 32 random bytes. @returns 24 words (BIP39) */
export function mnemonicOf(entropy: Uint8Array): string {
  assert(entropy.length === 32, 'a seed has 256 bits of entropy');
  return entropyToMnemonic(entropy, wordlist);
}

export function isMnemonic(text: string): boolean {
  return validateMnemonic(text, wordlist);
}

export function openKeys(mnemonic: string): WalletKeys {
  const account = BIP32Factory(ecc).fromSeed(mnemonicToSeedSync(mnemonic)).derivePath(ACCOUNT);
  const publicKeys = new Map<string, Uint8Array>();
  return {
    publicKey(chain, index) {
      const name = `${chain}/${index}`;
      const known = publicKeys.get(name);
      if (known !== undefined) return known;
      const key = account.derive(chain).derive(index).publicKey;
      publicKeys.set(name, key);
      return key;
    },
    privateKey(chain, index) {
      const key = account.derive(chain).derive(index).privateKey;
      assert(key !== undefined, 'the account was derived from a seed');
      return key;
    },
  };
}
