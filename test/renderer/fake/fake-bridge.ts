import * as v from 'valibot';
import {
  type Bridge,
  type BridgeEvent,
  CALLS,
  type CallArguments,
  type CallName,
  type CallOutput,
} from '../../../core/bridge/bridge.ts';
import type { CloseView } from '../../../core/bridge/views/channels.ts';
import type { SessionView } from '../../../core/bridge/views/session.ts';
import type { WarningView } from '../../../core/bridge/views/status.ts';
import { fakeDetail } from './fake-channels.ts';
import { enlarged } from './fake-large.ts';
import { ownersAway } from './fake-owner.ts';
import { mine, openPracticeChannel, payInvoice, practiceView } from './fake-practice.ts';
import { Refused } from './fake-refusal.ts';
import { decideOn, fakeSales } from './fake-sales.ts';
import { type FakeOptions, type FakeState, fakeState, newInvoice, onChainOf, POLICY } from './fake-state.ts';
import { statusOf } from './fake-status.ts';

/** A till in memory that looks busy: for looking at the screens, and for their tests. Knows none of the rules. */

type Answers = { [N in CallName]: (input: CallArguments<N>) => CallOutput[N] | Refused };

const WORDS = 'carbon ribbon trophy lunar maple actual velvet onion harbor quiz sponsor dawn';

export function fakeBridge(options: FakeOptions = {}): Bridge {
  const listeners = new Set<(event: BridgeEvent) => void>();
  const usual = fakeState(options, (event) => {
    for (const listener of listeners) setTimeout(() => listener(event), 5);
  });
  const state = options.isLarge === true ? enlarged(usual) : usual;
  const answers: Answers = {
    ...counter(state),
    ...owners(state),
    ...ownersAway(state),
    ...firstRun(state),
    ...practice(state),
  };
  return {
    async call(name, input, override) {
      await new Promise((resolve) => setTimeout(resolve, 15));
      const wanted = CALLS[name].role;
      const isOwner =
        state.role === 'owner' ||
        (override !== undefined && 'pin' in override && override.pin === state.pins.owner);
      if (wanted === 'owner' && !isOwner) {
        const code = override === undefined ? 'not_allowed' : 'wrong_pin';
        return { ok: false, problem: { code, detail: code } };
      }
      if (state.options.wantsProof === true && 'wantsProof' in CALLS[name] && override === undefined) {
        return { ok: false, problem: { code: 'proof_wanted', detail: '', reason: 'either' } };
      }
      const answer = answers[name] as (input: unknown) => unknown;
      const value = answer(v.parse(CALLS[name].input, input));
      if (value instanceof Refused) return { ok: false, problem: value.problem };
      return { ok: true, value: structuredClone(value) as CallOutput[typeof name] };
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function sessionView(state: FakeState): SessionView {
  return {
    ...(state.role && { role: state.role }),
    mode: state.mode,
    hasShop: state.hasShop,
    hasClerkPin: state.pins.clerk !== '',
    hasOwnerPin: state.pins.owner !== '',
    network: state.mode === 'practice' ? 'regtest' : 'mainnet',
    version: '0.1.0',
    settings: state.settings,
  };
}

function unlock(state: FakeState, pin: string): SessionView | Refused {
  if (pin === state.pins.owner) state.role = 'owner';
  else if (pin === state.pins.clerk) state.role = 'clerk';
  else {
    state.wrongTries += 1;
    return new Refused('wrong_pin', state.wrongTries > 1 ? 10 : 0);
  }
  state.wrongTries = 0;
  return sessionView(state);
}

const TAKEN = `The customer's refund spends the funding: ${'ab'.repeat(32)}.`;

function warningsOf(state: FakeState): readonly WarningView[] {
  const [near, later, frozen] = [...state.channels.values()];
  if (state.mode === 'practice' || !near || !later || !frozen) return [];
  const about = (channel: typeof near) => ({ channel: channel.id, name: channel.name, amount: channel.paid });
  return [
    ...(state.options.isNodeGone === true
      ? [
          {
            kind: 'node_unreachable',
            severity: 'alarm',
            facts: { said: 'connect ECONNREFUSED 127.0.0.1:22555' },
            detail: 'connect ECONNREFUSED 127.0.0.1:22555',
          } as const,
        ]
      : []),
    state.options.isTaken === true
      ? { kind: 'double_spend', severity: 'alarm', ...about(near), detail: TAKEN }
      : { kind: 'cutoff_near', severity: 'alarm', ...about(near), blocksLeft: near.cutoff - state.height },
    { kind: 'channel_frozen', severity: 'warning', ...about(frozen), detail: frozen.frozen ?? '' },
    { kind: 'cutoff_near', severity: 'notice', ...about(later), blocksLeft: later.cutoff - state.height },
  ];
}

function counter(state: FakeState) {
  let issued = 0;
  return {
    session: () => sessionView(state),
    unlock: ({ pin }) => unlock(state, pin),
    lock: () => {
      state.role = undefined;
      return sessionView(state);
    },
    noteInput: () => ({}),
    issueInvoice: (asked) => {
      issued += 1;
      const id = `new${issued}`;
      const came = state.options.onChain;
      const asIssued = newInvoice(id, asked, {
        at: Date.now(),
        seconds: state.options.invoiceSeconds ?? 900,
        pricing: state.settings.rate === '' ? undefined : state.settings,
      });
      const onChain = came && { onChain: onChainOf(came, asked.amount) };
      const invoice = {
        ...asIssued,
        ...onChain,
        state: came === 'paid' ? 'paid' : came === 'late' ? 'expired' : 'open',
      } as const;
      state.invoices = new Map([[id, invoice], ...state.invoices]);
      const after = state.options.payAfter ?? 0;
      const [channel] = [...state.channels.values()].filter(({ name }) => name !== '');
      if (after > 0 && channel) setTimeout(() => payInvoice(state, invoice, channel.id), after);
      const code = state.options.refuse;
      if (code !== undefined) setTimeout(() => state.tell({ type: 'payment_refused', id, code }), 500);
      state.tell({ type: 'invoice_changed', id });
      return invoice;
    },
    invoices: (wanted) => fakeSales(state, wanted),
    invoice: ({ id }) => state.invoices.get(id) ?? new Refused('unknown_invoice'),
    cancelInvoice: ({ id }) => {
      const invoice = state.invoices.get(id);
      if (invoice === undefined) return new Refused('unknown_invoice');
      if (invoice.state === 'paid') return new Refused('invoice_already_paid');
      const cancelled = { ...invoice, state: 'cancelled' } as const;
      state.invoices.set(id, cancelled);
      state.tell({ type: 'invoice_changed', id });
      return cancelled;
    },
    acceptPart: ({ id }) => {
      const invoice = state.invoices.get(id);
      if (invoice?.onChain === undefined) return new Refused('not_short');
      const { received, confirmations, required } = invoice.onChain;
      const onChain = {
        ...invoice.onChain,
        state: 'paid',
        acceptedPart: received,
        confirmations: Math.max(confirmations, required),
      } as const;
      const taken = { ...invoice, state: 'paid', onChain } as const;
      state.invoices.set(id, taken);
      state.tell({ type: 'invoice_changed', id });
      return taken;
    },
    acceptLate: ({ id }) => state.invoices.get(id) ?? new Refused('unknown_invoice'),
    decide: ({ id, decision, amount, note }) => decideOn(state, id, { decision, amount, note }),
    reopen: ({ id, note }) => decideOn(state, id, { decision: 'reopened', amount: '1', note }),
    scan: ({ texts }) => {
      // An animated code of seven frames that never ends, and nothing else.
      const isFrame = texts.every((text) => text.startsWith('B$'));
      return isFrame ? { kind: 'part', have: texts.length, total: 7 } : new Refused('malformed_psbt');
    },
    statement: ({ of }) => ({
      envelope: { version: '1.0', payload: of },
      frames: Array.from(
        { length: of === 'receipt' ? 1 : 3 },
        (_, index) => `B$2J030${index}${'ABCDEFG2'.repeat(100)}`,
      ),
    }),
    warnings: () => warningsOf(state),
    status: () => statusOf(state),
  } satisfies Partial<Answers>;
}

function closeOne(state: FakeState, id: string): CloseView {
  const channel = state.channels.get(id);
  if (channel === undefined) return { id, problem: new Refused('unknown_channel').problem };
  if (channel.state !== 'open') return { id, problem: new Refused('channel_not_open').problem };
  const closing = { ...channel, state: 'closing', spend: { kind: 'settlement', txid: id } } as const;
  state.channels.set(id, closing);
  state.tell({ type: 'channel_changed', id });
  return { id, channel: fakeDetail(closing, Date.now()) };
}

function owners(state: FakeState) {
  return {
    channels: ({ limit, offset }) => [...state.channels.values()].slice(offset, offset + limit),
    channel: ({ id }) => {
      const channel = state.channels.get(id);
      return channel ? fakeDetail(channel, Date.now()) : new Refused('unknown_channel');
    },
    previewClose: ({ ids }) =>
      ids.flatMap((id) => {
        const channel = state.channels.get(id);
        if (channel === undefined) return [];
        const problem = channel.state === 'open' ? undefined : new Refused('channel_not_open').problem;
        return [
          {
            id,
            name: channel.name,
            arrives: channel.paid,
            fee: '0.0034',
            returned: String(
              Math.round((Number(channel.capacity) - Number(channel.paid) - 0.0034) * 1e8) / 1e8,
            ),
            size: 337,
            safeUntil: channel.locktime,
            ...(problem && { problem }),
          },
        ];
      }),
    close: ({ ids, passphrase }) => {
      if (state.isLocked && passphrase !== 'correct horse') return new Refused('wrong_passphrase');
      return ids.map((id) => closeOne(state, id));
    },
    settings: () => state.settings,
    saveSettings: (part) => {
      const rateSince = part.rate === undefined ? {} : { rateSince: new Date().toISOString() };
      const given = Object.entries(part).filter(([, value]) => value !== undefined);
      state.settings = { ...state.settings, ...Object.fromEntries(given), ...rateSince };
      state.tell({ type: 'settings_changed' });
      return state.settings;
    },
    backup: () => ({
      path: '/media/usb/dogetill/dogetill-02a1633c-2026-11-22T16-45-00-123Z',
      made: new Date().toISOString(),
    }),
    policy: () => ({ policy: state.policy, defaults: POLICY, channelsUnderOtherTerms: 12 }),
    checkPolicy: ({ policy }) => {
      const upTo = policy['zero_conf_up_to'] ?? '0';
      return { risks: upTo === '0' ? [] : [{ kind: 'zero_conf', value: upTo }] };
    },
    savePolicy: ({ policy }) => {
      state.policy = policy;
      return { policy, defaults: POLICY, channelsUnderOtherTerms: 12 };
    },
    keepPassphrase: ({ passphrase }) => {
      if (passphrase !== 'correct horse') return new Refused('wrong_passphrase');
      state.isLocked = false;
      state.keepsPassphrase = true;
      return statusOf(state);
    },
    forgetPassphrase: () => {
      state.isLocked = true;
      state.keepsPassphrase = false;
      return statusOf(state);
    },
    setPin: ({ role, pin }) => {
      if (pin !== '' && Object.values(state.pins).includes(pin)) return new Refused('pin_in_use');
      state.pins = { ...state.pins, [role]: pin };
      return sessionView(state);
    },
    setNode: () => sessionView(state),
    addOtherNode: ({ node }) => {
      const name = node.replace(/^.*@/, '');
      if (state.otherNodes.some((known) => known.name === name)) {
        return new Refused('node_unusable', 0, 'known');
      }
      state.otherNodes = [...state.otherNodes, { name, height: state.height }];
      return sessionView(state);
    },
    removeOtherNode: ({ name }) => {
      state.otherNodes = state.otherNodes.filter((known) => known.name !== name);
      return sessionView(state);
    },
    switchMode: ({ mode }) => {
      state.mode = mode;
      state.tell({ type: 'session_changed' });
      return sessionView(state);
    },
  } satisfies Partial<Answers>;
}

function firstRun(state: FakeState) {
  return {
    findNodes: ({ network }) =>
      network === 'mainnet'
        ? [{ node: 'cookie:/home/shop/.dogecoin', label: 'Dogecoin Core in the home folder' }]
        : [],
    testNode: ({ node }) =>
      node.includes('wrong')
        ? { isUsable: false, detail: 'The node refused the user name or password.' }
        : { isUsable: true, detail: 'Dogecoin Core 1.14.9.', height: state.height, peers: 9 },
    newSeed: () => ({ words: WORDS }),
    checkWords: ({ words }) => {
      const known = WORDS.split(' ');
      const unknown = words.split(' ').flatMap((word, at) => (known.includes(word) ? [] : [at + 1]));
      return { unknown, nearest: unknown.map(() => []), isSeed: words === WORDS };
    },
    findBackup: ({ folder }) =>
      state.options.backup === 'damaged'
        ? new Refused('backup_unusable', 0, 'damaged')
        : {
            folder,
            network: 'mainnet',
            shopName: 'Café Wau',
            namesNode: true,
            newestSale: new Date(Date.now() - 20 * 3_600_000).toISOString(),
            channels: 14,
            owed: '1204.25',
            hasOwnerPin: true,
          },
    restoreShop: () => new Refused('shop_not_started'),
    createShop: (shop) => {
      state.mode = 'shop';
      state.hasShop = true;
      state.role = 'owner';
      state.pins = { clerk: shop.clerkPin, owner: shop.ownerPin };
      state.settings = {
        ...state.settings,
        language: shop.language,
        shopName: shop.shopName,
        currency: shop.currency,
        rate: '',
      };
      state.tell({ type: 'session_changed' });
      return sessionView(state);
    },
  } satisfies Partial<Answers>;
}

function practice(state: FakeState) {
  return {
    practice: () => practiceView(state),
    practiceOpenChannel: ({ amount }) => openPracticeChannel(state, amount),
    practiceMine: ({ blocks }) => mine(state, blocks),
    practicePayOnChain: ({ id, part }) => {
      const invoice = state.invoices.get(id);
      if (invoice === undefined) return new Refused('unknown_invoice');
      const onChain = onChainOf(part === 'all' ? 'waiting' : 'underpaid', invoice.amount);
      state.invoices.set(id, { ...invoice, onChain });
      state.tell({ type: 'invoice_changed', id });
      return practiceView(state);
    },
    practicePay: ({ uri }) => {
      const invoice = [...state.invoices.values()].find((one) => one.uri === uri);
      const id = state.practiceIds.find((one) => state.channels.get(one)?.state === 'open');
      if (invoice === undefined || id === undefined) {
        return practiceView(state, 'There is no open channel with this till; open one first.');
      }
      return payInvoice(state, invoice, id)
        ? practiceView(state)
        : practiceView(state, 'The channel has too little to spend. Open another.');
    },
  } satisfies Partial<Answers>;
}
