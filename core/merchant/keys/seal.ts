import { createCipheriv, createDecipheriv, randomBytes, scrypt } from 'node:crypto';
import * as v from 'valibot';

/**
 * A secret under a passphrase: scrypt (RFC 7914) for the key, AES-256-GCM for the rest. Both are in OpenSSL and in
 * Electron's BoringSSL. N = 2^17, r = 8 takes 128 MiB and about half a second for each guess.
 */
interface Sealed {
  readonly kdf: 'scrypt';
  readonly n: number;
  readonly r: number;
  readonly p: number;
  readonly salt: string;
  readonly cipher: 'aes-256-gcm';
  readonly nonce: string;
  /** Ciphertext and its 16-byte tag, base64. */
  readonly box: string;
}

export const sealedSchema = v.object({
  kdf: v.literal('scrypt'),
  n: v.pipe(v.number(), v.integer(), v.minValue(2), v.maxValue(2 ** 20)),
  r: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(32)),
  p: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)),
  salt: v.pipe(v.string(), v.base64()),
  cipher: v.literal('aes-256-gcm'),
  nonce: v.pipe(v.string(), v.base64()),
  box: v.pipe(v.string(), v.base64(), v.maxLength(4096)),
});

const COST = { n: 2 ** 17, r: 8, p: 1 } as const;
/** An empty passphrase (regtest's play money) gains nothing from a costly derivation. */
const PLAY_COST = { n: 2 ** 10, r: 8, p: 1 } as const;
const TAG_LENGTH = 16;

function deriveKey(passphrase: string, salt: Buffer, { n, r, p }: Pick<Sealed, 'n' | 'r' | 'p'>) {
  const options = { N: n, r, p, maxmem: 256 * n * r };
  return new Promise<Buffer>((resolve, reject) => {
    scrypt(passphrase.normalize('NFKC'), salt, 32, options, (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });
}

/** @param context bound to the box as associated data: a box moved to another till does not open */
export async function seal(secret: string, passphrase: string, context: string): Promise<Sealed> {
  const cost = passphrase === '' ? PLAY_COST : COST;
  const salt = randomBytes(16);
  const nonce = randomBytes(12);
  const key = await deriveKey(passphrase, salt, cost);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  const box = Buffer.concat([cipher.update(secret, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    kdf: 'scrypt',
    ...cost,
    salt: salt.toString('base64'),
    cipher: 'aes-256-gcm',
    nonce: nonce.toString('base64'),
    box: box.toString('base64'),
  };
}

/** @returns undefined when the passphrase is wrong, or the box was altered: the two cannot be told apart */
export async function unseal(
  sealed: Sealed,
  passphrase: string,
  context: string,
): Promise<string | undefined> {
  const key = await deriveKey(passphrase, Buffer.from(sealed.salt, 'base64'), sealed);
  const box = Buffer.from(sealed.box, 'base64');
  const nonce = Buffer.from(sealed.nonce, 'base64');
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_LENGTH })
      .setAAD(Buffer.from(context))
      .setAuthTag(box.subarray(-TAG_LENGTH));
    return decipher.update(box.subarray(0, -TAG_LENGTH), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
