import { KOINU_PER_DOGE, koinu } from '../../../money.ts';
import { feeForSize } from '../../../networks.ts';
import { FINAL_SEQUENCE, spentOutpoints } from '../../../protocol/transaction.ts';
import type { NodeTransaction } from './block.ts';
import type { Mempool, MempoolEntry } from './mempool.ts';
import { REJECT, RejectedTransaction, rejectFee, rejectInvalid, rejectNonStandard } from './rejection.ts';

/** DEFAULT_INCREMENTAL_RELAY_FEE (policy/policy.h), koinu per 1000 bytes: what a replacement pays for itself. */
export const INCREMENTAL_FEE_PER_KB = koinu(KOINU_PER_DOGE / 10_000n);

const MAX_REPLACED = 100;

/** BIP125: any sequence below this one says that its transaction may be replaced. */
const FIRST_FINAL_SEQUENCE = FINAL_SEQUENCE - 1;

/** The transactions that spend an outpoint of this one. Refused when one of them is not replaceable. */
export function conflictsOf(candidate: NodeTransaction, mempool: Mempool): ReadonlySet<MempoolEntry> {
  const conflicts = new Set<MempoolEntry>();
  for (const outpoint of spentOutpoints(candidate.transaction)) {
    const conflict = mempool.spenderOf(outpoint);
    if (conflict === undefined || conflict.txid === candidate.txid || conflicts.has(conflict)) continue;
    if (conflict.transaction.ins.every(({ sequence }) => sequence >= FIRST_FINAL_SEQUENCE)) {
      throw new RejectedTransaction(REJECT.CONFLICT, 'txn-mempool-conflict');
    }
    conflicts.add(conflict);
  }
  return conflicts;
}

/** CFeeRate (amount.cpp): koinu per 1000 bytes, rounded down, and so compared. */
function feeRate({ fee, size }: MempoolEntry): bigint {
  return (fee * 1000n) / BigInt(size);
}

/** BIP125 as AcceptToMemoryPoolWorker has it (validation.cpp). @returns all that would go, descendants included */
export function checkReplacement(
  entry: MempoolEntry,
  conflicts: ReadonlySet<MempoolEntry>,
  mempool: Mempool,
): MempoolEntry[] {
  for (const ancestor of mempool.ancestors(entry).entries) {
    if (conflicts.has(ancestor)) rejectInvalid('bad-txns-spends-conflicting-tx');
  }
  if (conflicts.size === 0) return [];
  const knownParents = new Set<string>();
  const replaced = new Set<MempoolEntry>();
  let count = 0;
  for (const conflict of conflicts) {
    if (feeRate(entry) <= feeRate(conflict)) rejectFee('insufficient fee');
    for (const { txid } of spentOutpoints(conflict.transaction)) knownParents.add(txid);
    const descendants = mempool.descendants(conflict).entries;
    count += descendants.size + 1;
    replaced.add(conflict);
    for (const descendant of descendants) replaced.add(descendant);
  }
  if (count > MAX_REPLACED) rejectNonStandard('too many potential replacements');
  for (const { txid } of spentOutpoints(entry.transaction)) {
    if (!knownParents.has(txid) && mempool.get(txid) !== undefined) {
      rejectNonStandard('replacement-adds-unconfirmed');
    }
  }
  const replacedFees = [...replaced].reduce((total, { fee }) => total + fee, 0n);
  if (entry.fee - replacedFees < feeForSize(INCREMENTAL_FEE_PER_KB, entry.size))
    rejectFee('insufficient fee');
  return [...replaced];
}
