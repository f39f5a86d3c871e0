import { useState } from 'react';
import type { InvoiceView } from '../../core/bridge/views/counter.ts';
import { AmountDisplay } from '../components/counter/AmountDisplay.tsx';
import { Keypad } from '../components/counter/Keypad.tsx';
import { SalesList } from '../components/counter/SalesList.tsx';
import { ScanDialog } from '../components/counter/ScanDialog.tsx';
import { Button } from '../components/kit/Button.tsx';
import { Problem } from '../components/kit/Problem.tsx';
import { Switch } from '../components/kit/Switch.tsx';
import { type TypedAmount, useAmountEntry } from '../hooks/counter/use-amount-entry.ts';
import { NO_DRAFT, useDraft } from '../hooks/counter/use-draft.tsx';
import { noteIssued, useInvoices } from '../hooks/counter/use-invoices.ts';
import { useAction } from '../hooks/till/use-action.ts';
import { useBridge } from '../hooks/till/use-bridge.tsx';
import { useSession } from '../hooks/till/use-session.tsx';
import { useKeyboard, usePaste } from '../hooks/use-keyboard.ts';
import type { Go } from '../hooks/use-route.ts';
import { useSecretGuard } from '../hooks/use-secret-guard.ts';
import { useTitle } from '../hooks/use-title.ts';
import { useWords } from '../hooks/use-words.tsx';
import { entryKeyOf, totalCoins } from '../labels/amount-entry.ts';
import { currencyLabel } from '../labels/money-labels.ts';

const LAST_SALES = 4;

/** Where a sale begins: an amount, perhaps a memo, and Charge. */
export function ChargeScreen({ go }: { go: Go }) {
  const { t, language } = useWords();
  const { settings } = useSession().session;
  const typed = useAmountEntry(settings);
  const charge = useCharge(go);
  const { draft, change } = useDraft();
  const takesTip = draft.takesTip ?? settings.offersTips;
  const guard = useSecretGuard((memo) => change((before) => ({ ...before, memo })));
  const [isScanning, setIsScanning] = useState(false);
  const { entry, amount } = typed;
  useTitle(t('nav.charge'));

  function issue(): void {
    if (amount !== undefined) charge.issue({ amount, memo: draft.memo.trim(), tips: takesTip });
  }
  const pressed = useAmountKeys(typed, issue);
  const canCharge = amount !== undefined && !charge.isRunning;
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
          disabled={!canCharge}
          aria-describedby="charge-obstacle"
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
            value={draft.memo}
            maxLength={256}
            placeholder={t('charge.memoHint')}
            autoComplete="off"
            data-scanner="none"
            onChange={(event) => guard.onText(event.target.value)}
          />
        </label>
        {guard.problem && (
          <p className="field-problem" role="alert">
            {guard.problem}
          </p>
        )}
        <Switch
          label={t('charge.tip')}
          isOn={takesTip}
          onSwitch={(isOn) => change((before) => ({ ...before, takesTip: isOn }))}
        />
        <Button icon="scan" onClick={() => setIsScanning(true)}>
          {t('scan.open')}
        </Button>
      </form>
      <LastSales />
      {isScanning && (
        <ScanDialog
          onPaid={(invoice) => {
            setIsScanning(false);
            go('invoice', invoice);
          }}
          onClose={() => setIsScanning(false)}
        />
      )}
    </section>
  );
}

/** Makes the invoice, and forgets what was typed once the till has it. */
function useCharge(go: Go) {
  const bridge = useBridge();
  const { change } = useDraft();
  const { run, isRunning, problem } = useAction<'issueInvoice'>();
  function issue(wanted: { readonly amount: string; readonly memo: string; readonly tips: boolean }): void {
    void run(
      () => bridge.call('issueInvoice', wanted),
      (invoice: InvoiceView) => {
        change(() => NO_DRAFT);
        noteIssued(invoice);
        go('invoice', invoice.id);
      },
    );
  }
  return { issue, isRunning, problem };
}

/** The keyboard, the number pad and the clipboard. @returns the key that is to be lit */
function useAmountKeys(
  typed: TypedAmount,
  issue: () => void,
): { readonly key: string; readonly count: number } {
  const [pressed, setPressed] = useState({ key: '', count: 0 });
  useKeyboard((key) => {
    const wanted = entryKeyOf(key);
    if (wanted === 'charge') issue();
    else if (wanted !== undefined) {
      typed.press(wanted);
      setPressed(({ count }) => ({ key: wanted, count: count + 1 }));
    } else if ([...key].length === 1 && key !== ' ') typed.pressUnknown(key);
    else return false;
    return true;
  });
  usePaste((text) => typed.paste(text));
  return pressed;
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
