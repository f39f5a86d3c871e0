import * as v from 'valibot';
import { SETTINGS } from './settings.ts';

/** Who sits at the screen. A clerk charges and sees the sales of the day; an owner may do everything. */
export type Role = 'clerk' | 'owner';

const id = v.pipe(v.string(), v.maxLength(64));
const text = (longest: number) => v.pipe(v.string(), v.maxLength(longest));
const pin = v.pipe(v.string(), v.regex(/^\d{4,8}$/));
const amount = text(32);
const network = v.picklist(['mainnet', 'testnet', 'regtest']);
const wholeNumber = v.pipe(v.number(), v.integer(), v.minValue(0));
/** Frames of the longest animated code. */
const MOST_SCANNED = 1295;
const pageSize = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(10_000));

/** The till's policy by the names of docs/PROTOCOL.md; checked by the till, which answers what is wrong in words. */
const policy = v.record(text(64), v.union([v.string(), v.number()]));

/**
 * What shows an owner anew, for one call: the PIN or the passphrase. At a clerk's screen it lifts the one call, and at
 * an owner's it shows that the owner is still there.
 */
export type Proof = { readonly pin: string } | { readonly passphrase: string };

export const proofSchema = v.union([v.strictObject({ pin }), v.strictObject({ passphrase: text(1024) })]);

/** Who may make a call: 'anyone' also before a PIN was given. */
interface Call<S extends v.GenericSchema> {
  readonly role: Role | 'anyone';
  readonly input: S;
  /** Or only with these of its arguments. For owners who show anew that they are: whoever passes an open screen must not take the till or its money over. */
  readonly wantsProof?: boolean | readonly string[];
}

const anyone = <S extends v.GenericSchema>(input: S): Call<S> => ({ role: 'anyone', input });
const clerk = <S extends v.GenericSchema>(input: S): Call<S> => ({ role: 'clerk', input });
const owner = <S extends v.GenericSchema>(input: S): Call<S> => ({ role: 'owner', input });
const proven = <S extends v.GenericSchema>(
  input: S,
  wantsProof: NonNullable<Call<S>['wantsProof']> = true,
): Call<S> => ({ role: 'owner', input, wantsProof });
const nothing = v.strictObject({});

/**
 * Every call that a screen (or the command line) may make of the till: who may make it, and what it takes. What it gives
 * is in bridge.ts. Amounts are decimal strings of DOGE, times RFC 3339.
 */
export const CALLS = {
  /** What a screen needs before it can draw anything. */
  session: anyone(nothing),
  unlock: anyone(v.strictObject({ pin })),
  lock: anyone(nothing),
  /** Somebody touches the screen, types or scans: the till locks a screen by itself where nobody does. */
  noteInput: anyone(nothing),

  issueInvoice: clerk(
    v.strictObject({
      amount,
      memo: v.optional(v.pipe(v.string(), v.maxLength(256, 'at most 256 characters')), ''),
      tips: v.optional(v.boolean(), false),
    }),
  ),
  /** The newest first; with `next` of one page as `before`, the page after it. */
  invoices: clerk(
    v.strictObject({
      limit: v.optional(pageSize, 100),
      /** An amount, a memo, a customer, an id or an address, as somebody types it. */
      find: v.optional(text(300), ''),
      state: v.optional(v.picklist(['open', 'paid', 'expired', 'cancelled', 'question'])),
      /** When it was issued: from one time on and before another, as RFC 3339. */
      from: v.optional(text(40)),
      to: v.optional(text(40)),
      /** An invoice's id: what is older. */
      before: v.optional(id),
    }),
  ),
  invoice: clerk(v.strictObject({ id })),
  cancelInvoice: clerk(v.strictObject({ id })),
  /** Takes what came to the invoice's address after its end. */
  acceptLate: clerk(v.strictObject({ id, note: v.optional(text(256), '') })),
  /** Takes what came for the whole, where less came and the invoice is over. @param received what the clerk was shown */
  acceptPart: clerk(v.strictObject({ id, received: amount, note: v.optional(text(256), '') })),
  /** Keeps what was done with money at the invoice's address that is no part of a sale. @param amount what the clerk was shown */
  decide: clerk(
    v.strictObject({
      id,
      decision: v.picklist(['gave_back', 'kept']),
      amount,
      note: v.optional(text(256), ''),
    }),
  ),
  /** What was given back or kept by mistake is in question again. */
  reopen: owner(v.strictObject({ id, note: v.optional(text(256), '') })),
  /** What a scanner read off a customer's screen: one text, or the frames of an animated code seen so far. */
  scan: clerk(
    v.strictObject({ texts: v.pipe(v.array(text(300_000)), v.minLength(1), v.maxLength(MOST_SCANNED)) }),
  ),
  /** A signed statement, for a customer who has no other way to get it than off this screen. */
  statement: clerk(
    v.variant('of', [
      v.strictObject({ of: v.literal('offer') }),
      v.strictObject({ of: v.picklist(['invoice', 'receipt', 'channel']), id }),
    ]),
  ),
  warnings: clerk(nothing),
  status: clerk(nothing),

  channels: owner(
    v.strictObject({ limit: v.optional(pageSize, 10_000), offset: v.optional(wholeNumber, 0) }),
  ),
  channel: owner(v.strictObject({ id })),
  /** What closing would bring, without doing it. */
  previewClose: owner(v.strictObject({ ids: v.pipe(v.array(id), v.minLength(1), v.maxLength(10_000)) })),
  close: owner(
    v.strictObject({
      ids: v.pipe(v.array(id), v.minLength(1), v.maxLength(10_000)),
      passphrase: v.optional(text(1024)),
    }),
  ),
  settings: owner(nothing),
  /** When the till locks, and where copies of it go, is set with a proof; the rest is looks. */
  saveSettings: proven(v.strictObject(v.entriesFromObjects([v.partial(v.object(SETTINGS))])), [
    'lockAfterMinutes',
    'backupFolder',
  ]),
  /** A copy of the till's data, now. @param to a folder for this once, instead of the one in the settings */
  backup: owner(v.strictObject({ to: v.optional(text(4096)) })),
  policy: owner(nothing),
  /** @param accepts kinds of the risks that checkPolicy told, and that the owner bears */
  savePolicy: proven(
    v.strictObject({ policy, accepts: v.optional(v.pipe(v.array(text(64)), v.maxLength(64)), []) }),
  ),
  /** What a policy would risk, without keeping it. */
  checkPolicy: owner(v.strictObject({ policy })),
  /** From then on the till settles by itself: the passphrase is in the system's keychain. */
  keepPassphrase: owner(v.strictObject({ passphrase: text(1024) })),
  forgetPassphrase: proven(nothing),
  /** Where settlements of new channels pay: the till's own addresses, or an account of the owner's. */
  payout: owner(nothing),
  previewPayout: owner(v.strictObject({ account: text(256) })),
  setPayout: proven(
    v.strictObject({
      /** An extended public key; '' for the till's own addresses. */
      account: text(256),
      /** As the owner's wallet shows it. */
      firstAddress: text(64),
      /** Wanted where the seed has one: who may charge and close may not send the takings elsewhere. */
      passphrase: v.optional(text(1024)),
    }),
  ),
  /** What came to invoices' own addresses, taken to one address; '' for the owner's account. */
  collections: owner(nothing),
  previewCollect: owner(v.strictObject({ to: v.optional(text(64), '') })),
  collect: proven(v.strictObject({ to: v.optional(text(64), ''), passphrase: v.optional(text(1024)) })),
  /** A time in which nobody is there: what would come due in it is closed when it begins. */
  absence: owner(nothing),
  previewAbsence: owner(v.strictObject({ from: text(40), to: text(40) })),
  /** Both empty: nothing is planned any more. */
  planAbsence: owner(v.strictObject({ from: text(40), to: text(40) })),
  /** Where an owner who is away is told of warnings. */
  alertHook: owner(nothing),
  /** Sends a trial message first; '' for none. */
  setAlertHook: proven(v.strictObject({ url: text(1024) })),
  /** All settlements, co-signed, for somebody to broadcast without keys. Closes nothing. */
  exportSettlements: owner(v.strictObject({ passphrase: v.optional(text(1024)) })),
  setPin: proven(
    v.strictObject({ role: v.picklist(['clerk', 'owner']), pin: v.union([pin, v.literal('')]) }),
  ),

  /** First run: from practice to a shop of one's own. Nothing is kept until createShop has succeeded. */
  findNodes: owner(v.strictObject({ network })),
  testNode: owner(v.strictObject({ network, node: text(4096) })),
  newSeed: owner(nothing),
  /** What is wrong with words that were typed. Nothing of them is kept. */
  checkWords: owner(v.strictObject({ words: text(512) })),
  createShop: owner(
    v.strictObject({
      language: SETTINGS.language,
      shopName: SETTINGS.shopName,
      currency: SETTINGS.currency,
      /** '' where it is set later, or the shop prices in DOGE. */
      rate: v.optional(SETTINGS.rate, ''),
      network,
      node: text(4096),
      /** 12 words: new ones from newSeed, or those of an earlier till. */
      words: text(512),
      /** They were made by newSeed just now, so that no earlier till has used their keys. */
      areWordsNew: v.optional(v.boolean(), false),
      passphrase: text(1024),
      clerkPin: v.union([pin, v.literal('')]),
      ownerPin: pin,
    }),
  ),
  /** What a backup holds. Changes nothing. @param folder a whole path */
  findBackup: owner(v.strictObject({ folder: text(4096) })),
  /** A shop from a backup of an earlier till, which must not run any more. */
  restoreShop: owner(
    v.strictObject({
      folder: text(4096),
      /** Where the backup names none: of a till that no app ran. */
      node: v.optional(text(4096), ''),
    }),
  ),
  /** The shop goes on with another node of its network, tested first. */
  setNode: proven(v.strictObject({ node: text(4096) })),
  /** A further node, which confirms what the first one says; tested first. */
  addOtherNode: proven(v.strictObject({ node: text(4096) })),
  /** @param name as the status has it */
  removeOtherNode: proven(v.strictObject({ name: text(300) })),
  /** Goes back to practice, or to the shop that was set up; the shop's data stay where they are. */
  switchMode: owner(v.strictObject({ mode: v.picklist(['practice', 'shop']) })),

  /** Practice mode only: a customer with play money, and the chain's blocks at the push of a button. */
  practice: clerk(nothing),
  practiceOpenChannel: clerk(v.strictObject({ amount })),
  practicePay: clerk(v.strictObject({ uri: text(4096), tip: v.optional(amount, '0') })),
  /** By a wallet that knows no channels: what is missing of an invoice, or the half of it. */
  practicePayOnChain: clerk(v.strictObject({ id, part: v.picklist(['all', 'half']) })),
  practiceMine: clerk(
    v.strictObject({ blocks: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(20_000)) }),
  ),
} as const satisfies Record<string, Call<v.GenericSchema>>;
