import { setTimeout as sleep } from 'node:timers/promises';
import { formatDoge, type Koinu, koinu } from '../../core/money.ts';
import { outpointKey, spentOutpoints, type Transaction, txidOf } from '../../core/protocol/transaction.ts';
import type { Store } from '../../core/store/store.ts';
import { doge } from '../doubles/channels.ts';
import type { CrashCustomer } from './crash-customer.ts';
import { LAG_BLOCKS } from './crash-shop.ts';
import { must, mustHoldReceipts, mustSettleRight, paidBy, storedChannel } from './left-behind.ts';
import { type Scene, until } from './under-kills.ts';

/** Five times what a settlement pays: a child has to be replaced by a dearer one, and that by another. */
const DEAR_PER_KB = 5_000_000n;
/** No block takes anything. */
const NOTHING_PER_KB = 100_000_000_000n;
/** A till that has signed all of its children says nothing more of them. */
const WHILE_RAISING = 1500;
const DEEP = 6;
/** A tenth of it is spent at most, and that has to be dear enough. */
const ENOUGH = doge(1);

export interface Raised {
  /** Children that were signed, and those that blocks hold. */
  readonly signed: number;
  readonly mined: number;
  readonly fees: Koinu;
}

/**
 * Closes every channel, with a miner that takes no settlement as it is, and kills the till between the effects of raising
 * their fees: when a child is stored and not sent, when the node has it and the till does not know yet, and at any moment.
 */
export async function raiseUnderKills(scene: Scene, kills: number): Promise<Raised> {
  const { shop, customers, chance } = scene;
  for (const customer of customers) {
    while (customer.paid < ENOUGH) await customer.buy();
  }
  await restartNode(scene, NOTHING_PER_KB);
  const since = (await shop.node.tip()).height;
  const ids = customers.map(({ channel }) => channel);
  await shop.ask('close', { ids });
  for (let kill = 0; kill < kills; kill++) {
    await shop.mine(LAG_BLOCKS);
    await tillKnowsTip(scene);
    const before = new Set(await shop.node.mempoolTxids());
    const stored = shop.said('"fee raised"');
    const raising = shop.ask('close', { ids });
    raising.catch(() => undefined);
    const moments = [stored, newInMempool(scene, before), sleep(chance.whole(0, 400))];
    await Promise.race([moments[kill % 3], sleep(WHILE_RAISING)]);
    await shop.killTill();
    if (kill % 4 === 3) await restartNode(scene, NOTHING_PER_KB);
    await mustHaveStoredEveryChild(scene);
    await shop.startTill();
  }
  await restartNode(scene, DEAR_PER_KB);
  await until('every child is dear enough', async () => {
    await shop.ask('close', { ids });
    await shop.mine(LAG_BLOCKS);
    await tillKnowsTip(scene);
    const states = await Promise.all(ids.map((id) => shop.ask('channel', { id })));
    return states.every(({ settlement }) => settlement?.raised?.state === 'mined');
  });
  await shop.mine(DEEP);
  await until('every channel is closed', async () => {
    const states = await Promise.all(customers.map((customer) => customer.status()));
    return states.every(({ state }) => state === 'closed');
  });
  return mustHavePaidOnce(scene, since);
}

async function restartNode({ shop }: Scene, feePerKb: bigint): Promise<void> {
  await shop.killNode();
  await shop.startNode(feePerKb);
}

async function tillKnowsTip({ shop }: Scene): Promise<void> {
  const { height } = await shop.node.tip();
  await until('the till knows the tip', async () => (await shop.ask('status', {})).height === height);
}

async function newInMempool({ shop }: Scene, before: ReadonlySet<string>): Promise<void> {
  await until('something new is in the mempool', async () =>
    (await shop.node.mempoolTxids()).some((txid) => !before.has(txid)),
  ).catch(() => undefined);
}

/** What the node has of children was stored first, each dearer than the one before, and one of a settlement at a time. */
async function mustHaveStoredEveryChild({ shop, customers }: Scene): Promise<void> {
  const found = await shop.node.transactions(await shop.node.mempoolTxids());
  const mempool = found.flatMap((known) => (known === undefined ? [] : [known.transaction]));
  shop.lookInto((store) => {
    for (const customer of customers) {
      mustHoldReceipts(store, customer);
      const settlement = mustSettleRight(store, customer);
      const children = childrenOf(store, customer);
      for (const [at, child] of children.entries()) {
        must(child.parent === settlement, 'a child spends the settlement that was stored');
        must(child.fee > (children[at - 1]?.fee ?? 0n), 'a later child is dearer');
        must(child.fee <= customer.paid / 10n, 'a child takes a tenth of what arrives at most');
      }
      const seen = mempool.filter((transaction) => spends(transaction, settlement ?? ''));
      must(seen.length <= 1, 'the node has one child of a settlement');
      for (const transaction of seen) {
        must(
          children.some(({ txid }) => txid === txidOf(transaction)),
          'a child that the node has was stored before',
        );
      }
    }
  });
}

function childrenOf(store: Store, customer: CrashCustomer) {
  return store.feeChildren.ofChannel(storedChannel(store, customer).constants.row);
}

function spends(transaction: Transaction, txid: string): boolean {
  return spentOutpoints(transaction).some((outpoint) => outpoint.txid === txid);
}

/** Over all blocks: a settlement has one child, whose fee the till states, and the rest is the merchant's. */
async function mustHavePaidOnce({ shop, customers }: Scene, since: number): Promise<Raised> {
  const mined = await blocksSince(shop.node, since);
  const spent = new Set<string>();
  // A coinbase spends no output.
  for (const transaction of mined.filter((one) => !one.isCoinbase())) {
    for (const key of spentOutpoints(transaction).map(outpointKey)) {
      must(!spent.has(key), 'nothing is spent twice');
      spent.add(key);
    }
  }
  let fees = 0n;
  for (const { channel: id, basis, paid, party } of customers) {
    const { spend, settlement } = await shop.ask('channel', { id });
    const onChain = mined.find((transaction) => txidOf(transaction) === spend?.txid);
    must(
      paidBy(onChain?.outs ?? [], basis.settlementScript) === paid,
      `${party.name}'s settlement pays all of it`,
    );
    const children = mined.filter((transaction) => spends(transaction, spend?.txid ?? ''));
    must(children.length === 1, `${party.name}'s settlement has one child`);
    const rest = paidBy(children[0]?.outs ?? [], basis.settlementScript);
    const { raised } = settlement ?? {};
    must(
      raised?.fee === formatDoge(koinu(paid - rest)),
      'the fee that the till states is the one that was spent',
    );
    must(raised?.rest === formatDoge(koinu(rest)), 'what the till says is left is left');
    fees += paid - rest;
  }
  await shop.killTill();
  const signed = shop.lookInto((store) =>
    customers.reduce((total, customer) => total + childrenOf(store, customer).length, 0),
  );
  await shop.startTill();
  return { signed, mined: customers.length, fees: koinu(fees) };
}

async function blocksSince(node: Scene['shop']['node'], since: number): Promise<Transaction[]> {
  const transactions: Transaction[] = [];
  const { height: last } = await node.tip();
  for (let height = since + 1; height <= last; height++) {
    const block = await node.block((await node.blockHash(height)) ?? '');
    transactions.push(...(block?.transactions ?? []));
  }
  return transactions;
}
