import { describe, expect, test } from 'vitest';
import { broadcastOutcomeOfRpcError, faultOfRpcError } from '../../core/node/rpc-errors.ts';

function outcome(code: number, message: string): string | undefined {
  const found = broadcastOutcomeOfRpcError({ code, message });
  return found?.kind === 'rejected' ? found.reason : found?.kind;
}

describe('an error of sendrawtransaction', () => {
  test.each([
    [-22, 'TX decode failed', 'invalid'],
    [-25, 'Missing inputs', 'missing_inputs'],
    [-26, '18: bad-txns-inputs-spent', 'inputs_spent'],
    [-26, '258: txn-mempool-conflict', 'mempool_conflict'],
    [-27, 'transaction already in block chain', 'already_in_chain'],
    [-26, '257: txn-already-in-mempool', 'accepted'],
    [-26, '257: txn-already-known', 'already_in_chain'],
    [-26, '64: non-final', 'not_final'],
    [-26, '64: non-BIP68-final', 'not_final'],
    [-26, '64: dust', 'not_standard'],
    [-26, '64: version', 'not_standard'],
    [-26, '64: tx-size', 'not_standard'],
    [-26, '64: scriptpubkey', 'not_standard'],
    [-26, '64: multi-op-return', 'not_standard'],
    [-26, '64: too-long-mempool-chain', 'not_standard'],
    [-26, '64: no-witness-yet', 'not_standard'],
    [-26, '64: non-mandatory-script-verify-flag (Locktime requirement not satisfied)', 'not_standard'],
    [-26, '66: insufficient priority', 'fee_too_low'],
    [-26, '66: insufficient fee', 'fee_too_low'],
    [-26, '66: mempool min fee not met', 'fee_too_low'],
    [-26, '66: mempool full', 'fee_too_low'],
    [-26, '66: rate limited free transaction', 'fee_too_low'],
    [-26, '256: absurdly-high-fee', 'fee_too_high'],
    [-26, '16: bad-txns-in-belowout', 'invalid'],
    [-26, '16: bad-txns-vout-empty', 'invalid'],
    [-26, '16: bad-txns-inputs-duplicate', 'invalid'],
    [-26, '16: bad-txns-premature-spend-of-coinbase', 'invalid'],
    [-26, '16: mandatory-script-verify-flag-failed (Data push larger than necessary)', 'invalid'],
    [-26, 'something new', 'invalid'],
  ])('%d "%s" means %s', (code, message, expected) => {
    expect(outcome(code, message)).toBe(expected);
  });

  test.each([
    [-25, 'AcceptToMemoryPool: out of disk space'],
    [-31, 'Error: Peer-to-peer functionality missing or disabled'],
    [-28, 'Loading block index...'],
    [-32601, 'Method not found'],
  ])('%d "%s" says nothing of the transaction', (code, message) => {
    expect(outcome(code, message)).toBeUndefined();
  });

  test('keeps the reason of the node, of bounded length', () => {
    const long = broadcastOutcomeOfRpcError({ code: -26, message: `16: ${'x'.repeat(10_000)}` });
    expect(long?.kind === 'rejected' && long.message.length).toBeLessThan(400);
    const short = broadcastOutcomeOfRpcError({ code: -26, message: '64: dust' });
    expect(short).toEqual({ kind: 'rejected', reason: 'not_standard', message: '64: dust' });
  });
});

describe('any other error', () => {
  test.each([
    [-28, 'warming_up'],
    [-32601, 'unsupported'],
    [-6, 'call_failed'],
    [-1, 'call_failed'],
  ])('%d is a fault of kind %s', (code, kind) => {
    expect(faultOfRpcError('getblock', { code, message: 'Verifying blocks...' })).toMatchObject({ kind });
  });
});
