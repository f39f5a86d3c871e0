import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fromHex, parseBase64, readUtf8, toBase64, toHex, utf8 } from '../../core/protocol/bytes.ts';
import {
  type Envelope,
  type Identity,
  MAX_ENVELOPE_BYTES,
  openEnvelope,
  openEnvelopeOf,
  sealEnvelope,
} from '../../core/protocol/envelope.ts';
import { hash256 } from '../../core/protocol/hash.ts';
import { signSchnorr, verifySchnorr } from '../../core/protocol/signature.ts';
import { accepted, expectRefusal } from '../doubles/outcomes.ts';
import { bob, mallory, type Party } from '../doubles/parties.ts';
import { forAll } from '../properties/for-all.ts';

const identityOf = ({ publicKey, privateKey }: Party): Identity => ({
  publicKey: publicKey.subarray(1),
  privateKey,
});
const till = identityOf(bob);
const payload = { type: 'channel_status', paid: '12.5', state: 'Ðoge' };
const envelope = sealEnvelope(payload, till);

/** An envelope of these bytes, rightly signed. */
function sealed(bytes: Uint8Array): Envelope {
  return { ...envelope, payload: toBase64(bytes), sig: toHex(signSchnorr(hash256(bytes), till.privateKey)) };
}

describe('an envelope', () => {
  test('is what DogeConnect 1.0 calls one: BIP-340 over the double SHA-256 of the payload’s bytes [ENV-1]', () => {
    expect(Object.keys(envelope)).toEqual(['version', 'payload', 'pubkey', 'sig']);
    expect(envelope.version).toBe('1.0');
    expect(envelope.pubkey).toBe(toHex(bob.publicKey).slice(2));
    const bytes = parseBase64(envelope.payload) ?? new Uint8Array(0);
    expect(JSON.parse(readUtf8(bytes))).toEqual(payload);
    expect(verifySchnorr(hash256(bytes), till.publicKey, fromHex(envelope.sig))).toBe(true);
  });

  test('is opened as what was sealed, after a journey as JSON', () => {
    forAll(
      fc.dictionary(fc.string(), fc.jsonValue()),
      (message) => {
        const travelled: unknown = JSON.parse(JSON.stringify(sealEnvelope(message, till)));
        const opened = accepted(openEnvelope(travelled));
        expect(JSON.stringify(opened.payload)).toBe(JSON.stringify(message));
        expect(opened.signer).toEqual(till.publicKey);
      },
      50,
    );
  });

  test('is the same each time that the same is sealed', () => {
    expect(sealEnvelope(payload, till)).toEqual(envelope);
  });

  test('may have members of a later version, which mean nothing', () => {
    accepted(openEnvelope({ ...envelope, later: true }));
  });

  test('of the till is told from one that another key signed as rightly [INV-3]', () => {
    expect(accepted(openEnvelopeOf(envelope, till.publicKey))).toEqual(payload);
    const forged = sealEnvelope(payload, identityOf(mallory));
    accepted(openEnvelope(forged));
    expectRefusal(openEnvelopeOf(forged, till.publicKey), 'bad_envelope', { problem: 'another key' });
  });
});

describe('an altered envelope is refused [ENV-2]', () => {
  test('when any byte of the payload is another', () => {
    const bytes = parseBase64(envelope.payload) ?? new Uint8Array(0);
    expect(bytes.length).toBeGreaterThan(50);
    for (const at of bytes.keys()) {
      for (const bit of [0, 7]) {
        const altered = toBase64(bytes.with(at, (bytes[at] ?? 0) ^ (1 << bit)));
        expectRefusal(openEnvelope({ ...envelope, payload: altered }), 'bad_envelope', {
          problem: 'signature',
        });
      }
    }
  });

  test('when the payload is longer, shorter or empty', () => {
    const bytes = parseBase64(envelope.payload) ?? new Uint8Array(0);
    for (const altered of [bytes.subarray(1), bytes.subarray(0, -1), new Uint8Array(0), utf8('{}')]) {
      expectRefusal(openEnvelope({ ...envelope, payload: toBase64(altered) }), 'bad_envelope');
    }
  });

  test('when any digit of the signature or of the key is another', () => {
    for (const member of ['sig', 'pubkey'] as const) {
      const text = envelope[member];
      for (const at of [...text].keys()) {
        const digit = text[at] === '0' ? '1' : '0';
        const altered = { ...envelope, [member]: text.slice(0, at) + digit + text.slice(at + 1) };
        expectRefusal(openEnvelope(altered), 'bad_envelope', { problem: 'signature' });
      }
    }
  });

  test('when the signature is of another payload', () => {
    const other = sealEnvelope({ ...payload, paid: '99' }, till);
    expectRefusal(openEnvelope({ ...envelope, sig: other.sig }), 'bad_envelope');
  });
});

describe('what is no envelope is refused as malformed_request', () => {
  const malformed = (value: unknown) => expectRefusal(openEnvelope(value), 'malformed_request');

  test.each([undefined, null, 7, 'text', [], {}, [envelope], JSON.stringify(envelope)])('%j', (value) => {
    malformed(value);
  });

  test.each([
    ['another version', { version: '2.0' }],
    ['a version that is a number', { version: 1 }],
    ['no payload', { payload: undefined }],
    ['a payload that is an object', { payload }],
    ['a payload of URL-safe base64', { payload: '_-8=' }],
    ['a payload with white space', { payload: `${envelope.payload}\n` }],
    ['a payload that is too long', { payload: 'A'.repeat(MAX_ENVELOPE_BYTES + 4) }],
    ['a compressed key', { pubkey: `02${envelope.pubkey}` }],
    ['a key in capitals', { pubkey: envelope.pubkey.toUpperCase() }],
    ['a short signature', { sig: envelope.sig.slice(2) }],
    ['a signature that is no hex', { sig: 'z'.repeat(128) }],
    ['no signature', { sig: undefined }],
  ])('with %s', (_, changes) => {
    malformed({ ...envelope, ...changes });
  });

  test.each([
    ['is no JSON', utf8('{')],
    ['is empty', new Uint8Array(0)],
    ['has text after its end', utf8('{} {}')],
  ])('when the payload %s, though it is signed', (_, bytes) => {
    malformed(sealed(bytes));
  });

  test('of arbitrary kind, never by an exception', () => {
    forAll(fc.anything(), malformed);
    const members = fc.record({
      version: fc.constant('1.0'),
      payload: fc.base64String(),
      pubkey: fc.stringMatching(/^[0-9a-f]{64}$/),
      sig: fc.stringMatching(/^[0-9a-f]{128}$/),
    });
    forAll(members, (value) => {
      expect(openEnvelope(value).ok).toBe(false);
    });
  });
});
