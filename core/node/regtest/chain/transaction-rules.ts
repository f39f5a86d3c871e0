import { isKoinu, MAX_MONEY } from '../../../money.ts';
import { CONSENSUS_FLAGS, MANDATORY_FLAGS, POLICY_FLAGS } from '../../../protocol/interpreter/flags.ts';
import {
  instructionsOf,
  isPayToScriptHash,
  isPushOnly,
  signatureOperations,
} from '../../../protocol/interpreter/instructions.ts';
import { verifyAllInputs } from '../../../protocol/interpreter/verify-input.ts';
import { outpointKey, spentOutpoints, type Transaction } from '../../../protocol/transaction.ts';
import { isCoinbase, type NodeTransaction } from './block.ts';
import type { Coins, Output } from './coins.ts';
import { MAX_BLOCK_SIZE, NETWORK } from './parameters.ts';
import { REJECT, RejectedTransaction, rejectInvalid, rejectNonStandard } from './rejection.ts';

/** CheckTransaction (validation.cpp): what can be said of a transaction without knowing what it spends. */
export function checkTransaction({ transaction, bytes }: NodeTransaction): void {
  const { ins, outs } = transaction;
  if (ins.length === 0) rejectInvalid('bad-txns-vin-empty');
  if (outs.length === 0) rejectInvalid('bad-txns-vout-empty');
  if (bytes.length > MAX_BLOCK_SIZE) rejectInvalid('bad-txns-oversize');
  let total = 0n;
  for (const { value } of outs) {
    if (value < 0n) rejectInvalid('bad-txns-vout-negative');
    if (value > MAX_MONEY) rejectInvalid('bad-txns-vout-toolarge');
    total += value;
    if (total > MAX_MONEY) rejectInvalid('bad-txns-txouttotal-toolarge');
  }
  const spent = new Set(spentOutpoints(transaction).map(outpointKey));
  if (spent.size !== ins.length) rejectInvalid('bad-txns-inputs-duplicate');
  if (isCoinbase(transaction)) {
    const length = ins[0]?.script.length ?? 0;
    if (length < 2 || length > 100) rejectInvalid('bad-cb-length');
  } else if (ins.some(({ hash, index }) => index === 0xffffffff && hash.every((byte) => byte === 0))) {
    rejectInvalid('bad-txns-prevout-null');
  }
}

/** An input's output, and the transaction it is of. */
export interface SpentCoin {
  readonly output: Output;
  readonly coins: Coins;
}

/** Consensus::CheckTxInputs: maturity and sums. @returns the fee, koinu */
export function checkInputs(
  transaction: Transaction,
  spent: readonly SpentCoin[],
  spendHeight: number,
): bigint {
  let total = 0n;
  for (const { output, coins } of spent) {
    if (coins.isCoinbase && spendHeight - coins.height < NETWORK.coinbaseMaturity) {
      rejectInvalid('bad-txns-premature-spend-of-coinbase');
    }
    total += output.value;
    if (!isKoinu(output.value) || !isKoinu(total)) rejectInvalid('bad-txns-inputvalues-outofrange');
  }
  const fee = total - outputSum(transaction);
  if (fee < 0n) rejectInvalid('bad-txns-in-belowout');
  return fee;
}

export function outputSum({ outs }: Transaction): bigint {
  return outs.reduce((total, { value }) => total + value, 0n);
}

/** STANDARD_NOT_MANDATORY_VERIFY_FLAGS (policy/policy.h). */
const NOT_MANDATORY = (POLICY_FLAGS | CONSENSUS_FLAGS) & ~MANDATORY_FLAGS;

/**
 * The script part of CheckInputs (validation.cpp). The words in brackets are those of the run with all flags; the
 * mandatory flags alone decide only whether the failure is called mandatory.
 */
export function checkScripts(transaction: Transaction, spent: readonly SpentCoin[], flags: number): void {
  const scripts = spent.map(({ output }) => output.script);
  const verdict = verifyAllInputs(transaction, scripts, flags);
  if (verdict.isValid) return;
  const mandatory = verifyAllInputs(transaction, scripts, flags & ~NOT_MANDATORY);
  if ((flags & NOT_MANDATORY) !== 0 && mandatory.isValid) {
    rejectNonStandard(`non-mandatory-script-verify-flag (${verdict.message})`);
  }
  throw new RejectedTransaction(REJECT.INVALID, `mandatory-script-verify-flag-failed (${verdict.message})`);
}

/** Signature checks in inputs and outputs (GetTransactionSigOpCost without its factor for witnesses, validation.cpp). */
export function countSignatureOperations(transaction: Transaction, spent: readonly SpentCoin[]): number {
  const { ins, outs } = transaction;
  let count = 0;
  for (const { script } of [...ins, ...outs]) count += signatureOperations(script, false);
  for (const [at, { output }] of spent.entries()) {
    const scriptSig = ins[at]?.script;
    if (scriptSig === undefined || !isPayToScriptHash(output.script) || !isPushOnly(scriptSig)) continue;
    const last = [...instructionsOf(scriptSig)].at(-1);
    if (last !== undefined) count += signatureOperations(last.data, true);
  }
  return count;
}
