import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { koinu, MAX_MONEY } from '../../core/money.ts';
import { fromHex, toBase64 } from '../../core/protocol/bytes.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import { buildUri, identityHash, parseUri } from '../../core/protocol/uri.ts';
import { doge } from '../doubles/channels.ts';
import { accepted, expectRefusal } from '../doubles/outcomes.ts';
import { alice, bob } from '../doubles/parties.ts';
import { anyText } from '../properties/arbitraries.ts';
import { forAll } from '../properties/for-all.ts';

const { address } = alice;

describe('a dogecoin: URI', () => {
  test('says address, amount, shop, order, and where the invoice is [INV-1, INV-2]', () => {
    const uri = buildUri({
      address,
      amount: doge('12.5'),
      label: 'Café & Söhne',
      message: 'Table 4 #7',
      channelUrl: 'http://192.168.1.7:8080/v1/invoices/abc?x=1',
      channelKeyHash: identityHash(bob.publicKey.subarray(1)),
    });
    expect(uri).toBe(
      `dogecoin:${address}?amount=12.5&label=Caf%C3%A9%20%26%20S%C3%B6hne&message=Table%204%20%237` +
        `&pc=http%3A%2F%2F192.168.1.7%3A8080%2Fv1%2Finvoices%2Fabc%3Fx%3D1` +
        `&ph=${identityHash(bob.publicKey.subarray(1))}`,
    );
  });

  test('may be of an address alone', () => {
    expect(buildUri({ address, amount: undefined })).toBe(`dogecoin:${address}`);
    expect(accepted(parseUri(`dogecoin:${address}`))).toEqual({ address, amount: undefined });
  });

  test('is read back as what was written', () => {
    const texts = fc.string({ unit: fc.constantFrom(...'Aé&=+%#? "/\u0000ß犬🐕'), maxLength: 30 });
    const members = fc.record(
      {
        address: fc.constantFrom(alice.address, bob.address),
        amount: fc.option(fc.bigInt({ min: 0n, max: MAX_MONEY }).map(koinu), { nil: undefined }),
        label: texts,
        message: texts,
        channelUrl: texts.map((path) => `http://192.168.1.7:8080/${path}`),
        channelKeyHash: texts,
        connectUrl: texts,
        connectKeyHash: texts,
      },
      { requiredKeys: ['address', 'amount'] },
    );
    forAll(members, (uri) => expect(accepted(parseUri(buildUri(uri)))).toEqual(uri));
  });

  test('is written even of a text that was cut in the middle of a character', () => {
    const uri = buildUri({ address, amount: doge(1), label: '🐕'.slice(0, 1) });
    expect(accepted(parseUri(uri)).label).toBe('\u{fffd}');
  });

  test.each([
    ['in capitals', `DOGECOIN:${address}?amount=1`],
    ['with slashes', `dogecoin://${address}?amount=1`],
    ['with white space around it', ` dogecoin:${address}?amount=1\n`],
    ['with a parameter that nobody knows', `dogecoin:${address}?amount=1&colour=gold`],
    ['with parameters without a name or a value', `dogecoin:${address}?&amount=1&&flag&=7`],
  ])('is read %s', (_, text) => {
    expect(accepted(parseUri(text))).toEqual({ address, amount: doge(1) });
  });

  test('may say a space by + and by %20, and has = in values', () => {
    const text = `dogecoin:${address}?label=a+b%20c%2Bd&message=x=y=z`;
    expect(accepted(parseUri(text))).toMatchObject({ label: 'a b c+d', message: 'x=y=z' });
  });

  test.each([
    ['nothing', ''],
    ['another scheme', `bitcoin:${address}`],
    ['no scheme', address],
    ['no address', 'dogecoin:?amount=1'],
    ['no address at all', 'dogecoin:'],
    ['letters that no address has', `dogecoin:${address.slice(0, -1)}0`],
    ['an address that is too short', 'dogecoin:D12345'],
    ['an address that is too long', `dogecoin:${'D'.repeat(65)}`],
    ['a path', `dogecoin:${address}/x`],
    ['a fragment', `dogecoin:${address}?amount=1#x`],
    ['text before the scheme', `see dogecoin:${address}`],
    ['a line before the scheme', `x\ndogecoin:${address}`],
    ['an amount that is none', `dogecoin:${address}?amount=1e3`],
    ['an empty amount', `dogecoin:${address}?amount=`],
    ['a negative amount', `dogecoin:${address}?amount=-1`],
    ['nine decimals', `dogecoin:${address}?amount=0.123456789`],
    ['an amount above all money', `dogecoin:${address}?amount=10000000001`],
    ['an amount twice', `dogecoin:${address}?amount=1&amount=1`],
    ['an invoice twice', `dogecoin:${address}?pc=http%3A%2F%2Fa&pc=http%3A%2F%2Fb`],
    ['half a percent code', `dogecoin:${address}?label=%E0%A4%A`],
    ['bytes that are no UTF-8', `dogecoin:${address}?label=%ff`],
    ['4097 characters', `dogecoin:${address}?label=${'x'.repeat(4097)}`],
    ['what a reader must know and this one does not', `dogecoin:${address}?amount=1&req-split=2`],
  ])('is refused with %s', (_, text) => {
    expectRefusal(parseUri(text), 'malformed_request');
  });

  test('of arbitrary text is read or refused, never an exception', () => {
    forAll(anyText, (text) => void parseUri(text));
    const queries = fc.string({ unit: fc.constantFrom(...'&=%+#?amountpch0129af/\u{1f415}') });
    forAll(
      queries,
      (query) => {
        const read = parseUri(`dogecoin:${address}?${query}`);
        if (read.ok) expect(read.value.address).toBe(address);
      },
      500,
    );
  });
});

describe('the hash of an identity', () => {
  test('is 20 characters of URL-safe base64, of the first 15 bytes of SHA-256 [INV-3]', () => {
    forAll(fc.uint8Array({ minLength: 32, maxLength: 32 }), (key) => {
      const text = toBase64(sha256(key).subarray(0, 15)).replaceAll('+', '-').replaceAll('/', '_');
      expect(identityHash(key)).toBe(text);
      expect(text).toMatch(/^[\w-]{20}$/);
    });
  });

  test('is another for another key', () => {
    expect(identityHash(fromHex('00'.repeat(32)))).toBe('Zmh6rfhivXdsj8GLjp-O');
    expect(identityHash(alice.publicKey.subarray(1))).not.toBe(identityHash(bob.publicKey.subarray(1)));
  });
});
