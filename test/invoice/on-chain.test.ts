import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type ArrivalPlace,
  isCovered,
  type OnChainArrival,
  type OnChainQuestion,
  onChainOutcome,
} from '../../core/invoice/on-chain.ts';
import { koinu, ZERO } from '../../core/money.ts';
import { doge } from '../doubles/channels.ts';
import { forAll } from '../properties/for-all.ts';

const END = 1_000_000;
const TIP = 500;

function arrival(value: bigint, given: Partial<OnChainArrival> = {}): OnChainArrival {
  return {
    value: koinu(value),
    firstSeen: END - 1,
    place: given.height === undefined ? 'mempool' : 'block',
    height: undefined,
    wasUndone: false,
    isReplaceable: false,
    isSound: true,
    ...given,
  };
}

/** An arrival with so many confirmations. */
function deep(value: bigint, confirmations: number): OnChainArrival {
  return arrival(value, { height: TIP - confirmations + 1 });
}

function outcome(arrivals: readonly OnChainArrival[], given: Partial<OnChainQuestion> = {}) {
  return onChainOutcome({
    due: doge(10),
    allowsTip: false,
    end: END,
    arrivals,
    tipHeight: TIP,
    rule: { confirmations: 6, zeroConfUpTo: ZERO },
    isPaidByChannel: false,
    wasAcceptedLate: false,
    acceptedPart: undefined,
    ...given,
  });
}

const ZERO_CONF = { rule: { confirmations: 6, zeroConfUpTo: doge(10) } };

describe('an invoice paid on-chain', () => {
  test('waits when it is seen, and is paid at the depth that the owner wants, not before', () => {
    expect(outcome([])).toMatchObject({ state: 'none', received: 0n, missing: doge(10) });
    expect(outcome([arrival(doge(10))])).toMatchObject({ state: 'waiting', confirmations: 0, required: 6 });
    expect(outcome([deep(doge(10), 5)])).toMatchObject({ state: 'waiting', confirmations: 5 });
    expect(outcome([deep(doge(10), 6)])).toMatchObject({ state: 'paid', confirmations: 6 });
  });

  test('is underpaid by what is missing, and made whole by a second payment', () => {
    const part = deep(doge(4), 9);
    expect(outcome([part])).toMatchObject({ state: 'underpaid', received: doge(4), missing: doge(6) });
    expect(outcome([part, deep(doge(6), 2)])).toMatchObject({ state: 'waiting', confirmations: 2 });
    expect(outcome([part, deep(doge(6), 6)])).toMatchObject({ state: 'paid', missing: 0n });
  });

  test('keeps the surplus as a tip where tips are taken, and else says what to give back', () => {
    expect(outcome([deep(doge(12), 6)])).toMatchObject({ state: 'paid', excess: doge(2), tip: 0n });
    const tipped = outcome([deep(doge(12), 6)], { allowsTip: true });
    expect(tipped).toMatchObject({ state: 'paid', excess: 0n, tip: doge(2) });
  });

  test('is late when part of the amount came after the end, until a clerk takes it', () => {
    const late = [deep(doge(4), 9), arrival(doge(6), { firstSeen: END, height: TIP - 8 })];
    expect(outcome(late)).toMatchObject({ state: 'late' });
    expect(outcome(late, { wasAcceptedLate: true })).toMatchObject({ state: 'paid' });
    expect(outcome([deep(doge(10), 6), ...late])).toMatchObject({ state: 'paid', excess: doge(10) });
  });

  test('is double-spent when what came cannot be mined, and waits again when it was replaced by the like', () => {
    const lost = arrival(doge(10), { place: 'conflicted' });
    expect(outcome([lost])).toMatchObject({ state: 'double_spent', lost: doge(10), missing: doge(10) });
    expect(outcome([lost, arrival(doge(3))])).toMatchObject({ state: 'double_spent', missing: doge(7) });
    expect(outcome([lost, arrival(doge(10))])).toMatchObject({ state: 'waiting', lost: doge(10) });
  });

  test('is not paid any more when a reorg took it out of its block, and is when it is deep again', () => {
    const undone = arrival(doge(10), { place: 'missing', wasUndone: true });
    expect(outcome([undone])).toMatchObject({ state: 'reorged', confirmations: 0 });
    expect(outcome([{ ...undone, place: 'mempool' }])).toMatchObject({ state: 'reorged' });
    expect(outcome([deep(doge(10), 6)])).toMatchObject({ state: 'paid' });
  });

  test('that a channel has paid as well is paid twice: all that came is to be given back', () => {
    const twice = outcome([arrival(doge(10))], { isPaidByChannel: true, allowsTip: true });
    expect(twice).toMatchObject({ state: 'paid_twice', excess: doge(10), tip: 0n, missing: 0n });
    expect(outcome([], { isPaidByChannel: true })).toMatchObject({ state: 'none' });
  });

  test('counts without a block only up to the amount that the owner set, and only what is vouched for and cannot be replaced', () => {
    expect(outcome([arrival(doge(10))], ZERO_CONF)).toMatchObject({ state: 'paid', required: 0 });
    const larger = outcome([arrival(doge(11))], { ...ZERO_CONF, due: doge(11) });
    expect(larger).toMatchObject({ state: 'waiting', required: 6 });
    const replaceable = { isReplaceable: true };
    expect(outcome([arrival(doge(10), replaceable)], ZERO_CONF)).toMatchObject({
      state: 'waiting',
      required: 1,
    });
    expect(outcome([{ ...deep(doge(10), 1), ...replaceable }], ZERO_CONF)).toMatchObject({ state: 'paid' });
    const missing = arrival(doge(10), { place: 'missing' });
    expect(outcome([missing], ZERO_CONF)).toMatchObject({ state: 'waiting' });
    const unproven = arrival(doge(10), { isSound: false });
    expect(outcome([unproven], ZERO_CONF)).toMatchObject({ state: 'waiting', required: 1 });
  });
});

describe('a part that a clerk took for the whole', () => {
  const taken = { acceptedPart: doge(4) };

  test('makes the invoice paid at the usual depth, and the rest stays told as missing', () => {
    const part = { received: doge(4), missing: doge(6), excess: 0n };
    expect(outcome([arrival(doge(4))], taken)).toMatchObject({ state: 'waiting', ...part });
    expect(outcome([deep(doge(4), 5)], taken)).toMatchObject({ state: 'waiting', confirmations: 5 });
    expect(outcome([deep(doge(4), 6)], taken)).toMatchObject({ state: 'paid', ...part });
    const late = arrival(doge(4), { firstSeen: END, height: TIP - 8 });
    expect(outcome([late], taken)).toMatchObject({ state: 'paid', ...part });
  });

  test('is not more than what is due, and what came over that is still to be given back', () => {
    const more = outcome([deep(doge(12), 6)], { acceptedPart: doge(12) });
    expect(more).toMatchObject({ state: 'paid', missing: 0n, excess: doge(2) });
    expect(outcome([deep(doge(10), 6)], taken)).toMatchObject({ state: 'paid', missing: 0n, excess: 0n });
  });

  test('is not there when it is double-spent, in whole or in part', () => {
    const lost = arrival(doge(4), { place: 'conflicted' });
    expect(outcome([lost], taken)).toMatchObject({ state: 'double_spent', missing: doge(10) });
    expect(outcome([lost, deep(doge(3), 6)], taken)).toMatchObject({
      state: 'double_spent',
      missing: doge(7),
    });
  });

  test('counts without a block only where the whole would, and only what is vouched for', () => {
    expect(outcome([arrival(doge(4))], { ...taken, ...ZERO_CONF })).toMatchObject({ state: 'paid' });
    const unproven = arrival(doge(4), { isSound: false });
    expect(outcome([unproven], { ...taken, ...ZERO_CONF })).toMatchObject({ state: 'waiting', required: 1 });
    const larger = { ...taken, ...ZERO_CONF, due: doge(11) };
    expect(outcome([arrival(doge(4))], larger)).toMatchObject({ state: 'waiting', required: 6 });
  });
});

const place = fc.constantFrom<ArrivalPlace>('mempool', 'block', 'missing', 'conflicted');
const arrivals = fc.array(
  fc
    .record({
      value: fc.bigInt(1n, 20n).map((units) => doge(Number(units) / 2)),
      firstSeen: fc.integer({ min: END - 3, max: END + 3 }),
      place,
      height: fc.integer({ min: TIP - 10, max: TIP }),
      wasUndone: fc.boolean(),
      isReplaceable: fc.boolean(),
      isSound: fc.boolean(),
    })
    .map((it) => (it.place === 'block' ? { ...it, wasUndone: false } : { ...it, height: undefined })),
  { maxLength: 6 },
);
const questions = fc.record({
  allowsTip: fc.boolean(),
  isPaidByChannel: fc.boolean(),
  wasAcceptedLate: fc.boolean(),
  rule: fc.record({
    confirmations: fc.integer({ min: 1, max: 8 }),
    zeroConfUpTo: fc.constantFrom(ZERO, doge(9), doge(10)),
  }),
});

describe('for all that can come to an address', () => {
  test('every koinu is due, a tip or to be given back, and none is counted twice', () => {
    forAll(fc.tuple(arrivals, questions), ([came, question]) => {
      const { received, missing, excess, tip } = outcome(came, question);
      const due = question.isPaidByChannel ? 0n : doge(10);
      expect(received + missing).toBe(due + excess + tip);
      expect(missing === 0n || excess + tip === 0n).toBe(true);
    });
  });

  test('the order in which it came changes nothing', () => {
    forAll(fc.tuple(arrivals, questions), ([came, question]) => {
      expect(outcome([...came].reverse(), question)).toEqual(outcome(came, question));
    });
  });

  test('paid means covered by outputs that are deep enough, or that the zero-confirmation rule allows', () => {
    forAll(fc.tuple(arrivals, questions), ([came, question]) => {
      if (outcome(came, question).state !== 'paid') return;
      const { confirmations, zeroConfUpTo } = question.rule;
      const deepEnough = came.filter(
        ({ height }) => height !== undefined && TIP - height + 1 >= confirmations,
      );
      const value = (some: readonly OnChainArrival[]) => some.reduce((all, it) => all + it.value, 0n);
      const seen = came.filter(
        (it) => it.place === 'block' || (it.place === 'mempool' && !it.isReplaceable && it.isSound),
      );
      const isAllowed = doge(10) <= zeroConfUpTo && value(seen) >= doge(10);
      const isMined =
        doge(10) <= zeroConfUpTo && value(came.filter(({ place: at }) => at === 'block')) >= doge(10);
      expect(value(deepEnough) >= doge(10) || isAllowed || isMined).toBe(true);
    });
  });

  test('a further block never takes a payment away', () => {
    forAll(fc.tuple(arrivals, questions), ([came, question]) => {
      const now = outcome(came, question);
      const next = outcome(came, { ...question, tipHeight: TIP + 1 });
      expect(next.confirmations).toBeGreaterThanOrEqual(now.confirmations);
      if (now.state === 'paid') expect(next.state).toBe('paid');
    });
  });

  test('what is covered has come in full and in time, or was taken late', () => {
    forAll(fc.tuple(arrivals, questions), ([came, question]) => {
      const result = outcome(came, question);
      if (!isCovered(result)) return;
      const timely = came.filter((it) => it.place !== 'conflicted' && it.firstSeen < END);
      const value = timely.reduce((all, it) => all + it.value, 0n);
      expect(result.missing).toBe(0n);
      expect(question.wasAcceptedLate || value >= doge(10)).toBe(true);
    });
  });
});
