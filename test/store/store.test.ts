import { describe, expect, test } from 'vitest';
import { doge, TERMS } from '../doubles/channels.ts';
import { party } from '../doubles/parties.ts';
import { aStore, insertChannel, insertOffer } from './store-doubles.ts';

describe('a transaction', () => {
  test('that throws leaves nothing behind', () => {
    const store = aStore();
    const work = () =>
      store.transaction(() => {
        store.settings.set('shop', 'Muster');
        throw new Error('no');
      });
    expect(work).toThrow('no');
    expect(store.settings.get('shop')).toBeUndefined();
  });

  test('within another one that throws leaves nothing of itself behind, whoever catches it', () => {
    const store = aStore();
    store.transaction(() => {
      store.settings.set('outer', 'stays');
      expect(() =>
        store.transaction(() => {
          store.settings.set('inner', 'goes');
          throw new Error('no');
        }),
      ).toThrow('no');
    });
    expect([store.settings.get('outer'), store.settings.get('inner')]).toEqual(['stays', undefined]);
  });

  test('within another one is undone with it', () => {
    const store = aStore();
    const work = () =>
      store.transaction(() => {
        store.transaction(() => store.settings.set('inner', 'goes'));
        throw new Error('no');
      });
    expect(work).toThrow('no');
    expect(store.settings.get('inner')).toBeUndefined();
  });

  test('does not wait: work that gives a promise is refused and undone', () => {
    const store = aStore();
    expect(() => store.transaction(async () => store.settings.set('shop', 'Muster'))).toThrow('promise');
    expect(store.settings.get('shop')).toBeUndefined();
  });

  test('gives back what its work gives', () => {
    expect(aStore().transaction(() => 7)).toBe(7);
  });
});

describe('what is kept in memory', () => {
  function undone(work: () => void, store = aStore()): void {
    expect(() =>
      store.transaction(() => {
        work();
        throw new Error('disk full');
      }),
    ).toThrow('disk full');
  }

  test('of a channel whose storing was undone is not taken for the next channel in its row', () => {
    const store = aStore();
    undone(() => insertChannel(store, { customer: party('carol') }), store);
    const { stored, double } = insertChannel(store, { customer: party('dora') });
    const { channelId, customerKey, capacity } = store.channels.require(stored.constants.row).constants.basis;
    expect({ channelId, customerKey, capacity }).toEqual({
      channelId: double.announcement.channelId,
      customerKey: party('dora').publicKey,
      capacity: double.announcement.capacity,
    });
  });

  test('of terms whose storing was undone is not taken for the next terms in their row', () => {
    const store = aStore();
    undone(() => insertOffer(store, { terms: { ...TERMS, dust: doge(1) } }), store);
    expect(insertOffer(store).offer.terms).toEqual(TERMS);
  });
});
