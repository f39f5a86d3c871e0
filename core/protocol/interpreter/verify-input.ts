import { EMPTY, equal } from '../bytes.ts';
import type { Transaction } from '../transaction.ts';
import { executeScript } from './execution.ts';
import { VERIFY } from './flags.ts';
import { isPayToScriptHash, isPushOnly, pushData, witnessProgram } from './instructions.ts';
import { SCRIPT_ERRORS, type ScriptErrorCode, ScriptFailure } from './script-error.ts';
import { isTruthy } from './script-number.ts';
import { Stack } from './stack.ts';

/** Whether an input's script unlocks the output it spends, and if not, why, with Dogecoin Core's own words. */
type ScriptVerdict =
  | { readonly isValid: true }
  | { readonly isValid: false; readonly code: ScriptErrorCode; readonly message: string };

interface InputToVerify {
  readonly transaction: Transaction;
  readonly index: number;
  /** The script of the output that the input spends. */
  readonly prevoutScript: Uint8Array;
  /** POLICY_FLAGS, CONSENSUS_FLAGS or any combination of VERIFY. */
  readonly flags: number;
}

/** Runs an input's script against the output it spends (VerifyScript, script/interpreter.cpp). Never throws. */
export function verifyInput(check: InputToVerify): ScriptVerdict {
  try {
    runScripts(check);
    return { isValid: true };
  } catch (failure) {
    const code = failure instanceof ScriptFailure ? failure.code : 'UNKNOWN_ERROR';
    return { isValid: false, code, message: SCRIPT_ERRORS[code] };
  }
}

/** @returns the verdict on the first input that fails, or that all are valid */
export function verifyAllInputs(
  transaction: Transaction,
  prevoutScripts: readonly Uint8Array[],
  flags: number,
): ScriptVerdict {
  for (const index of transaction.ins.keys()) {
    const prevoutScript = prevoutScripts[index];
    if (prevoutScript === undefined) {
      return { isValid: false, code: 'UNKNOWN_ERROR', message: SCRIPT_ERRORS.UNKNOWN_ERROR };
    }
    const verdict = verifyInput({ transaction, index, prevoutScript, flags });
    if (!verdict.isValid) return verdict;
  }
  return { isValid: true };
}

function requireTruthyTop(stack: Stack): void {
  const top = stack.items.at(-1);
  if (top === undefined || !isTruthy(top)) throw new ScriptFailure('EVAL_FALSE');
}

function runScripts({ transaction, index, prevoutScript, flags }: InputToVerify): void {
  const scriptSig = transaction.ins[index]?.script ?? EMPTY;
  const context = { input: { transaction, index }, flags };
  let stack = new Stack();
  executeScript(scriptSig, stack, context);
  const pushed = new Stack(stack.items);
  executeScript(prevoutScript, stack, context);
  requireTruthyTop(stack);
  let isWitnessSpend =
    (flags & VERIFY.WITNESS) !== 0 && isWitnessProgram(prevoutScript, scriptSig, undefined);

  if ((flags & VERIFY.P2SH) !== 0 && isPayToScriptHash(prevoutScript)) {
    if (!isPushOnly(scriptSig)) throw new ScriptFailure('SIG_PUSHONLY');
    stack = pushed;
    const redeemScript = stack.pop();
    executeScript(redeemScript, stack, context);
    requireTruthyTop(stack);
    isWitnessSpend =
      isWitnessSpend ||
      ((flags & VERIFY.WITNESS) !== 0 && isWitnessProgram(redeemScript, scriptSig, pushData(redeemScript)));
  }
  // A witness program cleans its own stack.
  if ((flags & VERIFY.CLEANSTACK) !== 0 && !isWitnessSpend && stack.size !== 1) {
    throw new ScriptFailure('CLEANSTACK');
  }
}

/**
 * VerifyWitnessProgram for transactions that never have a witness: under policy flags a version 0 program cannot be
 * spent at all, and later versions are discouraged. Without WITNESS, as in blocks, a program is just two pushes.
 * @param onlyScriptSig what scriptSig must be: empty, or for P2SH the push of the program
 */
function isWitnessProgram(
  script: Uint8Array,
  scriptSig: Uint8Array,
  onlyScriptSig: Uint8Array | undefined,
): boolean {
  const found = witnessProgram(script);
  if (found === undefined) return false;
  if (!equal(scriptSig, onlyScriptSig ?? EMPTY)) {
    throw new ScriptFailure(onlyScriptSig === undefined ? 'WITNESS_MALLEATED' : 'WITNESS_MALLEATED_P2SH');
  }
  if (found.version !== 0) throw new ScriptFailure('DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM');
  if (found.program.length === 32) throw new ScriptFailure('WITNESS_PROGRAM_WITNESS_EMPTY');
  if (found.program.length === 20) throw new ScriptFailure('WITNESS_PROGRAM_MISMATCH');
  throw new ScriptFailure('WITNESS_PROGRAM_WRONG_LENGTH');
}
