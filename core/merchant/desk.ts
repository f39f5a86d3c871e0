import * as v from 'valibot';
import { CALLS, type CallAnswer, type CallArguments, type CallName, type CallOutput } from '../bridge.ts';
import { writeReceipt } from '../protocol/messages.ts';
import { ok, type Result, refuse } from '../result.ts';
import { readInvoiceAmount } from './invoicing.ts';
import type { Till } from './till.ts';
import { channelDetailView, channelView, invoiceView, problemView, statusView } from './views.ts';

type Answers = {
  readonly [N in CallName]: (
    given: CallArguments<N>,
  ) => Result<CallOutput[N]> | Promise<Result<CallOutput[N]>>;
};

/**
 * The till's side of bridge.ts: what screens and the command line ask for. Its callers have proven who they are; here
 * every argument is checked against the contract.
 */
export class Desk {
  readonly #till: Till;
  readonly #answers: Answers;

  /** @param base where customers reach the till, for the URLs in invoices */
  constructor(till: Till, base: string) {
    this.#till = till;
    this.#answers = answersOf(till, base);
  }

  /** Never throws: a fault or a bug is logged and answered as internal_error. */
  async call<N extends CallName>(name: N, given: unknown): Promise<CallAnswer<N>> {
    const parsed = v.safeParse(CALLS[name], given);
    if (!parsed.success) {
      const [issue] = parsed.issues;
      const problem = `${v.getDotPath(issue) ?? name}: ${issue.message}`;
      return { ok: false, problem: { code: 'malformed_request', detail: `The call is wrong: ${problem}.` } };
    }
    try {
      const answer = await this.#answers[name](parsed.output as CallArguments<N>);
      return answer.ok ? answer : { ok: false, problem: problemView(answer.refusal) };
    } catch (error) {
      this.#till.context.log.error({ err: error, call: name }, 'call failed');
      const detail = `The till could not do that: ${error instanceof Error ? error.message : String(error)}`;
      return { ok: false, problem: { code: 'internal_error', detail } };
    }
  }
}

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(CALLS, name);
}

function answersOf(till: Till, base: string): Answers {
  const { context } = till;
  const { store } = context;
  return {
    status: async () => ok(await statusView(till, base)),
    issueInvoice: ({ amount: text, memo, tips }) => {
      const amount = readInvoiceAmount(text);
      if (!amount.ok) return amount;
      const invoice = till.issueInvoice({ amount: amount.value, memo: memo.trim(), allowsTip: tips });
      return ok(invoiceView(context, base, invoice));
    },
    invoices: ({ limit }) =>
      ok(store.invoices.newest(limit).map((invoice) => invoiceView(context, base, invoice))),
    invoice: ({ id }) => {
      const invoice = till.invoice(id);
      return invoice.ok ? ok(invoiceView(context, base, invoice.value)) : invoice;
    },
    cancelInvoice: ({ id }) => {
      const invoice = till.cancelInvoice(id);
      return invoice.ok ? ok(invoiceView(context, base, invoice.value)) : invoice;
    },
    channels: ({ limit, offset }) =>
      ok(store.channels.list(limit, offset).map((channel) => channelView(context, channel))),
    channel: ({ id }) => {
      const channel = till.channel(id);
      return channel.ok ? ok(channelDetailView(context, channel.value)) : channel;
    },
    close: async ({ ids, passphrase }) => {
      const closed = await till.close(ids, passphrase);
      if (!closed.ok) return closed;
      return ok(
        closed.value.map((result, at) => {
          const id = ids[at] ?? '';
          return result.ok
            ? { id, channel: channelDetailView(context, result.value) }
            : { id, problem: problemView(result.refusal) };
        }),
      );
    },
    scan: async ({ text }) => {
      const receipt = await till.payScanned(text.trim());
      if (!receipt.ok) return receipt;
      const invoice = invoiceView(context, base, store.invoices.requireById(receipt.value.invoice));
      return invoice.payment === undefined
        ? refuse('unknown_invoice', { invoice: receipt.value.invoice })
        : ok({ ...invoice.payment, receipt: till.seal(writeReceipt(receipt.value)) });
    },
  };
}
