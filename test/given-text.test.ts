import { describe, expect, test } from 'vitest';
import { decodeGivenText, firstLine } from '../core/given-text.ts';

const utf16 = (text: string, mark: boolean) => Buffer.from(`${mark ? '\ufeff' : ''}${text}`, 'utf16le');

describe('a text file that a person wrote', () => {
  test.each([
    ['plain', Buffer.from('secret\n')],
    ['with a byte order mark', Buffer.from('\ufeffsecret\n')],
    ['of Windows', Buffer.from('\ufeffsecret\r\nmore')],
    ['of an old Mac', Buffer.from('secret\rmore')],
    ['without a last line end', Buffer.from('secret')],
  ])('has the same first line (%s)', (_, bytes) => {
    const read = decodeGivenText(bytes);
    expect(read.ok && firstLine(read.text)).toBe('secret');
  });

  test('keeps the spaces of its first line', () => {
    const read = decodeGivenText(Buffer.from(' a secret \r\n'));
    expect(read.ok && firstLine(read.text)).toBe(' a secret ');
  });

  test.each([
    ['UTF-16 with a mark', utf16('secret', true)],
    ['UTF-16 without one', utf16('secret', false)],
    ['UTF-16, the other way round', utf16('secret', true).swap16()],
  ])('is named when it is %s', (_, bytes) => {
    expect(decodeGivenText(bytes)).toMatchObject({ ok: false, problem: expect.stringContaining('UTF-16') });
  });

  test('is refused when it is no text', () => {
    expect(decodeGivenText(Uint8Array.of(0xc3, 0x28))).toMatchObject({ ok: false });
  });
});
