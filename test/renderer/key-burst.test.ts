import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { KeyBurst } from '../../renderer/labels/key-burst.ts';

/** What somebody with this gap between two keys brings: the text of a scan, and the keys that did something. */
function heard(keys: readonly string[], gapMs: number) {
  const burst = new KeyBurst();
  let done: string[] = [];
  let before: string[] = [];
  let scanned: string | undefined;
  for (const [at, key] of keys.entries()) {
    const timed = { key, at: at * gapMs, isRepeat: false };
    if (burst.isFirst(timed)) before = done;
    const meaning = burst.hear(timed);
    if (meaning.is === 'typed') done = [...done, key];
    if (meaning.is === 'began') done = before;
    if (meaning.is === 'scanned') scanned = meaning.text;
  }
  const rest = burst.pause();
  if (rest && 'scanned' in rest) scanned = rest.scanned;
  if (rest && 'typed' in rest) done = [...done, ...rest.typed];
  return { scanned, done };
}

const digits = (text: string) => [...text];

describe('a burst of keys', () => {
  test('is a scan, and nothing of it is typed', () => {
    expect(heard([...digits('96385074'), 'Enter'], 5)).toEqual({ scanned: '96385074', done: [] });
    expect(heard([...digits('4006381333931'), 'Tab'], 30)).toEqual({ scanned: '4006381333931', done: [] });
    expect(heard(digits('4006381333931'), 10)).toEqual({ scanned: '4006381333931', done: [] });
  });

  test('is a scan whatever its code, from the sixth character on', () => {
    const codes = fc.stringMatching(/^[!-*,-~]{6,300}$/);
    fc.assert(
      fc.property(codes, fc.integer({ min: 1, max: 34 }), (code, gap) => {
        expect(heard([...code, 'Enter'], gap)).toEqual({ scanned: code, done: [] });
      }),
    );
  });

  test('has Shift between its characters', () => {
    const keys = ['Shift', 'P', 'Shift', 'A', 'Y', 'Shift', '1', '2', '3', '4', 'Enter'];
    expect(heard(keys, 4).scanned).toBe('PAY1234');
  });

  test('leaves what was typed before it as it was', () => {
    const burst = new KeyBurst();
    expect(burst.hear({ key: '3', at: 0, isRepeat: false })).toEqual({ is: 'typed' });
    expect(burst.isFirst({ at: 500 })).toBe(true);
  });

  test('is one although the machine held a few of its keys up', () => {
    const burst = new KeyBurst();
    const times = [0, 4, 104, 108, 112, 190, 194, 198, 202, 206, 210, 214, 218];
    const meanings = times.map((at, place) => {
      const key = { key: String(place % 10), at, isRepeat: false };
      expect(burst.isFirst(key)).toBe(place === 0);
      return burst.hear(key).is;
    });
    expect(meanings).toContain('began');
    expect(burst.hear({ key: 'Enter', at: 240, isRepeat: false })).toEqual({
      is: 'scanned',
      text: '0123456789012',
    });
  });
});

describe('somebody at the keyboard', () => {
  test('is never taken for a scanner, however fast', () => {
    const texts = fc.stringMatching(/^[0-9.,+]{1,20}$/);
    fc.assert(
      fc.property(texts, fc.integer({ min: 41, max: 400 }), (text, gap) => {
        expect(heard([...text, 'Enter'], gap)).toEqual({ scanned: undefined, done: [...text, 'Enter'] });
      }),
    );
  });

  test('who holds a key down scans nothing', () => {
    const burst = new KeyBurst();
    for (let at = 0; at < 30; at++) {
      expect(burst.hear({ key: '0', at: at * 30, isRepeat: at > 0 })).toEqual({ is: 'typed' });
    }
  });

  test('may type a short price at any speed', () => {
    expect(heard(['1', '2', '.', '5', 'Enter'], 2)).toEqual({
      scanned: undefined,
      done: ['1', '2', '.', '5', 'Enter'],
    });
  });

  test('gets keys back that were held for a moment', () => {
    expect(heard(digits('1234567'), 3)).toEqual({ scanned: undefined, done: digits('1234567') });
  });
});
