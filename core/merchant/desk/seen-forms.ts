import type { SeenKind } from '../../refusal.ts';
import { secretIn } from '../../secrets.ts';

/** What the scanner's own signs say about a code, apart from its text. */
interface ScannerSigns {
  /** Its prefix (AIM), or separators (FNC1, which scanners send as GS) within, are those of GS1. */
  readonly isGs1: boolean;
}

/** What a scanned text is instead of a payment, by its form alone. */
export function seenIn(text: string, { isGs1 }: ScannerSigns): SeenKind {
  if (isSecret(text)) return 'secret';
  if (isGs1 && /^(?:\d\d|\(\d\d)/.test(text)) return 'gs1';
  const found = FORMS.find(([, form]) => (typeof form === 'function' ? form(text) : form.test(text)));
  return found?.[0] ?? 'text';
}

/** Caps Lock turns the case of a scanner's letters round. */
export function swapCase(text: string): string {
  return text.replace(/[A-Za-z]/g, (letter) =>
    letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase(),
  );
}

/** Keys in Base58 have letters of both cases; what has one case alone, such as bech32, only looks like one by chance. */
function isSecret(text: string): boolean {
  const hasBothCases = /[a-z]/.test(text) && /[A-Z]/.test(text);
  return [text, swapCase(text)].some((one) => {
    const kind = secretIn(one, { mayBeHash: true });
    return kind === 'seed_words' || (kind !== undefined && hasBothCases);
  });
}

/** Application identifiers of GS1 (General Specifications, section 3.2) as people write them. */
const GS1_IN_BRACKETS =
  /^\((?:0[0-4]|1[0-7]|2[0-2]|3[07]|9\d|2[45]\d|4[0-2]\d|71\d|3[1-69]\d\d|43\d\d|[78]\d{3})\)\S/;
const BASE58_ADDRESS = /^[9AD2mn][1-9A-HJ-NP-Za-km-z]{24,34}$/;
/** Begins as Bitcoin's (1, 3), Litecoin's (L, M) and others do (X, t1). */
const FOREIGN_BASE58 = /^(?:[13LMX]|t1)[1-9A-HJ-NP-Za-km-z]{25,34}$/;
/** BIP173 and its like: a short name, 1, and data in 32 letters and digits, in one case. */
const BECH32 = /^(?:[a-z]{2,6}1[02-9ac-hj-np-z]{38,90}|[A-Z]{2,6}1[02-9AC-HJ-NP-Z]{38,90})$/;

/** In this order: the first that fits names the text. */
const FORMS: readonly (readonly [SeenKind, RegExp | ((text: string) => boolean)])[] = [
  ['lightning', /^(?:lightning|lnurl[pwc]?|keyauth):/i],
  ['lightning', /^(?:ln(?:bc|tb|bcrt|sb|o|r|i)\d*[munp]?1|lnurl1)[02-9ac-hj-np-z]{20,}$/i],
  ['payment_link', /^dogecoin:/i],
  [
    'other_coin',
    /^(?:bitcoin|bitcoincash|bchtest|bitcoinsv|litecoin|ethereum|monero|zcash|dash|solana|cardano|ripple|xrp|tron|ton|stellar|nano|digibyte|liquidnetwork):\S/i,
  ],
  ['other_coin', (text) => BECH32.test(text) || FOREIGN_BASE58.test(text)],
  ['other_coin', /^0x[0-9a-f]{40}$/i],
  ['wifi', /^wifi:/i],
  [
    'contact',
    /^(?:begin:v(?:card|calendar|event)|mecard:|bizcard:|matmsg:|mailto:|tel:|sms(?:to)?:|mms(?:to)?:|facetime:|whatsapp:|geo:)/i,
  ],
  ['contact', /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i],
  // The bank transfers of EPC (Europe), Switzerland, EMVCo (most of Asia and Brazil), India and Germany.
  ['bank_transfer', /^(?:bcd\s+00[12]\s|spc\s+0[12]00\s|upi:|bank:|000201\d{2}.*6304[0-9a-f]{4}$)/is],
  ['web_link', /^(?:https?:\/\/|www\.)\S+$/i],
  // A keyboard of another country turns ":" and "/" into other signs, and leaves the letters.
  ['wrong_keyboard', /^(?:https?|dogecoin|dogepay1)[^a-z0-9:]\S+$/i],
  ['wrong_keyboard', /^b[^$a-z0-9][h2yz][a-z][0-9a-z]{4}/i],
  ['other_form', /^(?:ur:[a-z0-9-]+\/|p\d{1,3}of\d{1,3}\s)/i],
  ['transaction', /^0[12]000000[0-9a-f]{100,}$/i],
  ['gs1', (text) => GS1_IN_BRACKETS.test(text) || isElementString(text)],
  ['barcode', isBarcode],
  ['statement', /^\{.*"payload".*\}$/s],
  ['address', isAddress],
  ['amount', /^\d{1,12}(?:[.,]\d{1,8})?$/],
  ['app_link', /^[a-z][a-z0-9+.-]{1,24}:[^\s:]\S*$/i],
];

/** An address as it is, as Caps Lock turns it round, or in one case, as a scanner that converts case types it. */
function isAddress(text: string): boolean {
  if (BASE58_ADDRESS.test(text) || BASE58_ADDRESS.test(swapCase(text))) return true;
  return /^(?:[9AD2MN][0-9A-Z]{32,34}|[9ad2mn][0-9a-z]{32,34})$/.test(text) && /[A-Za-z]{2}/.test(text);
}

/** A number of goods or of a parcel with its application identifier before it (01, 02, 00), and maybe more behind it. */
function isElementString(text: string): boolean {
  const [, goods, parcel] = /^0(?:[12](\d{14})|0(\d{18}))/.exec(text) ?? [];
  const number = goods ?? parcel;
  return number !== undefined && hasCheckDigit(number);
}

/** EAN-8, UPC-A, EAN-13, GTIN-14: their last digit is right. */
function isBarcode(text: string): boolean {
  return /^(?:\d{8}|\d{12,14})$/.test(text) && hasCheckDigit(text);
}

function hasCheckDigit(text: string): boolean {
  const digits = [...text].map(Number).reverse();
  return digits.reduce((sum, digit, at) => sum + digit * (at % 2 === 0 ? 1 : 3), 0) % 10 === 0;
}
