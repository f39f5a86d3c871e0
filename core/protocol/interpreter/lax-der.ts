/** A part of a signature over 32 bytes long is none of the curve's: Core then checks r = s = 0, which is never valid. */
const PART_LENGTH = 32;

const NO_SIGNATURE = new Uint8Array(2 * PART_LENGTH);

interface Length {
  readonly value: number;
  /** Offset of what is so long. */
  readonly start: number;
}

/** A DER length of any number of bytes, of which only the last four may differ from zero. */
function readLength(bytes: Uint8Array, at: number): Length | undefined {
  const first = bytes[at];
  if (first === undefined) return undefined;
  if ((first & 0x80) === 0) return { value: first, start: at + 1 };
  const digits = bytes.subarray(at + 1, at + 1 + (first & 0x7f));
  if (digits.length !== (first & 0x7f)) return undefined;
  let value = 0;
  for (const digit of digits) {
    value = value * 256 + digit;
    if (value > bytes.length) return undefined;
  }
  return { value, start: at + 1 + digits.length };
}

function readInteger(bytes: Uint8Array, at: number): Uint8Array | undefined {
  if (bytes[at] !== 0x02) return undefined;
  const length = readLength(bytes, at + 1);
  if (length === undefined || length.start + length.value > bytes.length) return undefined;
  return bytes.subarray(length.start, length.start + length.value);
}

/**
 * Reads a signature as all nodes did before BIP66 (ecdsa_signature_parse_der_lax, Dogecoin Core pubkey.cpp): the length
 * of the whole is not looked at, numbers have no sign and any padding, and what follows them is ignored. A check with
 * the mandatory flags alone still reads so, which decides between "mandatory" and "non-mandatory".
 * @returns r ‖ s, 64 bytes, or undefined
 */
export function parseLaxDer(der: Uint8Array): Uint8Array | undefined {
  if (der[0] !== 0x30) return undefined;
  const [, whole] = der;
  if (whole === undefined) return undefined;
  const firstInteger = (whole & 0x80) === 0 ? 2 : 2 + (whole & 0x7f);
  const r = readInteger(der, firstInteger);
  if (r === undefined) return undefined;
  const s = readInteger(der, r.byteOffset - der.byteOffset + r.length);
  if (s === undefined) return undefined;
  const compact = new Uint8Array(2 * PART_LENGTH);
  for (const [position, part] of [r, s].entries()) {
    const start = part.findIndex((byte) => byte !== 0);
    const magnitude = start === -1 ? part.subarray(part.length) : part.subarray(start);
    if (magnitude.length > PART_LENGTH) return NO_SIGNATURE;
    compact.set(magnitude, (position + 1) * PART_LENGTH - magnitude.length);
  }
  return compact;
}
