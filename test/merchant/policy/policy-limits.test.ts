import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { raisedToFloors } from '../../../core/merchant/policy/deadlines.ts';
import {
  DEFAULT_POLICY,
  defaultPolicy,
  readPolicy,
  writePolicy,
} from '../../../core/merchant/policy/policy.ts';
import { policyRisks, riskSentence } from '../../../core/merchant/policy/policy-risks.ts';

/** Name, least and most on mainnet and testnet, where nothing else of the policy stands in the way. */
const RANGES = [
  ['min_locktime_blocks', 480, 129_600],
  ['max_locktime_blocks', 10_080, 525_600],
  ['payment_cutoff_blocks', 240, 10_079],
  ['confirmations', 1, 10_000],
  ['fee_escalation_blocks', 60, 5_000_000],
  ['fee_lag_blocks', 2, 1440],
  ['requests_per_minute_per_address', 30, 1_000_000],
  ['open_offers_per_address', 1, 100_000],
  ['offer_lifetime_seconds', 600, 2_592_000],
  ['invoice_lifetime_seconds', 60, 604_800],
  ['invoice_confirmations', 1, 10_000],
  ['min_peers', 0, 100],
] as const;

describe.each(['mainnet', 'testnet'] as const)('a policy on %s', (network) => {
  test.each(RANGES)('takes %s from %i to %i, and the refusal says its range', (name, least, most) => {
    const cutoff = name === 'min_locktime_blocks' ? { payment_cutoff_blocks: 240 } : {};
    const problemOf = (value: number) => {
      const read = readPolicy({ ...cutoff, [name]: value }, network);
      return read.ok ? 'accepted' : read.problem;
    };
    expect([problemOf(least), problemOf(most)]).toEqual(['accepted', 'accepted']);
    for (const value of [least - 1, most + 1, Number.NaN, -1, 0.5]) expect(problemOf(value)).toMatch(name);
  });

  test('does not take the cutoff of 7 blocks and the 7 seconds that somebody tried', () => {
    expect(readPolicy({ payment_cutoff_blocks: 7 }, network)).toMatchObject({ ok: false });
    const seconds = readPolicy({ invoice_lifetime_seconds: 7 }, network);
    expect(seconds).toMatchObject({
      ok: false,
      reason: 'value invoice_lifetime_seconds 60 604800',
      problem: expect.stringContaining('from 60 to 604800'),
    });
  });

  test('that an earlier program kept is moved within the ranges, so that the till starts', () => {
    const kept = {
      ...writePolicy(defaultPolicy(network)),
      payment_cutoff_blocks: 7,
      invoice_lifetime_seconds: 7,
      min_locktime_blocks: 20,
      max_locktime_blocks: 30,
      automatic_close_blocks: 3,
      fee_escalation_blocks: 1,
      fee_lag_blocks: 5_000_000,
    };
    const read = readPolicy(raisedToFloors(kept, network), network);
    expect(read).toMatchObject({
      ok: true,
      policy: {
        invoiceLifetimeSeconds: 60,
        feeLagBlocks: 1440,
        feeEscalationBlocks: 60,
        automaticCloseBlocks: 180,
      },
    });
  });
});

test('every name of the policy is in the table of its floors and ceilings', () => {
  const table = readFileSync(new URL('../../../docs/decisions/deadlines.md', import.meta.url), 'utf8');
  const rows = [...table.matchAll(/^\| `([a-z_]+)` \|/gm)].map(([, name]) => name);
  expect(new Set(rows)).toEqual(new Set(Object.keys(writePolicy(DEFAULT_POLICY))));
  for (const [name, least, most] of RANGES) {
    const row = table.split('\n').findLast((line) => line.startsWith(`| \`${name}\` |`));
    const isCross =
      name === 'min_locktime_blocks' || name === 'payment_cutoff_blocks' || name === 'max_locktime_blocks';
    if (!isCross) expect(row).toContain(`| ${least} | ${most} |`);
  }
});

describe('what a policy may cost', () => {
  const POLICY = defaultPolicy('mainnet');
  const kindsOf = (given: object) => {
    const read = readPolicy(given, 'mainnet');
    return read.ok ? policyRisks(read.policy).map(({ kind }) => kind) : read.problem;
  };

  test.each([
    [{}, []],
    [{ zero_conf_up_to: '500' }, ['zero_conf']],
    [{ invoice_confirmations: 5 }, ['invoice_confirmations']],
    [{ confirmations: 1 }, ['confirmations']],
    [{ max_capacity: '100001' }, ['exposure']],
    [{ payment_cutoff_blocks: 240 }, ['cutoff']],
    [{ fee_per_kb: '0.001' }, ['fee']],
    [{ fee_budget: '0' }, ['fee_budget']],
    [{ fee_escalation_blocks: 60 }, ['fee_escalation']],
    [{ fee_lag_blocks: 1440 }, ['fee_lag']],
    [{ invoice_lifetime_seconds: 60 }, ['invoice_short']],
    [{ invoice_lifetime_seconds: 604_800 }, ['invoice_long']],
    [{ min_peers: 0 }, ['peers']],
    [{ requests_per_minute_per_address: 1_000_000 }, ['requests']],
    [{ open_offers_per_address: 100_000 }, ['offers']],
  ])('%o is said', (given, kinds) => {
    expect(kindsOf(given)).toEqual(kinds);
  });

  test('is told with its value, and not again where it was borne before', () => {
    const risky = { ...POLICY, zeroConfUpTo: POLICY.terms.maxCapacity };
    const [risk] = policyRisks(risky);
    expect(risk && riskSentence(risk)).toContain('100000 DOGE');
    expect(policyRisks(risky, risky)).toEqual([]);
    expect(policyRisks({ ...risky, zeroConfUpTo: POLICY.terms.minCapacity }, risky)).toHaveLength(1);
  });
});
