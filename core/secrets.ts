/** What gives money away, by its form: a private key or the words of a seed. */
export type SecretKind = 'private_key' | 'extended_key' | 'seed_words';

const BASE58 = '[1-9A-HJ-NP-Za-km-z]';
/** `0x` may stand before 32 bytes; a byte 01 for a compressed key may follow. */
const RAW_KEY = /^(?:0x)?[0-9a-f]{64}(?:01)?$/i;
/**
 * Base58Check of a key in wallets' form: Dogecoin's begin with Q or 6, Bitcoin's with K, L or 5, those of test chains with
 * c or 9 (WIF); encrypted ones with 6P (BIP38). Hex digits alone are no key: a run of them without a zero, as one id in
 * a thousand has, would be taken for one.
 */
const WIF = new RegExp(
  `(?<!${BASE58})(?=${BASE58}*[GHJ-NP-Zg-km-z])(?:[KLQc]${BASE58}{51}|[569]${BASE58}{50}|6P${BASE58}{56})(?!${BASE58})`,
);
/** dgpv is Dogecoin's, xprv Bitcoin's, tprv the test chains'; wallets write others of the kind (SLIP-132). */
const EXTENDED = new RegExp(`(?<!${BASE58})(?:dgpv|[tuvxyzUVYZ]prv)${BASE58}{20,}`);
const SEED_LENGTHS: readonly number[] = [12, 15, 18, 21, 24];
/** Words of three letters and more that sentences have and the list of seed words (BIP39) has not. */
const SENTENCE = new Set(
  'the and for with from are was his her our its not but has had das der die den dem und mit ein von ist für auf'.split(
    ' ',
  ),
);

/**
 * Whether a text is, or holds, what nobody but its owner may see. The form decides and no checksum: a key with a typing
 * mistake is as good as known. @param mayBeHash the field takes 64 hex digits of another meaning, such as a txid
 */
export function secretIn(text: string, { mayBeHash = false } = {}): SecretKind | undefined {
  if (EXTENDED.test(text)) return 'extended_key';
  if (WIF.test(text)) return 'private_key';
  if (!mayBeHash && text.split(/[\s,;:"'<>()[\]{}=]+/).some((part) => RAW_KEY.test(part)))
    return 'private_key';
  return areSeedWords(text) ? 'seed_words' : undefined;
}

function areSeedWords(text: string): boolean {
  // Lists are numbered and have commas or bullets.
  const words = text
    .toLowerCase()
    .split(/[\s\d.,;:)*•-]+/)
    .filter((word) => word !== '');
  return (
    SEED_LENGTHS.includes(words.length) &&
    words.every((word) => /^[a-z]{3,8}$/.test(word)) &&
    !words.some((word) => SENTENCE.has(word))
  );
}
