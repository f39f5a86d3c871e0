import { describe, expect, test } from 'vitest';
import type { RefusalCode } from '../../core/refusal.ts';
import { worthThenLabel } from '../../renderer/labels/money-labels.ts';
import { refusedLabel } from '../../renderer/labels/refused-labels.ts';
import { codesIn, ScannedTexts } from '../../renderer/labels/scanned-texts.ts';
import { isRateOld } from '../../renderer/labels/time-labels.ts';
import { wordsIn } from '../../renderer/messages/translate.ts';

const words = wordsIn('en');

describe('a refused payment', () => {
  const title = (code: RefusalCode, state: 'open' | 'expired' | 'cancelled' | 'paid') =>
    refusedLabel(words, code, state).title;

  test('too late, for a cancelled sale, too little, too much, twice: each is told in words of its own', () => {
    const titles = [
      title('invoice_expired', 'expired'),
      title('invoice_expired', 'cancelled'),
      title('underpaid', 'open'),
      title('overpaid', 'open'),
      title('invoice_already_paid', 'paid'),
      title('channel_expiring', 'open'),
      title('exceeds_capacity', 'open'),
      title('node_unavailable', 'open'),
      title('bad_signature', 'open'),
    ];
    expect(new Set(titles).size).toBe(titles.length);
  });

  test('always says that nothing was taken, in both languages', () => {
    for (const language of ['en', 'de'] as const) {
      for (const code of ['invoice_expired', 'underpaid', 'exceeds_capacity', 'bad_signature'] as const) {
        const { text } = refusedLabel(wordsIn(language), code, 'open');
        expect(text).toMatch(language === 'en' ? /Nothing was taken/ : /nichts genommen/);
      }
    }
  });

  test('of a kind that a counter has no words for gives the reason', () => {
    expect(refusedLabel(words, 'bad_signature', 'open').text).toContain('signature is not valid');
  });
});

describe('what a scanner reads', () => {
  const NOW = 1_000_000;
  const [first, second, third] = ['B$2P0300AA', 'B$2P0301BB', 'B$2P0302CC'];

  test('is told once, however often the camera sees it', () => {
    const texts = new ScannedTexts();
    expect([texts.add(first, NOW), texts.next(), texts.next()]).toEqual([true, [first], []]);
    expect([texts.add(first, NOW), texts.next()]).toEqual([false, []]);
    texts.add(second, NOW);
    expect(texts.next()).toEqual([first, second]);
  });

  test("is told frame by frame with Caps Lock and with a scanner's prefix as well", () => {
    for (const write of [(text: string) => text.toLowerCase(), (text: string) => `]Q1${text}`]) {
      const texts = new ScannedTexts();
      for (const frame of [first, second]) texts.add(write(frame), NOW);
      expect(texts.next()).toEqual([write(first), write(second)]);
    }
  });

  test('into a field is parted at blanks when it is frames, and at none when it is not', () => {
    expect(codesIn(`${first}\n ${second.toLowerCase()}\n`)).toEqual([first, second.toLowerCase()]);
    for (const whole of ['cHNidP8B\nAHEC AAA', 'BEGIN:VCARD\nN:Doe\nEND:VCARD', 'DOGEPAY1:AA']) {
      expect(codesIn(` ${whole}\n`)).toEqual([whole]);
    }
  });

  test('stands alone when it is no frame', () => {
    const texts = new ScannedTexts();
    texts.add(first, NOW);
    texts.add('DOGEPAY1:AA', NOW);
    expect(texts.next()).toEqual(['DOGEPAY1:AA']);
    texts.add(second, NOW);
    expect(texts.next()).toEqual([second]);
  });

  test('goes on with the newest frame when the screen shows another code', () => {
    const texts = new ScannedTexts();
    for (const text of [first, second]) texts.add(text, NOW);
    texts.next();
    expect([texts.restart(), texts.next()]).toEqual([true, [second]]);
    expect(texts.restart()).toBe(false);
  });

  test('and was refused is not tried again for a while, unless somebody types it', () => {
    const texts = new ScannedTexts();
    texts.add(first, NOW);
    texts.dismiss(texts.next(), NOW);
    expect(texts.add(first, NOW + 7999)).toBe(false);
    expect(texts.add(first, NOW + 8000)).toBe(true);
    texts.dismiss(texts.next(), NOW);
    expect(texts.add(first, NOW + 1, true)).toBe(true);
  });

  test('while the till was answering is kept for the next question', () => {
    const texts = new ScannedTexts();
    texts.add(first, NOW);
    const asked = texts.next();
    texts.add(third, NOW);
    texts.dismiss(asked, NOW);
    expect(texts.next()).toEqual([third]);
  });
});

describe('the rate', () => {
  const NOW = Date.parse('2026-05-02T12:00:00Z');

  test('is old when it was set more than a day ago', () => {
    expect(isRateOld('2026-05-01T12:00:00Z', NOW)).toBe(false);
    expect(isRateOld('2026-05-01T11:59:59Z', NOW)).toBe(true);
    expect(isRateOld(undefined, NOW)).toBe(false);
  });

  test('of a sale is that of its day, and none where none was known', () => {
    const pricing = { currency: 'EUR', rate: '0.25' };
    expect(worthThenLabel('en', '10', { pricing })).toBe('€2.50');
    expect(worthThenLabel('en', '10', {})).toBe('');
  });
});
