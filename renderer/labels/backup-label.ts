import type { BackupStatusView } from '../../core/bridge/views/status.ts';
import type { MessageKey } from '../messages/en.ts';
import type { Tone } from './tones.ts';

/** The till makes one a day: after two days without, something is wrong. */
const OLD_MILLISECONDS = 2 * 24 * 3_600_000;

interface BackupLabel {
  readonly tone: Tone;
  readonly title: MessageKey;
  /** What to do about it. */
  readonly advice?: MessageKey;
}

export function backupLabel(backup: BackupStatusView, now: number): BackupLabel {
  const advice = 'status.backupAdvice';
  if (backup.problem !== undefined) return { tone: 'bad', title: 'status.backupFailed', advice };
  if (backup.made === undefined) {
    const title = backup.isBesideTill ? 'status.backupNone' : 'status.backupMissing';
    return { tone: 'warning', title, advice };
  }
  if (now - Date.parse(backup.made) > OLD_MILLISECONDS) {
    return { tone: 'warning', title: 'status.backupOld', advice };
  }
  return {
    tone: 'good',
    title: 'status.backup',
    ...(backup.isBesideTill && { advice: 'status.backupBeside' }),
  };
}
