import { describe, expect, test } from 'vitest';
import { POLICY_NAMES } from '../../renderer/labels/policy-labels.ts';
import { problemLabel } from '../../renderer/labels/problem-label.ts';
import { de } from '../../renderer/messages/de.ts';
import { en, type MessageKey } from '../../renderer/messages/en.ts';
import { isMessageKey, wordsIn } from '../../renderer/messages/translate.ts';

const keys = Object.keys(en) as MessageKey[];

function places(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name).sort();
}

describe('the messages', () => {
  test('are the same in both languages', () => {
    expect(Object.keys(de).sort()).toEqual([...keys].sort());
  });

  test('have the same places in both languages', () => {
    expect(keys.filter((key) => places(en[key]).join() !== places(de[key]).join())).toEqual([]);
  });

  test('say something everywhere but for a unit that has no name', () => {
    expect(keys.filter((key) => en[key] === '' || de[key] === '')).toEqual(['unit.count']);
  });

  test('never use the word that the glossary does not', () => {
    expect(keys.filter((key) => /\bbalances?\b|\bcommitments?\b/i.test(en[key]))).toEqual([]);
  });

  test('come in pairs where they count', () => {
    const bases = keys.filter((key) => key.endsWith('.one')).map((key) => key.slice(0, -4));
    expect(bases.filter((base) => !isMessageKey(`${base}.other`))).toEqual([]);
  });

  test('name every member of the policy and what follows from it', () => {
    const wanted = POLICY_NAMES.flatMap((name) => [`policy.${name}`, `policy.${name}.hint`]);
    expect(wanted.filter((key) => !isMessageKey(key))).toEqual([]);
  });
});

describe('words', () => {
  test('count as their language does', () => {
    expect(wordsIn('en').plural('channels.count', 1)).toBe('1 channel');
    expect(wordsIn('de').plural('channels.count', 10_000)).toBe('10.000 Kanäle');
  });

  test('leave a place that nobody filled in sight', () => {
    expect(wordsIn('en').t('close.block')).toBe('block {height}');
  });
});

describe('a problem', () => {
  const words = wordsIn('en');

  test('of a known code is said in the screens’ own words', () => {
    expect(problemLabel(words, { code: 'channel_expiring', detail: 'x' })).toBe(
      en['refusal.channel_expiring'],
    );
  });

  test('of an unknown code is said in the till’s', () => {
    const code = 'made_up' as 'not_found';
    expect(problemLabel(words, { code, detail: 'The till said so.' })).toBe('The till said so.');
  });

  test('of a wrong PIN says when the next try is listened to', () => {
    const problem = { code: 'wrong_pin', detail: '', retryAfterSeconds: 30 } as const;
    expect(problemLabel(words, problem)).toBe('Wrong PIN. Try again in 30 seconds.');
  });

  test('of a policy adds which value is wrong', () => {
    const label = problemLabel(words, { code: 'bad_policy', detail: 'dust is above min_capacity' });
    expect(label).toContain('dust is above min_capacity');
  });
});
