import { base32nopad } from '@scure/base';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { koinu, MAX_MONEY } from '../../core/money.ts';
import { concat, fromHex, toHex, utf8 } from '../../core/protocol/bytes.ts';
import {
  type CompactPayment,
  canonicalOutputs,
  checkCompactPayment,
  decodeCompactPayment,
  encodeCompactPayment,
  invoiceDigest,
  isCompactPayment,
} from '../../core/protocol/compact-payment.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import { type AmountDue, checkPayment, signPayment } from '../../core/protocol/payment.ts';
import { decodePsbt } from '../../core/protocol/psbt.ts';
import { aChannel, type ChannelDouble, doge } from '../doubles/channels.ts';
import { accepted, expectRefusal, nth } from '../doubles/outcomes.ts';
import { alice, bob, mallory } from '../doubles/parties.ts';
import { amountDue, aPayment } from '../doubles/payments.ts';
import { forAll } from '../properties/for-all.ts';

const channel = aChannel({ fundings: [[doge(60), doge(40)]] });

function aCompactPayment(
  changes: Partial<CompactPayment> = {},
  from: ChannelDouble = channel,
  signer = alice,
): CompactPayment {
  const paid = changes.paid ?? doge('12.5');
  const outputs = canonicalOutputs(from.basis, paid, from.changeScript ?? alice.script);
  return {
    channelPrefix: fromHex(from.announcement.channelId).subarray(0, 8),
    invoiceDigest: invoiceDigest('invoice-1'),
    paid,
    signatures: signPayment(from.basis, outputs, signer.privateKey),
    ...changes,
  };
}

const check = (compact: CompactPayment, due: Partial<AmountDue> = {}, on: ChannelDouble = channel) =>
  checkCompactPayment(on.basis, amountDue(due), compact);

const honest = aCompactPayment();
const text = encodeCompactPayment(honest);

describe('a compact payment', () => {
  const bytes8 = fc.uint8Array({ minLength: 8, maxLength: 8 });
  const signature = fc.uint8Array({ minLength: 64, maxLength: 64 });
  const compactPayments = fc.record({
    channelPrefix: bytes8,
    invoiceDigest: bytes8,
    paid: fc.bigInt({ min: 0n, max: MAX_MONEY }).map(koinu),
    signatures: fc.array(signature, { minLength: 1, maxLength: 10 }),
  });

  test('is read back as what was written', () => {
    forAll(compactPayments, (compact) => {
      expect(accepted(decodeCompactPayment(encodeCompactPayment(compact)))).toEqual(compact);
    });
  });

  test('is a version byte, the channel, the invoice, the amount and the signatures [CMP-3]', () => {
    expect(text.startsWith('DOGEPAY1:')).toBe(true);
    expect(toHex(base32nopad.decode(text.slice(9)))).toBe(
      `01${channel.announcement.channelId.slice(0, 16)}${toHex(sha256(utf8('invoice-1'))).slice(0, 16)}` +
        `000000004a817c80${honest.signatures.map(toHex).join('')}`,
    );
  });

  test('fits QR’s alphanumeric mode, and with ten inputs one code [CMP-4]', () => {
    expect(text).toMatch(/^[0-9A-Z $%*+\-./:]+$/);
    const longest = encodeCompactPayment({ ...honest, signatures: Array(10).fill(honest.signatures[0]) });
    expect(longest.length).toBeLessThan(4296);
    accepted(decodeCompactPayment(longest));
  });

  test('names its channel and its invoice', () => {
    expect(channel.announcement.channelId.startsWith(toHex(honest.channelPrefix))).toBe(true);
    expect(toHex(invoiceDigest('invoice-1'))).toBe(toHex(sha256(utf8('invoice-1')).subarray(0, 8)));
    expect(toHex(invoiceDigest('invoice-2'))).not.toBe(toHex(honest.invoiceDigest));
  });

  test('is told from other texts by its beginning', () => {
    expect(isCompactPayment(text)).toBe(true);
    expect(isCompactPayment('dogepay1:')).toBe(false);
    expect(isCompactPayment('DOGEPAY2:AA')).toBe(false);
  });
});

describe('the text of a compact payment [CMP-4]', () => {
  const malformed = (other: string) => expectRefusal(decodeCompactPayment(other), 'malformed_psbt');
  const ofBytes = (bytes: Uint8Array) => `DOGEPAY1:${base32nopad.encode(bytes)}`;
  const bytes = base32nopad.decode(text.slice(9));

  test('has one form: whatever is read writes the same text again', () => {
    const header = fc.uint8Array({ minLength: 20, maxLength: 30 });
    const rest = fc.string({ unit: fc.constantFrom(...'ABYZ2347a=1 '), maxLength: 3 });
    const texts = fc
      .tuple(header, fc.integer({ min: 0, max: 130 }), rest)
      .map(
        ([start, length, end]) => ofBytes(concat([Uint8Array.of(1, 0), start, new Uint8Array(length)])) + end,
      );
    forAll(
      fc.oneof(
        texts,
        fc.string().map((any) => `DOGEPAY1:${any}`),
        fc.string(),
      ),
      (any) => {
        const read = decodeCompactPayment(any);
        if (read.ok) expect(encodeCompactPayment(read.value)).toBe(any);
      },
      500,
    );
  });

  test('changed in any one letter is another payment or none', () => {
    for (let at = 9; at < text.length; at++) {
      for (const letter of ['A', 'Z', '7', 'a', '0', '=']) {
        if (text[at] === letter) continue;
        const read = decodeCompactPayment(text.slice(0, at) + letter + text.slice(at + 1));
        if (read.ok) expect(read.value).not.toEqual(honest);
      }
    }
  });

  test.each([
    ['nothing', ''],
    ['the beginning alone', 'DOGEPAY1:'],
    ['lower case', text.toLowerCase()],
    ['lower case after the beginning', `DOGEPAY1:${text.slice(9).toLowerCase()}`],
    ['another beginning', text.replace('DOGEPAY1', 'DOGEPAY2')],
    ['white space before it', ` ${text}`],
    ['white space after it', `${text}\n`],
    ['white space in it', `${text.slice(0, 20)} ${text.slice(20)}`],
    ['padding', `${text}=`],
    ['a digit that base32 has not', `${text.slice(0, -1)}1`],
    ['a letter too few', text.slice(0, -1)],
    ['a letter too many', `${text}A`],
    ['eight letters too many', `${text}AAAAAAAA`],
    ['no signature', ofBytes(bytes.subarray(0, 25))],
    ['no whole signature', ofBytes(bytes.subarray(0, 25 + 63))],
    ['one byte more than its signatures', ofBytes(concat([bytes, Uint8Array.of(0)]))],
    ['version 0', ofBytes(concat([Uint8Array.of(0), bytes.subarray(1)]))],
    ['version 2', ofBytes(concat([Uint8Array.of(2), bytes.subarray(1)]))],
    ['an amount that is none', ofBytes(bytes.with(17, 0x80))],
    ['more signatures than fit a code', ofBytes(concat([bytes, new Uint8Array(64 * 45)]))],
  ])('with %s is refused', (_, other) => {
    malformed(other);
  });

  test('with bits that no byte holds is refused', () => {
    // 153 bytes are 244 letters and 4 bits: the last letter's low bit is no part of them.
    const one = encodeCompactPayment({ ...honest, signatures: honest.signatures.slice(0, 1) });
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
    const last = alphabet.indexOf(nth([...one], -1));
    const spare = (one.slice(9).length * 5) % 8;
    expect(spare).toBeGreaterThan(0);
    for (let bits = 1; bits < 1 << spare; bits++) malformed(one.slice(0, -1) + alphabet[last | bits]);
  });

  test('with the largest amount is read, with one koinu more is not', () => {
    const withAmount = (amount: bigint) => {
      const changed = bytes.slice();
      new DataView(changed.buffer).setBigUint64(17, amount);
      return ofBytes(changed);
    };
    expect(accepted(decodeCompactPayment(withAmount(MAX_MONEY))).paid).toBe(MAX_MONEY);
    malformed(withAmount(MAX_MONEY + 1n));
    malformed(withAmount(2n ** 64n - 1n));
  });
});

describe('what a compact payment means', () => {
  test('is the transaction of the PSBT with the canonical outputs', () => {
    const compact = accepted(check(honest));
    const psbt = accepted(decodePsbt(aPayment(channel)));
    expect(compact).toEqual(accepted(checkPayment(channel.basis, amountDue(), psbt)));
  });

  test('pays exactly the canonical fee and the rest to the change script [CMP-1, CMP-2]', () => {
    expect(canonicalOutputs(channel.basis, doge('12.5'), alice.script)).toEqual([
      { script: bob.script, value: doge('12.5') },
      { script: alice.script, value: doge('87.49306') },
    ]);
    expect(accepted(check(honest)).fee).toBe(694_000n);
  });

  test('leaves change below dust to the fee, and change that does not pay for itself [CMP-1]', () => {
    const outputsFor = (paid: bigint) => canonicalOutputs(channel.basis, koinu(paid), alice.script);
    const most = doge(100) - 694_000n;
    expect(outputsFor(most - doge('0.01')).length).toBe(2);
    expect(outputsFor(most - doge('0.01') + 1n)).toEqual([
      { script: bob.script, value: most - doge('0.01') + 1n },
    ]);
    expect(outputsFor(most + 1000n).length).toBe(1);
    for (const paid of [most - 1n, most, most + 1000n, doge(100) - 660_000n]) {
      const compact = aCompactPayment({ paid: koinu(paid) });
      const payment = accepted(check(compact, { amount: koinu(paid) }));
      expect(payment.fee).toBe(doge(100) - paid);
      expect(payment.changeScript).toBeUndefined();
    }
  });
});

describe('a compact payment is refused [CMP-5]', () => {
  test('as malformed_psbt, on a channel that never named a change script', () => {
    const without = aChannel({ changeScript: undefined });
    expectRefusal(check(aCompactPayment({}, without), {}, without), 'malformed_psbt');
  });

  test('as unexpected_output, when its change would go to the settlement address, as in a PSBT', () => {
    const toBob = aChannel({ changeScript: bob.script });
    const psbt = accepted(decodePsbt(aPayment(toBob)));
    expectRefusal(checkPayment(toBob.basis, amountDue(), psbt), 'unexpected_output', { output: 1 });
    expectRefusal(check(aCompactPayment({}, toBob), {}, toBob), 'unexpected_output', { output: 1 });
  });

  test('as inputs_changed, with fewer or more signatures than inputs', () => {
    const [first, second] = [nth(honest.signatures, 0), nth(honest.signatures, 1)];
    for (const signatures of [[first], [first, second, second]]) {
      expectRefusal(check({ ...honest, signatures }), 'inputs_changed', { field: 'count' });
    }
  });

  test('as underpaid or overpaid, by one koinu', () => {
    for (const [paid, code] of [
      [doge('12.49999999'), 'underpaid'],
      [doge('12.50000001'), 'overpaid'],
    ] as const) {
      expectRefusal(check(aCompactPayment({ paid })), code, { expected: doge('12.5'), offered: paid });
    }
    const tipping = check(aCompactPayment({ paid: doge(13) }), { allowsTip: true });
    expect(accepted(tipping).tip).toBe(doge('0.5'));
  });

  test('as exceeds_capacity, when it pays more than there is', () => {
    const compact = { ...honest, paid: koinu(MAX_MONEY) };
    expectRefusal(check(compact, { amount: koinu(MAX_MONEY) }), 'exceeds_capacity');
    const due = { amount: doge('100.00000001') };
    expectRefusal(check({ ...honest, paid: due.amount }, due), 'exceeds_capacity');
  });

  test('as fee_too_low, when nothing is left for the fee', () => {
    const due = { amount: koinu(doge(100) - 659_999n) };
    expectRefusal(check(aCompactPayment({ paid: due.amount }), due), 'fee_too_low');
  });

  test('as dust_output, when it pays next to nothing', () => {
    expectRefusal(check(aCompactPayment({ paid: koinu(1n) }), { amount: koinu(1n) }), 'dust_output');
  });

  test('as bad_signature, when one is another’s, of another input, amount or change', () => {
    const invalid = (signatures: readonly Uint8Array[], input = 0) =>
      expectRefusal(check({ ...honest, signatures }), 'bad_signature', { input, problem: 'invalid' });
    invalid(aCompactPayment({}, channel, mallory).signatures);
    invalid([...honest.signatures].reverse());
    invalid(aCompactPayment({ paid: doge(13) }).signatures);
    invalid(aCompactPayment({}, aChannel({ ...channel, changeScript: mallory.script })).signatures);
    invalid([nth(honest.signatures, 0), new Uint8Array(64)], 1);
    invalid([nth(honest.signatures, 0), new Uint8Array(64).fill(0xff)], 1);
  });

  test('as bad_signature with the other S, which nodes do not relay', () => {
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const signatures = honest.signatures.map((signature) => {
      const s = order - BigInt(`0x${toHex(signature.subarray(32))}`);
      return concat([signature.subarray(0, 32), fromHex(s.toString(16).padStart(64, '0'))]);
    });
    expectRefusal(check({ ...honest, signatures }), 'bad_signature', { input: 0 });
  });
});
