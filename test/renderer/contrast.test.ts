import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

const css = readFileSync(new URL('../../renderer/styles/tokens.css', import.meta.url), 'utf8');

type Tokens = ReadonlyMap<string, string>;

function declarations(block: string): readonly (readonly [string, string])[] {
  return [...block.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [
    name,
    value.trim(),
  ]);
}

function block(selector: string): string {
  const start = css.indexOf(`${selector} {`);
  return css.slice(start, css.indexOf('\n}', start));
}

const base = declarations(block(':root'));

function picked(side: 0 | 1): Tokens {
  return new Map(
    base.map(([name, value]) => {
      const pair = /^light-dark\((#\w{6}), (#\w{6})\)$/.exec(value);
      return [name, pair === null ? value : (pair[side + 1] ?? '')];
    }),
  );
}

const THEMES: Readonly<Record<string, Tokens>> = {
  light: picked(0),
  dark: picked(1),
  contrast: new Map([...picked(1), ...declarations(block(':root[data-theme="contrast"]'))]),
};

/** WCAG 2.2, relative luminance. */
function luminance(colour: string): number {
  const parts = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255);
  const [red = 0, green = 0, blue = 0] = parts.map((part) =>
    part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(tokens: Tokens, one: string, other: string): number {
  const [a = 0, b = 0] = [one, other].map((name) => luminance(tokens.get(name) ?? ''));
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}

/** What is written on what. */
const READ: readonly (readonly [string, string])[] = [
  ...['ground', 'surface', 'raised', 'raised-press'].map((ground) => ['ink', ground] as const),
  ...['ground', 'surface', 'raised'].map((ground) => ['ink-soft', ground] as const),
  ...['ground', 'surface'].map((ground) => ['link', ground] as const),
  ['on-accent', 'accent'],
  ['on-accent', 'accent-press'],
  ...['neutral', 'good', 'waiting', 'warning', 'bad', 'paid'].map((tone) => [`on-${tone}`, tone] as const),
  ['on-good', 'surface'],
  ['on-bad', 'surface'],
];

/** Edges and marks that must be seen to know what can be touched (SC 1.4.11). */
const SEEN: readonly (readonly [string, string])[] = [
  ['line', 'surface'],
  ['line', 'ground'],
  ['focus', 'surface'],
  ['focus', 'ground'],
  ['on-good', 'raised'],
];

describe.each(Object.entries(THEMES))('in the theme %s', (theme, tokens) => {
  test.each(READ)('%s can be read on %s', (ink, ground) => {
    expect(contrast(tokens, ink, ground)).toBeGreaterThanOrEqual(theme === 'contrast' ? 7 : 4.5);
  });

  test.each(SEEN)('%s can be seen on %s', (mark, ground) => {
    expect(contrast(tokens, mark, ground)).toBeGreaterThanOrEqual(3);
  });
});
