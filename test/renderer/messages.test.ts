import { describe, expect, test } from 'vitest';
import type { ProblemView } from '../../core/bridge/views/problem.ts';
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
    const problem = { code: 'bad_policy', reason: 'value dust', detail: 'dust: x' } as const;
    expect(problemLabel(words, problem)).toContain('“Smallest output”: such a value is not possible.');
    const unsafe = { code: 'bad_policy', reason: 'dust_capacity', detail: 'x' } as const;
    expect(problemLabel(words, unsafe)).toContain(en['refusal.bad_policy.dust_capacity']);
  });

  test('is said in German without a word of the till’s English', () => {
    const german = wordsIn('de');
    const codes = keys.filter((key) => /^refusal\.[a-z_]+$/.test(key)).map((key) => key.slice(8));
    expect(codes.length).toBeGreaterThan(60);
    for (const code of codes) {
      const reasons = keys
        .filter((key) => key.startsWith(`refusal.${code}.`))
        .map((key) => key.split('.')[2]);
      for (const reason of [undefined, 'of no kind', 'value dust', ...reasons]) {
        const problem = { code, detail: 'ENGLISH', ...(reason && { reason }) } as ProblemView;
        const label = problemLabel(german, problem);
        expect(label).not.toContain('ENGLISH');
        expect(label).toContain(de[`refusal.${code}` as MessageKey]);
      }
    }
  });
});
