import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  DEFAULT_SETTINGS,
  OwnerChoices,
  type SettingChanges,
} from '../../../core/merchant/policy/choices.ts';
import { defaultPolicy } from '../../../core/merchant/policy/policy.ts';
import { NETWORKS } from '../../../core/networks.ts';
import { openStore, type Store } from '../../../core/store/store.ts';
import { doge } from '../../doubles/channels.ts';
import { ShopClock } from '../shop.ts';

let store: Store;
const clock = new ShopClock();

beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

const DEFAULTS = defaultPolicy('regtest');
const choices = () => new OwnerChoices(store, clock, { network: NETWORKS.regtest });
const save = (changes: SettingChanges) => choices().saveSettings(changes);

describe('settings', () => {
  test('are at their defaults until they are saved, and survive a restart', () => {
    expect(choices().settings).toEqual(DEFAULT_SETTINGS);
    save({ language: 'de', lockAfterMinutes: 5 });
    expect(choices().settings).toEqual({ ...DEFAULT_SETTINGS, language: 'de', lockAfterMinutes: 5 });
  });

  test('that cannot be read are at their default, and leave the others alone', () => {
    save({ language: 'de', sound: false });
    store.settings.set('setting.language', '"klingon"');
    store.settings.set('setting.keypad', 'not JSON');
    expect(choices().settings).toEqual({ ...DEFAULT_SETTINGS, sound: false });
  });

  test('keep a rate with the time it was set, for as long as its currency stays', () => {
    save({ currency: 'EUR', rate: '0.21' });
    const { rate, rateSince } = choices().settings;
    expect(rate).toBe('0.21');
    expect(Date.parse(rateSince ?? '')).toBeCloseTo(clock.now(), -4);
    save({ currency: 'EUR', sound: false });
    expect(choices().settings).toMatchObject({ rate: '0.21', rateSince });
    save({ currency: 'CHF' });
    expect(choices().settings).toMatchObject({ currency: 'CHF', rate: '' });
    expect(choices().settings).not.toHaveProperty('rateSince');
  });

  test.each([
    ['a currency of four letters that is not DOGE', { currency: 'EURO' }],
    ['a rate of nothing', { currency: 'EUR', rate: '0.00' }],
    ['a rate for a shop that prices in DOGE', { rate: '1' }],
  ])('are refused with %s', (_, changes) => {
    expect(save(changes)).toMatchObject({ ok: false, refusal: { code: 'bad_settings' } });
    expect(choices().settings).toEqual(DEFAULT_SETTINGS);
  });

  test('have the thresholds of warnings in order, each once', () => {
    save({ warnBlocks: [10, 500, 10, 100] });
    expect(choices().settings.warnBlocks).toEqual([500, 100, 10]);
  });

  test('yield to the name that the till was started with', () => {
    save({ shopName: 'Saved' });
    expect(
      new OwnerChoices(store, clock, { network: NETWORKS.regtest, shopName: 'Given' }).settings.shopName,
    ).toBe('Given');
  });
});

describe('a policy', () => {
  test('is the default until it is saved; what is left out stays as it is', () => {
    expect(choices().policy).toEqual(DEFAULTS);
    choices().savePolicy({ min_capacity: '20', confirmations: 3 });
    choices().savePolicy({ confirmations: 4 });
    const { terms } = choices().policy;
    expect([terms.minCapacity, terms.confirmations]).toEqual([doge(20), 4]);
  });

  test.each([
    ['an unknown name', { colour: 'red' }],
    ['an amount that is none', { dust: '1 DOGE' }],
    ['terms under which no payment would ever be taken', { payment_cutoff_blocks: 20_000 }],
  ])('is refused with %s', (_, changes) => {
    const saved = choices().savePolicy(changes);
    expect(saved).toMatchObject({ ok: false, refusal: { code: 'bad_policy' } });
    expect(choices().policy).toEqual(DEFAULTS);
  });

  test('from a file wins over the saved one, and is not saved over', () => {
    choices().savePolicy({ confirmations: 3 });
    const given = new OwnerChoices(store, clock, { network: NETWORKS.regtest, policy: DEFAULTS });
    expect(given.policy).toBe(DEFAULTS);
    expect(given.savePolicy({ confirmations: 5 })).toMatchObject({
      ok: false,
      refusal: { code: 'bad_policy' },
    });
    expect(choices().policy.terms.confirmations).toBe(3);
  });

  test('that a later program saved stops the start', () => {
    store.settings.set('policy', '{"confirmations":"many"}');
    expect(choices).toThrow('The policy in the database is refused');
  });
});
