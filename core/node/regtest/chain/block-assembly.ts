import { concat } from '../../../protocol/bytes.ts';
import { hash256 } from '../../../protocol/hash.ts';
import { pushData } from '../../../protocol/interpreter/instructions.ts';
import { OP } from '../../../protocol/interpreter/opcodes.ts';
import { scriptNumber } from '../../../protocol/interpreter/script-number.ts';
import { FINAL_SEQUENCE, Transaction } from '../../../protocol/transaction.ts';
import {
  type Block,
  type BlockHeader,
  headerHash,
  medianTime,
  merkleRoot,
  type NodeTransaction,
  nodeTransaction,
} from './block.ts';
import { BLOCK_VERSION, COMPACT_TARGET } from './parameters.ts';

const NULL_HASH = new Uint8Array(32);
const NULL_TXID = '00'.repeat(32);
const NULL_INDEX = 0xffffffff;

/** `CScript << int64_t` (script/script.h). */
function pushNumber(value: number): Uint8Array {
  if (value === 0) return Uint8Array.of(OP.OP_0);
  if (value >= 1 && value <= 16) return Uint8Array.of(OP.OP_1 + value - 1);
  return pushData(scriptNumber(value));
}

/** The output with the root of all wtxids that Core puts into each coinbase although no witness is allowed. */
function witnessRootScript(transactions: readonly NodeTransaction[]): Uint8Array {
  const root = merkleRoot([NULL_TXID, ...transactions.map(({ txid }) => txid)]);
  const wire = Uint8Array.from(root.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16)).reverse();
  const hash = hash256(concat([wire, NULL_HASH]));
  return concat([Uint8Array.of(OP.OP_RETURN, 36, 0xaa, 0x21, 0xa9, 0xed), hash]);
}

interface BlockContent {
  readonly previous: Block;
  /** Without the coinbase. */
  readonly transactions: readonly NodeTransaction[];
  /** Who gets the reward. */
  readonly script: Uint8Array;
  /** Subsidy and fees, koinu. */
  readonly reward: bigint;
  /** Unix seconds. */
  readonly time: number;
  /** Tells apart two blocks that would be the same in everything else. */
  readonly extraNonce: number;
  readonly sequence: number;
}

/** Puts a block together as CreateNewBlock and IncrementExtraNonce do (miner.cpp), but for the proof of work. */
export function assembleBlock(content: BlockContent): Block {
  const { previous, transactions } = content;
  const height = previous.height + 1;
  const coinbase = new Transaction();
  coinbase.version = 1;
  const scriptSig = concat([pushNumber(height), pushData(scriptNumber(content.extraNonce))]);
  coinbase.addInput(NULL_HASH, NULL_INDEX, FINAL_SEQUENCE, scriptSig);
  coinbase.addOutput(content.script, content.reward);
  coinbase.addOutput(witnessRootScript(transactions), 0n);
  const all = [nodeTransaction(coinbase), ...transactions];
  const header: BlockHeader = {
    version: BLOCK_VERSION,
    previousHash: previous.hash,
    merkleRoot: merkleRoot(all.map(({ txid }) => txid)),
    time: content.time,
    bits: COMPACT_TARGET,
    nonce: 0,
  };
  return blockOf(header, all, { previous, sequence: content.sequence });
}

/** A block from its parts, with what follows from them. */
export function blockOf(
  header: BlockHeader,
  transactions: readonly NodeTransaction[],
  { previous, sequence }: { readonly previous: Block; readonly sequence: number },
): Block {
  return {
    hash: headerHash(header),
    height: previous.height + 1,
    previous,
    header,
    transactions,
    medianTime: medianTime(header.time, previous),
    sequence,
  };
}
