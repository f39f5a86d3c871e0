import { describe, test } from 'vitest';
import { concat, fromHex, toHex } from '../../core/protocol/bytes.ts';
import { type AmountDue, checkPayment } from '../../core/protocol/payment.ts';
import { decodePsbt } from '../../core/protocol/psbt.ts';
import { parseDer, withHashByte } from '../../core/protocol/signature.ts';
import { aChannel, doge } from '../doubles/channels.ts';
import { accepted, expectRefusal, nth } from '../doubles/outcomes.ts';
import { alice, bob, mallory } from '../doubles/parties.ts';
import { amountDue, aPayment, type Deviations } from '../doubles/payments.ts';

const channel = aChannel({ fundings: [[doge(60), doge(40)]] });

const check = (psbt: Uint8Array, due: Partial<AmountDue> = {}) =>
  checkPayment(channel.basis, amountDue(due), accepted(decodePsbt(psbt)));

const deviating = (deviations: Deviations, due: Partial<AmountDue> = {}) =>
  check(aPayment(channel, deviations), due);

/** The same R with a zero that DER does not need, or a second one. The hash byte stays. */
function padR(signature: Uint8Array): Uint8Array {
  const [length = 0, lengthOfR = 0] = [signature[1], signature[3]];
  const head = Uint8Array.of(0x30, length + 1, 0x02, lengthOfR + 1, 0);
  return concat([head, signature.subarray(4)]);
}

/** As true a signature, with the order less S. */
function flipS(signature: Uint8Array): Uint8Array {
  const compact = parseDer(signature.subarray(0, -1)) ?? new Uint8Array(64);
  const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
  const s = order - BigInt(`0x${toHex(compact.subarray(32))}`);
  return withHashByte(concat([compact.subarray(0, 32), fromHex(s.toString(16).padStart(64, '0'))]));
}

describe('a payment’s signature [PAY-5]', () => {
  const one = (signature: Uint8Array) => concat([signature, Uint8Array.of(1)]);
  const altering =
    (change: (signature: Uint8Array) => Uint8Array | undefined): NonNullable<Deviations['signature']> =>
    (signature, index) =>
      index === 1 ? change(signature) : signature;

  test('is wanted for every input', () => {
    expectRefusal(deviating({ signature: altering(() => undefined) }), 'missing_signature', { input: 1 });
  });

  test('is missing when it is empty', () => {
    const signature = altering(() => new Uint8Array(0));
    expectRefusal(deviating({ signature }), 'missing_signature', { input: 1 });
  });

  test('is missing when it is another’s, and invalid when it is listed as hers', () => {
    expectRefusal(deviating({ signer: mallory }), 'missing_signature', { input: 0 });
    expectRefusal(deviating({ signer: bob }), 'missing_signature', { input: 0 });
    const listed = { signer: mallory, listedKey: alice.publicKey };
    expectRefusal(deviating(listed), 'bad_signature', { input: 0, problem: 'invalid' });
  });

  test('is missing when the input is finalised instead', () => {
    const input: Deviations['input'] = (draft) => ({ ...draft, partialSignatures: new Map() });
    expectRefusal(deviating({ input }), 'missing_signature', { input: 0 });
  });

  test.each([0x00, 0x02, 0x03, 0x04, 0x41, 0x81, 0x82, 0x83, 0xff])(
    'is refused with the hash type %i, though it signs with it',
    (sighash) => {
      expectRefusal(deviating({ sighash }), 'unexpected_sighash', { input: 0, sighash });
    },
  );

  test.each([0, 2, 0x81, 0xffffffff])('is refused when the PSBT asks for the hash type %i', (sighash) => {
    const input: Deviations['input'] = (draft, at) => (at === 1 ? { ...draft, sighashType: sighash } : draft);
    expectRefusal(deviating({ input }), 'unexpected_sighash', { input: 1, sighash });
  });

  test('may come with the hash type SIGHASH_ALL in the PSBT', () => {
    accepted(deviating({ input: (draft) => ({ ...draft, sighashType: 1 }) }));
  });

  test.each([
    ['of one byte', () => Uint8Array.of(1)],
    ['cut off', (signature: Uint8Array) => one(signature.subarray(0, -2))],
    ['with a byte between it and the hash type', (signature: Uint8Array) => one(signature)],
    ['with R padded', (signature: Uint8Array) => padR(signature)],
    ['of 64 bytes without DER', () => one(new Uint8Array(64).fill(7))],
    ['of 70,000 bytes', () => one(new Uint8Array(70_000))],
  ])('is refused as no strict DER when it is %s', (_, change) => {
    const facts = { input: 1, problem: 'encoding' } as const;
    expectRefusal(deviating({ signature: altering(change) }), 'bad_signature', facts);
  });

  test('is refused with the other S, which nodes do not relay', () => {
    const facts = { input: 1, problem: 'encoding' } as const;
    expectRefusal(deviating({ signature: altering(flipS) }), 'bad_signature', facts);
  });

  test('is refused when one bit of it is another', () => {
    const signature = altering((der) => der.with(20, (der[20] ?? 0) ^ 1));
    expectRefusal(deviating({ signature }), 'bad_signature', { input: 1, problem: 'invalid' });
  });

  test('is refused when it is of another input, or of another payment', () => {
    const all = accepted(check(aPayment(channel))).signatures.map(withHashByte);
    const swapped = (_: Uint8Array, index: number) => nth(all, 1 - index);
    expectRefusal(deviating({ signature: swapped }), 'bad_signature', { input: 0, problem: 'invalid' });
    const stale = (_: Uint8Array, index: number) => nth(all, index);
    const due = { amount: doge(13) };
    const facts = { input: 0, problem: 'invalid' } as const;
    expectRefusal(deviating({ paid: doge(13), signature: stale }, due), 'bad_signature', facts);
  });
});
