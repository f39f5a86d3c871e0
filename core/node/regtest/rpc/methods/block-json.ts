import { type Block, blockSize } from '../../chain/block.ts';
import type { Chain } from '../../chain/chain.ts';
import { WORK_PER_BLOCK } from '../../chain/parameters.ts';
import type { Json } from '../json.ts';
import { transactionJson } from './transaction-json.ts';

/** GetDifficulty of the one target that regtest has (Dogecoin Core rpc/blockchain.cpp). */
export const DIFFICULTY = 4.656542373906925e-10;

export function chainWork(height: number): string {
  return (WORK_PER_BLOCK * BigInt(height + 1)).toString(16).padStart(64, '0');
}

function hex32(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}

function position(block: Block, chain: Chain): { [key: string]: Json } {
  return {
    hash: block.hash,
    confirmations: chain.isActive(block) ? chain.height - block.height + 1 : -1,
  };
}

function versionJson({ header }: Block): { [key: string]: Json } {
  const { version, merkleRoot } = header;
  return { version, versionHex: hex32(version), merkleroot: merkleRoot };
}

function rest(block: Block, chain: Chain): { [key: string]: Json } {
  const { header, medianTime, height, previous } = block;
  const next = chain.isActive(block) ? chain.blockAt(height + 1) : undefined;
  return {
    time: header.time,
    mediantime: medianTime,
    nonce: header.nonce,
    bits: hex32(header.bits),
    difficulty: DIFFICULTY,
    chainwork: chainWork(height),
    ...(previous === undefined ? {} : { previousblockhash: previous.hash }),
    ...(next === undefined ? {} : { nextblockhash: next.hash }),
  };
}

/** blockheaderToJSON (rpc/blockchain.cpp). */
export function headerJson(block: Block, chain: Chain): Json {
  return {
    ...position(block, chain),
    height: block.height,
    ...versionJson(block),
    ...rest(block, chain),
  };
}

/** blockToJSON (rpc/blockchain.cpp). @param isVerbose shows transactions whole, not by txid */
export function blockJson(block: Block, chain: Chain, isVerbose: boolean): Json {
  const size = blockSize(block);
  return {
    ...position(block, chain),
    strippedsize: size,
    size,
    weight: size * 4,
    height: block.height,
    ...versionJson(block),
    tx: block.transactions.map((transaction) =>
      isVerbose ? transactionJson(transaction) : transaction.txid,
    ),
    ...rest(block, chain),
  };
}
