import { describe, expect, test } from 'vitest';
import { TRANSITIONS } from '../../core/channel/transitions.ts';
import { read } from '../house-rules/tree.ts';
import { STATES_DOCUMENT, statesDocument } from './states-document.ts';

describe('the document of the states', () => {
  test('is what `npm run docs` writes', () => {
    expect(read(STATES_DOCUMENT)).toBe(statesDocument());
  });

  test('draws every change of state, and no other', () => {
    const drawn = [...statesDocument().matchAll(/^ {4}(\w+) --> (\w+): (.*)$/gm)].flatMap(
      ([, from, to, events = '']) => events.split(', ').map((event) => `${from} ${event} ${to}`),
    );
    const changes = Object.entries(TRANSITIONS).flatMap(([from, row]) =>
      Object.entries(row).flatMap(([event, outcomes]) =>
        outcomes.filter((to) => to !== from && to !== 'refused').map((to) => `${from} ${event} ${to}`),
      ),
    );
    expect(drawn.sort()).toEqual(changes.sort());
  });
});
