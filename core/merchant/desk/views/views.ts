import { assert } from '../../../assert.ts';
import type { ChannelDetailView, ChannelView } from '../../../bridge/views/channels.ts';
import type { InvoiceView, PaymentView } from '../../../bridge/views/counter.ts';
import type { ProblemView } from '../../../bridge/views/problem.ts';
import type { OtherNodeView, StatusView } from '../../../bridge/views/status.ts';
import { formatDoge, type Koinu, sum, ZERO } from '../../../money.ts';
import { toBase64, toHex } from '../../../protocol/bytes.ts';
import { detailOf } from '../../../protocol/problem.ts';
import type { Refusal } from '../../../refusal.ts';
import type { StoredChannel } from '../../../store/channel-rows.ts';
import type { StoredInvoice } from '../../../store/invoices.ts';
import type { StoredPayment } from '../../../store/payments.ts';
import { rfc3339 } from '../../../system/times.ts';
import { VERSION } from '../../../system/version.ts';
import type { Backups } from '../../backup/backups.ts';
import { spendableOf, statusOf } from '../../channels/channel-status.ts';
import { freeze, isBug } from '../../channels/each-channel.ts';
import { automaticCloseHeight } from '../../closing/due-to-close.ts';
import type { TillContext } from '../../context.ts';
import { invoiceState, onChainOf } from '../../invoices/invoice-state.ts';
import { invoiceAddress, invoiceUri, invoiceUrl, obstaclesOf } from '../../invoices/invoicing.ts';
import { isSettledShort } from '../../settlements/short-settlement.ts';
import { spreadOf } from '../../settlements/spread.ts';
import type { Till } from '../../till/till.ts';
import { chainProblems, problemView as chainProblemView } from '../../warnings/chain-warnings.ts';
import type { OtherNodeState } from '../../watch/second-opinions.ts';
import { onChainView } from './on-chain-view.ts';
import { settlementView } from './settlement-view.ts';

const HISTORY = 1000;

export function problemView(refusal: Refusal): ProblemView {
  const wait = 'retryAfterSeconds' in refusal.facts ? refusal.facts.retryAfterSeconds : 0;
  return {
    code: refusal.code,
    detail: detailOf(refusal),
    ...('reason' in refusal.facts && { reason: refusal.facts.reason }),
    ...(wait > 0 && { retryAfterSeconds: wait }),
  };
}

export function invoiceView(context: TillContext, base: string, invoice: StoredInvoice): InvoiceView {
  const payment = context.store.payments.byInvoice(invoice.number);
  const outcome = onChainOf(context, invoice);
  const onChain = onChainView(context, invoice, outcome);
  const obstacles = obstaclesOf(context, invoice);
  return {
    id: invoice.id,
    state: invoiceState(invoice, payment, outcome, context.world.now()),
    amount: formatDoge(invoice.amount),
    memo: invoice.memo,
    tips: invoice.allowsTip,
    uri: invoiceUri(context, base, invoice),
    url: invoiceUrl(base, invoice),
    address: invoiceAddress(context, invoice),
    issued: rfc3339(invoice.issuedAt),
    expires: rfc3339(invoice.expiresAt),
    ...(invoice.pricing && { pricing: invoice.pricing }),
    ...(payment && paymentOf(context, invoice, payment)),
    ...(onChain && { onChain }),
    ...(obstacles.length > 0 && { obstacles }),
  };
}

/** A bug in its channel leaves an invoice paid, without saying by whom: the list of sales goes on. */
function paymentOf(
  context: TillContext,
  { id }: StoredInvoice,
  payment: StoredPayment,
): Pick<InvoiceView, 'payment'> {
  try {
    return { payment: paymentView(payment, id, context.store.channels.require(payment.channel)) };
  } catch (error) {
    if (!isBug(error)) throw error;
    freeze(context, payment.channel, error);
    return {};
  }
}

export function paymentView(payment: StoredPayment, invoice: string, channel: StoredChannel): PaymentView {
  return {
    invoice,
    channel: channel.constants.basis.channelId,
    customer: channel.constants.customerName,
    amount: formatDoge(payment.amount),
    tip: formatDoge(payment.tip),
    paid: formatDoge(payment.paid),
    spendable: formatDoge(spendableOf(channel, payment.paid)),
    accepted: rfc3339(payment.acceptedAt),
  };
}

function channelView(context: TillContext, channel: StoredChannel): ChannelView {
  const status = statusOf(context, channel);
  const problem = context.store.outbox
    .ofChannel(channel.constants.row)
    .find(({ lastProblem }) => lastProblem !== undefined)?.lastProblem;
  return {
    id: status.channel,
    name: channel.constants.customerName,
    state: status.state,
    capacity: formatDoge(status.capacity),
    paid: formatDoge(status.paid),
    spendable: formatDoge(status.spendable),
    payments: channel.payments,
    confirmations: status.confirmations,
    required: status.required,
    locktime: status.locktime,
    cutoff: status.cutoff,
    closesAt: automaticCloseHeight(context, channel),
    announced: rfc3339(channel.constants.announcedAt),
    settlementAddress: status.settlementAddress,
    ...(channel.spend &&
      channel.spendTxid !== undefined && {
        spend: {
          kind: channel.spend.kind,
          txid: channel.spendTxid,
          ...(channel.spend.height !== undefined && { height: channel.spend.height }),
        },
      }),
    ...(isSettledShort(channel) && { settledShort: formatDoge(channel.spendPays ?? ZERO) }),
    ...(channel.state === 'closing' && { settling: spreadOf(context, channel).state }),
    ...(problem !== undefined && { problem }),
    ...(channel.frozenReason !== undefined && { frozen: channel.frozenReason }),
  };
}

/**
 * A channel in a list, which a bug in its view leaves with what is stored of it, and frozen. @returns undefined where not
 * even that can be read: the warnings name it
 */
export function listedChannelView(context: TillContext, row: number): ChannelView | undefined {
  const { channels } = context.store;
  try {
    return channelView(context, channels.require(row));
  } catch (error) {
    if (!isBug(error)) throw error;
    freeze(context, row, error);
    const isUnreadable = channels.broken.unreadable().some((one) => one.row === row);
    return isUnreadable ? undefined : storedView(channels.require(row));
  }
}

/** What needs no more than reading it. */
function storedView(channel: StoredChannel): ChannelView {
  const { basis, lock, customerName, announcedAt } = channel.constants;
  assert(channel.state !== 'offered', 'a stored channel was announced');
  return {
    id: basis.channelId,
    name: customerName,
    state: channel.state,
    capacity: formatDoge(basis.capacity),
    paid: formatDoge(channel.paid),
    spendable: formatDoge(ZERO),
    payments: channel.payments,
    confirmations: 0,
    required: lock.requiredConfirmations,
    locktime: lock.locktime,
    cutoff: lock.locktime - lock.paymentCutoffBlocks,
    closesAt: lock.locktime - lock.paymentCutoffBlocks,
    announced: rfc3339(announcedAt),
    settlementAddress: '',
    ...(channel.frozenReason !== undefined && { frozen: channel.frozenReason }),
  };
}

/** The same of a channel that is looked at alone. */
export function shownChannelView(context: TillContext, channel: StoredChannel): ChannelDetailView {
  const { row, basis } = channel.constants;
  try {
    return channelDetailView(context, channel);
  } catch (error) {
    if (!isBug(error)) throw error;
    freeze(context, row, error);
    const psbt = context.store.channels.psbt(row);
    return {
      ...storedView(context.store.channels.require(row)),
      script: toHex(basis.redeemScript),
      funding: [],
      history: [],
      ...(psbt && { psbt: toBase64(psbt) }),
    };
  }
}

function channelDetailView(context: TillContext, channel: StoredChannel): ChannelDetailView {
  const { store } = context;
  const { row, basis } = channel.constants;
  const psbt = store.channels.psbt(row);
  const settlement = store.settlements.get(row);
  return {
    ...channelView(context, channel),
    script: toHex(basis.redeemScript),
    funding: basis.inputs.map(({ txid, vout, value }) => ({ txid, vout, value: formatDoge(value) })),
    history: store.payments
      .ofChannel(row, HISTORY)
      .map((payment) => paymentView(payment, store.invoices.require(payment.invoice).id, channel)),
    ...timeline(channel),
    ...(psbt && { psbt: toBase64(psbt) }),
    ...(settlement && { settlement: settlementView(context, channel, settlement) }),
  };
}

function timeline({ openedAt, closingAt, endedAt }: StoredChannel) {
  return {
    ...(openedAt !== undefined && { opened: rfc3339(openedAt) }),
    ...(closingAt !== undefined && { closing: rfc3339(closingAt) }),
    ...(endedAt !== undefined && { ended: rfc3339(endedAt) }),
  };
}

/** @param isOwner a clerk is not told what the shop has earned, nor where its files are */
export async function statusView(
  { till, base, backups }: { readonly till: Till; readonly base: string; readonly backups: Backups },
  isOwner: boolean,
): Promise<StatusView> {
  const { context } = till;
  const { chain, store } = context;
  const totals = store.channels.totals();
  const { tip, problem } = chain;
  const { keepsPassphrase } = till;
  const { folder } = backups;
  const backup = await backups.status();
  return {
    version: VERSION,
    network: context.network.name,
    endpoint: base,
    identity: toHex(till.identity.publicKey),
    ...(tip && { height: tip.height, tip: tip.hash, tipAge: Math.round((chain.age ?? 0) / 1000) }),
    ...(chain.worstCaseHeight !== undefined && { worstCaseHeight: chain.worstCaseHeight }),
    chainProblems: [...till.disk.problems.map(chainProblemView), ...chainProblems(chain)],
    otherNodes: till.otherNodes.map(otherNodeView),
    node: { isReachable: problem === undefined, ...(problem !== undefined && { problem }) },
    isLocked: await till.isLocked(),
    ...(keepsPassphrase !== undefined && { keepsPassphrase }),
    channels: isOwner ? Object.fromEntries(totals.map(({ state, channels }) => [state, channels])) : {},
    ...(isOwner && { atRisk: formatDoge(atRisk(totals)) }),
    ...(backup && { backup: isOwner ? { ...backup, folder } : backup }),
    blockSeconds: Math.round(chain.blockSeconds),
    automaticClose: automaticCloseView(till),
  };
}

function automaticCloseView({ heartbeat: { lastRunAt, isLate } }: Till): StatusView['automaticClose'] {
  return { ...(lastRunAt !== undefined && { lastRun: rfc3339(lastRunAt) }), isLate };
}

function otherNodeView({ name, height, problem }: OtherNodeState): OtherNodeView {
  return {
    name,
    ...(height !== undefined && { height }),
    ...(problem !== undefined && { problem: chainProblemView(problem) }),
  };
}

const UNSETTLED = ['confirming', 'open', 'closing'];

function atRisk(totals: readonly { readonly state: string; readonly paid: Koinu }[]): Koinu {
  return sum(totals.filter(({ state }) => UNSETTLED.includes(state)).map(({ paid }) => paid));
}
