import { useState } from 'react';
import { AmountDisplay } from '../components/AmountDisplay.tsx';
import { Keypad } from '../components/Keypad.tsx';
import { Problem } from '../components/Problem.tsx';
import { SalesList } from '../components/SalesList.tsx';
import { Switch } from '../components/Switch.tsx';
import { useAction } from '../hooks/use-action.ts';
import { useAmountEntry } from '../hooks/use-amount-entry.ts';
import { useBridge } from '../hooks/use-bridge.tsx';
import { noteIssued, useInvoices } from '../hooks/use-invoices.ts';
import { useKeyboard } from '../hooks/use-keyboard.ts';
import type { Go } from '../hooks/use-route.ts';
import { useSecretGuard } from '../hooks/use-secret-guard.ts';
import { useSession } from '../hooks/use-session.tsx';
import { useTitle } from '../hooks/use-title.ts';
import { useWords } from '../hooks/use-words.tsx';
import { entryKeyOf, totalCoins } from '../labels/amount-entry.ts';
import { currencyLabel } from '../labels/money-labels.ts';

const LAST_SALES = 4;

/** Where a sale begins: an amount, perhaps a memo, and Charge. */
export function ChargeScreen({ go }: { go: Go }) {
  const { t, language } = useWords();
  const { settings } = useSession().session;
  const bridge = useBridge();
  const typed = useAmountEntry(settings);
  const charge = useAction<'issueInvoice'>();
  const [memo, setMemo] = useState('');
  const guard = useSecretGuard(setMemo);
  const [takesTip, setTakesTip] = useState(settings.offersTips);
  const [pressed, setPressed] = useState({ key: '', count: 0 });
  const { entry, amount } = typed;
  useTitle(t('nav.charge'));

  function issue(): void {
    if (amount === undefined) return;
    void charge.run(
      () => bridge.call('issueInvoice', { amount, memo: memo.trim(), tips: takesTip }),
      (invoice) => {
        noteIssued(invoice);
        go('invoice', invoice.id);
      },
    );
  }
  useKeyboard((key) => {
    const wanted = entryKeyOf(key);
    if (wanted === undefined) return false;
    if (wanted === 'charge') issue();
    else {
      typed.press(wanted);
      setPressed(({ count }) => ({ key: wanted, count: count + 1 }));
    }
    return true;
  });
  return (
    <section className="charge">
      <h1 className="unseen">{t('nav.charge')}</h1>
      <AmountDisplay typed={typed} settings={settings} />
      <div className="charge-keys">
        <Keypad order={settings.keypad} pressed={pressed} onKey={typed.press} />
        <Problem problem={charge.problem} />
        <button
          type="button"
          className="charge-button"
          disabled={amount === undefined || charge.isRunning}
          onClick={issue}
        >
          <span>{t('charge.charge')}</span>
          <span className="charge-button-amount">
            {currencyLabel(language, totalCoins(entry), entry.unit)}
          </span>
        </button>
      </div>
      <form
        className="charge-details"
        onSubmit={(event) => {
          event.preventDefault();
          issue();
        }}
      >
        <label className="memo">
          <span>{t('charge.memo')}</span>
          <input
            value={memo}
            maxLength={256}
            placeholder={t('charge.memoHint')}
            autoComplete="off"
            onChange={(event) => guard.onText(event.target.value)}
          />
        </label>
        {guard.problem && (
          <p className="field-problem" role="alert">
            {guard.problem}
          </p>
        )}
        <Switch label={t('charge.tip')} isOn={takesTip} onSwitch={setTakesTip} />
      </form>
      <LastSales />
    </section>
  );
}

/** "Was it paid?" has its answer beside the keypad, where there is room. */
function LastSales() {
  const { t } = useWords();
  const invoices = useInvoices(LAST_SALES).value;
  return (
    <section className="charge-sales" aria-label={t('charge.lastSales')}>
      <h2>{t('charge.lastSales')}</h2>
      <SalesList invoices={invoices} />
    </section>
  );
}
