import { describe, expect, test } from 'vitest';
import { isGuarded, isSilentlyDisabled, type Tag, tagsOf, takesText } from './markup.ts';
import { projectFiles, read } from './tree.ts';

const components = projectFiles('renderer').filter((path) => path.endsWith('.tsx'));

/** Places for text that holds a secret by what it is for. */
const TAKES_SECRETS = new Map([
  ['renderer/components/setup/RestoreStep.tsx', 'the words of an earlier till are asked for here'],
]);

function places(isMeant: (tag: Tag) => boolean): string[] {
  return components.flatMap((path) =>
    tagsOf(read(path))
      .filter(isMeant)
      .map(({ name }) => `${path}: <${name}>`),
  );
}

function only(source: string): Tag {
  const [tag] = tagsOf(source);
  if (tag === undefined) throw new Error(`no tag in ${source}`);
  return tag;
}

describe('what cannot be pressed', () => {
  test('says why', () => {
    expect(components.length).toBeGreaterThan(50);
    expect(places(isSilentlyDisabled)).toEqual([]);
  });

  test.each([
    '<button type="button" disabled>',
    '<button disabled={!canCharge} onClick={() => a > b}>',
    '<input type="checkbox" onChange={(event) => take(event)} disabled={isLocked} />',
    '<Button disabled={text === ""}>',
    '<fieldset\n  disabled\n>',
    '<a aria-disabled="true" href="#">',
  ])('would not be %s', (source) => {
    expect(isSilentlyDisabled(only(source))).toBe(true);
  });

  test.each([
    '<button disabled={!canCharge} aria-describedby="charge-obstacle">',
    '<Button why={missing} isBusy={isRunning}>',
    '<PinPad isWaiting={disabled} label="disabled" data-disabled-by="x" />',
  ])('may be %s', (source) => {
    expect(isSilentlyDisabled(only(source))).toBe(false);
  });
});

describe('a place for text', () => {
  const unguarded = places((tag) => takesText(tag) && !isGuarded(tag));

  test('gives a pasted secret to the guard, or is there for one', () => {
    const unknown = unguarded.filter(
      (place) => ![...TAKES_SECRETS.keys()].some((path) => place.startsWith(path)),
    );
    expect(unknown).toEqual([]);
  });

  test('is excused from it only where it is', () => {
    const stale = [...TAKES_SECRETS.keys()].filter(
      (path) => !unguarded.some((place) => place.startsWith(path)),
    );
    expect(stale).toEqual([]);
  });

  test.each([
    '<input value={amount} onChange={(event) => onAmount(event.target.value)} />',
    '<textarea rows={3} />',
    '<input type="search" onChange={(event) => setSearch(event.target.value)} />',
  ])('would not be %s', (source) => {
    expect(takesText(only(source)) && !isGuarded(only(source))).toBe(true);
  });

  test('is none where only a choice is made', () => {
    expect(takesText(only('<input type="checkbox" checked={isOn} />'))).toBe(false);
  });
});
