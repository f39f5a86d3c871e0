import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY, readPolicy } from '../../core/merchant/policy.ts';

describe('a policy', () => {
  test('that says nothing is the default', () => {
    expect(readPolicy({})).toEqual({ ok: true, policy: DEFAULT_POLICY });
  });

  test.each([
    [{ fee_per_kb: '1', max_inputs: 40 }, /allow a fee of 100 DOGE/],
    [{ dust: '120', min_capacity: '120' }, /allow a fee of 100 DOGE/],
    [{ fee_per_kb: '0.0009' }, /below 0\.001/],
    [{ dust: '0.009' }, /below 0\.01/],
    [{ payment_cutoff_blocks: 10_080 }, /below min_locktime_blocks/],
    [{ min_capacity: '200000' }, /above max_capacity/],
    [{ confirmations: 0 }, /confirmations: at least 1/],
    [{ surprise: 1 }, /"surprise" is not a name/],
    [{ dust: 0.01 }, /dust: an amount is a decimal string/],
  ])('%o is refused: the till would lose money, or nobody could pay', (given, problem) => {
    const read = readPolicy(given);
    expect(read.ok ? 'accepted' : read.problem).toMatch(problem);
  });
});
