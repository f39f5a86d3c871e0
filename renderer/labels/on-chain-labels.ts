import type { InvoiceView, OnChainView } from '../../core/bridge.ts';
import type { Words } from '../messages/translate.ts';
import type { IconName } from './icon-names.ts';
import { dogeLabel } from './money-labels.ts';
import type { Tone } from './tones.ts';

export interface OnChainLabel {
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
  const title = t(`onChain.${onChain.state}`);
  return { title, text: textOf(), ...LOOKS[onChain.state] };

  function textOf(): string {
    if (onChain.state === 'paid') return '';
    if (onChain.state === 'underpaid' && state !== 'open') return t('onChain.underpaidEnded', values);
    return t(`onChain.${onChain.state}Text`, values);
  }
}

/** The amount is on its way or there: the code is not to be scanned once more. */
export function isOnItsWay({ onChain }: Pick<InvoiceView, 'onChain'>): boolean {
  return onChain !== undefined && ['waiting', 'reorged', 'paid'].includes(onChain.state);
}
