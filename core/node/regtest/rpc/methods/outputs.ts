import { coinsOf, MEMPOOL_HEIGHT } from '../../chain/coins.ts';
import type { PracticeChain } from '../../chain/practice-chain.ts';
import { amountJson, type Json } from '../json.ts';
import { scriptJson } from '../script-text.ts';
import type { RpcMethod } from './method.ts';

interface Asked {
  readonly txid: string;
  readonly vout: number;
  /** Sees the mempool's outputs, and hides what the mempool spends. */
  readonly includesMempool: boolean;
}

function unspentOutput({ chain, mempool }: PracticeChain, { txid, vout, includesMempool }: Asked): Json {
  const waiting = includesMempool ? mempool.get(txid) : undefined;
  const coins = waiting === undefined ? chain.coins(txid) : coinsOf(waiting.transaction, MEMPOOL_HEIGHT);
  const output = coins?.outputs[vout];
  if (coins === undefined || output === undefined) return null;
  if (includesMempool && mempool.spenderOf({ txid, vout }) !== undefined) return null;
  return {
    bestblock: chain.tip.hash,
    confirmations: coins.height === MEMPOOL_HEIGHT ? 0 : chain.height - coins.height + 1,
    value: amountJson(output.value),
    scriptPubKey: scriptJson(output.script),
    version: coins.version,
    coinbase: coins.isCoinbase,
  };
}

export const OUTPUT_METHODS: readonly RpcMethod[] = [
  {
    name: 'gettxout',
    category: 'Blockchain',
    parameters: ['txid', 'n', 'include_mempool'],
    required: 2,
    usage: 'gettxout "txid" n ( include_mempool )',
    answer: (parameters, { node }) =>
      unspentOutput(node, {
        txid: parameters.looseHash(0),
        vout: parameters.integer(1),
        includesMempool: parameters.boolean(2, true),
      }),
  },
];
