import { useState } from 'react';
import type { InvoiceView } from '../../../core/bridge/views/counter.ts';
import type { PracticeView } from '../../../core/bridge/views/setup.ts';
import { useInvoices } from '../../hooks/counter/use-invoices.ts';
import { usePractice } from '../../hooks/counter/use-practice.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useClock } from '../../hooks/use-clock.ts';
import type { Go, Route } from '../../hooks/use-route.ts';
import { useSecretGuard } from '../../hooks/use-secret-guard.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { shownState } from '../../labels/invoice-labels.ts';
import { dogeLabel } from '../../labels/money-labels.ts';
import { isOnItsWay } from '../../labels/on-chain-labels.ts';
import { practiceStep } from '../../labels/practice-labels.ts';
import { numberLabel } from '../../labels/time-labels.ts';
import { Button } from '../kit/Button.tsx';
import { Icon } from '../kit/Icon.tsx';
import { Problem } from '../kit/Problem.tsx';
import { PracticeSteps } from './PracticeSteps.tsx';

const RECENT = 10;

/** A customer with play money beside the till, who says what to do next. */
export function PracticePanel({ route, go, onClose }: { route: Route; go: Go; onClose: () => void }) {
  const { t } = useWords();
  const practice = usePractice(false);
  const now = useClock(1);
  const invoices = useInvoices(RECENT).value ?? [];
  const open = invoices.filter((invoice) => shownState(invoice, now) === 'open');
  const onScreen = route.screen === 'invoice' ? open.find(({ id }) => id === route.id) : undefined;
  return (
    <aside className="frame-panel" aria-label={t('practice.customer')}>
      <div className="panel-title">
        <Icon name="customer" />
        <h2>{t('practice.customer')}</h2>
        <button type="button" className="icon-button" aria-label={t('practice.hide')} onClick={onClose}>
          <Icon name="cross" />
        </button>
      </div>
      <Problem problem={practice.problem} />
      {practice.value && (
        <Customer
          practice={practice.value}
          invoice={onScreen ?? open[0]}
          isOnScreen={onScreen !== undefined}
          go={go}
          reload={practice.reload}
        />
      )}
    </aside>
  );
}

function Customer({
  practice,
  invoice,
  isOnScreen,
  go,
  reload,
}: {
  practice: PracticeView;
  invoice: InvoiceView | undefined;
  isOnScreen: boolean;
  go: Go;
  reload: () => void;
}) {
  const { t, language } = useWords();
  const bridge = useBridge();
  const action = useAction<'practicePay' | 'practiceMine' | 'practiceOpenChannel'>();
  const [amount, setAmount] = useState('100');
  const step = practiceStep(practice, { hasOpenInvoice: invoice !== undefined });
  const busy = action.isRunning;
  const open = practice.channels.find(({ state }) => state === 'open');
  return (
    <>
      <p className="panel-funds">
        <span>{t('practice.funds', { amount: dogeLabel(language, practice.funds) })}</span>
        <span>{t('practice.height', { height: numberLabel(language, practice.height) })}</span>
      </p>
      {open && <p>{t('practice.spendable', { amount: dogeLabel(language, open.spendable) })}</p>}
      <p className="panel-hint" aria-live="polite">
        {t(`practice.hint.${step}`)}
      </p>
      <div className="panel-actions">
        <OpenChannel
          amount={amount}
          onAmount={setAmount}
          isNext={step === 'open'}
          isBusy={busy}
          onOpen={() => void action.run(() => bridge.call('practiceOpenChannel', { amount }), reload)}
        />
        <Button
          kind={step === 'mine-funding' || step === 'mine-settlement' ? 'primary' : 'plain'}
          icon="blocks"
          isBusy={busy}
          onClick={() => void action.run(() => bridge.call('practiceMine', { blocks: 6 }), reload)}
        >
          {t('practice.mine')}
        </Button>
        {step === 'charge' && (
          <Button kind="primary" icon="charge" onClick={() => go('charge')}>
            {t('practice.toCharge')}
          </Button>
        )}
        {invoice && (
          <Button
            kind={step === 'pay' ? 'primary' : 'plain'}
            icon="scan"
            isBusy={busy}
            onClick={() => {
              if (!isOnScreen) go('invoice', invoice.id);
              void action.run(() => bridge.call('practicePay', { uri: invoice.uri }), reload);
            }}
          >
            {t('practice.pay', { amount: dogeLabel(language, invoice.amount) })}
          </Button>
        )}
        {step === 'close' && open && (
          <Button kind="primary" icon="lock" onClick={() => go('channel', open.id)}>
            {t('practice.toChannel')}
          </Button>
        )}
      </div>
      {invoice && (
        <PlainWallet
          invoice={invoice}
          show={() => !isOnScreen && go('invoice', invoice.id)}
          reload={reload}
        />
      )}
      <Problem problem={action.problem} />
      {practice.problem !== undefined && <p className="problem tone-warning">{practice.problem}</p>}
      <PracticeSteps step={step} />
    </>
  );
}

/** Somebody without a channel pays the same code on-chain: too little, or what is missing; and a block comes. */
function PlainWallet({
  invoice,
  show,
  reload,
}: {
  invoice: InvoiceView;
  show: () => void;
  reload: () => void;
}) {
  const { t } = useWords();
  const bridge = useBridge();
  const action = useAction<'practicePayOnChain' | 'practiceMine'>();
  const { id } = invoice;
  const isThere = isOnItsWay(invoice);
  function pay(part: 'all' | 'half'): void {
    show();
    void action.run(() => bridge.call('practicePayOnChain', { id, part }), reload);
  }
  return (
    <fieldset className="panel-plain">
      <legend>{t('practice.plain')}</legend>
      <div className="panel-actions">
        <Button
          isBusy={action.isRunning}
          why={isThere ? t('why.onItsWay') : undefined}
          onClick={() => pay('all')}
        >
          {t(invoice.onChain ? 'practice.plainRest' : 'practice.plainAll')}
        </Button>
        <Button
          isBusy={action.isRunning}
          why={isThere ? t('why.onItsWay') : undefined}
          onClick={() => pay('half')}
        >
          {t('practice.plainHalf')}
        </Button>
        <Button
          icon="blocks"
          isBusy={action.isRunning}
          onClick={() => void action.run(() => bridge.call('practiceMine', { blocks: 1 }), reload)}
        >
          {t('practice.mineOne')}
        </Button>
      </div>
      <Problem problem={action.problem} />
    </fieldset>
  );
}

function OpenChannel({
  amount,
  onAmount,
  isNext,
  isBusy,
  onOpen,
}: {
  amount: string;
  onAmount: (amount: string) => void;
  isNext: boolean;
  isBusy: boolean;
  onOpen: () => void;
}) {
  const { t } = useWords();
  const guard = useSecretGuard(onAmount);
  return (
    <form
      className="panel-open"
      onSubmit={(event) => {
        event.preventDefault();
        onOpen();
      }}
    >
      <label>
        <span className="unseen">{t('practice.amount')}</span>
        <input value={amount} inputMode="decimal" onChange={(event) => guard.onText(event.target.value)} />
        <span aria-hidden="true">DOGE</span>
      </label>
      {guard.problem && (
        <p className="field-problem" role="alert">
          {guard.problem}
        </p>
      )}
      <Button
        kind={isNext ? 'primary' : 'plain'}
        isSubmit
        isBusy={isBusy}
        why={amount.trim() === '' ? t('why.amount') : undefined}
      >
        {t('practice.open')}
      </Button>
    </form>
  );
}
