import { assert } from '../../assert.ts';
import type { CallArguments } from '../../bridge/bridge.ts';
import type { ScanView, StatementView } from '../../bridge/views/counter.ts';
import { formatDoge } from '../../money.ts';
import { framesOf } from '../../protocol/bbqr.ts';
import { utf8 } from '../../protocol/bytes.ts';
import { writeOffer, writePaymentRequest, writeReceipt, writeStatus } from '../../protocol/messages.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { statusOf } from '../channels/channel-status.ts';
import { paymentRequest } from '../invoices/invoicing.ts';
import { receiptOf } from '../payments/take-payment.ts';
import type { Till } from '../till/till.ts';
import { type Scanned, takeScanned } from './scan.ts';
import { paymentView } from './views/views.ts';

/** Offers shown on the till's own screen count as those of one address. */
const COUNTER = 'the counter';

/** What the till says over HTTP, for its screen. @param base where customers reach the till */
export function statementView(
  till: Till,
  base: string,
  wanted: CallArguments<'statement'>,
): Result<StatementView> {
  const payload = payloadOf(till, base, wanted);
  if (!payload.ok) return payload;
  const envelope = till.seal(payload.value);
  return ok({ envelope, frames: framesOf(utf8(JSON.stringify(envelope)), 'J') });
}

function payloadOf(till: Till, base: string, wanted: CallArguments<'statement'>): Result<object> {
  switch (wanted.of) {
    case 'offer': {
      const offer = till.offerKey(COUNTER);
      return offer.ok ? ok(writeOffer(offer.value)) : offer;
    }
    case 'channel': {
      const channel = till.channel(wanted.id);
      return channel.ok ? ok(writeStatus(statusOf(till.context, channel.value))) : channel;
    }
    case 'invoice': {
      const invoice = till.invoice(wanted.id);
      if (!invoice.ok) return invoice;
      return ok(writePaymentRequest(paymentRequest(till.context, base, invoice.value, undefined)));
    }
    case 'receipt':
      return receiptPayload(till, wanted.id);
  }
}

function receiptPayload(till: Till, id: string): Result<object> {
  const { store } = till.context;
  const invoice = till.invoice(id);
  if (!invoice.ok) return invoice;
  const payment = store.payments.byInvoice(invoice.value.number);
  if (payment === undefined) return refuse('not_found', { what: 'such receipt: nothing was paid' });
  return ok(writeReceipt(receiptOf(store.channels.require(payment.channel), invoice.value, payment)));
}

/** Takes what was scanned, and says what it was. */
export async function scanView(till: Till, texts: readonly string[]): Promise<Result<ScanView>> {
  const scanned = await takeScanned(till, texts);
  return scanned.ok ? ok(viewOf(till, scanned.value)) : scanned;
}

function viewOf(till: Till, scanned: Scanned): ScanView {
  switch (scanned.kind) {
    case 'part':
      return scanned;
    case 'channel': {
      const { basis } = scanned.channel.constants;
      return { kind: 'channel', channel: basis.channelId, capacity: formatDoge(basis.capacity) };
    }
    case 'payment': {
      const { store } = till.context;
      const { receipt } = scanned;
      const payment = store.payments.byInvoice(store.invoices.requireById(receipt.invoice).number);
      assert(payment !== undefined, 'a receipt is for a stored payment');
      const channel = store.channels.require(payment.channel);
      const view = paymentView(payment, receipt.invoice, channel);
      return { kind: 'payment', ...view, receipt: till.seal(writeReceipt(receipt)) };
    }
  }
}
