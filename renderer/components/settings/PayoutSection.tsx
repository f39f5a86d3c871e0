import { type FormEvent, useState } from 'react';
import type { CallOutput } from '../../../core/bridge/bridge.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useView } from '../../hooks/till/use-view.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { dateTimeLabel } from '../../labels/time-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Field } from '../kit/Field.tsx';
import { Problem } from '../kit/Problem.tsx';
import { Switch } from '../kit/Switch.tsx';
import { SettingsCard } from './SettingsCard.tsx';

/** Where settlements pay: the till's own addresses, or an account whose private keys are elsewhere. */
export function PayoutSection() {
  const { t, language } = useWords();
  const { mode } = useSession().session;
  const { value: payout, reload } = useView('payout', {}, { on: ['settings_changed'] });
  if (mode === 'practice' || payout === undefined) return null;
  const { account, firstAddress, since } = payout;
  return (
    <SettingsCard title={t('payout.title')} text={t(account === undefined ? 'payout.own' : 'payout.foreign')}>
      {account !== undefined && (
        <div className="card-text">
          <code>{account}</code>
          <p>{t('payout.first', { address: firstAddress ?? '' })}</p>
          {since !== undefined && <p>{t('payout.since', { when: dateTimeLabel(language, since) })}</p>}
        </div>
      )}
      <PayoutForm payout={payout} reload={reload} />
    </SettingsCard>
  );
}

function PayoutForm({ payout, reload }: { payout: CallOutput['payout']; reload: () => void }) {
  const { t } = useWords();
  const bridge = useBridge();
  const looking = useAction<'previewPayout'>();
  const setting = useAction<'setPayout'>();
  const [account, setAccount] = useState('');
  const [first, setFirst] = useState<string>();
  const [isSame, setIsSame] = useState(false);
  const [passphrase, setPassphrase] = useState('');
  const isLeaving = payout.account !== undefined;

  function look(event: FormEvent): void {
    event.preventDefault();
    void looking.run(
      () => bridge.call('previewPayout', { account }),
      ({ addresses }) => setFirst(addresses[0]),
    );
  }
  function save(event: FormEvent): void {
    event.preventDefault();
    setPassphrase('');
    const wanted = isLeaving ? { account: '', firstAddress: '' } : { account, firstAddress: first ?? '' };
    void setting.run(
      () => bridge.call('setPayout', { ...wanted, passphrase }),
      () => {
        setAccount('');
        setFirst(undefined);
        setIsSame(false);
        reload();
      },
    );
  }
  return (
    <>
      {!isLeaving && (
        <form onSubmit={look}>
          <Field
            label={t('payout.account')}
            hint={t('payout.accountHint')}
            value={account}
            maxLength={256}
            onText={(text) => {
              setAccount(text);
              setFirst(undefined);
              setIsSame(false);
            }}
          />
          <Button
            isSubmit
            isBusy={looking.isRunning}
            why={account.trim() === '' ? t('why.account') : undefined}
          >
            {t('payout.look')}
          </Button>
          <Problem problem={looking.problem} />
        </form>
      )}
      {(isLeaving || first !== undefined) && (
        <form onSubmit={save}>
          {!isLeaving && (
            <>
              <p className="card-text">{t('payout.compare')}</p>
              <code>{first}</code>
              <Switch label={t('payout.isSame')} isOn={isSame} onSwitch={setIsSame} />
            </>
          )}
          <Field
            label={t('payout.passphrase')}
            type="password"
            maxLength={1024}
            value={passphrase}
            onText={setPassphrase}
          />
          <Button
            kind={isLeaving ? 'plain' : 'primary'}
            isSubmit
            isBusy={setting.isRunning}
            why={
              isLeaving || isSame ? (passphrase === '' ? t('why.passphrase') : undefined) : t('why.compare')
            }
          >
            {t(isLeaving ? 'payout.leave' : 'payout.set')}
          </Button>
          <Problem problem={setting.problem} />
        </form>
      )}
    </>
  );
}
