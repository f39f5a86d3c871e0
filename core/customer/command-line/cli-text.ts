import { formatDoge, type Koinu } from '../../money.ts';
import { transactionHex, txidOf } from '../../protocol/transaction.ts';
import type { Refund } from '../channels/refund-channel.ts';
import type { Paid } from '../payments/pay.ts';
import type { CompactPaid } from '../payments/pay-compactly.ts';
import type { OnChainPaid } from '../payments/pay-on-chain.ts';
import type { Advice, ChannelRecovery } from '../recover.ts';
import { sentenceOf } from '../state/refusal-texts.ts';
import type { WalletRefusal } from '../state/refusals.ts';
import type { Coin, PaymentRecord } from '../state/wallet-state.ts';
import type { ChannelView, CustomerWallet } from '../wallet.ts';

/** What a command has to say: to a person, and with --json to a script. Amounts in JSON are decimal DOGE. */
export interface Report {
  readonly text: string;
  readonly json: object;
}

const SHORT_ID = 12;

function doge(amount: Koinu): string {
  return `${formatDoge(amount)} DOGE`;
}

export function describeAddress(address: string): Report {
  return { text: address, json: { address } };
}

export function describeNewWallet(wallet: CustomerWallet, file: string): Report {
  return {
    text: [
      `Made ${file} for ${wallet.network.name}. Whoever reads that file has its money.`,
      'Its keys come from these words; write them down:',
      `  ${wallet.mnemonic}`,
      `Receive at ${wallet.address()}`,
    ].join('\n'),
    json: { file, network: wallet.network.name, mnemonic: wallet.mnemonic, address: wallet.address() },
  };
}

export function describeCoins(added: readonly Coin[], wallet: CustomerWallet): Report {
  const text =
    added.length === 0
      ? `Nothing new; the wallet has ${doge(wallet.funds())}.`
      : `Received ${added.map(({ value }) => doge(value)).join(' and ')}; the wallet has ${doge(wallet.funds())}.`;
  return { text, json: { added: added.map(coinJson), funds: formatDoge(wallet.funds()) } };
}

function coinJson({ txid, vout, value }: Coin): object {
  return { txid, vout, amount: formatDoge(value) };
}

function channelJson({ record, paid, spendable, signed }: ChannelView): object {
  return {
    id: record.id,
    state: record.state,
    till: record.tillUrl,
    name: record.name,
    capacity: formatDoge(record.capacity),
    paid: formatDoge(paid),
    spendable: formatDoge(spendable),
    signed: formatDoge(signed),
    locktime: record.locktime,
    confirmations: record.confirmations,
    required: record.terms.confirmations,
    payments: record.payments.map(paymentJson),
  };
}

function paymentJson({ invoice, amount, tip, paid, state, refusal, acceptedAt }: PaymentRecord): object {
  const amounts = { amount: formatDoge(amount), tip: formatDoge(tip), paid: formatDoge(paid) };
  return { invoice, state, ...amounts, ...(refusal && { refusal }), ...(acceptedAt && { acceptedAt }) };
}

export function describeChannel(view: ChannelView): Report {
  return { text: channelText(view), json: channelJson(view) };
}

function channelText({ record, paid, spendable, signed }: ChannelView): string {
  const { id, state, confirmations, terms, tillUrl, locktime } = record;
  const isOver = state === 'closed' || state === 'refunded';
  const isUsable = state === 'confirming' || state === 'open';
  const depth = state === 'confirming' ? ` (${confirmations} of ${terms.confirmations} blocks)` : '';
  const rest = isUsable ? `, to spend ${doge(spendable)}` : '';
  const lines = [
    `${id.slice(0, SHORT_ID)}  ${state}${depth}  ${tillUrl}`,
    `  capacity ${doge(record.capacity)}, paid ${doge(paid)}${rest}`,
  ];
  if (signed > paid)
    lines.push(`  signed ${doge(signed)}: a payment without a receipt, which the till may hold`);
  if (!isOver) lines.push(`  refund from block ${locktime} on`);
  return lines.join('\n');
}

export function describeWallet(wallet: CustomerWallet): Report {
  const channels = wallet.channels();
  const coins = wallet.coins();
  return {
    text: [
      `${doge(wallet.funds())} in ${coins.length} ${coins.length === 1 ? 'coin' : 'coins'} on ${wallet.network.name}`,
      ...channels.map(channelText),
      ...(channels.length === 0 ? ['No channels.'] : []),
    ].join('\n'),
    json: {
      network: wallet.network.name,
      funds: formatDoge(wallet.funds()),
      coins: coins.map(coinJson),
      channels: channels.map(channelJson),
    },
  };
}

export function describePaid({ channel, payment, wasPaidBefore }: Paid): Report {
  const tip = payment.tip > 0n ? ` and a tip of ${doge(payment.tip)}` : '';
  const verb = wasPaidBefore ? 'Had paid' : 'Paid';
  return {
    text: `${verb} ${doge(payment.amount)}${tip} through channel ${channel.id.slice(0, SHORT_ID)}; receipt of ${payment.acceptedAt}.`,
    json: { channel: channel.id, ...paymentJson(payment), wasPaidBefore },
  };
}

export function describeOnChain({ payment, wasPaidBefore }: OnChainPaid): Report {
  const { invoice, amount, fee, txid, address, state } = payment;
  const verb = wasPaidBefore ? 'Had paid' : 'Paid';
  return {
    text: `${verb} ${doge(amount)} to ${address}, and a fee of ${doge(fee)}, by transaction ${txid}.`,
    json: { invoice, state, amount: formatDoge(amount), fee: formatDoge(fee), address, txid, wasPaidBefore },
  };
}

export function describeCompact({ text, channel, payment }: CompactPaid): Report {
  return { text, json: { text, channel: channel.id, ...paymentJson(payment) } };
}

export function describeRefund({ channel, transaction, isBroadcast }: Refund): Report {
  const hex = transactionHex(transaction);
  const txid = txidOf(transaction);
  return {
    text: isBroadcast
      ? `The refund of channel ${channel.id.slice(0, SHORT_ID)} is broadcast: ${txid}`
      : `To be broadcast from block ${channel.locktime} on:\n${hex}`,
    json: { channel: channel.id, txid, locktime: channel.locktime, isBroadcast, transaction: hex },
  };
}

const ADVICE: Readonly<Record<Advice, string>> = {
  pay_or_close: 'ready to pay; ask for the close when you are done',
  wait_for_confirmations: 'wait for its confirmations',
  wait_for_close: 'the till is closing it; your change comes with the settlement',
  wait_for_refund: 'the refund is on its way',
  refund_now: 'run "refund": its locktime has come',
  refund_at_locktime: 'if the till stays away, run "refund" at its locktime',
  recover_again: 'no answer yet: run "recover" again',
  open_another: 'the till refused it; its coins are free again',
  find_change: 'over, the till says; run "recover" with --node to find your change',
  nothing: 'done',
};

export function describeRecovery(recoveries: readonly ChannelRecovery[], wallet: CustomerWallet): Report {
  const lines = recoveries.map(({ channel, advice, problem }) => {
    const told = problem === undefined ? '' : `\n    ${sentenceOf(problem)}`;
    return `${channel.id.slice(0, SHORT_ID)}  ${channel.state}: ${ADVICE[advice]}${told}`;
  });
  return {
    text: [`${doge(wallet.funds())} to spend`, ...lines].join('\n'),
    json: {
      funds: formatDoge(wallet.funds()),
      channels: recoveries.map(({ channel, advice, problem }) => ({
        id: channel.id,
        state: channel.state,
        advice,
        ...(problem && { problem: { code: problem.code, detail: sentenceOf(problem) } }),
      })),
    },
  };
}

export function describeRefusal(refusal: WalletRefusal): Report {
  const detail = sentenceOf(refusal);
  const facts = JSON.parse(JSON.stringify(refusal.facts, writeAmount)) as object;
  return { text: detail, json: { error: refusal.code, detail, facts } };
}

/** The only bigints among a refusal's facts are amounts. */
function writeAmount(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? formatDoge(value as Koinu) : value;
}
