import type { InvoiceView, PaymentView } from '../../../core/bridge/views/counter.ts';
import type { PracticeView } from '../../../core/bridge/views/setup.ts';
import type { FakeState } from './fake-state.ts';

/** The practice customer of the till in memory: opens, mines and pays, without any of the rules. */

export function practiceView(state: FakeState, problem?: string): PracticeView {
  return {
    funds: String(state.funds),
    height: state.height,
    channels: state.practiceIds.flatMap((id) => {
      const channel = state.channels.get(id);
      if (channel === undefined) return [];
      return [{ id, state: channel.state, paid: channel.paid, spendable: channel.spendable }];
    }),
    ...(problem !== undefined && { problem }),
  };
}

export function openPracticeChannel(state: FakeState, amount: string): PracticeView {
  const id = `${Date.now().toString(16)}${'ab12cd34'.repeat(8)}`.slice(0, 64);
  state.funds -= Number(amount);
  state.practiceIds.push(id);
  state.channels.set(id, {
    id,
    name: 'Practice customer',
    state: 'confirming',
    capacity: amount,
    paid: '0',
    spendable: String(Number(amount) - 0.01),
    payments: 0,
    confirmations: 0,
    required: 6,
    locktime: state.height + 12_000,
    cutoff: state.height + 10_560,
    closesAt: state.height + 10_560,
    announced: new Date().toISOString(),
    settlementAddress: 'n2eMqTT929pb1RDNuqEnxdaLau1rxy3efi',
  });
  state.tell({ type: 'channel_changed', id });
  return practiceView(state);
}

export function mine(state: FakeState, blocks: number): PracticeView {
  const before = state.height;
  state.height += blocks;
  for (const id of state.practiceIds) {
    const channel = state.channels.get(id);
    if (channel === undefined) continue;
    const confirmations = channel.confirmations + blocks;
    if (channel.state === 'confirming' && confirmations >= 6) {
      state.channels.set(id, { ...channel, state: 'open', confirmations });
    }
    if (channel.state === 'closing' && channel.spend) {
      const height = channel.spend.height ?? before + 1;
      const isBuried = state.height - height + 1 >= 6;
      state.channels.set(id, {
        ...channel,
        state: isBuried ? 'closed' : 'closing',
        spend: { ...channel.spend, height },
      });
    }
    state.tell({ type: 'channel_changed', id });
  }
  state.tell({ type: 'chain_changed' });
  return practiceView(state);
}

export function payInvoice(state: FakeState, invoice: InvoiceView, id: string): PaymentView | undefined {
  const channel = state.channels.get(id);
  if (channel === undefined || Number(channel.spendable) < Number(invoice.amount)) return undefined;
  const rounded = (value: number) => String(Math.round(value * 1e8) / 1e8);
  const tip = invoice.tips && invoice.memo.includes('tip') ? '1' : '0';
  const due = Number(invoice.amount) + Number(tip);
  const paid = rounded(Number(channel.paid) + due);
  const spendable = rounded(Number(channel.spendable) - due);
  state.channels.set(id, { ...channel, paid, spendable, payments: channel.payments + 1 });
  const payment: PaymentView = {
    invoice: invoice.id,
    channel: id,
    customer: channel.name,
    amount: invoice.amount,
    tip,
    paid,
    spendable,
    accepted: new Date().toISOString(),
  };
  state.invoices.set(invoice.id, { ...invoice, state: 'paid', payment });
  state.tell({ type: 'invoice_changed', id: invoice.id });
  state.tell({ type: 'channel_changed', id });
  return payment;
}
