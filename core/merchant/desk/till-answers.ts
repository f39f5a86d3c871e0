import path from 'node:path';
import type { CallArguments } from '../../bridge/bridge.ts';
import type { ChannelView } from '../../bridge/views/channels.ts';
import type { InvoicesView, InvoiceView } from '../../bridge/views/counter.ts';
import type { PolicyView } from '../../bridge/views/session.ts';
import type { WarningView } from '../../bridge/views/status.ts';
import { ok, type Result, refuse } from '../../result.ts';
import type { StoredInvoice } from '../../store/invoices.ts';
import { inTurns } from '../../system/in-turns.ts';
import { parseRfc3339 } from '../../system/times.ts';
import { checkBackupFolder } from '../backup/backup-files.ts';
import type { Backups } from '../backup/backups.ts';
import type { TillContext } from '../context.ts';
import { findSales } from '../invoices/find-sales.ts';
import { checkPayable, readInvoiceAmount } from '../invoices/invoicing.ts';
import { decideQuestion, reopenQuestion } from '../invoices/questions.ts';
import { acceptLate, acceptPart } from '../on-chain/accept-arrival.ts';
import { defaultPolicy, writePolicy } from '../policy/policy.ts';
import type { Till } from '../till/till.ts';
import type { Answers, Caller, TillCall } from './answers.ts';
import { awayAnswers, collectAnswers, payoutAnswers } from './owner-answers.ts';
import { scanView, statementView } from './statements.ts';
import { closePreviewView } from './views/preview-close.ts';
import { invoiceView, listedChannelView, problemView, shownChannelView, statusView } from './views/views.ts';

interface Place {
  readonly till: Till;
  /** Where customers reach it, for the URLs in invoices. */
  readonly base: string;
  readonly backups: Backups;
}

/** Some ten milliseconds' work. */
const CHANNELS_AT_ONCE = 25;
/** Settlements in the answer to a close; the others are asked for one by one. */
const SETTLEMENTS_SHOWN = 50;

/** What one till answers. */
export function tillAnswers(
  till: Till,
  { base, backups }: { readonly base: string; readonly backups: Backups },
): Pick<Answers, TillCall> {
  return {
    ...counterAnswers(till, base),
    ...questionAnswers(till, base),
    ...stateAnswers({ till, base, backups }),
    ...channelAnswers(till),
    ...choiceAnswers(till),
    ...keychainAnswers({ till, base, backups }),
    backup: ({ to }) =>
      to === undefined || path.isAbsolute(to)
        ? backups.make(to)
        : refuse('backup_failed', { reason: 'no_folder', problem: `${to} is not a whole path` }),
    ...payoutAnswers(till),
    ...collectAnswers(till),
    ...awayAnswers(till),
  };
}

/** How the till is, for whoever asks. A clerk's screen is seen by customers: it says no amounts. */
function stateAnswers(place: Place) {
  const { till } = place;
  return {
    status: async (_, caller) => ok(await statusView(place, caller.view().role === 'owner')),
    warnings: async (_, caller) => {
      const warnings = await till.warnings();
      return ok(caller.view().role === 'owner' ? warnings : warnings.flatMap(forClerk));
    },
  } satisfies Partial<Answers>;
}

/** Where the till's files lie, and how they can be read, is the owner's alone. */
function forClerk({ amount: _, ...warning }: WarningView): WarningView[] {
  return warning.kind === 'secret_readable' || warning.kind === 'password_in_arguments' ? [] : [warning];
}

function counterAnswers(till: Till, base: string) {
  const { context } = till;
  const view = (invoice: StoredInvoice) => invoiceView(context, base, invoice);
  const viewed = (invoice: Result<StoredInvoice>) => (invoice.ok ? ok(view(invoice.value)) : invoice);
  return {
    issueInvoice: ({ amount: text, memo, tips }) => {
      const amount = readInvoiceAmount(text);
      if (!amount.ok) return amount;
      const payable = checkPayable(amount.value);
      if (!payable.ok) return payable;
      return ok(view(till.issueInvoice({ amount: amount.value, memo: memo.trim(), allowsTip: tips })));
    },
    invoices: (wanted) => invoicesView(context, wanted, view),
    invoice: ({ id }) => viewed(till.invoice(id)),
    cancelInvoice: ({ id }) => viewed(till.cancelInvoice(id)),
    scan: ({ texts }) => scanView(till, texts),
    statement: (wanted) => statementView(till, base, wanted),
  } satisfies Partial<Answers>;
}

/** What somebody decides of money that came to an invoice's own address. */
function questionAnswers(till: Till, base: string) {
  const { context } = till;
  const about = (id: string, decide: (invoice: StoredInvoice) => Result<StoredInvoice>) => {
    const invoice = till.invoice(id);
    const decided = invoice.ok ? decide(invoice.value) : invoice;
    return decided.ok ? ok(invoiceView(context, base, decided.value)) : decided;
  };
  /** Nobody answers a call without a role, unless the till has none: then he is its owner. */
  const roleOf = (caller: Caller) => caller.view().role ?? 'owner';
  return {
    acceptLate: ({ id, note }, caller) =>
      about(id, (invoice) => acceptLate(context, invoice, { note, role: roleOf(caller) })),
    acceptPart: ({ id, received: text, note }, caller) => {
      const seen = readInvoiceAmount(text);
      if (!seen.ok) return seen;
      const said = { seen: seen.value, note, role: roleOf(caller) };
      return about(id, (invoice) => acceptPart(context, invoice, said));
    },
    decide: ({ id, decision, amount, note }, caller) => {
      const seen = readInvoiceAmount(amount);
      if (!seen.ok) return seen;
      const said = { decision, seen: seen.value, note, role: roleOf(caller) };
      return about(id, (invoice) => decideQuestion(context, invoice, said));
    },
    reopen: ({ id, note }) =>
      about(id, (invoice) => reopenQuestion(context, invoice, { note, role: 'owner' })),
  } satisfies Partial<Answers>;
}

function invoicesView(
  context: TillContext,
  { limit, find, state, from, to, before }: CallArguments<'invoices'>,
  view: (invoice: StoredInvoice) => InvoiceView,
): Result<InvoicesView> {
  const start = readTime(from);
  const end = readTime(to);
  const last = before === undefined ? undefined : context.store.invoices.byId(before);
  if (!start.ok) return start;
  if (!end.ok) return end;
  if (before !== undefined && last === undefined) return refuse('unknown_invoice', { invoice: before });
  const times = { from: start.value, to: end.value };
  const { invoices, next } = findSales(context, { limit, find, state, ...times, before: last?.number });
  return ok({
    invoices: invoices.map(view),
    ...(next !== undefined && { next: context.store.invoices.require(next).id }),
  });
}

function readTime(text: string | undefined): Result<number | undefined> {
  if (text === undefined) return ok(undefined);
  const time = parseRfc3339(text);
  return time === undefined ? refuse('bad_time', { text: text.slice(0, 40) }) : ok(time);
}

function channelAnswers(till: Till) {
  const { context } = till;
  const { store } = context;
  return {
    channels: async ({ limit, offset }) => {
      const views: ChannelView[] = [];
      for (const [at, row] of store.channels.listed(limit, offset).entries()) {
        // Ten thousand take seconds on a busy machine: payments are taken in between.
        if (at % CHANNELS_AT_ONCE === 0) await new Promise((resolve) => setImmediate(resolve));
        const view = listedChannelView(context, row);
        if (view !== undefined) views.push(view);
      }
      return ok(views);
    },
    channel: ({ id }) => {
      const channel = till.channel(id);
      return channel.ok ? ok(shownChannelView(context, channel.value)) : channel;
    },
    previewClose: async ({ ids }) => ok(await inTurns(ids, (id) => closePreviewView(context, id))),
    close: async ({ ids, passphrase }) => {
      const closed = await till.close(ids, passphrase);
      if (!closed.ok) return closed;
      return ok(
        await inTurns(closed.value, (result, at) => {
          const id = ids[at] ?? '';
          if (!result.ok) return { id, problem: problemView(result.refusal) };
          const { row } = result.value.constants;
          const channel = listedChannelView(context, row);
          if (channel === undefined) return { id };
          if (at >= SETTLEMENTS_SHOWN) return { id, channel };
          const { settlement } = shownChannelView(context, result.value);
          return { id, channel: { ...channel, ...(settlement && { settlement }) } };
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
      const { backupFolder = '' } = changes;
      const usable = path.isAbsolute(backupFolder) ? checkBackupFolder(backupFolder) : ok(undefined);
      if (!usable.ok) return usable;
      const saved = choices.saveSettings(changes);
      if (saved.ok) till.context.announce({ type: 'settings_changed' });
      return saved;
    },
    policy: () => ok(policyView(till)),
    checkPolicy: ({ policy }) => {
      const read = choices.readChanges(policy);
      return read.ok ? ok({ risks: choices.risksOf(read.value) }) : read;
    },
    savePolicy: ({ policy, accepts }) => {
      const saved = choices.savePolicy(policy, accepts);
      if (!saved.ok) return saved;
      till.context.announce({ type: 'settings_changed' });
      return ok(policyView(till));
    },
  } satisfies Partial<Answers>;
}

function keychainAnswers(place: Place) {
  const { till } = place;
  return {
    keepPassphrase: async ({ passphrase }) => {
      const kept = await till.keepPassphrase(passphrase);
      return kept.ok ? ok(await statusView(place, true)) : kept;
    },
    forgetPassphrase: async () => {
      till.forgetPassphrase();
      return ok(await statusView(place, true));
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
    defaults: writePolicy(defaultPolicy(context.network.name)),
    channelsUnderOtherTerms: others.reduce((total, { channels }) => total + channels, 0),
  };
}
