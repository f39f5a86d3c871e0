import * as v from 'valibot';
import { parseDoge } from '../money.ts';
import { parseHex } from '../protocol/bytes.ts';
import { NodeFault } from './backend.ts';

/*
 * Every number arrives as the text it was written in (exact-json.ts). Fields not named here are ignored.
 */

/** Within 15 digits every integer is exact. */
const integer = v.pipe(v.string(), v.regex(/^-?\d{1,15}$/), v.transform(Number));
const count = v.pipe(v.string(), v.regex(/^\d{1,15}$/), v.transform(Number));

/** Decimal DOGE as ValueFromAmount writes it (rpc/server.cpp). Signs and exponents are refused. */
const amount = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const value = parseDoge(dataset.value);
    if (value !== undefined) return value;
    addIssue({ message: 'no amount in DOGE' });
    return NEVER;
  }),
);

const bytes = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const value = parseHex(dataset.value);
    if (value !== undefined) return value;
    addIssue({ message: 'no hex' });
    return NEVER;
  }),
);

/** A txid or block hash in display order. */
export const hashSchema = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const rpcErrorSchema = v.object({ code: integer, message: v.string() });

export const envelopeSchema = v.object({
  result: v.optional(v.unknown()),
  error: v.optional(v.nullable(rpcErrorSchema)),
  id: v.optional(v.nullable(v.string())),
});

export const chainInfoSchema = v.object({
  bestblockhash: hashSchema,
  initialblockdownload: v.boolean(),
  mediantime: v.optional(count),
});

/** What waitforblockheight ends with: the tip, whether the height was reached or not. */
export const waitedSchema = v.object({ hash: hashSchema, height: count });

export const headerSchema = v.object({ hash: hashSchema, height: count, time: count });

export const networkInfoSchema = v.object({
  version: count,
  subversion: v.string(),
  connections: count,
  relayfee: amount,
  timeoffset: v.optional(integer, '0'),
  warnings: v.optional(v.string(), ''),
});

/** The transactions stay unread here: one that is odd must not cost us the block. */
export const blockSchema = v.object({
  hash: hashSchema,
  height: count,
  time: count,
  previousblockhash: v.optional(hashSchema),
  tx: v.array(v.unknown()),
});

const inputSchema = v.union([
  v.object({
    txid: hashSchema,
    vout: count,
    scriptSig: v.object({ hex: bytes }),
    sequence: count,
  }),
  v.object({ coinbase: bytes, sequence: count }),
]);

/** TxToJSON (rpc/rawtransaction.cpp): everything a transaction is made of. `hex` is with getrawtransaction only. */
export const transactionSchema = v.object({
  txid: hashSchema,
  version: integer,
  locktime: count,
  vin: v.array(inputSchema),
  vout: v.array(v.object({ value: amount, scriptPubKey: v.object({ hex: bytes }) })),
});

export type TransactionFields = v.InferOutput<typeof transactionSchema>;

export const knownTransactionSchema = v.object({
  hex: bytes,
  /** Absent in the mempool. */
  confirmations: v.optional(count, '0'),
});

export const unspentOutputSchema = v.nullable(
  v.object({
    value: amount,
    scriptPubKey: v.object({ hex: bytes }),
    confirmations: count,
    coinbase: v.boolean(),
  }),
);

export const hashesSchema = v.array(hashSchema);

/** No rate, which is -1 as JSON, while the node has seen too little. */
const noRate = v.pipe(
  v.string(),
  v.regex(/^-1(?:\.0+)?$/),
  v.transform(() => undefined),
);
export const feeEstimateSchema = v.object({ feerate: v.union([noRate, amount]) });

interface AskedOf {
  readonly method: string;
  /** Where the node is, without its password: whoever has several wants to know which. */
  readonly location: string;
}

/** @throws NodeFault bad_answer */
export function readAnswer<const S extends v.GenericSchema>(
  { method, location }: AskedOf,
  schema: S,
  answer: unknown,
): v.InferOutput<S> {
  const parsed = v.safeParse(schema, answer, { abortEarly: true });
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const where = v.getDotPath(issue) ?? 'the answer';
  throw new NodeFault('bad_answer', `The answer to ${method} from ${location} is not as expected: ${where}.`);
}
