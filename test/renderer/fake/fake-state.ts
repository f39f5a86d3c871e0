import type { BridgeEvent } from '../../../core/bridge/bridge.ts';
import type { ChannelView } from '../../../core/bridge/views/channels.ts';
import type { InvoiceView, OnChainView } from '../../../core/bridge/views/counter.ts';
import type { SettingsView } from '../../../core/bridge/views/session.ts';
import type { OtherNodeView } from '../../../core/bridge/views/status.ts';
import type { RefusalCode } from '../../../core/refusal.ts';
import { fakeChannels, HEIGHT } from './fake-channels.ts';

export interface FakeOptions {
  /** What a folder of a backup is. */
  readonly backup?: 'good' | 'damaged';
  readonly role?: 'clerk' | 'owner' | 'locked';
  readonly mode?: 'practice' | 'shop';
  readonly channels?: number;
  readonly language?: 'en' | 'de';
  readonly theme?: SettingsView['theme'];
  readonly currency?: string;
  readonly rate?: string;
  readonly keypad?: SettingsView['keypad'];
  readonly isLocked?: boolean;
  readonly keepsPassphrase?: boolean;
  readonly isNodeGone?: boolean;
  /** A customer takes back the channel whose time is shortest. */
  readonly isTaken?: boolean;
  /** Milliseconds after which an invoice is paid by itself; 0 is never. */
  readonly payAfter?: number;
  readonly invoiceSeconds?: number;
  /** What comes to every new invoice's address at once. */
  readonly onChain?: OnChainView['state'];
  /** Why a payment for every new invoice is refused. */
  readonly refuse?: RefusalCode;
  readonly rateHours?: number;
  readonly hasPins?: boolean;
  /** Does not answer at all. */
  readonly isSilent?: boolean;
  /** The till's process gives no sign of life from the start. */
  readonly isStopped?: boolean;
  /** The longest names, memos and amounts. */
  readonly isLarge?: boolean;
  /** The till asks the owner anew before what changes the till. */
  readonly wantsProof?: boolean;
}

export const POLICY = {
  min_capacity: '10',
  max_capacity: '100000',
  max_inputs: 10,
  min_locktime_blocks: 10_080,
  max_locktime_blocks: 129_600,
  payment_cutoff_blocks: 1440,
  automatic_close_blocks: 0,
  fee_escalation_blocks: 720,
  fee_lag_blocks: 30,
  fee_budget: '1',
  confirmations: 6,
  fee_per_kb: '0.01',
  dust: '0.01',
  requests_per_minute_per_address: 600,
  open_offers_per_address: 20,
  offer_lifetime_seconds: 3600,
  invoice_lifetime_seconds: 900,
  min_peers: 1,
} as const;

const AWAY = { name: 'node.example:22555', said: 'connect ECONNREFUSED 203.0.113.7:22555' };

const OTHER_NODES: readonly OtherNodeView[] = [
  { name: '192.168.178.30:22555', height: HEIGHT },
  {
    name: AWAY.name,
    problem: { kind: 'other_node_away', severity: 'notice', facts: AWAY, detail: AWAY.said },
  },
];

/** Everything that the till in memory knows. */
export interface FakeState {
  readonly options: FakeOptions;
  role: 'clerk' | 'owner' | undefined;
  mode: 'practice' | 'shop';
  isLocked: boolean;
  keepsPassphrase: boolean | undefined;
  hasShop: boolean;
  pins: { clerk: string; owner: string };
  wrongTries: number;
  settings: SettingsView;
  policy: Record<string, string | number>;
  channels: Map<string, ChannelView>;
  invoices: Map<string, InvoiceView>;
  otherNodes: readonly OtherNodeView[];
  height: number;
  funds: number;
  practiceIds: string[];
  readonly tell: (event: BridgeEvent) => void;
}

function takenBack(channel: ChannelView): ChannelView {
  return { ...channel, state: 'closing', settling: 'sent', spend: { kind: 'refund', txid: 'ab'.repeat(32) } };
}

export function fakeState(options: FakeOptions, tell: (event: BridgeEvent) => void): FakeState {
  const now = Date.now();
  const mode = options.mode ?? 'shop';
  const count = options.channels ?? (mode === 'practice' ? 0 : 10_000);
  const channels = fakeChannels(count, now).map((channel, index) =>
    options.isTaken === true && index === 0 ? takenBack(channel) : channel,
  );
  return {
    options,
    role: options.role === 'locked' ? undefined : (options.role ?? 'owner'),
    mode,
    isLocked: options.isLocked ?? false,
    keepsPassphrase: options.keepsPassphrase,
    hasShop: mode === 'shop',
    pins: options.hasPins === false ? { clerk: '', owner: '' } : { clerk: '1111', owner: '2222' },
    wrongTries: 0,
    settings: {
      language: options.language ?? 'en',
      shopName: mode === 'practice' ? 'Practice' : 'Café Wau',
      currency: options.currency ?? 'EUR',
      rate: options.rate ?? '0.25',
      rateSince: new Date(now - (options.rateHours ?? 2) * 3_600_000).toISOString(),
      theme: options.theme ?? 'light',
      keypad: options.keypad ?? 'telephone',
      sound: true,
      warningSound: false,
      offersTips: true,
      lockAfterMinutes: 5,
      keepsInTray: false,
      backupFolder: '/media/usb/dogetill',
      backupsKept: 30,
      warnBlocks: [1440, 360, 60],
    },
    policy: { ...POLICY },
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    invoices: fakeInvoices(mode === 'practice' ? [] : channels, now, options),
    otherNodes: mode === 'practice' ? [] : OTHER_NODES,
    height: mode === 'practice' ? 1351 : HEIGHT,
    funds: 10_000,
    practiceIds: [],
    tell,
  };
}

const SALES: readonly (readonly [InvoiceView['state'], string, string])[] = [
  ['paid', '14.2', 'Two flat whites'],
  ['expired', '8', ''],
  ['paid', '124.68', 'Table 7'],
  ['cancelled', '3.5', 'Croissant'],
  ['paid', '31.4159', ''],
  ['paid', '6', 'A memo that goes on and on about the sale until nobody reads it any more'],
];

/** The rate was another one then. */
function pricingThen({ currency = 'EUR', rate = '0.25' }: FakeOptions): InvoiceView['pricing'] {
  return rate === '' ? undefined : { currency, rate: String(Number(rate) * 0.9) };
}

function fakeInvoices(
  channels: readonly ChannelView[],
  now: number,
  options: FakeOptions,
): Map<string, InvoiceView> {
  const pricing = pricingThen(options);
  const [channel] = channels;
  if (channel === undefined) return new Map();
  const invoices = Array.from({ length: 40 }, (_, index): InvoiceView => {
    const [state, amount, memo] = SALES[index % SALES.length] ?? ['paid', '1', ''];
    const at = now - (index + 1) * 17 * 60_000;
    const id = `sale${index}`;
    return {
      ...newInvoice(id, { amount, memo, tips: true }, { at, seconds: 900, pricing }),
      state,
      ...(state === 'paid' && {
        payment: {
          invoice: id,
          channel: channel.id,
          customer: channel.name,
          amount,
          tip: index === 0 ? '1' : '0',
          paid: channel.paid,
          spendable: channel.spendable,
          accepted: new Date(at + 9000).toISOString(),
        },
      }),
    };
  });
  return new Map(invoices.map((invoice) => [invoice.id, invoice]));
}

export function newInvoice(
  id: string,
  asked: { readonly amount: string; readonly memo: string; readonly tips: boolean },
  { at, seconds, pricing }: { at: number; seconds: number; pricing: InvoiceView['pricing'] },
): InvoiceView {
  const url = `http://192.168.178.21:10888/v1/invoices/${id}`;
  return {
    id,
    state: 'open',
    ...asked,
    uri: `dogecoin:DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyD?amount=${asked.amount}&label=Caf%C3%A9%20Wau&message=${encodeURIComponent(asked.memo)}&pc=${encodeURIComponent(url)}&ph=4hKx0c8Qm2Zt7Yb1NwEr`,
    url,
    address: 'DBXu2kgc3xtvCUWFcxFE3r9hEYgmuaaCyD',
    issued: new Date(at).toISOString(),
    expires: new Date(at + seconds * 1000).toISOString(),
    ...(pricing && { pricing }),
  };
}

/** What the till would say of an invoice to which this came. */
function questionOf(state: OnChainView['state'], amount: string): Pick<OnChainView, 'question'> {
  switch (state) {
    case 'late':
    case 'paid_twice':
      return { question: { kind: state, amount } };
    case 'underpaid':
      return { question: { kind: state, amount: '0.5' } };
    case 'paid':
      return { question: { kind: 'excess', amount: '2.5' } };
    default:
      return {};
  }
}

export function onChainOf(state: OnChainView['state'], amount: string): OnChainView {
  const isPart = state === 'underpaid' || state === 'double_spent';
  return {
    state,
    received: state === 'underpaid' ? '0.5' : isPart ? '0' : amount,
    missing: isPart ? '1.5' : '0',
    excess: state === 'paid' ? '2.5' : '0',
    tip: '0',
    lost: state === 'double_spent' ? amount : '0',
    confirmations: state === 'paid' ? 6 : 2,
    required: 6,
    firstSeen: new Date().toISOString(),
    ...questionOf(state, amount),
    txids: ['a1b2c3d4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d7e8f90'],
  };
}
