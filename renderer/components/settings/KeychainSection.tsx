import { type FormEvent, useState } from 'react';
import type { StatusView } from '../../../core/bridge/views/status.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useStatus } from '../../hooks/till/use-status.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { keychainState } from '../../labels/keychain-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { SettingsCard } from './SettingsCard.tsx';

/** Whether the till closes channels with nobody there: the owner's choice, with what follows from it. */
export function KeychainSection() {
  const { session } = useSession();
  const { value: status, reload } = useStatus();
  if (session.mode === 'practice' || status === undefined) return null;
  return <KeychainCard status={status} reload={reload} />;
}

function KeychainCard({ status, reload }: { status: StatusView; reload: () => void }) {
  const { t } = useWords();
  const bridge = useBridge();
  const { problem, isRunning, run } = useAction<'keepPassphrase' | 'forgetPassphrase'>();
  const [passphrase, setPassphrase] = useState('');
  const state = keychainState(status);

  function keep(event: FormEvent): void {
    event.preventDefault();
    setPassphrase('');
    void run(() => bridge.call('keepPassphrase', { passphrase }), reload);
  }
  return (
    <SettingsCard title={t('keychain.title')} problem={problem}>
      {status.isLocked && <p className="card-text">{t('keychain.locked')}</p>}
      <p className="card-text">{t(`keychain.${state}`)}</p>
      {state === 'offer' && (
        <form onSubmit={keep}>
          <Field
            label={t('keychain.passphrase')}
            type="password"
            maxLength={1024}
            value={passphrase}
            onText={setPassphrase}
          />
          <Button isSubmit isBusy={isRunning} why={passphrase === '' ? t('why.passphrase') : undefined}>
            {t('keychain.keep')}
          </Button>
        </form>
      )}
      {state === 'kept' && (
        <div className="exports">
          <Button
            isBusy={isRunning}
            onClick={() => void run(() => bridge.call('forgetPassphrase', {}), reload)}
          >
            {t('keychain.forget')}
          </Button>
        </div>
      )}
    </SettingsCard>
  );
}
