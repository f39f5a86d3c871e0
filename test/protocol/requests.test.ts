import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { toBase64, toHex, utf8 } from '../../core/protocol/bytes.ts';
import { hash256 } from '../../core/protocol/hash.ts';
import { MAX_PSBT_BYTES } from '../../core/protocol/psbt.ts';
import {
  closeRequestHash,
  MAX_REQUEST_BYTES,
  readAnnounceRequest,
  readCloseRequest,
  readPayRequest,
  readPsbtText,
} from '../../core/protocol/requests.ts';
import { signEcdsa, toDer, verifyEcdsa } from '../../core/protocol/signature.ts';
import { aChannel } from '../doubles/channels.ts';
import { accepted, expectRefusal } from '../doubles/outcomes.ts';
import { alice } from '../doubles/parties.ts';
import { forAll } from '../properties/for-all.ts';

const bytes = Uint8Array.of(1, 2, 3, 4);
const psbt = toBase64(bytes);
const { channelId } = aChannel().announcement;

const READERS = [
  ['an announcement', readAnnounceRequest],
  ['a payment', readPayRequest],
  ['a close', readCloseRequest],
] as const;

describe.each(READERS)('a request for %s', (_, read) => {
  test.each([undefined, null, 7, 'text', [], {}, [{ psbt }], { psbt: 7 }, { psbt: null }, { PSBT: psbt }])(
    'is refused as malformed_request when it is %j',
    (body) => {
      expectRefusal(read(body), 'malformed_request');
    },
  );

  test('is refused as malformed_psbt when the PSBT is not canonical base64', () => {
    for (const text of [' ', `${psbt}\n`, '_-8=', 'AB', 'QR==', '\u0000']) {
      expectRefusal(read({ psbt: text }), 'malformed_psbt');
    }
  });

  test('is refused as psbt_too_large before the base64 is read', () => {
    const text = '!'.repeat(MAX_REQUEST_BYTES);
    expectRefusal(read({ psbt: text }), 'psbt_too_large', { limit: MAX_PSBT_BYTES });
  });

  test('may have members that nobody asked for', () => {
    expect(accepted<object>(read({ psbt, later: true }))).toMatchObject({ psbt: bytes });
  });

  test('of arbitrary kind is read or refused, never an exception', () => {
    forAll(fc.anything(), (body) => void read(body));
    const named = fc.dictionary(fc.constantFrom('psbt', 'name', 'channel', 'signature'), fc.jsonValue());
    forAll(named, (body) => void read(body), 300);
  });
});

describe('an announcement’s name [ANN-1]', () => {
  const nameOf = (name: unknown) => accepted(readAnnounceRequest({ psbt, name })).name;

  test('is optional', () => {
    expect(accepted(readAnnounceRequest({ psbt }))).toEqual({ psbt: bytes, name: '' });
    expect(nameOf('')).toBe('');
  });

  test('is at most 64 characters, whatever their bytes', () => {
    expect(nameOf('🐕'.repeat(64))).toBe('🐕'.repeat(64));
    expectRefusal(readAnnounceRequest({ psbt, name: 'x'.repeat(65) }), 'malformed_request');
    expectRefusal(readAnnounceRequest({ psbt, name: '🐕'.repeat(65) }), 'malformed_request');
  });

  test('is shown to the clerk without what a screen or a log could obey', () => {
    expect(nameOf(' Alice\u0000\u0007\n\r\u001b[31m ')).toBe('Alice[31m');
    expect(nameOf('A\u202eecila\u200b\ufeff')).toBe('Aecila');
    expect(nameOf('A\u2028l\u2029ice')).toBe('Alice');
    expect(nameOf('\ud800Alice')).toBe('Alice');
    expect(nameOf('Zoë Þórr 🐕')).toBe('Zoë Þórr 🐕');
    expect(nameOf('<b>Alice</b>')).toBe('<b>Alice</b>');
  });

  test('is text', () => {
    for (const name of [7, null, ['Alice'], {}]) {
      expectRefusal(readAnnounceRequest({ psbt, name }), 'malformed_request');
    }
  });
});

describe('a payment’s request', () => {
  test('may name the channel [PAY-1]', () => {
    expect(accepted(readPayRequest({ psbt }))).toEqual({ psbt: bytes, channel: undefined });
    expect(accepted(readPayRequest({ psbt, channel: channelId })).channel).toBe(channelId);
    expectRefusal(readPayRequest({ psbt, channel: 7 }), 'malformed_request');
  });
});

describe('a request to close', () => {
  const hash = closeRequestHash(channelId);
  const signature = signEcdsa(hash, alice.privateKey);

  test('is signed over the channel’s name, by the customer [CLS-4]', () => {
    expect(toHex(hash)).toBe(toHex(hash256(utf8(`dogecoin-channel close ${channelId}`))));
    const request = accepted(readCloseRequest({ signature: toHex(toDer(signature)) }));
    expect(request).toEqual({ kind: 'signed', signature });
    expect(verifyEcdsa(hash, alice.publicKey, signature)).toBe(true);
    const other = closeRequestHash(aChannel({ locktime: 110_081 }).announcement.channelId);
    expect(verifyEcdsa(other, alice.publicKey, signature)).toBe(false);
  });

  test.each([
    ['empty', ''],
    ['no hex', 'xyz'],
    ['half a byte', toHex(toDer(signature)).slice(1)],
    ['no DER', toHex(signature)],
    ['DER with a hash type', `${toHex(toDer(signature))}01`],
    ['longer than any', '00'.repeat(100_000)],
  ])('is refused as bad_signature when the signature is %s', (_, text) => {
    expectRefusal(readCloseRequest({ signature: text }), 'bad_signature', { problem: 'encoding' });
  });

  test('may be a release instead [REL-1]', () => {
    expect(accepted(readCloseRequest({ psbt }))).toEqual({ kind: 'release', psbt: bytes });
  });

  test('of both kinds is the signed one [CLS-4]', () => {
    const body = { psbt, signature: toHex(toDer(signature)) };
    expect(accepted(readCloseRequest(body)).kind).toBe('signed');
  });
});

describe('a PSBT as text', () => {
  test('is read up to the size that a PSBT may have, to the byte', () => {
    for (const size of [0, 1, 2, 3, MAX_PSBT_BYTES - 1, MAX_PSBT_BYTES]) {
      expect(accepted(readPsbtText(toBase64(new Uint8Array(size)))).length).toBe(size);
    }
    expectRefusal(readPsbtText('A'.repeat(4 * Math.ceil((MAX_PSBT_BYTES + 3) / 3))), 'psbt_too_large');
  });
});
