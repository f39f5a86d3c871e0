import { describe, expect, test } from 'vitest';
import { rawWords } from '../../renderer/labels/warning-labels.ts';

const DETAIL = 'One English sentence.';

describe('the words of a machine', () => {
  test('stand beneath a warning as the node’s, where it is the node that said them', () => {
    const said = 'connect ECONNREFUSED 127.0.0.1:22555';
    expect(rawWords({ facts: { said }, detail: said })).toEqual({ from: 'warning.nodeSaid', text: said });
    expect(rawWords({ facts: { name: 'other', said }, detail: `other does not answer: ${said}` })).toEqual({
      from: 'warning.nodeSaid',
      text: said,
    });
  });

  test('stand there as the till’s, where no facts were put into the owner’s language', () => {
    expect(rawWords({ detail: DETAIL })).toEqual({ from: 'channel.tillsWords', text: DETAIL });
  });

  test('are left out where the sentence above says all of it', () => {
    expect(rawWords({ facts: { peers: 0, wanted: 1 }, detail: DETAIL })).toBeUndefined();
    expect(rawWords({})).toBeUndefined();
    expect(rawWords({ detail: '' })).toBeUndefined();
  });
});
