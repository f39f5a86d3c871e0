import { compactSize, concat, equal, fromHex, reverseHex, uint32 } from '../../../protocol/bytes.ts';
import { hash256 } from '../../../protocol/hash.ts';
import { Transaction } from '../../../protocol/transaction.ts';
import { COMPACT_TARGET } from './parameters.ts';

/** A transaction with what is asked of it again and again. */
export interface NodeTransaction {
  readonly transaction: Transaction;
  readonly txid: string;
  readonly bytes: Uint8Array;
}

export interface BlockHeader {
  readonly version: number;
  readonly previousHash: string;
  readonly merkleRoot: string;
  /** Unix seconds. */
  readonly time: number;
  readonly bits: number;
  readonly nonce: number;
}

export interface Block {
  readonly hash: string;
  readonly height: number;
  readonly previous: Block | undefined;
  readonly header: BlockHeader;
  readonly transactions: readonly NodeTransaction[];
  /** Median time of this block and the ten before it, Unix seconds. */
  readonly medianTime: number;
  /** Order in which the node came to know its blocks: of two equally long chains the earlier one stays. */
  readonly sequence: number;
}

/** Also a transaction with a witness, which only a mempool can meet and none accepts. */
export function decodeTransaction(bytes: Uint8Array): NodeTransaction | undefined {
  try {
    const transaction = Transaction.fromBuffer(bytes);
    return equal(transaction.toBuffer(), bytes) ? nodeTransaction(transaction) : undefined;
  } catch {
    return undefined;
  }
}

export function nodeTransaction(transaction: Transaction): NodeTransaction {
  return { transaction, txid: transaction.getId(), bytes: transaction.toBuffer() };
}

export function isCoinbase({ ins }: Transaction): boolean {
  const [input] = ins;
  return ins.length === 1 && input?.index === 0xffffffff && input.hash.every((byte) => byte === 0);
}

/** Hashes in display order become bytes in wire order. */
function wireOrder(hash: string): Uint8Array {
  return fromHex(hash).reverse();
}

export function headerBytes(header: BlockHeader): Uint8Array {
  return concat([
    uint32(header.version),
    wireOrder(header.previousHash),
    wireOrder(header.merkleRoot),
    uint32(header.time),
    uint32(header.bits),
    uint32(header.nonce),
  ]);
}

/** The block's name is its double SHA-256; scrypt is for the work alone, which a practice chain does not do. */
export function headerHash(header: BlockHeader): string {
  return reverseHex(hash256(headerBytes(header)));
}

/** BlockMerkleRoot (consensus/merkle.cpp) over txids in display order, at least one. */
export function merkleRoot(txids: readonly string[]): string {
  let level = txids.map(wireOrder);
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 2) {
      const left = level[at] ?? new Uint8Array(32);
      next.push(hash256(concat([left, level[at + 1] ?? left])));
    }
    level = next;
  }
  return reverseHex(level[0] ?? new Uint8Array(32));
}

const MEDIAN_TIME_SPAN = 11;

export function medianTime(time: number, previous: Block | undefined): number {
  const times = [time];
  for (let at = previous; at !== undefined && times.length < MEDIAN_TIME_SPAN; at = at.previous) {
    times.push(at.header.time);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? time;
}

export function blockBytes(block: Pick<Block, 'header' | 'transactions'>): Uint8Array {
  return concat([
    headerBytes(block.header),
    compactSize(block.transactions.length),
    ...block.transactions.map(({ bytes }) => bytes),
  ]);
}

export function blockSize({ transactions }: Pick<Block, 'transactions'>): number {
  const transactionBytes = transactions.reduce((total, { bytes }) => total + bytes.length, 0);
  return 80 + compactSize(transactions.length).length + transactionBytes;
}

const GENESIS_COINBASE =
  '01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff10' +
  '04ffff001d0104084e696e746f6e646fffffffff010058850c0200000043' +
  '41040184710fa689ad5023690c80f3a49c8f13f8d45b8c857fbcbc8bc4a8e4d3eb4b' +
  '10f4d4604fa08dce601aaf0f470216fe1b51850b4acf21b179c45070ac7b03a9ac00000000';

/** Dogecoin's real regtest genesis block (chainparams.cpp): clients know the network by its hash. */
export function genesisBlock(): Block {
  const coinbase = nodeTransaction(Transaction.fromBuffer(fromHex(GENESIS_COINBASE)));
  const header: BlockHeader = {
    version: 1,
    previousHash: '00'.repeat(32),
    merkleRoot: coinbase.txid,
    time: 1_296_688_602,
    bits: COMPACT_TARGET,
    nonce: 2,
  };
  return {
    hash: headerHash(header),
    height: 0,
    previous: undefined,
    header,
    transactions: [coinbase],
    medianTime: header.time,
    sequence: 0,
  };
}
