import type { NodeBackend } from '../../node/backend.ts';
import { findSpends, spendKind } from '../../protocol/spend.ts';
import { outpointKey, type Transaction } from '../../protocol/transaction.ts';
import { openRecord } from '../state/channel-record.ts';
import { learnTransactions } from '../state/coins.ts';
import { askNode } from '../state/node-question.ts';
import { done, type Outcome } from '../state/refusals.ts';
import { channelNow, type WalletContext } from '../state/wallet-context.ts';
import { type ChannelRecord, replaceChannel } from '../state/wallet-state.ts';

/** After so many blocks the file is written, so that an interrupted search goes on where it was. */
const BLOCKS_PER_SAVE = 100;
/** Blocks that are searched again, for a reorganisation of the chain. */
const REORG_BLOCKS = 10;
/** The mempool is asked for in one go; a fuller one is left out, and its transactions are found in blocks later. */
const LARGEST_MEMPOOL = 2000;

export interface ScanOptions {
  /** The first block to search; when not given, where the last search ended, else the first channel's offer. */
  readonly fromHeight?: number;
}

/**
 * Searches the chain for what concerns the wallet: coins that pay it (a settlement's change among them), and spends of
 * its channels' funding outputs, watched by outpoint since anybody can change a settlement's txid.
 * @returns the height of the node's tip
 */
export async function scanChain(
  wallet: WalletContext,
  node: NodeBackend,
  options: ScanOptions,
): Promise<Outcome<number>> {
  const tip = await askNode(() => node.tip());
  if (!tip.ok) return tip;
  const { height: last } = tip.value;
  let found: Transaction[] = [];
  for (let height = firstHeight(wallet, options) ?? last; height <= last; height++) {
    const block = await askNode(async () => {
      const hash = await node.blockHash(height);
      return hash === undefined ? undefined : node.block(hash);
    });
    if (!block.ok) return block;
    if (block.value === undefined) break;
    found.push(...block.value.transactions);
    if (height % BLOCKS_PER_SAVE !== 0 && height !== last) continue;
    learnAll(wallet, found, { isMined: true });
    wallet.save({ ...wallet.state(), scannedHeight: height });
    found = [];
  }
  const mempool = await askNode(() => readMempool(node));
  if (!mempool.ok) return mempool;
  learnAll(wallet, mempool.value, { isMined: false });
  return done(last);
}

function firstHeight(wallet: WalletContext, { fromHeight }: ScanOptions): number | undefined {
  const { scannedHeight, channels } = wallet.state();
  if (fromHeight !== undefined) return fromHeight;
  if (scannedHeight !== undefined) return Math.max(0, scannedHeight + 1 - REORG_BLOCKS);
  return channels.length === 0 ? undefined : Math.min(...channels.map(({ offerHeight }) => offerHeight));
}

async function readMempool(node: NodeBackend): Promise<Transaction[]> {
  const txids = await node.mempoolTxids();
  if (txids.length > LARGEST_MEMPOOL) return [];
  const known = await node.transactions(txids);
  return known.flatMap((entry) => (entry === undefined ? [] : [entry.transaction]));
}

function learnAll(
  wallet: WalletContext,
  transactions: readonly Transaction[],
  seen: { readonly isMined: boolean },
): void {
  const before = wallet.state();
  const learned = learnTransactions(before, wallet.keys, transactions);
  if (learned !== before) wallet.save(learned);
  const watched = watchedChannels(wallet);
  for (const transaction of transactions) {
    for (const { input, found } of findSpends(transaction, watched)) {
      const record = channelNow(wallet, found);
      const { redeemScript } = openRecord(record, wallet.network.name);
      const state = stateAfter(record, spendKind(transaction, input, redeemScript), seen.isMined);
      if (state !== record.state) wallet.save(replaceChannel(wallet.state(), { ...record, state }));
    }
  }
}

/** Channels by their funding outpoints. */
function watchedChannels(wallet: WalletContext): Map<string, string> {
  const watched = new Map<string, string>();
  for (const record of wallet.state().channels) {
    for (const input of openRecord(record, wallet.network.name).inputs) {
      watched.set(outpointKey(input), record.id);
    }
  }
  return watched;
}

function stateAfter(
  { state }: ChannelRecord,
  kind: ReturnType<typeof spendKind>,
  isMined: boolean,
): ChannelRecord['state'] {
  if (kind === 'refund') return isMined ? 'refunded' : state === 'refunded' ? state : 'refunding';
  if (kind === 'settlement') return isMined ? 'closed' : state === 'closed' ? state : 'closing';
  return state;
}
