import { address as bitcoinAddress } from 'bitcoinjs-lib';
import type { Network } from '../networks.ts';
import { concat } from './bytes.ts';
import { hash160 } from './hash.ts';

const OP_DUP = 0x76;
const OP_HASH160 = 0xa9;
const OP_EQUAL = 0x87;
const OP_EQUALVERIFY = 0x88;
const OP_CHECKSIG = 0xac;

type OutputKind = 'pubkeyhash' | 'scripthash';

/** OP_DUP OP_HASH160 <20> OP_EQUALVERIFY OP_CHECKSIG: 25 bytes. */
export function pubKeyHashScript(publicKey: Uint8Array): Uint8Array {
  return pubKeyHashScriptOf(hash160(publicKey));
}

function pubKeyHashScriptOf(hash: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(OP_DUP, OP_HASH160, 20), hash, Uint8Array.of(OP_EQUALVERIFY, OP_CHECKSIG)]);
}

/** OP_HASH160 <20> OP_EQUAL: 23 bytes. */
export function scriptHashScript(redeemScript: Uint8Array): Uint8Array {
  return scriptHashScriptOf(hash160(redeemScript));
}

function scriptHashScriptOf(hash: Uint8Array): Uint8Array {
  return concat([Uint8Array.of(OP_HASH160, 20), hash, Uint8Array.of(OP_EQUAL)]);
}

/** Recognises the two kinds of output that a channel may have, byte for byte. */
export function outputKind(script: Uint8Array): OutputKind | undefined {
  if (
    script.length === 25 &&
    script[0] === OP_DUP &&
    script[1] === OP_HASH160 &&
    script[2] === 20 &&
    script[23] === OP_EQUALVERIFY &&
    script[24] === OP_CHECKSIG
  ) {
    return 'pubkeyhash';
  }
  const isScriptHash =
    script.length === 23 && script[0] === OP_HASH160 && script[1] === 20 && script[22] === OP_EQUAL;
  return isScriptHash ? 'scripthash' : undefined;
}

/** The address of a P2PKH or P2SH output on a network; undefined for any other script. */
export function addressOf(script: Uint8Array, network: Network): string | undefined {
  switch (outputKind(script)) {
    case 'pubkeyhash':
      return bitcoinAddress.toBase58Check(script.slice(3, 23), network.pubKeyHashVersion);
    case 'scripthash':
      return bitcoinAddress.toBase58Check(script.slice(2, 22), network.scriptHashVersion);
    case undefined:
      return undefined;
  }
}

/** The output script that an address of this network names; undefined for any other text. */
export function scriptOf(text: string, network: Network): Uint8Array | undefined {
  if (text.length > 64) return undefined;
  try {
    const { hash, version } = bitcoinAddress.fromBase58Check(text);
    if (version === network.pubKeyHashVersion) return pubKeyHashScriptOf(hash);
    if (version === network.scriptHashVersion) return scriptHashScriptOf(hash);
    return undefined;
  } catch {
    return undefined;
  }
}
