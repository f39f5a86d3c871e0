import type { BackupReason, Refusal } from '../../refusal.ts';
import { isStoreFault, NewerDatabase } from '../../store/database.ts';
import { SetupFault } from '../../system/faults.ts';

/** A backup that cannot be used. The message is one sentence that says what to do. */
export class BackupFault extends SetupFault {
  readonly reason: BackupReason;

  constructor(reason: BackupReason, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

const FULL: readonly string[] = ['ENOSPC', 'EDQUOT', 'EROFS'];

/** What a fault of reading or putting back says to the person who chose the folder. */
export function unusableBackup(error: unknown): Refusal<'backup_unusable'> {
  const problem = error instanceof Error ? error.message : String(error);
  return { code: 'backup_unusable', facts: { reason: reasonOf(error), problem } };
}

function reasonOf(error: unknown): BackupReason {
  if (error instanceof BackupFault) return error.reason;
  if (error instanceof NewerDatabase) return 'newer';
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (FULL.includes(code)) return 'disk';
  if (isStoreFault(error) || error instanceof SetupFault) return 'damaged';
  return 'other';
}
