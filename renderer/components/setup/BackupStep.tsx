import { useRef } from 'react';
import type { FoundBackupView } from '../../../core/bridge/views/setup.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useWords } from '../../hooks/use-words.tsx';
import { dogeLabel } from '../../labels/money-labels.ts';
import { dateTimeLabel } from '../../labels/time-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Facts } from '../kit/Facts.tsx';
import { Field } from '../kit/Field.tsx';
import { Problem } from '../kit/Problem.tsx';
import { Switch } from '../kit/Switch.tsx';
import type { StepProps } from './setup-step-props.ts';

/** The folder of a backup, what is in it, and that the earlier till does not run any more. */
export function BackupStep({ draft, onDraft }: StepProps) {
  const { t } = useWords();
  const bridge = useBridge();
  const look = useAction<'findBackup'>();
  const { backupFolder, backup } = draft;
  const { chooseFolder } = bridge;
  // Another folder may be typed while the till looks into one.
  const wanted = useRef(backupFolder);
  function find(folder: string): void {
    wanted.current = folder;
    onDraft({ backup: undefined, isEarlierTillOff: false });
    void look.run(
      () => bridge.call('findBackup', { folder }),
      (found) => {
        if (wanted.current !== folder) return;
        // A node that was tested for another network is of no use.
        const { network } = found;
        onDraft({ backup: found, backupFolder: found.folder, network, node: '', testedNode: '' });
      },
    );
  }
  async function choose(): Promise<void> {
    const folder = await chooseFolder?.();
    if (folder === undefined) return;
    onDraft({ backupFolder: folder });
    find(folder);
  }
  return (
    <>
      {chooseFolder && (
        <Button kind="primary" isBusy={look.isRunning} onClick={() => void choose()}>
          {t('backup.choose')}
        </Button>
      )}
      <Field
        label={t('backup.folder')}
        hint={t('backup.folderHint')}
        holds="hash"
        value={backupFolder}
        maxLength={4096}
        onText={(folder) => {
          wanted.current = folder;
          onDraft({ backupFolder: folder, backup: undefined, isEarlierTillOff: false });
        }}
      />
      <Button
        icon="search"
        isBusy={look.isRunning}
        why={backupFolder.trim() === '' ? t('why.backup') : undefined}
        onClick={() => find(backupFolder)}
      >
        {t(look.isRunning ? 'backup.looking' : 'backup.look')}
      </Button>
      <Problem problem={look.problem} />
      <div role="status">{backup && <Found backup={backup} />}</div>
      {backup && (
        <Switch
          label={t('backup.earlierOff')}
          hint={t('backup.earlierOffHint')}
          isOn={draft.isEarlierTillOff}
          onSwitch={(isEarlierTillOff) => onDraft({ isEarlierTillOff })}
        />
      )}
    </>
  );
}

function Found({ backup }: { backup: FoundBackupView }) {
  const { t, language } = useWords();
  const { shopName, network, newestSale, channels, owed } = backup;
  return (
    <>
      <Facts
        facts={[
          { name: t('settings.shopName'), value: shopName },
          { name: t('status.network'), value: t(`network.${network}`) },
          {
            name: t('backup.newest'),
            value: newestSale === undefined ? t('backup.noSale') : dateTimeLabel(language, newestSale),
          },
          { name: t('backup.channels'), value: String(channels) },
          { name: t('backup.owed'), value: dogeLabel(language, owed) },
        ]}
      />
      <p className="card-text">{t('backup.since')}</p>
      {backup.hasOwnerPin && <p className="card-text">{t('backup.pins')}</p>}
    </>
  );
}
