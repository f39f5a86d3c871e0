import { crypto } from 'bitcoinjs-lib';

/** SHA-256: 32 bytes. */
export const sha256 = crypto.sha256;
/** Double SHA-256, as for txids, sighashes and Connect Envelopes: 32 bytes. */
export const hash256 = crypto.hash256;
/** RIPEMD-160 of SHA-256, as in addresses: 20 bytes. */
export const hash160 = crypto.hash160;
