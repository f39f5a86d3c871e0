import type { InvoiceView, OnChainView } from '../../core/bridge/views/counter.ts';
import type { Words } from '../messages/translate.ts';
import { standingDecision } from './decision-labels.ts';
import type { IconName } from './icon-names.ts';
import { dogeLabel } from './money-labels.ts';
import type { StateLabel } from './state-label.ts';
import type { Tone } from './tones.ts';

interface OnChainLabel {
  readonly title: string;
  readonly text: string;
  readonly icon: IconName;
  readonly tone: Tone;
}

const LOOKS: Readonly<Record<OnChainView['state'], { readonly icon: IconName; readonly tone: Tone }>> = {
  waiting: { icon: 'hourglass', tone: 'neutral' },
  reorged: { icon: 'warning', tone: 'warning' },
  paid: { icon: 'check', tone: 'good' },
  underpaid: { icon: 'warning', tone: 'warning' },
  late: { icon: 'hourglass', tone: 'warning' },
  double_spent: { icon: 'cross', tone: 'bad' },
  paid_twice: { icon: 'warning', tone: 'warning' },
};

/** What a clerk must know of a sale that is paid as well. */
const NEWS_OF_PAID: readonly OnChainView['state'][] = ['reorged', 'double_spent', 'paid_twice'];

/** How a sale's payment on the chain stands, where that says more than the sale's own state. */
export function onChainStateLabel({
  state,
  onChain,
}: Pick<InvoiceView, 'state' | 'onChain'>): StateLabel | undefined {
  if (onChain === undefined) return undefined;
  if (onChain.question?.kind === 'excess')
    return { text: 'onChain.overpaid', icon: 'warning', tone: 'warning' };
  const decided = decisionOf(onChain);
  if (decided !== undefined) return { text: `decision.${decided}State`, icon: 'check', tone: 'neutral' };
  if (onChain.state === 'paid') return undefined;
  if (state === 'paid' && !NEWS_OF_PAID.includes(onChain.state)) return undefined;
  return { text: `onChain.${onChain.state}`, ...LOOKS[onChain.state] };
}

/** What came on-chain, in the clerk's words. */
export function onChainLabel(
  { t, language }: Words,
  onChain: OnChainView,
  state: InvoiceView['state'],
): OnChainLabel {
  const values = {
    received: dogeLabel(language, onChain.received),
    missing: dogeLabel(language, onChain.missing),
    lost: dogeLabel(language, onChain.lost),
    confirmations: String(onChain.confirmations),
    required: String(onChain.required),
  };
  const decided = decisionOf(onChain);
  if (decided !== undefined) {
    const text = t(`decision.${decided}Text`, values);
    return { title: t(`decision.${decided}State`), text, icon: 'check', tone: 'neutral' };
  }
  const title = t(`onChain.${onChain.state}`);
  return { title, text: textOf(), ...LOOKS[onChain.state] };

  function textOf(): string {
    const part = partOf(onChain);
    const taken = part === undefined ? '' : t('onChain.partTaken', { part: dogeLabel(language, part) });
    if (onChain.state === 'paid') return taken;
    if (isOnItsWay({ onChain })) return `${taken} ${t(`onChain.${onChain.state}Text`, values)}`.trim();
    if (onChain.state === 'double_spent' && state !== 'open' && onChain.received !== '0') {
      return t('onChain.double_spentEnded', values);
    }
    if (onChain.state === 'underpaid' && state !== 'open') return t('onChain.underpaidEnded', values);
    return t(`onChain.${onChain.state}Text`, values);
  }
}

/** What was done with money that is no part of a sale: it says more than how it came. */
function decisionOf(onChain: OnChainView): 'gave_back' | 'kept' | undefined {
  const isNoSale = onChain.state !== 'paid' && !isOnItsWay({ onChain });
  const decision = isNoSale ? standingDecision(onChain)?.decision : undefined;
  return decision === 'gave_back' || decision === 'kept' ? decision : undefined;
}

/** What a clerk took for the whole, unless the rest came after all. */
export function partOf({ acceptedPart, missing }: OnChainView): string | undefined {
  return missing === '0' ? undefined : acceptedPart;
}

/** The clerk may take what came for the whole. */
export function isPartOffered({ state, received, question }: OnChainView, of: InvoiceView['state']): boolean {
  const isShort = state === 'underpaid' || state === 'double_spent';
  return isShort && received !== '0' && of !== 'open' && question !== undefined;
}

/** The amount is on its way or there: the code is not to be scanned once more. */
export function isOnItsWay({ onChain }: Pick<InvoiceView, 'onChain'>): boolean {
  return onChain !== undefined && ['waiting', 'reorged', 'paid'].includes(onChain.state);
}
