import type { CallInput } from '../../core/bridge/bridge.ts';
import type { SettingsView } from '../../core/bridge/views/session.ts';
import type { FoundBackupView } from '../../core/bridge/views/setup.ts';
import type { MessageKey } from '../messages/en.ts';
import { lengthOf } from './passphrase-labels.ts';
import { isPin } from './pin-labels.ts';
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
  /** How the shop begins. */
  readonly begins: 'new' | 'backup' | 'words';
  readonly seedFrom: 'new' | 'earlier';
  /** The folder of a backup, as it was typed or chosen. */
  readonly backupFolder: string;
  /** What the till found in it. */
  readonly backup: FoundBackupView | undefined;
  /** Two tills of one seed would answer the same customers with different numbers. */
  readonly isEarlierTillOff: boolean;
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
  | 'begins'
  | 'seed'
  | 'backup'
  | 'words'
  | 'check'
  | 'restore'
  | 'passphrase'
  | 'pins'
  | 'review';

/** A shop from a backup has all but perhaps its node; else a seed is shown and asked back, or typed in. */
export function stepsOf({
  begins,
  seedFrom,
  backup,
}: Pick<SetupDraft, 'begins' | 'seedFrom' | 'backup'>): readonly SetupStep[] {
  if (begins === 'backup') {
    return ['language', 'begins', 'backup', ...(backup?.namesNode === false ? (['node'] as const) : [])];
  }
  const choice: readonly SetupStep[] = begins === 'words' ? [] : ['seed'];
  const seed: readonly SetupStep[] = seedFrom === 'new' ? ['words', 'check'] : ['restore'];
  const shop = ['language', 'begins', 'shop', 'network', 'node'] as const;
  return [...shop, ...choice, ...seed, 'passphrase', 'pins', 'review'];
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
    begins: 'new',
    seedFrom: 'new',
    backupFolder: '',
    backup: undefined,
    isEarlierTillOff: false,
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

/** What a step still asks for before the next may follow, as what to do first; undefined where nothing is missing. */
export function missingIn(step: SetupStep, draft: SetupDraft): MessageKey | undefined {
  switch (step) {
    case 'language':
    case 'network':
    case 'begins':
    case 'seed':
    case 'review':
      return undefined;
    case 'shop':
      if (draft.shopName.trim() === '') return 'why.shopName';
      return readTypedRate(draft.rate, draft.currency).is === 'refused' ? 'why.rate' : undefined;
    case 'node':
      if (draft.node.trim() === '') return 'why.node';
      return draft.node === draft.testedNode ? undefined : 'why.nodeTest';
    case 'words':
      return draft.words === '' ? 'why.words' : undefined;
    case 'check': {
      const isRight = draft.asked.length > 0 && draft.asked.every((place) => isAnswerRight(draft, place));
      return isRight ? undefined : 'why.answers';
    }
    case 'backup':
      return missingBackup(draft);
    case 'restore': {
      const isSeed = draft.earlierWords !== '' && draft.earlierWords === draft.checkedWords;
      return isSeed ? undefined : 'why.earlierWords';
    }
    case 'passphrase':
      return missingPassphrase(draft);
    case 'pins':
      return missingPin(draft);
  }
}

/** Of the word asked back at this place. */
export function isAnswerRight(
  { words, answers }: Pick<SetupDraft, 'words' | 'answers'>,
  place: number,
): boolean {
  return (answers[place] ?? '').trim().toLowerCase() === wordsOf(words)[place];
}

function missingBackup({ backup, backupFolder, isEarlierTillOff }: SetupDraft): MessageKey | undefined {
  if (backup === undefined || backup.folder !== backupFolder.trim()) return 'why.backup';
  return isEarlierTillOff ? undefined : 'why.earlierTill';
}

function missingPassphrase({ passphrase, passphraseAgain }: SetupDraft): MessageKey | undefined {
  if (lengthOf(passphrase) < SHORTEST_PASSPHRASE) return 'why.passphraseShort';
  return passphrase === passphraseAgain ? undefined : 'why.passphraseAgain';
}

/** A shop without clerks needs no PIN for them; one with clerks, another than the owner's. */
function missingPin({
  ownerPin,
  ownerPinAgain,
  clerkPin,
  clerkPinAgain,
}: SetupDraft): MessageKey | undefined {
  if (!isPin(ownerPin)) return 'why.ownerPin';
  if (ownerPin !== ownerPinAgain) return 'why.ownerPinAgain';
  if (clerkPin === '') return undefined;
  if (!isPin(clerkPin)) return 'why.clerkPin';
  if (clerkPin === ownerPin) return 'why.clerkPinSame';
  return clerkPin === clerkPinAgain ? undefined : 'why.clerkPinAgain';
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
