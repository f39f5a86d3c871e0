import { homedir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NETWORKS } from '../../core/networks.ts';
import { nodeLocation, parseNodeAddress } from '../../core/node/node-address.ts';

const { mainnet, testnet, regtest } = NETWORKS;

function address(text: string, network = mainnet) {
  const parsed = parseNodeAddress(text, network);
  return parsed.ok ? parsed.address : parsed.problem;
}

describe("a node's address with a password", () => {
  test('has the port of its network unless it names one', () => {
    expect(address('http://bob:secret@127.0.0.1')).toMatchObject({ port: 22555 });
    expect(address('http://bob:secret@127.0.0.1', testnet)).toMatchObject({ port: 44555 });
    expect(address('http://bob:secret@127.0.0.1', regtest)).toMatchObject({ port: 18332 });
    expect(address('http://bob:secret@127.0.0.1:80/')).toMatchObject({ port: 80 });
  });

  test.each([
    ['http://bob:secret@localhost:1', 'localhost', 'bob', 'secret'],
    [' http://bob:secret@node.example \n', 'node.example', 'bob', 'secret'],
    ['http://bob:p%40ss%2Fw%3Ard%25@[::1]:1', '::1', 'bob', 'p@ss/w:rd%'],
    ['http://b%20b:a@b/c:d?e#f@10.0.0.1', '10.0.0.1', 'b b', 'a@b/c:d?e#f'],
    ['http://bob:%C3%BC@host', 'host', 'bob', 'ü'],
  ])('is read: %s', (text, host, user, password) => {
    expect(address(text)).toMatchObject({ kind: 'password', host, user, password });
  });

  test('comes back from percent-encoding whatever the password', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1 });
    fc.assert(
      fc.property(text, fc.integer({ min: 1, max: 65_535 }), (password, port) => {
        const written = `http://bob:${encodeURIComponent(password)}@127.0.0.1:${port}`;
        expect(address(written)).toMatchObject({ user: 'bob', password, port });
      }),
    );
  });

  test.each([
    ['http://127.0.0.1:22555', 'lacks the user or the password'],
    ['http://bob@127.0.0.1', 'lacks the user or the password'],
    ['http://:secret@127.0.0.1', 'empty user or password'],
    ['http://bob:@127.0.0.1', 'empty user or password'],
    ['http://bob:secret@', 'no host'],
    ['http://bob:secret@[zz]', 'no host'],
    ['http://bob:secret@ho st', 'no host'],
    ['http://bob:secret@host/wallet/x', 'ends with the port'],
    ['http://bob:secret@host:0', '1 to 65535'],
    ['http://bob:secret@host:65536', '1 to 65535'],
    ['http://bob:secret@host:', '1 to 65535'],
    ['http://bob:50%@host', '%25'],
    ['http://b%3Ab:secret@host', 'colon'],
    ['https://bob:secret@host', 'plain HTTP'],
    ['bob:secret@host', 'write http://'],
    ['.dogecoin', 'in full'],
    ['', 'missing'],
    ['   ', 'missing'],
    ['/a\nb', 'control character'],
    [`/${'x'.repeat(5000)}`, 'longer than 4096'],
  ])('%s is refused with what to do', (text, part) => {
    const parsed = parseNodeAddress(text, mainnet);
    expect(parsed).toMatchObject({ ok: false, problem: expect.stringContaining(part) });
  });
});

describe("a node's address by its cookie", () => {
  test.each([
    ['/home/bob/.dogecoin', '/home/bob/.dogecoin', 44555],
    ['/home/bob/.dogecoin:18500', '/home/bob/.dogecoin', 18500],
    ['/home/bob/.dogecoin/testnet3/.cookie', '/home/bob/.dogecoin/testnet3/.cookie', 44555],
    ['~/.dogecoin', path.join(homedir(), '.dogecoin'), 44555],
    ['C:\\Users\\Bob\\Dogecoin', 'C:\\Users\\Bob\\Dogecoin', 44555],
    ['C:\\Users\\Bob\\Dogecoin:18500', 'C:\\Users\\Bob\\Dogecoin', 18500],
  ])('is read: %s', (text, location, port) => {
    expect(address(text, testnet)).toEqual({
      kind: 'cookie',
      host: '127.0.0.1',
      port,
      path: location,
      subfolder: 'testnet3',
    });
  });

  test('is refused with an impossible port', () => {
    expect(address('/home/bob/.dogecoin:99999')).toContain('1 to 65535');
  });
});

describe('any text', () => {
  const pieces = fc.constantFrom(
    'http://',
    'bob',
    ':',
    '@',
    '[',
    ']',
    '/',
    '%',
    '~',
    'C:\\',
    '99999',
    ' ',
    '\0',
  );
  const texts = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.array(pieces).map((parts) => parts.join('')),
  );

  test('is an address or one sentence without the text', () => {
    fc.assert(
      fc.property(texts, fc.constantFrom(mainnet, testnet, regtest), (text, network) => {
        const parsed = parseNodeAddress(text, network);
        if (parsed.ok) {
          expect(parsed.address.port).toBeGreaterThan(0);
          expect(nodeLocation(parsed.address)).toMatch(/:\d+$/);
        } else {
          expect(parsed.problem).toMatch(/^[A-Z].*\.$/);
        }
      }),
      { numRuns: 3000 },
    );
  });

  test('that holds a password is not repeated, neither in a problem nor in a location', () => {
    for (const text of [
      'http://bob:sesame@',
      'https://bob:sesame@host',
      'bob:sesame@host',
      'http://bob:sesame%@h',
    ]) {
      expect(JSON.stringify(parseNodeAddress(text, mainnet))).not.toContain('sesame');
    }
    const parsed = parseNodeAddress('http://bob:sesame@[::1]', mainnet);
    expect(parsed.ok && nodeLocation(parsed.address)).toBe('[::1]:22555');
  });
});
