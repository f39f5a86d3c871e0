import { reverseHex, toHex } from '../../../../protocol/bytes.ts';
import { type Block, isCoinbase, type NodeTransaction } from '../../chain/block.ts';
import type { Chain } from '../../chain/chain.ts';
import { amountJson, type Json } from '../json.ts';
import { scriptJson, scriptText } from '../script-text.ts';

/** TxToJSON (Dogecoin Core rpc/rawtransaction.cpp). Without `hex`, as within a block. */
export function transactionJson({ transaction, txid, bytes }: NodeTransaction): { [key: string]: Json } {
  const isReward = isCoinbase(transaction);
  return {
    txid,
    hash: txid,
    size: bytes.length,
    vsize: bytes.length,
    version: transaction.version | 0,
    locktime: transaction.locktime,
    vin: transaction.ins.map((input) => {
      if (isReward) return { coinbase: toHex(input.script), sequence: input.sequence };
      return {
        txid: reverseHex(input.hash),
        vout: input.index,
        scriptSig: { asm: scriptText(input.script, true), hex: toHex(input.script) },
        sequence: input.sequence,
      };
    }),
    vout: transaction.outs.map(({ value, script }, n) => ({
      value: amountJson(value),
      n,
      scriptPubKey: scriptJson(script),
    })),
  };
}

/** What TxToJSON adds for a transaction that is in a block. */
export function inBlockJson(block: Block | undefined, chain: Chain): { [key: string]: Json } {
  if (block === undefined) return {};
  if (!chain.isActive(block)) return { blockhash: block.hash, confirmations: 0 };
  const { time } = block.header;
  return {
    blockhash: block.hash,
    confirmations: chain.height - block.height + 1,
    time,
    blocktime: time,
  };
}
