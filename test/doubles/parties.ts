import { NETWORKS } from '../../core/networks.ts';
import { addressOf, pubKeyHashScript } from '../../core/protocol/address.ts';
import { utf8 } from '../../core/protocol/bytes.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import { publicKeyOf } from '../../core/protocol/signature.ts';

/** Someone with one key, the same in every run, and a P2PKH output of her own. */
export interface Party {
  readonly name: string;
  /** 32 bytes. */
  readonly privateKey: Uint8Array;
  /** 33 bytes, compressed. */
  readonly publicKey: Uint8Array;
  /** P2PKH of the key. */
  readonly script: Uint8Array;
  /** Of `script`, on regtest. */
  readonly address: string;
}

export function party(name: string): Party {
  const privateKey = sha256(utf8(name));
  const publicKey = publicKeyOf(privateKey);
  const script = pubKeyHashScript(publicKey);
  return { name, privateKey, publicKey, script, address: addressOf(script, NETWORKS.regtest) ?? '' };
}

/** The customer. */
export const alice = party('alice');
/** The merchant; his `script` is the settlement output's. */
export const bob = party('bob');
/** Somebody else, who has nothing to do with the channel. */
export const mallory = party('mallory');
