import { describe, expect, test } from 'vitest';
import { keptAfter } from '../../renderer/hooks/owner/use-setup-draft.tsx';

describe('what set-up keeps for somebody who comes back', () => {
  test('is what was typed, but for its secrets', () => {
    const typed = {
      shopName: 'Café Wau',
      begins: 'backup',
      backupFolder: '/media/stick',
      passphrase: 'correct horse',
      passphraseAgain: 'correct horse',
      ownerPin: '2222',
      clerkPin: '1111',
      words: 'legal winner',
      earlierWords: 'legal winner',
      answers: { 1: 'winner' },
    } as const;
    expect(keptAfter({}, typed)).toEqual({
      shopName: 'Café Wau',
      begins: 'backup',
      backupFolder: '/media/stick',
    });
  });

  test('has no password of a node at any moment of its typing', () => {
    const address = 'http://doge:s3cret@127.0.0.1:22555';
    let kept = {};
    for (let end = 1; end <= address.length; end++) kept = keptAfter(kept, { node: address.slice(0, end) });
    kept = keptAfter(kept, { node: address, testedNode: address });
    expect(kept).toEqual({});
  });

  test('has a node that was tested and needs no password, until another is typed', () => {
    const kept = keptAfter(
      { shopName: 'A' },
      { node: '/home/anna/.dogecoin', testedNode: '/home/anna/.dogecoin' },
    );
    expect(kept).toEqual({ shopName: 'A', node: '/home/anna/.dogecoin', testedNode: '/home/anna/.dogecoin' });
    expect(keptAfter(kept, { language: 'de' })).toEqual({ ...kept, language: 'de' });
    expect(keptAfter(kept, { node: 'http://u' })).toEqual({ shopName: 'A' });
  });
});
