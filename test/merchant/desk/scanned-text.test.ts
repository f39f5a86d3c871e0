import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScannedText } from '../../../core/merchant/desk/scanned-text.ts';
import { toBase64, toHex } from '../../../core/protocol/bytes.ts';
import { encodeCompactPayment } from '../../../core/protocol/compact-payment.ts';
import { detailOf } from '../../../core/protocol/problem.ts';
import type { Refusal } from '../../../core/refusal.ts';
import { doge } from '../../doubles/channels.ts';

const psbts = fc
  .uint8Array({ minLength: 0, maxLength: 300 })
  .map((rest) => Uint8Array.from([0x70, 0x73, 0x62, 0x74, 0xff, ...rest]));

const swapped = (text: string) =>
  [...text]
    .map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()))
    .join('');

/** What scanners and clipboards do around a code. */
const around = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => `]Q1${text}`,
  (text) => `]C1${text}\r\n`,
  (text) => `\u001d${text}\u0004`,
  (text) => `\ufeff${text}\n`,
  (text) => `"${text}"`,
  (text) => `  ${text}\t`,
  (text) => `\u0000${text}\u001e\u0004`,
  (text) => `“${text}”`,
  (text) => `\u200b${text}\u007f`,
  (text) => `]Q1]Q1${text}\u0085`,
);

const writings = fc.constantFrom<(bytes: Uint8Array) => string>(
  toBase64,
  (bytes) => toBase64(bytes).replace(/=+$/, ''),
  (bytes) => toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_'),
  (bytes) => toBase64(bytes).replace(/.{64}/g, '$&\r\n'),
  (bytes) => toBase64(bytes).replace(/.{20}/g, '$& '),
  (bytes) => swapped(toBase64(bytes)),
  toHex,
  (bytes) => toHex(bytes).toUpperCase(),
  (bytes) => `0x${toHex(bytes)}`,
  (bytes) => toHex(bytes).replace(/.{32}/g, '$&\n'),
);

describe('a scanned payment', () => {
  test('is the same PSBT however it is written, and whatever the scanner adds', () => {
    fc.assert(
      fc.property(psbts, writings, around, around, (bytes, write, add, addMore) => {
        expect(readScannedText(addMore(add(write(bytes))))).toEqual({ is: 'psbt', bytes });
      }),
      { numRuns: 500 },
    );
  });

  test('is the same compact payment, and the same frame, in either case', () => {
    const compact = encodeCompactPayment({
      channelPrefix: new Uint8Array(8).fill(7),
      invoiceDigest: new Uint8Array(8).fill(9),
      paid: doge('12.5'),
      signatures: [new Uint8Array(64).fill(3)],
    });
    const cases = fc.constantFrom(
      (text: string) => text,
      (text: string) => text.toLowerCase(),
      swapped,
    );
    fc.assert(
      fc.property(cases, around, (write, add) => {
        expect(readScannedText(add(write(compact)))).toEqual({ is: 'compact', text: compact });
        expect(readScannedText(add(write('B$2P0200ABCDEFGH')))).toEqual({
          is: 'frame',
          text: 'B$2P0200ABCDEFGH',
        });
      }),
    );
  });

  test.each([
    ['', 'empty'],
    [' \u001d\r\n', 'empty'],
    ['https://example.org/menu', 'web_link'],
    ['WWW.EXAMPLE.ORG', 'web_link'],
    ['dogecoin:DDTtqnuZ5kfRT5qh2c7sNtqrJmV3iXYdGG?amount=5', 'payment_link'],
    ['DOGECOIN:DDTTQNUZ5KFRT5QH2C7SNTQRJMV3IXYDGG', 'payment_link'],
    ['DDTtqnuZ5kfRT5qh2c7sNtqrJmV3iXYdGG', 'address'],
    ['96385074', 'barcode'],
    ['4006381333931', 'barcode'],
    [']E04006381333931', 'barcode'],
    ['036000291452', 'barcode'],
    ['4006381333932', 'text'],
    ['12.50', 'amount'],
    ['{"payload":"e30=","signature":"00"}', 'statement'],
    [`01000000${'00'.repeat(60)}`, 'transaction'],
    ['QNcdLVw8fHkixm6NNyN6nVwxKek4u7qrioRbQmjxac5TVoTtZuot', 'secret'],
    [
      'abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about',
      'secret',
    ],
    ['httpsÖ--example.org-menu', 'wrong_keyboard'],
    ['DOGEPAY1ÖABCDEF', 'wrong_keyboard'],
    ['hello', 'text'],
    ['x'.repeat(800_000), 'too_long'],
  ] as const)('%j is seen as %s', (text, seen) => {
    expect(readScannedText(text)).toEqual({ is: 'nothing', seen });
  });

  test.each(['"', ' ', ']Q1', '=', '\u200b', '{'])(
    'of 700,000 characters like %j is read in no time',
    (filler) => {
      const began = process.cpuUsage();
      readScannedText(`x${filler.repeat(700_000 / filler.length)}x`);
      expect(process.cpuUsage(began).user).toBeLessThan(2_000_000);
    },
  );

  test('is read or named, whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
        expect(['frame', 'compact', 'psbt', 'nothing']).toContain(readScannedText(text).is);
      }),
    );
  });
});

describe('a sentence', () => {
  test.each<Refusal>([
    { code: 'unknown_invoice', facts: { invoice: '' } },
    { code: 'unknown_channel', facts: { channel: '' } },
    { code: 'unknown_key', facts: { key: '' } },
    { code: 'invoice_mismatch', facts: { named: '' } },
    { code: 'malformed_psbt', facts: { problem: '' } },
  ])('of $code never ends in an empty name', (refusal) => {
    expect(detailOf(refusal)).not.toMatch(/\s[.,;:]|\(\)|: *\.| {2}/);
  });
});
