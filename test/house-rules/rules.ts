const CATCH_ALL = /(?:^|[-.])(?:utils?|helpers?|common|managers?|services?|misc)(?:$|[-.])/i;

/** Whether a path has a part that says nothing of what is in it, or is a folder's index of code. */
export function isNameless(path: string): boolean {
  return path.split('/').some((part) => CATCH_ALL.test(part) || /^index\.[cm]?[jt]sx?$/.test(part));
}

/** What no text of the project may name, by what it would be. */
export const FOREIGN: readonly (readonly [string, RegExp])[] = [
  ['a package registry', /\bregistry\.[a-z]|\bnpmjs\.(?:org|com)\b/],
  ['a path of one machine', /(?<![\w.])\/(?:work|root|tmp)\//],
];

/** docs/GLOSSARY.md: one word a thing. These are second words for things that have one, or words for nothing here. */
export const UNUSED_WORDS: readonly (readonly [string, RegExp])[] = [
  ['balance', /\bbalances?\b/i],
  ['commitment', /\bcommitments?\b/i],
  ['session', /\bsessions?\b/i],
  ['agent', /(?<!user[ -])\bagents?\b/i],
  ['helper', /\bhelpers?\b/i],
];

export function isPinned(version: string): boolean {
  return /^\d+\.\d+\.\d+(?:-[\w.]+)?$/.test(version);
}

/** Whether a comment switches a rule of the linter or the compiler off without saying why. */
export function silencesWithoutReason(comment: string): boolean {
  if (/@ts-nocheck|@ts-ignore/.test(comment)) return true;
  if (/@ts-expect-error/.test(comment)) return !/@ts-expect-error:? \S+ \S+ \S+/.test(comment);
  return /biome-ignore/.test(comment) && !/biome-ignore\S* [\w/]+: \S+ \S+ \S+/.test(comment);
}
