import { bech32 } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readScannedText } from '../../../core/merchant/desk/scanned-text.ts';
import { toBase64, toHex } from '../../../core/protocol/bytes.ts';
import { detailOf } from '../../../core/protocol/problem.ts';
import { decodePsbt, isCutOff } from '../../../core/protocol/psbt.ts';
import { deReasons } from '../../../renderer/messages/de/reasons.ts';
import { enReasons } from '../../../renderer/messages/en/reasons.ts';
import { aChannel, doge } from '../../doubles/channels.ts';
import { aPayment } from '../../doubles/payments.ts';

const swapped = (text: string) =>
  [...text]
    .map((letter) => (letter === letter.toUpperCase() ? letter.toLowerCase() : letter.toUpperCase()))
    .join('');

const seen = (text: string) => {
  const read = readScannedText(text);
  return read.is === 'nothing' ? read.seen : read.is;
};

/** What a scanner puts around every code it reads. */
const around = fc.constantFrom<(text: string) => string>(
  (text) => text,
  (text) => `]Q1${text}\r\n`,
  (text) => `\u001d${text}\u0004`,
  (text) => `  "${text}"\t`,
);

const ADDRESS = 'DDTtqnuZ5kfRT5qh2c7sNtqrJmV3iXYdGG';
const KEY = 'QNcdLVw8fHkixm6NNyN6nVwxKek4u7qrioRbQmjxac5TVoTtZuot';
const channel = aChannel();
const psbt = aPayment(channel, { paid: doge(5) });
/** Word by word, as BIP173 has it. */
const words = fc.array(fc.integer({ min: 0, max: 31 }), { minLength: 39, maxLength: 60 });

describe('what is no payment', () => {
  test.each([
    ['lightning:lnbc20u1p3y0x3hpp5743k2g0fsqqxj7n8qzuhns5gmkk4djeejk3wkp64ppevgekvc0jsdqcve5', 'lightning'],
    ['LNBC20U1P3Y0X3HPP5743K2G0FSQQXJ7N8QZUHNS5GMKK4DJEEJK3WKP64PPEVGEKVC0JSDQCVE5', 'lightning'],
    ['LNURL1DP68GURN8GHJ7UM9WFMXJCM99E3K7MF0V9CXJ0M385EKVCENXC6R2C35XVUKXEFCV5MKVV34X5EKZD3', 'lightning'],
    ['lnurlp://example.org/pay', 'lightning'],
    ['bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4', 'other_coin'],
    ['TB1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KXPJZSX', 'other_coin'],
    ['1BoatSLRHtKNngkdXEeobR76b53LETtpyT', 'other_coin'],
    ['0xde0B295669a9FD93d5F28D9Ec85E40f4cb697BAe', 'other_coin'],
    ['bitcoin:bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4?amount=1', 'other_coin'],
    ['WIFI:S:Guests;T:WPA;P:secret;;', 'wifi'],
    ['wifi:t:nopass;s:cafe;;', 'wifi'],
    ['BEGIN:VCARD\r\nVERSION:3.0\r\nN:Doe;Jane\r\nEND:VCARD', 'contact'],
    ['BEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT', 'contact'],
    ['MECARD:N:Doe,Jane;TEL:123;;', 'contact'],
    ['mailto:jane@example.org', 'contact'],
    ['jane@example.org', 'contact'],
    ['tel:+4930123456', 'contact'],
    ['SMSTO:+4930123456:hello', 'contact'],
    ['geo:52.5,13.4', 'contact'],
    ['BCD\n002\n1\nSCT\nBFSWDE33BER\nShop\nDE89370400440532013000\nEUR12.50', 'bank_transfer'],
    ['SPC\r\n0200\r\n1\r\nCH4431999123000889012', 'bank_transfer'],
    ['upi://pay?pa=shop@bank&am=5', 'bank_transfer'],
    ['00020101021226580014br.gov.bcb.pix5204000053039865802BR6304A13B', 'bank_transfer'],
    ['(01)04006381333931(17)261231(10)ABC', 'gs1'],
    ['0104006381333931\u001d10ABC123', 'gs1'],
    ['010400638133393117261231', 'gs1'],
    [']C10104006381333931', 'gs1'],
    [']d2010400638133393110ABC', 'gs1'],
    [']Q3010400638133393110ABC', 'gs1'],
    [']C110ABC123\u001d17261231', 'gs1'],
    ['00340123450000000000', 'gs1'],
    ['00340123450000000001', 'text'],
    ['UR:CRYPTO-PSBT/HDRDTDRHDTDR', 'other_form'],
    ['p1of3 cHNidP8BAHECAAA', 'other_form'],
    ['otpauth://totp/x?secret=AAAA', 'app_link'],
    ['whatsapp:hello', 'contact'],
    ['4006381333931', 'barcode'],
    [swapped(KEY), 'secret'],
  ] as const)('%j is seen as %s', (text, kind) => {
    expect(seen(text)).toBe(kind);
  });

  test('is another coin, whatever the network of its bech32 address, in either case', () => {
    const networks = fc.constantFrom('bc', 'tb', 'bcrt', 'ltc', 'tltc', 'dgb', 'addr');
    fc.assert(
      fc.property(networks, words, around, fc.boolean(), (network, data, add, isUpper) => {
        const text = bech32.encode(network, data, 120);
        expect(seen(add(isUpper ? text.toUpperCase() : text))).toBe('other_coin');
      }),
    );
  });

  test('is an address, in the case that it has, the other or one case alone', () => {
    const cases = fc.constantFrom<(text: string) => string>(
      (text) => text,
      swapped,
      (text) => text.toUpperCase(),
      (text) => text.toLowerCase(),
    );
    fc.assert(
      fc.property(cases, around, (write, add) => {
        expect(seen(add(write(ADDRESS)))).toBe('address');
      }),
    );
  });
});

test.each(['a@.', 'x@y.ab', '0002016304', 'lnbc1q', 'upi:', '(01)', '6304', 'bc1q', 'BEGIN:V'])(
  'a text of 700,000 characters like %j is named in no time',
  (filler) => {
    const began = process.cpuUsage();
    seen(`${filler.repeat(700_000 / filler.length)}§`);
    expect(process.cpuUsage(began).user).toBeLessThan(2_000_000);
  },
);

describe('a PSBT', () => {
  test('whose base64 is in one case is said to be changed by the scanner', () => {
    const base64 = toBase64(psbt);
    const cases = fc.constantFrom(base64.toUpperCase(), base64.toLowerCase());
    fc.assert(
      fc.property(cases, around, (text, add) => {
        expect(seen(add(text))).toBe('case_changed');
      }),
    );
  });

  test('that is cut off anywhere after its beginning is said to be cut off', () => {
    const writings = fc.constantFrom(toBase64(psbt), toHex(psbt), swapped(toBase64(psbt)));
    fc.assert(
      fc.property(writings, fc.nat(), around, (text, cut, add) => {
        const length = 12 + (cut % (text.length - 12 - 4));
        const read = readScannedText(add(text.slice(0, length)));
        const isSaid =
          read.is === 'psbt' ? isCutOff(read.bytes) : read.is === 'nothing' && read.seen === 'cut_off';
        expect(isSaid).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test('that is whole, or wrong in another way, is not said to be cut off', () => {
    expect(isCutOff(psbt)).toBe(false);
    const longer = Uint8Array.from([...psbt, 1, 2]);
    expect(decodePsbt(longer).ok).toBe(false);
    expect(isCutOff(longer)).toBe(false);
  });

  test('with other characters within is said to be damaged', () => {
    const text = toBase64(psbt);
    expect(seen(`${text.slice(0, 100)}§${text.slice(101)}`)).toBe('damaged');
    expect(seen(`${toHex(psbt).slice(0, 100)}ß${toHex(psbt).slice(101)}`)).toBe('damaged');
  });
});

describe('a sentence about what was scanned', () => {
  test('is whole in both languages, and names no empty thing', () => {
    for (const messages of [enReasons, deReasons]) {
      const said = Object.entries(messages).filter(([key]) => key.startsWith('refusal.nothing_scanned.'));
      expect(said.length).toBeGreaterThanOrEqual(24);
      for (const [, text] of said) expect(text).toMatch(/^[A-ZÄÖÜ][^{}]*\.$/);
    }
  });

  test('says something for a name that cannot be seen', () => {
    const blanks = fc.string({
      unit: fc.constantFrom(' ', '\u0000', '\u200b', '\n', '\ufeff'),
      maxLength: 5,
    });
    fc.assert(
      fc.property(blanks, (name) => {
        expect(detailOf({ code: 'unknown_invoice', facts: { invoice: name } })).toBe(
          'There is no invoice (none).',
        );
        expect(detailOf({ code: 'unknown_channel', facts: { channel: name } })).toBe(
          'There is no channel (none).',
        );
      }),
    );
  });
});
