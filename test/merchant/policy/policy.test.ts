import { describe, expect, test } from 'vitest';
import { closeBlocks } from '../../../core/merchant/policy/deadlines.ts';
import { DEFAULT_POLICY, defaultPolicy, readPolicy } from '../../../core/merchant/policy/policy.ts';

describe('a policy', () => {
  test('that says nothing is the default', () => {
    expect(readPolicy({}, 'mainnet')).toEqual({ ok: true, policy: DEFAULT_POLICY });
  });

  test.each([
    [{ fee_per_kb: '1', max_inputs: 40 }, /allow a fee of 100 DOGE/],
    [{ dust: '120', min_capacity: '120' }, /allow a fee of 100 DOGE/],
    [{ fee_per_kb: '0.0009' }, /below 0\.001/],
    [{ dust: '0.009' }, /below 0\.01/],
    [{ payment_cutoff_blocks: 10_080 }, /below min_locktime_blocks/],
    [{ min_capacity: '200000' }, /above max_capacity/],
    [{ confirmations: 0 }, /confirmations: at least 1/],
    [{ min_peers: 101 }, /min_peers: at most 100/],
    [{ surprise: 1 }, /"surprise" is not a name/],
    [{ dust: 0.01 }, /dust: an amount is a decimal string/],
  ])('%o is refused: the till would lose money, or nobody could pay', (given, problem) => {
    const read = readPolicy(given, 'mainnet');
    expect(read.ok ? 'accepted' : read.problem).toMatch(problem);
  });
});

describe('the fewest peers of a node', () => {
  test.each([
    ['mainnet', 1],
    ['testnet', 1],
    ['regtest', 0],
  ] as const)('are on %s %i, unless the owner says otherwise', (network, least) => {
    const leastOf = (given: object) => {
      const read = readPolicy(given, network);
      return read.ok ? read.policy.minPeers : read.problem;
    };
    expect([leastOf({}), leastOf({ min_peers: 0 }), leastOf({ min_peers: 100 })]).toEqual([least, 0, 100]);
    expect(defaultPolicy(network).minPeers).toBe(least);
  });
});

describe('the deadlines of a policy', () => {
  const problemOn = (network: 'mainnet' | 'testnet' | 'regtest', given: object) => {
    const read = readPolicy(given, network);
    return read.ok ? 'accepted' : read.problem;
  };

  test.each([
    [{ payment_cutoff_blocks: 239 }, /payment_cutoff_blocks is below 240/],
    [{ automatic_close_blocks: 179 }, /automatic_close_blocks is 0, for at the cutoff, or at least 180/],
    [{ fee_escalation_blocks: 59 }, /fee_escalation_blocks is below 60/],
  ])('cannot be as late as %o, but on regtest', (given, problem) => {
    expect(problemOn('mainnet', given)).toMatch(problem);
    expect(problemOn('testnet', given)).toMatch(problem);
    expect(problemOn('regtest', given)).toBe('accepted');
  });

  test('may be as late as their floors', () => {
    const latest = { payment_cutoff_blocks: 240, automatic_close_blocks: 180, fee_escalation_blocks: 60 };
    expect(problemOn('mainnet', latest)).toBe('accepted');
  });

  test('leave time to pay, and bound what a raised fee may cost', () => {
    expect(problemOn('mainnet', { automatic_close_blocks: 10_080 })).toMatch(/below min_locktime_blocks/);
    expect(problemOn('mainnet', { fee_budget: '100' })).toMatch(/fee_budget is not below 100/);
  });

  test('close a channel at its cutoff or earlier, and never later than the floor', () => {
    const at = (cutoff: number, automaticCloseBlocks: number) =>
      closeBlocks(cutoff, { automaticCloseBlocks }, 'mainnet');
    expect([at(1440, 0), at(1440, 180), at(1440, 2000), at(10, 0)]).toEqual([1440, 1440, 2000, 180]);
  });
});
