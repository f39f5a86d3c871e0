import { describe, expect, test } from 'vitest';
import { parseListen } from '../core/commands/serve.ts';
import { NETWORKS } from '../core/networks.ts';
import { nodeLocation, parseNodeAddress } from '../core/node/node-address.ts';
import { parseRfc3339 } from '../core/system/times.ts';
import { parseWebAddress } from '../core/web-address.ts';

describe('an address on the web', () => {
  test.each([
    ['HTTP://LocalHost:8420/', 'http://localhost:8420'],
    ['  https://Shop.Example  ', 'https://shop.example'],
    ['https://shop.example:443//', 'https://shop.example'],
    ['https://shop.example./till/', 'https://shop.example/till'],
    ['http://[::1]:8420/', 'http://[::1]:8420'],
    ['http://[0:0:0:0:0:0:0:1]', 'http://[::1]'],
    ['https://käse.example', 'https://xn--kse-qla.example'],
  ])('is put into one form: %s', (text, url) => {
    expect(parseWebAddress(text)).toEqual({ ok: true, url });
  });

  test.each([
    '',
    ' ',
    'shop.example',
    'shop.example:8420',
    '//shop.example',
    'ftp://shop.example',
    'http:shop.example',
    'http:///shop.example',
    'http:/shop.example',
    'http:\\\\shop.example',
    'http://',
    'http://shop example',
    'http://shop.example:0',
    'http://shop.example:65536',
    'http://shop.example:x',
    'http://[::1',
    'http://::1',
    'https://shop.example?',
    'https://shop.example/#',
    'https://shop.example/?a=1',
    'http://shop.example\n.evil',
    'javascript:alert(1)',
  ])('is refused in words: %j', (text) => {
    expect(parseWebAddress(text)).toMatchObject({
      ok: false,
      problem: expect.stringMatching(/^The address .*\.$/),
    });
  });

  test.each([
    'https://bob:hunter2@shop.example',
    'https://bob@shop.example',
    'https://@shop.example',
    'https://:@shop.example',
  ])('that customers see holds no credentials, and what refuses it does not repeat them: %s', (text) => {
    const address = parseWebAddress(text);
    expect(address.ok).toBe(false);
    expect(JSON.stringify(address)).not.toContain('hunter2');
    expect(JSON.stringify(address)).toMatch(/user or password/);
  });

  test('of the owner’s hook may have a query and credentials', () => {
    const mayHave = { query: true, credentials: true };
    expect(parseWebAddress(' HTTPS://bob:x@Hook.example/a?token=1 ', mayHave)).toEqual({
      ok: true,
      url: 'https://bob:x@hook.example/a?token=1',
    });
  });
});

describe('the address of a node', () => {
  test.each([
    ['HTTP://u:p@LocalHost:22555/', 'localhost:22555'],
    [' http://u:p@node.example. ', 'node.example:22555'],
    ['http://u:p@[::1]:7', '[::1]:7'],
    ['http://u:p@[2001:DB8::1]:7', '[2001:db8::1]:7'],
    ['http://u:p@käse.example:7', 'xn--kse-qla.example:7'],
    ['http://u:p@/#?x@127.0.0.1:7', '127.0.0.1:7'],
  ])('is put into one form: %s', (text, place) => {
    const parsed = parseNodeAddress(text, NETWORKS.mainnet);
    expect(parsed.ok && nodeLocation(parsed.address)).toBe(place);
  });

  test.each([
    'http://u:p@h:0',
    'http://u:p@h:65536',
    'http://u:p@h:7/wallet',
    'http://u:p@h:7?x=1',
    'http://u:p@h:7/#x',
    'http://u:p@::1:7',
    'http://u:p@a b:7',
    'http://u:p@:7',
    'localhost:7',
    'ws://u:p@h:7',
    '',
  ])('is refused in words: %j', (text) => {
    const parsed = parseNodeAddress(text, NETWORKS.mainnet);
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringMatching(/^[A-Z].*\.$/) });
  });
});

describe('where a till listens', () => {
  test.each([
    ['127.0.0.1:8420', { host: '127.0.0.1', port: 8420 }],
    [' LocalHost:0 ', { host: 'localhost', port: 0 }],
    ['[::1]:8420', { host: '::1', port: 8420 }],
  ])('is read: %s', (text, listen) => {
    expect(parseListen(text)).toEqual(listen);
  });

  test.each([
    '',
    ':8420',
    '8420',
    'h:65536',
    'h:-1',
    'h:1e3',
    '::1:8420',
    '[::g]:1',
    'http://h:1',
    'h:1/',
    'a b:1',
    '-h:1',
  ])('is refused: %j', (text) => {
    expect(() => parseListen(text)).toThrow(/is not HOST:PORT/);
  });
});

describe('a time that is typed', () => {
  test.each([
    ['2026-12-24T18:00:00Z', '2026-12-24T18:00:00.000Z'],
    ['2026-12-24t18:00:00.5z', '2026-12-24T18:00:00.500Z'],
    ['2026-12-24T18:00:00+01:00', '2026-12-24T17:00:00.000Z'],
    ['2028-02-29T00:00:00-00:30', '2028-02-29T00:30:00.000Z'],
  ])('is RFC 3339: %s', (text, time) => {
    expect(new Date(parseRfc3339(text) ?? Number.NaN).toISOString()).toBe(time);
  });

  test.each([
    '',
    'tomorrow',
    '2026-12-24',
    '2026-12-24T18:00Z',
    '2026-12-24T18:00:00',
    '2026-12-24 18:00:00Z',
    '24.12.2026',
    '12/24/2026',
    '1',
    '2026-02-30T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-10T00:00:00Z',
    '2027-02-29T00:00:00Z',
    '2026-12-24T24:00:00Z',
    '2026-12-24T18:60:00Z',
    '2026-12-24T18:00:61Z',
    '2026-12-24T18:00:00+25:00',
    '2026-12-24T18:00:00+0100',
    ' 2026-12-24T18:00:00Z',
    '+002026-12-24T18:00:00Z',
  ])('is refused otherwise: %j', (text) => {
    expect(parseRfc3339(text)).toBeUndefined();
  });
});
