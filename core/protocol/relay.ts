import * as v from 'valibot';
import { POLICY } from '../networks.ts';
import { equal, parseHex } from './bytes.ts';
import {
  hasAmounts,
  outpointKey,
  parseTransaction,
  RELAYED_LIMITS,
  spentOutpoints,
  type Transaction,
} from './transaction.ts';

/** A transaction given to the relay is no larger: `max_size` of the payment. Bytes. */
const MAX_RELAYED_BYTES = POLICY.standardSize - 1;

/** ErrorCode of DogeConnect 1.0. The till gives no token, so `invalid_token` has no occasion here. */
export type RelayErrorCode = 'not_found' | 'expired' | 'invalid_tx' | 'invalid_outputs';

/** Payment Submission of DogeConnect 1.0. Nothing of it is believed but its form. */
export interface Submission {
  readonly id: string;
  /** Hex, unread: it is ignored where the payment was accepted before. */
  readonly tx: string;
  /** An address, unread; '' where none was given. */
  readonly refund: string;
}

/** Payment Status of DogeConnect 1.0. */
export type PaymentStatus =
  | { readonly status: 'unpaid' }
  | { readonly status: 'declined'; readonly reason: string }
  | ({ readonly status: 'accepted' } & RelayedFacts)
  | ({ readonly status: 'confirmed'; readonly confirmedAt: string } & RelayedFacts);

interface RelayedFacts {
  readonly txid: string;
  readonly required: number;
  readonly confirmed: number;
  /** Estimated seconds until it is confirmed. */
  readonly dueSeconds: number;
}

export type RelayAnswer =
  | { readonly kind: 'status'; readonly id: string; readonly status: PaymentStatus }
  | { readonly kind: 'error'; readonly error: RelayErrorCode; readonly message: string };

const shortText = v.pipe(v.string(), v.maxLength(2048));
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const queryOf = v.object({ id: v.string() });
const submissionOf = v.object({
  id: v.string(),
  tx: v.optional(v.string(), ''),
  refund: v.optional(v.string(), ''),
});

/** @returns undefined where the request names no payment */
export function readSubmission(body: unknown): Submission | undefined {
  const parsed = v.safeParse(submissionOf, body);
  return parsed.success ? parsed.output : undefined;
}

/** @returns the id asked for, undefined where the request names none */
export function readStatusQuery(body: unknown): string | undefined {
  const parsed = v.safeParse(queryOf, body);
  return parsed.success ? parsed.output.id : undefined;
}

/** Payment Status and Error of DogeConnect 1.0, as a wallet reads them. */
const replyOf = v.union([
  v.object({ id: v.string(), status: v.literal('unpaid') }),
  v.object({ id: v.string(), status: v.literal('declined'), reason: v.optional(shortText, '') }),
  v.object({
    id: v.string(),
    status: v.picklist(['accepted', 'confirmed']),
    txid: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
    required: v.optional(count, 0),
    confirmed: v.optional(count, 0),
  }),
  v.object({ error: v.pipe(v.string(), v.regex(/^[a-z_]{1,64}$/)), message: v.optional(shortText, '') }),
]);
export type RelayReply = v.InferOutput<typeof replyOf>;

/** @returns undefined for what no relay says */
export function readRelayReply(body: unknown): RelayReply | undefined {
  const parsed = v.safeParse(replyOf, body);
  return parsed.success ? parsed.output : undefined;
}

/** @returns undefined for what is no signed transaction, or one that nodes do not relay for its size */
export function readRelayed(tx: string): Transaction | undefined {
  if (tx.length > MAX_RELAYED_BYTES * 2) return undefined;
  const bytes = parseHex(tx.toLowerCase());
  const transaction = bytes && parseTransaction(bytes, RELAYED_LIMITS);
  if (transaction === undefined || transaction.ins.length === 0 || !hasAmounts(transaction)) return undefined;
  const isSigned = transaction.ins.every(({ script }) => script.length > 0);
  const spent = new Set(spentOutpoints(transaction).map(outpointKey));
  return isSigned && spent.size === transaction.ins.length ? transaction : undefined;
}

/** What the transaction pays to a script, in koinu, with the positions of the outputs that do. */
export function outputsTo(transaction: Transaction, script: Uint8Array): { vout: number; value: bigint }[] {
  return transaction.outs.flatMap((output, vout) =>
    output.value > 0n && equal(output.script, script) ? [{ vout, value: output.value }] : [],
  );
}

/** The body as DogeConnect 1.0 writes it, and its HTTP status. */
export function writeRelayAnswer(answer: RelayAnswer): { readonly status: number; readonly body: object } {
  if (answer.kind === 'error') {
    const { error, message } = answer;
    return { status: error === 'not_found' ? 404 : 400, body: { error, message } };
  }
  const { id, status } = answer;
  switch (status.status) {
    case 'unpaid':
      return { status: 200, body: { id, status: 'unpaid' } };
    case 'declined':
      return { status: 403, body: { id, status: 'declined', reason: status.reason } };
    case 'accepted':
    case 'confirmed':
      return {
        status: 200,
        body: {
          id,
          status: status.status,
          txid: status.txid,
          ...(status.status === 'confirmed' && { confirmed_at: status.confirmedAt }),
          required: status.required,
          confirmed: status.confirmed,
          due_sec: status.dueSeconds,
        },
      };
  }
}
