import { POLICY } from '../../../networks.ts';
import { executeScript } from '../../../protocol/interpreter/execution.ts';
import { isPushOnly, signatureOperations } from '../../../protocol/interpreter/instructions.ts';
import { Stack } from '../../../protocol/interpreter/stack.ts';
import type { Transaction } from '../../../protocol/transaction.ts';
import type { NodeTransaction } from './block.ts';
import { scriptShape } from './output-script.ts';
import { rejectNonStandard } from './rejection.ts';
import type { SpentCoin } from './transaction-rules.ts';

/** Limits of policy/policy.h and script/standard.h: bytes, bytes, signature checks, keys. */
const LONGEST_SCRIPT_SIG = 1650;
const LONGEST_DATA_OUTPUT = 83;
const MAX_REDEEM_SCRIPT_CHECKS = 15;
const MAX_BARE_MULTISIG_KEYS = 3;

/** CTransaction::MAX_STANDARD_VERSION. */
const MAX_VERSION = 2;

/** IsStandardTx (policy/policy.cpp): what a default node relays, by the transaction's own looks. */
export function checkStandard({ transaction, bytes }: NodeTransaction): void {
  const version = transaction.version | 0;
  if (version < 1 || version > MAX_VERSION) rejectNonStandard('version');
  if (bytes.length >= POLICY.standardSize) rejectNonStandard('tx-size');
  for (const { script } of transaction.ins) {
    if (script.length > LONGEST_SCRIPT_SIG) rejectNonStandard('scriptsig-size');
    if (!isPushOnly(script)) rejectNonStandard('scriptsig-not-pushonly');
  }
  let dataOutputs = 0;
  for (const { value, script } of transaction.outs) {
    if (!isStandardOutput(script)) rejectNonStandard('scriptpubkey');
    if (scriptShape(script).kind === 'nulldata') dataOutputs += 1;
    else if (value < POLICY.hardDust) rejectNonStandard('dust');
  }
  if (dataOutputs > 1) rejectNonStandard('multi-op-return');
}

function isStandardOutput(script: Uint8Array): boolean {
  const { kind, keys } = scriptShape(script);
  switch (kind) {
    case 'pubkey':
    case 'pubkeyhash':
    case 'scripthash':
      return true;
    case 'multisig':
      return keys.length <= MAX_BARE_MULTISIG_KEYS;
    case 'nulldata':
      return script.length <= LONGEST_DATA_OUTPUT;
    case 'witness_v0_keyhash':
    case 'witness_v0_scripthash':
    case 'nonstandard':
      return false;
  }
}

/** AreInputsStandard (policy/policy.cpp): known kinds of output, and redeem scripts that are not costly to check. */
export function areInputsStandard(transaction: Transaction, spent: readonly SpentCoin[]): boolean {
  return spent.every(({ output }, index) => {
    const { kind } = scriptShape(output.script);
    if (kind === 'nonstandard') return false;
    if (kind !== 'scripthash') return true;
    const stack = new Stack();
    try {
      const script = transaction.ins[index]?.script ?? new Uint8Array();
      executeScript(script, stack, { input: { transaction, index }, flags: 0 });
      return signatureOperations(stack.peek(), true) <= MAX_REDEEM_SCRIPT_CHECKS;
    } catch {
      return false;
    }
  });
}
