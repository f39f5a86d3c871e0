import { ByteReader, concat, fromHex, reverseHex, sized, uint32 } from '../../../protocol/bytes.ts';
import {
  type Block,
  type BlockHeader,
  decodeTransaction,
  headerBytes,
  type NodeTransaction,
} from './block.ts';

/** Everything that has ever changed a practice chain or its wallet: carried out again in order, it is the same chain. */
export type Operation =
  | { readonly kind: 'seed'; readonly seed: Uint8Array }
  | { readonly kind: 'key' }
  | {
      readonly kind: 'block';
      readonly header: BlockHeader;
      readonly transactions: readonly NodeTransaction[];
    }
  | {
      readonly kind: 'transaction';
      readonly transaction: NodeTransaction;
      /** When it was accepted, Unix seconds. */
      readonly time: number;
      readonly isOwn: boolean;
    }
  | { readonly kind: 'invalidate'; readonly hash: string }
  | { readonly kind: 'reconsider'; readonly hash: string };

const KINDS = ['seed', 'key', 'block', 'transaction', 'invalidate', 'reconsider'] as const;

export function blockOperation({ header, transactions }: Block): Operation {
  return { kind: 'block', header, transactions };
}

export function encodeOperation(operation: Operation): Uint8Array {
  return concat([Uint8Array.of(KINDS.indexOf(operation.kind)), encodeContent(operation)]);
}

function encodeContent(operation: Operation): Uint8Array {
  switch (operation.kind) {
    case 'seed':
      return operation.seed;
    case 'key':
      return new Uint8Array();
    case 'block':
      return concat([
        headerBytes(operation.header),
        ...operation.transactions.map(({ bytes }) => sized(bytes)),
      ]);
    case 'transaction':
      return concat([
        uint32(operation.time),
        Uint8Array.of(Number(operation.isOwn)),
        operation.transaction.bytes,
      ]);
    case 'invalidate':
    case 'reconsider':
      return fromHex(operation.hash);
  }
}

/** @returns undefined for bytes that no operation has */
export function decodeOperation(bytes: Uint8Array): Operation | undefined {
  const kind = KINDS[bytes[0] ?? KINDS.length];
  const content = bytes.subarray(1);
  switch (kind) {
    case 'seed':
      return { kind, seed: content };
    case 'key':
      return { kind };
    case 'block':
      return decodeBlock(content);
    case 'transaction': {
      const reader = new ByteReader(content);
      const time = reader.uint32();
      const isOwn = reader.uint8() === 1;
      const transaction = decodeTransaction(content.subarray(5));
      return transaction && { kind, transaction, time, isOwn };
    }
    case 'invalidate':
    case 'reconsider':
      return { kind, hash: reverseHex(Uint8Array.from(content).reverse()) };
    case undefined:
      return undefined;
  }
}

function decodeBlock(content: Uint8Array): Operation | undefined {
  const reader = new ByteReader(content);
  const header: BlockHeader = {
    version: reader.uint32(),
    previousHash: reverseHex(reader.slice(32)),
    merkleRoot: reverseHex(reader.slice(32)),
    time: reader.uint32(),
    bits: reader.uint32(),
    nonce: reader.uint32(),
  };
  const transactions: NodeTransaction[] = [];
  while (reader.remaining > 0) {
    const transaction = decodeTransaction(reader.sized());
    if (transaction === undefined) return undefined;
    transactions.push(transaction);
  }
  return { kind: 'block', header, transactions };
}
