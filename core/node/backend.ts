import type { Koinu } from '../money.ts';
import type { Outpoint, Transaction } from '../protocol/transaction.ts';

/** The best block of the chain as a node sees it. Hashes in display order, times in Unix seconds. */
export interface ChainTip {
  readonly height: number;
  readonly hash: string;
  readonly time: number;
  /** Median of the last eleven blocks' times, where the node gives it. */
  readonly medianTime?: number | undefined;
  readonly isInitialDownload: boolean;
}

/** A block's header, as far as anything here asks for it. */
export interface BlockHeader {
  readonly hash: string;
  readonly height: number;
  readonly time: number;
}

export interface Block {
  readonly hash: string;
  readonly height: number;
  /** undefined for the genesis block. */
  readonly previousHash: string | undefined;
  readonly time: number;
  readonly transactions: readonly Transaction[];
}

export interface UnspentOutput {
  readonly value: Koinu;
  readonly script: Uint8Array;
  /** 0 while the funding transaction is in the mempool only. */
  readonly confirmations: number;
  readonly isCoinbase: boolean;
}

export interface KnownTransaction {
  readonly transaction: Transaction;
  /** 0 in the mempool. */
  readonly confirmations: number;
}

/**
 * What became of a transaction given to the node. `accepted` says that this one node has it, in its mempool or in its
 * chain: never that the network does (docs/SECURITY.md).
 */
export type BroadcastOutcome =
  | { readonly kind: 'accepted' }
  | { readonly kind: 'already_in_chain' }
  | { readonly kind: 'rejected'; readonly reason: BroadcastRejection; readonly message: string };

export interface BroadcastOptions {
  /**
   * Without it the node refuses a fee above 100 DOGE. A settlement's fee was judged when the payment was taken: nothing
   * may hold it back any more.
   */
  readonly allowsHighFee?: boolean;
}

/** The node's reasons of sendrawtransaction, Dogecoin Core validation.cpp and rpc/rawtransaction.cpp. */
export type BroadcastRejection =
  /** -25: an input's transaction is unknown or completely spent. */
  | 'missing_inputs'
  /** -26 18: bad-txns-inputs-spent. */
  | 'inputs_spent'
  /** -26 258: txn-mempool-conflict. */
  | 'mempool_conflict'
  /** -26 64: non-final, non-BIP68-final. */
  | 'not_final'
  /** -26 66: insufficient priority, insufficient fee, mempool min fee not met, mempool full, rate limited. */
  | 'fee_too_low'
  /** -26 256: absurdly-high-fee. */
  | 'fee_too_high'
  /** -26 64: dust, version, tx-size, scriptpubkey and the like. */
  | 'not_standard'
  /** -26 16 and everything else the node called invalid; -22 undecodable. */
  | 'invalid';

export interface NodeInfo {
  readonly version: number;
  readonly userAgent: string;
  readonly peers: number;
  readonly relayFeePerKb: Koinu;
  readonly warnings: string;
  /** Seconds by which the peers' clocks are ahead of the node's. */
  readonly timeOffset: number;
}

/**
 * What the till and the customer's wallet ask of a Dogecoin node, whichever it is. Every method may throw NodeFault;
 * none throws for an answer that merely says "no".
 */
export interface NodeBackend {
  tip(): Promise<ChainTip>;
  info(): Promise<NodeInfo>;
  /** The hash at a height of the best chain; undefined above its tip. */
  blockHash(height: number): Promise<string | undefined>;
  /** A block's header; undefined when the node does not know it. Pruned nodes keep headers. */
  header(hash: string): Promise<BlockHeader | undefined>;
  /**
   * Waits until the chain is at least that high, at the node and beside all other calls.
   * @returns false when it is not so within the time. Throws NodeFault unsupported where the node cannot wait
   */
  waitForHeight(height: number, timeoutMs: number): Promise<boolean>;
  /** A block with its transactions; undefined when the node does not know it. */
  block(hash: string): Promise<Block | undefined>;
  /** For each outpoint the unspent output, mempool included: undefined when spent (also by the mempool) or unknown. */
  unspentOutputs(outpoints: readonly Outpoint[]): Promise<readonly (UnspentOutput | undefined)[]>;
  /** For each txid the transaction, if the node can find it (mempool, unspent, or with txindex). */
  transactions(txids: readonly string[]): Promise<readonly (KnownTransaction | undefined)[]>;
  mempoolTxids(): Promise<readonly string[]>;
  /** Koinu per 1000 bytes for a place within so many blocks; undefined while the node has no opinion. */
  feeRate(blocks: number): Promise<Koinu | undefined>;
  broadcast(transaction: Transaction, options?: BroadcastOptions): Promise<BroadcastOutcome>;
  /** Regtest and practice only: mines blocks to an address. @returns their hashes */
  mine(blocks: number, address: string): Promise<readonly string[]>;
  /** Regtest and practice only: pays from the node's own wallet. @returns the txid */
  sendToAddress(address: string, amount: Koinu): Promise<string>;
  close(): void;
}

/** A node beside the till's own: asked whether it sees the same chain and has the same transactions. */
export interface NamedNode {
  /** Host and port, for a person; never user or password. */
  readonly name: string;
  readonly backend: NodeBackend;
}

export type NodeFaultKind =
  /** Nothing answers at the URL. */
  | 'unreachable'
  | 'timeout'
  /** 401: wrong user, password or cookie. 403: the node does not allow this address. */
  | 'unauthorised'
  /** -28: the node is starting. */
  | 'warming_up'
  /** The node's work queue is full. */
  | 'busy'
  /** The genesis block is another chain's. */
  | 'wrong_network'
  /** An answer that is no JSON-RPC, or lacks what was asked. */
  | 'bad_answer'
  /** -32601: this node does not have the call, or the call is for practice networks only. */
  | 'unsupported'
  /** The node understood the call and failed at it: a pruned block, a wallet without money, a full disk. */
  | 'call_failed';

/** A fault of the connection to the node or of the node itself: to be retried, and told to the person as what to do. */
export class NodeFault extends Error {
  override name = 'NodeFault';
  readonly kind: NodeFaultKind;

  constructor(kind: NodeFaultKind, message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}
