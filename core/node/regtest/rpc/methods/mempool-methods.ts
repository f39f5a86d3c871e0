import { type MempoolEntry, priorityAt } from '../../chain/mempool.ts';
import type { PracticeChain } from '../../chain/practice-chain.ts';
import { amountJson, type Json, JsonNumber } from '../json.ts';
import { RPC, RpcError } from '../rpc-error.ts';
import type { RpcMethod } from './method.ts';

/** DEFAULT_MAX_MEMPOOL_SIZE (Dogecoin Core policy/policy.h), bytes. */
const MAX_MEMPOOL = 300_000_000;

/** entryToJSON (rpc/blockchain.cpp): fees of relatives are in koinu, its own in DOGE. */
function entryJson(entry: MempoolEntry, { mempool, chain }: PracticeChain): Json {
  const ancestors = mempool.ancestors(entry);
  const descendants = mempool.descendants(entry);
  return {
    size: entry.size,
    fee: amountJson(entry.fee),
    modifiedfee: amountJson(entry.fee),
    time: entry.time,
    height: entry.height,
    startingpriority: priorityAt(entry, entry.height),
    currentpriority: priorityAt(entry, chain.height),
    descendantcount: descendants.entries.size + 1,
    descendantsize: descendants.size + entry.size,
    descendantfees: new JsonNumber(String(descendants.fees + entry.fee)),
    ancestorcount: ancestors.entries.size + 1,
    ancestorsize: ancestors.size + entry.size,
    ancestorfees: new JsonNumber(String(ancestors.fees + entry.fee)),
    depends: mempool
      .parents(entry)
      .map(({ txid }) => txid)
      .sort(),
  };
}

export const MEMPOOL_METHODS: readonly RpcMethod[] = [
  {
    name: 'getmempoolinfo',
    category: 'Blockchain',
    parameters: [],
    required: 0,
    usage: 'getmempoolinfo',
    answer: (_, { node }) => ({
      size: node.mempool.size,
      bytes: node.mempool.bytes,
      usage: node.mempool.bytes,
      maxmempool: MAX_MEMPOOL,
      mempoolminfee: amountJson(0n),
    }),
  },
  {
    name: 'getrawmempool',
    category: 'Blockchain',
    parameters: ['verbose'],
    required: 0,
    usage: 'getrawmempool ( verbose )',
    answer: (parameters, { node }) => {
      const isVerbose = parameters.boolean(0, false);
      const entries = node.mempool.entries();
      if (!isVerbose) return entries.map(({ txid }) => txid);
      return Object.fromEntries(entries.map((entry) => [entry.txid, entryJson(entry, node)]));
    },
  },
  {
    name: 'getmempoolentry',
    category: 'Blockchain',
    parameters: ['txid'],
    required: 1,
    usage: 'getmempoolentry txid',
    answer: (parameters, { node }) => {
      const entry = node.mempool.get(parameters.hash(0, 'parameter 1'));
      if (entry === undefined) {
        throw new RpcError(RPC.INVALID_ADDRESS_OR_KEY, 'Transaction not in mempool');
      }
      return entryJson(entry, node);
    },
  },
];
