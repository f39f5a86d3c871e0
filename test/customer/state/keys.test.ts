import { describe, expect, test } from 'vitest';
import { isMnemonic, KEY_CHAIN, mnemonicOf, openKeys } from '../../../core/customer/state/keys.ts';
import { NETWORKS } from '../../../core/networks.ts';
import { addressOf, pubKeyHashScript } from '../../../core/protocol/address.ts';
import { toHex } from '../../../core/protocol/bytes.ts';
import { isPrivateKeyOf } from '../../../core/protocol/signature.ts';

const ABANDON = `${'abandon '.repeat(11)}about`;

describe("the customer's keys", () => {
  test("are where any BIP44 wallet with Dogecoin's coin type finds them", () => {
    const key = openKeys(ABANDON).publicKey(KEY_CHAIN.receive, 0);
    expect(addressOf(pubKeyHashScript(key), NETWORKS.mainnet)).toBe('DBus3bamQjgJULBJtYXpEzDWQRwF5iwxgC');
  });

  test('are pairs, and differ from chain to chain and index to index', () => {
    const keys = openKeys(ABANDON);
    const seen = new Set<string>();
    for (const chain of Object.values(KEY_CHAIN)) {
      for (let index = 0; index < 3; index++) {
        expect(isPrivateKeyOf(keys.privateKey(chain, index), keys.publicKey(chain, index))).toBe(true);
        seen.add(toHex(keys.publicKey(chain, index)));
      }
    }
    expect(seen.size).toBe(9);
  });

  test('come from 24 words with a checksum', () => {
    const words = mnemonicOf(new Uint8Array(32));
    expect(words.split(' ')).toHaveLength(24);
    expect(isMnemonic(words)).toBe(true);
    expect(isMnemonic(words.replace(/\w+$/, 'zoo'))).toBe(false);
    expect(() => mnemonicOf(new Uint8Array(16))).toThrow();
  });
});
