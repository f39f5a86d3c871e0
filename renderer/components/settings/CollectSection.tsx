import { type FormEvent, useState } from 'react';
import type { CallOutput } from '../../../core/bridge/bridge.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useSession } from '../../hooks/till/use-session.tsx';
import { useView } from '../../hooks/till/use-view.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { dogeLabel } from '../../labels/money-labels.ts';
import { numberLabel } from '../../labels/time-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Facts } from '../kit/Facts.tsx';
import { Field } from '../kit/Field.tsx';
import { Problem } from '../kit/Problem.tsx';
import { SettingsCard } from './SettingsCard.tsx';

type Preview = CallOutput['previewCollect'];

/** What came to invoices' own addresses, taken to one address of the owner's. */
export function CollectSection() {
  const { t } = useWords();
  const { mode } = useSession().session;
  if (mode === 'practice') return null;
  return (
    <SettingsCard title={t('collect.title')} text={t('collect.text')}>
      <CollectForm />
      <Collected />
    </SettingsCard>
  );
}

function CollectForm() {
  const { t } = useWords();
  const bridge = useBridge();
  const { value: payout } = useView('payout', {}, { on: ['settings_changed'] });
  const looking = useAction<'previewCollect'>();
  const collecting = useAction<'collect'>();
  const [to, setTo] = useState('');
  const [preview, setPreview] = useState<Preview>();
  const [passphrase, setPassphrase] = useState('');
  const hasAccount = payout?.account !== undefined;

  function look(event: FormEvent): void {
    event.preventDefault();
    void looking.run(() => bridge.call('previewCollect', { to }), setPreview);
  }
  function collect(event: FormEvent): void {
    event.preventDefault();
    setPassphrase('');
    // To the address that was shown, whatever the account's next one is by now.
    void collecting.run(
      () => bridge.call('collect', { to: preview?.to ?? to, passphrase }),
      () => setPreview(undefined),
    );
  }
  return (
    <>
      <form onSubmit={look}>
        <Field
          label={t('collect.to')}
          hint={t(hasAccount ? 'collect.toAccountHint' : 'collect.toHint')}
          value={to}
          maxLength={64}
          onText={(text) => {
            setTo(text);
            setPreview(undefined);
          }}
        />
        <Button
          isSubmit
          isBusy={looking.isRunning}
          why={to.trim() === '' && !hasAccount ? t('why.address') : undefined}
        >
          {t('collect.look')}
        </Button>
        <Problem problem={looking.problem} />
      </form>
      {preview && <CollectPreview preview={preview} />}
      {preview !== undefined && preview.coins > 0 && (
        <form onSubmit={collect}>
          <Field
            label={t('collect.passphrase')}
            type="password"
            maxLength={1024}
            value={passphrase}
            onText={setPassphrase}
          />
          <Button
            kind="primary"
            isSubmit
            isBusy={collecting.isRunning}
            why={passphrase === '' ? t('why.passphrase') : undefined}
          >
            {t('collect.do')}
          </Button>
        </form>
      )}
      <Problem problem={collecting.problem} />
    </>
  );
}

function CollectPreview({ preview }: { preview: Preview }) {
  const { t, plural, language } = useWords();
  const doge = (amount: string) => dogeLabel(language, amount);
  const { coins, transactions, shallow, undecided, small, spent } = preview;
  const left = (of: { coins: number; amount: string }) => ({
    count: String(of.coins),
    amount: doge(of.amount),
  });
  return (
    <div role="status">
      {coins === 0 ? (
        <p className="card-text">{t('collect.nothing')}</p>
      ) : (
        <Facts
          facts={[
            {
              name: t('collect.found'),
              value: plural('collect.coins', coins, { amount: doge(preview.sum) }),
            },
            ...(transactions > 1
              ? [{ name: t('collect.transactions'), value: numberLabel(language, transactions) }]
              : []),
            { name: t('collect.fee'), value: doge(preview.fee) },
            { name: t('collect.arrives'), value: doge(preview.arrives) },
            { name: t('collect.at'), value: <code>{preview.to}</code> },
          ]}
        />
      )}
      {shallow.coins > 0 && <p className="card-text">{t('collect.shallow', left(shallow))}</p>}
      {undecided.coins > 0 && <p className="card-text">{t('collect.undecided', left(undecided))}</p>}
      {small.coins > 0 && <p className="card-text">{t('collect.small', left(small))}</p>}
      {spent > 0 && <p className="card-text">{t('collect.spent', { count: String(spent) })}</p>}
      {preview.isMore && <p className="card-text">{t('collect.more')}</p>}
    </div>
  );
}

function Collected() {
  const { t, language } = useWords();
  const { value } = useView('collections', {}, { on: ['chain_changed'] });
  if (value === undefined || value.collections.length === 0) return null;
  return (
    <ul className="collected">
      {value.collections.map(({ txid, to, amount, state, problem }) => (
        <li key={txid}>
          {t('collect.done', { amount: dogeLabel(language, amount), to })}{' '}
          <strong>{t(`collect.${state}`)}</strong> <code>{`${txid.slice(0, 8)}…${txid.slice(-8)}`}</code>
          {state === 'signed' && problem !== undefined && <small> {problem}</small>}
        </li>
      ))}
    </ul>
  );
}
