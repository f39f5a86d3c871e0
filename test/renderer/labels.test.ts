import { describe, expect, test } from 'vitest';
import { routeOf } from '../../renderer/hooks/use-route.ts';
import { countdownSeconds, shownState } from '../../renderer/labels/invoice-labels.ts';
import { keychainState } from '../../renderer/labels/keychain-labels.ts';
import {
  addedAmounts,
  coinsOfKoinu,
  currencyLabel,
  decimalsOf,
  dogeLabel,
  koinuOfCoins,
  worthLabel,
} from '../../renderer/labels/money-labels.ts';
import { strengthOf } from '../../renderer/labels/passphrase-labels.ts';
import { isPin, pinAfter, pinPlaces } from '../../renderer/labels/pin-labels.ts';
import { policyUnit, typedPolicy, unknownNames } from '../../renderer/labels/policy-labels.ts';
import { practiceStep } from '../../renderer/labels/practice-labels.ts';
import { askedPlaces, finishedWords, wordsOf } from '../../renderer/labels/seed-labels.ts';
import { emptyDraft, missingIn, shopOf, stepsOf } from '../../renderer/labels/setup-labels.ts';
import { agoLabel, countdownLabel, spanLabel } from '../../renderer/labels/time-labels.ts';
import { bannerWarning } from '../../renderer/labels/warning-labels.ts';
import { POLICY } from './fake/fake-state.ts';

describe('an amount', () => {
  test('is written as its language does, with two decimals at least', () => {
    expect(dogeLabel('en', '12.5')).toBe('12.50 DOGE');
    expect(dogeLabel('de', '1234.00000001')).toBe('1.234,00000001 DOGE');
    expect(currencyLabel('de', 1250n, 'EUR').replace(/\s/g, ' ')).toBe('12,50 €');
  });

  test('in a currency without decimals has none', () => {
    expect(decimalsOf('JPY')).toBe(0);
    expect(koinuOfCoins(20n, { currency: 'JPY', rate: '20' })).toBe(100_000_000n);
  });

  test('converted is rounded to what a clerk can read, unless that would cost a coin', () => {
    expect(koinuOfCoins(350n, { currency: 'EUR', rate: '0.245' })).toBe(1_429_000_000n);
    const dear = { currency: 'EUR', rate: '100' };
    expect(coinsOfKoinu(koinuOfCoins(1n, dear) ?? 0n, dear)).toBe(1n);
  });

  test('is worth nothing that could be said without a rate', () => {
    expect(worthLabel('en', '12', { currency: 'EUR', rate: '' })).toBe('');
    expect(worthLabel('en', '12', { currency: 'EUR', rate: '0.25' })).toBe('€3.00');
  });

  test('adds up exactly', () => {
    expect(addedAmounts(['0.1', '0.2', '0.00000001'])).toBe('0.30000001');
  });
});

describe('a time', () => {
  test('is told in the largest unit that says it', () => {
    expect(spanLabel('en', 30)).toBe('30 seconds');
    expect(spanLabel('en', 3 * 86_400)).toBe('3 days');
    expect(agoLabel('en', '2026-01-01T10:00:00Z', Date.parse('2026-01-01T12:30:00Z'))).toBe('2 hours ago');
  });

  test('that runs out is counted in minutes and seconds', () => {
    expect(countdownLabel(249)).toBe('4:09');
    expect(countdownLabel(-1)).toBe('0:00');
  });
});

describe('an invoice', () => {
  const now = Date.parse('2026-01-01T12:00:00Z');

  test('counts down in its last five minutes only', () => {
    expect(countdownSeconds({ expires: '2026-01-01T12:05:01Z' }, now)).toBeUndefined();
    expect(countdownSeconds({ expires: '2026-01-01T12:05:00Z' }, now)).toBe(300);
  });

  test('whose time is over is expired before the till says so', () => {
    const invoice = { state: 'open', expires: '2026-01-01T11:59:59Z' } as Parameters<typeof shownState>[0];
    expect(shownState(invoice, now)).toBe('expired');
  });
});

describe('a PIN', () => {
  test('has four to eight digits', () => {
    expect(['123', '1234', '12345678', '123456789', '12a4'].map(isPin)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  test('takes no ninth digit', () => {
    expect(pinAfter('12345678', '9')).toBe('12345678');
    expect(pinAfter('12', 'back')).toBe('1');
  });

  test('shows how many digits were typed and never which', () => {
    expect(pinPlaces('12')).toEqual([true, true, false, false]);
  });
});

describe('the keychain', () => {
  test.each([
    [{ isLocked: true }, 'none'],
    [{ isLocked: true, keepsPassphrase: false }, 'offer'],
    [{ isLocked: false, keepsPassphrase: true }, 'kept'],
    [{ isLocked: false, keepsPassphrase: false }, 'atHand'],
    [{ isLocked: false }, 'atHand'],
  ] as const)('of a till like %j is %s', (status, state) => {
    expect(keychainState(status)).toBe(state);
  });
});

describe('the policy', () => {
  test('is wholly known to the screens', () => {
    expect(unknownNames(POLICY)).toEqual([]);
    expect(unknownNames({ ...POLICY, new_name: 1 })).toEqual(['new_name']);
  });

  test('keeps amounts as texts and counts as numbers; what is no number is left for the till to refuse', () => {
    expect(typedPolicy({ dust: '0.02', confirmations: ' 7 ' }, POLICY)).toEqual({
      dust: '0.02',
      confirmations: 7,
    });
    expect(typedPolicy({ confirmations: 'x' }, POLICY)).toEqual({ confirmations: 'x' });
  });

  test('knows its units', () => {
    expect(
      ['dust', 'fee_per_kb', 'min_locktime_blocks', 'offer_lifetime_seconds', 'max_inputs'].map(policyUnit),
    ).toEqual(['doge', 'doge', 'blocks', 'seconds', 'count']);
  });
});

describe('practice', () => {
  const of = (...states: (readonly [string, string])[]) => ({
    channels: states.map(([state, paid]) => ({ id: '', state, paid, spendable: '1' })),
  });

  test.each([
    ['open', of(), false],
    ['mine-funding', of(['confirming', '0']), false],
    ['charge', of(['open', '0']), false],
    ['pay', of(['open', '0']), true],
    ['close', of(['open', '3']), false],
    ['mine-settlement', of(['closing', '3']), false],
    ['again', of(['closed', '3']), false],
    ['again', of(['refunded', '3']), false],
    ['again', of(['refunding', '3']), false],
    ['again', of(['lapsed', '0']), false],
    ['again', of(['conflicted', '3']), false],
    ['open', of(['refused', '0']), false],
    ['mine-funding', of(['announcing', '0']), false],
    ['mine-funding', of(['confirming', '0']), true],
    ['open', of(), true],
    ['mine-settlement', of(['closing', '3']), true],
    ['mine-settlement', of(['closed', '3'], ['closing', '3']), false],
    ['mine-settlement', of(['open', '0'], ['closing', '3']), false],
    ['pay', of(['open', '0'], ['closing', '3']), true],
    ['charge', of(['closed', '3'], ['open', '0']), false],
    ['charge', of(['confirming', '0'], ['open', '0']), false],
    ['mine-funding', of(['closed', '3'], ['confirming', '0']), false],
  ] as const)('says "%s" when that is next', (step, practice, hasOpenInvoice) => {
    expect(practiceStep(practice, { hasOpenInvoice })).toBe(step);
  });
});

describe('the first run', () => {
  const draft = emptyDraft({ language: 'en', currency: 'EUR' });

  test('asks new words back, and only reads earlier ones', () => {
    expect(stepsOf({ begins: 'new', seedFrom: 'new', backup: undefined })).toContain('check');
    expect(stepsOf({ begins: 'new', seedFrom: 'earlier', backup: undefined })).not.toContain('check');
  });

  test('goes on only with what a step asks for', () => {
    expect(missingIn('shop', draft)).toBeDefined();
    expect(missingIn('node', { ...draft, node: 'a', testedNode: 'b' })).toBeDefined();
    expect(
      missingIn('passphrase', { ...draft, passphrase: 'long enough it is', passphraseAgain: 'x' }),
    ).toBeDefined();
    const owner = { ownerPin: '1234', ownerPinAgain: '1234' };
    expect(missingIn('pins', { ...draft, ...owner, clerkPin: '1234', clerkPinAgain: '1234' })).toBeDefined();
    expect(missingIn('pins', { ...draft, ...owner, clerkPin: '' })).toBeUndefined();
    expect(missingIn('pins', { ...draft, ...owner, ownerPinAgain: '1235' })).toBeDefined();
    expect(missingIn('pins', { ...draft, ...owner, clerkPin: '4321', clerkPinAgain: '432' })).toBeDefined();
    expect(
      missingIn('pins', { ...draft, ...owner, clerkPin: '4321', clerkPinAgain: '4321' }),
    ).toBeUndefined();
  });

  test('takes back the asked words as they are on the paper, and earlier words as they were checked', () => {
    const asked = { ...draft, words: 'carbon ribbon trophy', asked: [0, 2], answers: { 0: ' Carbon' } };
    expect(missingIn('check', { ...draft, words: 'carbon' })).toBeDefined();
    expect(missingIn('check', asked)).toBeDefined();
    expect(missingIn('check', { ...asked, answers: { 0: ' Carbon', 2: 'trophy' } })).toBeUndefined();
    expect(
      missingIn('restore', { ...draft, earlierWords: 'carbon ribbon', checkedWords: 'carbon' }),
    ).toBeDefined();
    expect(
      missingIn('restore', { ...draft, earlierWords: 'carbon', checkedWords: 'carbon' }),
    ).toBeUndefined();
    const both = { ...draft, words: 'carbon', earlierWords: 'ribbon' };
    expect(shopOf(both)).toMatchObject({ words: 'carbon', areWordsNew: true });
    expect(shopOf({ ...both, seedFrom: 'earlier' })).toMatchObject({ words: 'ribbon', areWordsNew: false });
  });

  test('has a word checked once it is finished', () => {
    expect(finishedWords('legal win')).toEqual(['legal']);
    expect(finishedWords('legal winner ')).toEqual(['legal', 'winner']);
    const twelve = 'a b c d e f g h i j k l';
    expect(finishedWords(twelve)).toHaveLength(12);
    expect(finishedWords('')).toEqual([]);
  });

  test('says how strong a passphrase is by its length, in characters as people count them', () => {
    const strength = (text: string) => strengthOf(text, 12);
    expect(strength('eleven char')).toBe('short');
    expect(strength('🐕🐶🦮🐩🐕‍🦺')).toBe('short');
    expect(strength('aaaaaaaaaaaaaaaaaaaaaaaaaaaaa')).toBe('fewCharacters');
    expect(strength('twelve chars')).toBe('fair');
    expect(strength('a cat in the window')).toBe('good');
    expect(strength('a cat in the window of a mill')).toBe('strong');
  });

  test('gives the words with single spaces, whatever was pasted', () => {
    expect(shopOf({ ...draft, words: '  Carbon\nribbon ' }).words).toBe('carbon ribbon');
    expect(wordsOf('  ')).toEqual([]);
  });

  test('asks for three different words, in order', () => {
    expect(askedPlaces(12, [0, 0, 0])).toEqual([0, 1, 2]);
    expect(askedPlaces(12, [0.999, 0.999, 0.999])).toEqual([9, 10, 11]);
  });
});

describe('the banner', () => {
  test('is about the first warning that is more than a notice', () => {
    expect(bannerWarning([{ kind: 'cutoff_near', severity: 'notice' }])).toBeUndefined();
    const alarm = { kind: 'node_unreachable', severity: 'alarm' } as const;
    expect(bannerWarning([{ kind: 'cutoff_near', severity: 'notice' }, alarm])).toBe(alarm);
  });
});

describe('an address', () => {
  test('leads to its screen, and to Charge when there is none', () => {
    expect(routeOf('#/channel/ab12')).toEqual({ screen: 'channel', id: 'ab12' });
    expect(routeOf('#/nowhere')).toEqual({ screen: 'charge', id: '' });
    expect(routeOf('')).toEqual({ screen: 'charge', id: '' });
  });
});
