import type { PolicyView } from '../bridge.ts';
import { ok, type Result } from '../result.ts';
import type { StoredInvoice } from '../store/invoices.ts';
import { acceptLate } from './accept-late.ts';
import type { Answers, TillCall } from './answers.ts';
import { readInvoiceAmount } from './invoicing.ts';
import { DEFAULT_POLICY, writePolicy } from './policy.ts';
import { closePreviewView } from './preview-close.ts';
import { scanView, statementView } from './statements.ts';
import type { Till } from './till.ts';
import { channelDetailView, channelView, invoiceView, problemView, statusView } from './views.ts';
import { warningsOf } from './warnings.ts';

/** What one till answers. @param base where customers reach it, for the URLs in invoices */
export function tillAnswers(till: Till, base: string): Pick<Answers, TillCall> {
  return {
    ...counterAnswers(till, base),
    ...channelAnswers(till),
    ...choiceAnswers(till),
    ...keychainAnswers(till, base),
  };
}

function counterAnswers(till: Till, base: string) {
  const { context } = till;
  const { store } = context;
  const view = (invoice: StoredInvoice) => invoiceView(context, base, invoice);
  const viewed = (invoice: Result<StoredInvoice>) => (invoice.ok ? ok(view(invoice.value)) : invoice);
  return {
    status: async () => ok(await statusView(till, base)),
    warnings: async () => {
      const { warnBlocks } = till.choices.settings;
      return ok(warningsOf(context, { warnBlocks, isLocked: await till.isLocked() }));
    },
    issueInvoice: ({ amount: text, memo, tips }) => {
      const amount = readInvoiceAmount(text);
      if (!amount.ok) return amount;
      return ok(view(till.issueInvoice({ amount: amount.value, memo: memo.trim(), allowsTip: tips })));
    },
    invoices: ({ limit }) => ok(store.invoices.newest(limit).map(view)),
    invoice: ({ id }) => viewed(till.invoice(id)),
    cancelInvoice: ({ id }) => viewed(till.cancelInvoice(id)),
    scan: ({ texts }) => scanView(till, texts),
    statement: (wanted) => statementView(till, base, wanted),
    acceptLate: ({ id }) => {
      const invoice = till.invoice(id);
      return invoice.ok ? viewed(acceptLate(context, invoice.value)) : invoice;
    },
  } satisfies Partial<Answers>;
}

function channelAnswers(till: Till) {
  const { context } = till;
  const { store } = context;
  return {
    channels: ({ limit, offset }) =>
      ok(store.channels.list(limit, offset).map((channel) => channelView(context, channel))),
    channel: ({ id }) => {
      const channel = till.channel(id);
      return channel.ok ? ok(channelDetailView(context, channel.value)) : channel;
    },
    previewClose: ({ ids }) => ok(ids.map((id) => closePreviewView(context, id))),
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
  } satisfies Partial<Answers>;
}

function choiceAnswers(till: Till) {
  const { choices } = till;
  return {
    settings: () => ok(choices.settings),
    saveSettings: (changes) => {
      const saved = choices.saveSettings(changes);
      if (saved.ok) till.context.announce({ type: 'settings_changed' });
      return saved;
    },
    policy: () => ok(policyView(till)),
    savePolicy: ({ policy }) => {
      const saved = choices.savePolicy(policy);
      if (!saved.ok) return saved;
      till.context.announce({ type: 'settings_changed' });
      return ok(policyView(till));
    },
  } satisfies Partial<Answers>;
}

function keychainAnswers(till: Till, base: string) {
  return {
    keepPassphrase: async ({ passphrase }) => {
      const kept = await till.keepPassphrase(passphrase);
      return kept.ok ? ok(await statusView(till, base)) : kept;
    },
    forgetPassphrase: async () => {
      till.forgetPassphrase();
      return ok(await statusView(till, base));
    },
  } satisfies Partial<Answers>;
}

function policyView({ context, choices }: Till): PolicyView {
  const policy = writePolicy(choices.policy);
  const termsNow = Object.entries(choices.policy.terms);
  const others = context.store.channels
    .aliveByTerms()
    .filter(({ terms }) => termsNow.some(([name, value]) => terms[name as keyof typeof terms] !== value));
  return {
    policy,
    defaults: writePolicy(DEFAULT_POLICY),
    channelsUnderOtherTerms: others.reduce((total, { channels }) => total + channels, 0),
  };
}
