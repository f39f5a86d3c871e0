import { useState } from 'react';
import type { BackupStatusView } from '../../../core/bridge/views/status.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { usePermit } from '../../hooks/till/use-permit.tsx';
import { useClock } from '../../hooks/use-clock.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { backupLabel } from '../../labels/backup-label.ts';
import { reasonLabel } from '../../labels/problem-label.ts';
import { agoLabel } from '../../labels/time-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Problem } from '../kit/Problem.tsx';
import { StatusLine } from '../kit/StatusLine.tsx';

/** How old the newest backup is, and the button that makes one. */
export function BackupLine({ backup, onMade }: { backup: BackupStatusView; onMade: () => void }) {
  const words = useWords();
  const { t, language } = words;
  const now = useClock(60);
  const permit = usePermit();
  const { run, isRunning, problem } = useAction<'backup'>();
  const [path, setPath] = useState<string>();
  const { tone, title, advice } = backupLabel(backup, now);
  const ago = backup.made === undefined ? '' : agoLabel(language, backup.made, now);
  const why = reasonLabel(words, { code: 'backup_failed', reason: backup.problem ?? '' });
  function make(): void {
    void run(
      () => permit.call('backup', {}),
      (made) => {
        setPath(made.path);
        onMade();
      },
    );
  }
  return (
    <StatusLine
      tone={tone}
      title={t(title, { ago })}
      detail={why ?? backup.folder}
      advice={advice && t(advice)}
      action={
        <Button icon="download" isBusy={isRunning} onClick={make}>
          {t(isRunning ? 'status.backupRunning' : 'status.backupNow')}
        </Button>
      }
    >
      <p role="status" className="status-detail">
        {path !== undefined && t('status.backupMade', { path })}
      </p>
      {problem && <Problem problem={problem} />}
    </StatusLine>
  );
}
