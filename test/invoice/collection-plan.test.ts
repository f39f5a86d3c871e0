import fc from 'fast-check';
import { expect, test } from 'vitest';
import { collectionSize, planCollection } from '../../core/invoice/collection-plan.ts';
import { koinu, sum } from '../../core/money.ts';
import { feeForSize, POLICY } from '../../core/networks.ts';
import { doge } from '../doubles/channels.ts';
import { forAll } from '../properties/for-all.ts';

const RULE = { feePerKb: POLICY.feePerKb, dust: POLICY.softDust, scriptLength: 25, mostInputs: 100 };
const coins = (...values: readonly bigint[]) => values.map((value) => ({ value: koinu(value) }));

test('250 coins go into three transactions, the largest coins first', () => {
  const plan = planCollection(coins(...Array.from({ length: 250 }, (_, at) => doge(at + 1))), RULE);
  expect(plan.drafts.map((draft) => draft.coins.length)).toEqual([100, 100, 50]);
  expect(plan.drafts[0]?.coins[0]?.value).toBe(doge(250));
  expect(plan.small).toEqual([]);
});

test('what is worth less than its fee, or together less than dust, is left', () => {
  const cost = feeForSize(POLICY.feePerKb, 148);
  expect(planCollection(coins(cost, doge(1)), RULE)).toMatchObject({
    drafts: [{ sum: doge(1), arrives: doge('0.99808') }],
    small: coins(cost),
  });
  const poor = coins(cost * 2n, cost * 2n);
  expect(planCollection(poor, RULE)).toEqual({ drafts: [], small: poor });
});

test('every coin is taken once or left, every transaction pays its size and is one that nodes relay', () => {
  const values = fc.array(fc.bigInt(1n, doge(3)), { maxLength: 450 });
  forAll(values, (given) => {
    const all = coins(...given);
    const { drafts, small } = planCollection(all, RULE);
    expect([...drafts.flatMap((draft) => draft.coins), ...small].length).toBe(all.length);
    expect(new Set([...drafts.flatMap((draft) => draft.coins), ...small]).size).toBe(all.length);
    for (const draft of drafts) {
      const size = collectionSize(draft.coins.length, RULE.scriptLength);
      expect(size).toBeLessThan(POLICY.standardSize);
      expect(draft.fee).toBe(feeForSize(RULE.feePerKb, size));
      expect(draft.sum).toBe(sum(draft.coins.map(({ value }) => value)));
      expect(draft.arrives).toBe(draft.sum - draft.fee);
      expect(draft.arrives).toBeGreaterThanOrEqual(RULE.dust);
    }
  });
});
