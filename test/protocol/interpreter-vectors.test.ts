import { describe, expect, test } from 'vitest';
import { fromHex } from '../../core/protocol/bytes.ts';
import { CONSENSUS_FLAGS, POLICY_FLAGS } from '../../core/protocol/interpreter/flags.ts';
import { verifyAllInputs } from '../../core/protocol/interpreter/verify-input.ts';
import { parseTransaction } from '../../core/protocol/transaction.ts';
import { type RecordedVerdict, recordedVerdicts, scriptFailure } from '../doubles/recorded-verdicts.ts';

function failureOf(row: RecordedVerdict, flags: number): string | undefined {
  const transaction = parseTransaction(fromHex(row.tx));
  if (transaction === undefined) throw new Error('the recorded transaction cannot be read');
  const scripts = row.prevouts.map(({ script }) => fromHex(script));
  const verdict = verifyAllInputs(transaction, scripts, flags);
  return verdict.isValid ? undefined : verdict.message;
}

describe("a script's verdict is Dogecoin Core's", () => {
  const rows = recordedVerdicts();

  test('for all 54 recorded transactions', () => {
    expect(rows).toHaveLength(54);
  });

  // What failed before its scripts were run says nothing about them.
  const byPolicy = rows.filter(({ policy }) => policy === 'accepted' || scriptFailure(policy) !== undefined);
  test.each(byPolicy)('by policy: $name', (row) => {
    expect(failureOf(row, POLICY_FLAGS)).toBe(scriptFailure(row.policy));
  });

  const byConsensus = rows.filter(
    ({ consensus }) => consensus === 'accepted' || scriptFailure(consensus) !== undefined,
  );
  test.each(byConsensus)('by consensus: $name', (row) => {
    expect(failureOf(row, CONSENSUS_FLAGS)).toBe(scriptFailure(row.consensus));
  });
});
