import { de } from './de.ts';
import { en, type MessageKey } from './en.ts';

export type Language = 'en' | 'de';

const MESSAGES: Readonly<Record<Language, Readonly<Record<MessageKey, string>>>> = { en, de };

export type Values = Readonly<Record<string, string | number>>;

/** What screens say: one language's texts, with their {places} filled. */
export interface Words {
  readonly language: Language;
  readonly t: (key: MessageKey, values?: Values) => string;
  /** `base`.one or `base`.other by the language's own rule; {count} is the number as that language writes it. */
  readonly plural: (base: PluralBase, count: number, values?: Values) => string;
}

/** Keys that come in pairs: x.one and x.other. */
type PluralBase = MessageKey extends infer K ? (K extends `${infer B}.other` ? B : never) : never;

export function filled(text: string, values: Values): string {
  return text.replace(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

export function wordsIn(language: Language): Words {
  const messages = MESSAGES[language];
  const rules = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language);
  const t = (key: MessageKey, values: Values = {}) => filled(messages[key], values);
  return {
    language,
    t,
    plural: (base, count, values = {}) => {
      const key = `${base}.${rules.select(count) === 'one' ? 'one' : 'other'}` as MessageKey;
      return t(key, { ...values, count: numbers.format(count) });
    },
  };
}

export function isMessageKey(key: string): key is MessageKey {
  return Object.hasOwn(en, key);
}
