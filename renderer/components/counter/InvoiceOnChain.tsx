import type { InvoiceView, OnChainView } from '../../../core/bridge/views/counter.ts';
import { useAction } from '../../hooks/till/use-action.ts';
import { useBridge } from '../../hooks/till/use-bridge.tsx';
import { useEscape } from '../../hooks/use-keyboard.ts';
import type { Go } from '../../hooks/use-route.ts';
import { useTitle } from '../../hooks/use-title.ts';
import { useWords } from '../../hooks/use-words.tsx';
import { dogeLabel } from '../../labels/money-labels.ts';
import { isPartOffered, onChainLabel, partOf } from '../../labels/on-chain-labels.ts';
import { BigAmount } from '../kit/BigAmount.tsx';
import { Button } from '../kit/Button.tsx';
import { Facts } from '../kit/Facts.tsx';
import { Icon } from '../kit/Icon.tsx';
import { Problem } from '../kit/Problem.tsx';
import { QuestionPart } from './QuestionPart.tsx';

/** An invoice that is paid, or is being paid, by a plain wallet: how far it is, and what the clerk can do. */
export function InvoiceOnChain({
  invoice,
  onChain,
  state,
  go,
  reload,
}: {
  invoice: InvoiceView;
  onChain: OnChainView;
  state: InvoiceView['state'];
  go: Go;
  reload: () => void;
}) {
  const words = useWords();
  const { t, language } = words;
  const bridge = useBridge();
  const take = useAction<'acceptLate' | 'acceptPart'>();
  const { id } = invoice;
  const { received } = onChain;
  const { title, text, icon, tone } = onChainLabel(words, onChain, state);
  useTitle(title);
  useEscape(() => go('charge'));
  return (
    <section className="ended">
      <div className={`ended-mark tone-${tone}`}>
        <Icon name={icon} size={64} />
      </div>
      <div>
        <h1>{title}</h1>
        {text !== '' && <p className="ended-text">{text}</p>}
      </div>
      <BigAmount text={dogeLabel(language, invoice.amount)} isQuiet />
      {invoice.memo !== '' && <p>{invoice.memo}</p>}
      <OnChainFacts onChain={onChain} due={invoice.amount} />
      <QuestionPart invoice={invoice} reload={reload} />
      <Problem problem={take.problem} />
      <div className="ended-actions">
        {onChain.state === 'late' && onChain.question !== undefined && (
          <Button
            size="large"
            isBusy={take.isRunning}
            onClick={() => void take.run(() => bridge.call('acceptLate', { id }), reload)}
          >
            {t('onChain.takeLate')}
          </Button>
        )}
        {isPartOffered(onChain, state) && (
          <Button
            size="large"
            isBusy={take.isRunning}
            onClick={() => void take.run(() => bridge.call('acceptPart', { id, received }), reload)}
          >
            {t('onChain.takePart', { received: dogeLabel(language, received) })}
          </Button>
        )}
        <Button kind="primary" size="large" onClick={() => go('charge')}>
          {t('invoice.newSale')}
        </Button>
      </div>
    </section>
  );
}

function OnChainFacts({ onChain, due }: { onChain: OnChainView; due: string }) {
  const { t, language } = useWords();
  const { received, excess, tip, refundAddress, txids, confirmations } = onChain;
  const doge = (amount: string) => dogeLabel(language, amount);
  const part = partOf(onChain);
  return (
    <Facts
      facts={[
        ...(part === undefined
          ? []
          : [
              {
                name: t('onChain.accepted'),
                value: t('onChain.acceptedOf', { part: doge(part), amount: doge(due) }),
              },
            ]),
        ...(part === undefined || part === received
          ? []
          : [{ name: t('onChain.received'), value: doge(received) }]),
        ...(tip === '0' ? [] : [{ name: t('paid.tip'), value: doge(tip) }]),
        ...(excess === '0' ? [] : [{ name: t('onChain.excess'), value: doge(excess) }]),
        ...(refundAddress === undefined ? [] : [{ name: t('onChain.refund'), value: refundAddress }]),
        ...(onChain.state === 'paid'
          ? [{ name: t('onChain.confirmations'), value: String(confirmations) }]
          : []),
        { name: t('onChain.transactions'), value: <code>{txids.map(shortened).join(', ')}</code> },
      ]}
    />
  );
}

function shortened(txid: string): string {
  return `${txid.slice(0, 8)}…${txid.slice(-8)}`;
}

/** Beside the code that still asks for money, or on a sale that a channel has paid. Nothing where nothing came. */
export function OnChainNotice({ invoice, state }: { invoice: InvoiceView; state: InvoiceView['state'] }) {
  const words = useWords();
  const label = invoice.onChain && onChainLabel(words, invoice.onChain, state);
  return (
    <div className="problem-place">
      {label && (
        <div className={`problem refused tone-${label.tone}`}>
          <Icon name={label.icon} />
          <p>
            <strong>{label.title}</strong> <span>{label.text}</span>
          </p>
        </div>
      )}
    </div>
  );
}
