import type { CallInput, SettingsView } from '../../core/bridge.ts';
import { lengthOf } from './passphrase-labels.ts';
import { isSamePin } from './pin-labels.ts';
import { wordsOf } from './seed-labels.ts';
import { readTypedRate } from './typed-rate.ts';

/** What a new shop will be; it lives in the window alone until createShop. */
export interface SetupDraft {
  readonly language: SettingsView['language'];
  readonly shopName: string;
  readonly currency: string;
  /** What one DOGE is in it, as it was typed; '' to be set later. */
  readonly rate: string;
  readonly network: 'mainnet' | 'testnet' | 'regtest';
  readonly node: string;
  /** The last node that a test found usable. */
  readonly testedNode: string;
  readonly seedFrom: 'new' | 'earlier';
  /** New ones, as the till has made them. */
  readonly words: string;
  /** Which of them are asked back, from 0, and what was answered. */
  readonly asked: readonly number[];
  readonly answers: Readonly<Record<number, string>>;
  /** Those of an earlier till, as they were typed. */
  readonly earlierWords: string;
  /** The last of these that the till found to be a seed. */
  readonly checkedWords: string;
  readonly passphrase: string;
  readonly passphraseAgain: string;
  readonly ownerPin: string;
  readonly ownerPinAgain: string;
  readonly clerkPin: string;
  readonly clerkPinAgain: string;
}

export type SetupStep =
  | 'language'
  | 'shop'
  | 'network'
  | 'node'
  | 'seed'
  | 'words'
  | 'check'
  | 'restore'
  | 'passphrase'
  | 'pins'
  | 'review';

/** A seed is shown and asked back, or typed in. */
export function stepsOf(draft: Pick<SetupDraft, 'seedFrom'>): readonly SetupStep[] {
  const seed: readonly SetupStep[] = draft.seedFrom === 'new' ? ['words', 'check'] : ['restore'];
  return ['language', 'shop', 'network', 'node', 'seed', ...seed, 'passphrase', 'pins', 'review'];
}

export const SHORTEST_PASSPHRASE = 12;

export function emptyDraft(settings: Pick<SettingsView, 'language' | 'currency'>): SetupDraft {
  return {
    language: settings.language,
    shopName: '',
    currency: settings.currency,
    rate: '',
    network: 'mainnet',
    node: '',
    testedNode: '',
    seedFrom: 'new',
    words: '',
    asked: [],
    answers: {},
    earlierWords: '',
    checkedWords: '',
    passphrase: '',
    passphraseAgain: '',
    ownerPin: '',
    ownerPinAgain: '',
    clerkPin: '',
    clerkPinAgain: '',
  };
}

/** Whether a step has all that it asks for, so that the next may follow. */
export function isComplete(step: SetupStep, draft: SetupDraft): boolean {
  switch (step) {
    case 'language':
    case 'network':
    case 'seed':
    case 'review':
      return true;
    case 'shop':
      return draft.shopName.trim() !== '' && readTypedRate(draft.rate, draft.currency).is !== 'refused';
    case 'node':
      return draft.node !== '' && draft.node === draft.testedNode;
    case 'words':
      return draft.words !== '';
    case 'check':
      return draft.asked.length > 0 && draft.asked.every((place) => isAnswerRight(draft, place));
    case 'restore':
      return draft.earlierWords !== '' && draft.earlierWords === draft.checkedWords;
    case 'passphrase':
      return lengthOf(draft.passphrase) >= SHORTEST_PASSPHRASE && draft.passphrase === draft.passphraseAgain;
    case 'pins':
      return isSamePin(draft.ownerPin, draft.ownerPinAgain) && isClerkPinFit(draft);
  }
}

/** Of the word asked back at this place. */
export function isAnswerRight(
  { words, answers }: Pick<SetupDraft, 'words' | 'answers'>,
  place: number,
): boolean {
  return (answers[place] ?? '').trim().toLowerCase() === wordsOf(words)[place];
}

/** A shop without clerks needs no PIN for them; one with clerks, another than the owner's. */
function isClerkPinFit({ clerkPin, clerkPinAgain, ownerPin }: SetupDraft): boolean {
  return clerkPin === '' || (isSamePin(clerkPin, clerkPinAgain) && clerkPin !== ownerPin);
}

export function shopOf(draft: SetupDraft): CallInput<'createShop'> {
  const { language, currency, network, node, passphrase, clerkPin, ownerPin } = draft;
  const rate = readTypedRate(currency === 'DOGE' ? '' : draft.rate, currency);
  return {
    language,
    shopName: draft.shopName.trim(),
    currency,
    rate: rate.is === 'rate' ? rate.decimal : '',
    network,
    node,
    words: wordsOf(draft.seedFrom === 'new' ? draft.words : draft.earlierWords).join(' '),
    areWordsNew: draft.seedFrom === 'new',
    passphrase,
    clerkPin,
    ownerPin,
  };
}
