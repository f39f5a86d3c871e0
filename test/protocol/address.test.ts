import { address as bitcoinAddress, networks } from 'bitcoinjs-lib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NETWORKS } from '../../core/networks.ts';
import {
  addressOf,
  outputKind,
  pubKeyHashScript,
  scriptHashScript,
  scriptOf,
} from '../../core/protocol/address.ts';
import { concat, fromHex, toHex } from '../../core/protocol/bytes.ts';
import { alice } from '../doubles/parties.ts';
import { forAll } from '../properties/for-all.ts';

const hashes = fc.uint8Array({ minLength: 20, maxLength: 20 });
const pubKeyHash = (hash: Uint8Array) => concat([fromHex('76a914'), hash, fromHex('88ac')]);
const scriptHash = (hash: Uint8Array) => concat([fromHex('a914'), hash, fromHex('87')]);

describe('an address', () => {
  test.each(Object.values(NETWORKS))('of $name is read back as the script that it names', (network) => {
    forAll(hashes, (hash) => {
      for (const script of [pubKeyHash(hash), scriptHash(hash)]) {
        const text = addressOf(script, network) ?? '';
        expect(scriptOf(text, network)).toEqual(script);
        const theirs = {
          ...networks.bitcoin,
          pubKeyHash: network.pubKeyHashVersion,
          scriptHash: network.scriptHashVersion,
        };
        expect(bitcoinAddress.fromOutputScript(script, theirs)).toBe(text);
      }
    });
  });

  test.each([
    ['mainnet', /^D/, /^[9A]/],
    ['testnet', /^n/, /^2/],
    ['regtest', /^[mn]/, /^2/],
  ] as const)('of %s begins with its letter', (name, key, script) => {
    expect(addressOf(alice.script, NETWORKS[name])).toMatch(key);
    expect(addressOf(scriptHashScript(alice.script), NETWORKS[name])).toMatch(script);
  });

  test('of mainnet is no address of testnet, nor the other way round', () => {
    for (const script of [alice.script, scriptHashScript(alice.script)]) {
      expect(scriptOf(addressOf(script, NETWORKS.mainnet) ?? '', NETWORKS.testnet)).toBeUndefined();
      expect(scriptOf(addressOf(script, NETWORKS.testnet) ?? '', NETWORKS.mainnet)).toBeUndefined();
    }
  });

  const text = addressOf(alice.script, NETWORKS.mainnet) ?? '';

  test('is refused with any one letter of it another', () => {
    for (const at of [...text].keys()) {
      const letter = text[at] === 'x' ? 'y' : 'x';
      expect(scriptOf(text.slice(0, at) + letter + text.slice(at + 1), NETWORKS.mainnet)).toBeUndefined();
    }
  });

  test.each([
    '',
    ' ',
    '0',
    'bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4',
    `${text} `,
    ` ${text}`,
    `${text}1`,
    text.slice(1),
    'D'.repeat(100_000),
  ])('is not %j', (other) => {
    expect(scriptOf(other, NETWORKS.mainnet)).toBeUndefined();
  });

  test('is not arbitrary text, which is never an exception', () => {
    forAll(fc.string(), (other) => expect(scriptOf(other, NETWORKS.mainnet)).toBeUndefined());
  });
});

describe('an output', () => {
  test('is P2PKH or P2SH, byte for byte, or of no kind that a settlement may have', () => {
    forAll(hashes, (hash) => {
      expect(outputKind(pubKeyHash(hash))).toBe('pubkeyhash');
      expect(outputKind(scriptHash(hash))).toBe('scripthash');
    });
    const shapes = [
      { script: pubKeyHashScript(alice.publicKey), opcodes: [0, 1, 2, 23, 24] },
      { script: scriptHashScript(alice.script), opcodes: [0, 1, 22] },
    ];
    for (const { script, opcodes } of shapes) {
      for (const at of opcodes) expect(outputKind(script.with(at, (script[at] ?? 0) ^ 1))).toBeUndefined();
      expect(outputKind(concat([script, fromHex('61')]))).toBeUndefined();
      expect(outputKind(script.subarray(0, -1))).toBeUndefined();
    }
  });

  test('of no kind has no address', () => {
    for (const hex of ['', '51', '6a0100', `21${toHex(alice.publicKey)}ac`, `0014${'11'.repeat(20)}`]) {
      expect(outputKind(fromHex(hex))).toBeUndefined();
      expect(addressOf(fromHex(hex), NETWORKS.regtest)).toBeUndefined();
    }
  });
});
