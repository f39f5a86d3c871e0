import { setTimeout as sleep } from 'node:timers/promises';
import { party } from '../doubles/parties.ts';
import type { Chance } from './chance.ts';
import { CrashCustomer } from './crash-customer.ts';
import type { CrashShop } from './crash-shop.ts';
import { must, mustHoldReceipts, mustSettleRight, paidBy, storedChannel } from './left-behind.ts';

export interface Scene {
  readonly shop: CrashShop;
  readonly customers: readonly CrashCustomer[];
  readonly chance: Chance;
}

/** Longest waits before a kill, milliseconds. */
const WHILE_STARTING = 1200;
const AFTER_SENDING = 8;
const AT_ANY_MOMENT = 500;
const WHILE_ANNOUNCING = 60;
const WHILE_CLOSING = 250;
const PATIENCE_MS = 120_000;

export function setScene(shop: CrashShop, chance: Chance, customers: number): Scene {
  return {
    shop,
    chance,
    customers: Array.from(
      { length: customers },
      (_, at) => new CrashCustomer(shop, party(`customer ${at + 1}`), chance.fork()),
    ),
  };
}

/** All announce at once; the till is killed meanwhile, every other time with a node that hangs, until they are done. */
export async function announceUnderKills(scene: Scene, kills: number): Promise<void> {
  const { shop, customers, chance } = scene;
  let left = customers.length;
  const announcing = Promise.all(customers.map((customer) => customer.announce().finally(() => left--)));
  announcing.catch(() => undefined);
  for (let kill = 0; kill < kills && left > 0; kill++) {
    await Promise.race([nextSend(customers), announcing]);
    const isNodeHanging = kill % 2 === 1;
    if (isNodeHanging) shop.freezeNode();
    await sleep(chance.whole(0, WHILE_ANNOUNCING));
    await shop.killTill();
    mustHoldChannels(scene);
    const starting = shop.startTill();
    starting.catch(() => undefined);
    if (isNodeHanging) {
      await sleep(chance.whole(0, AT_ANY_MOMENT));
      shop.thawNode();
    }
    await starting;
  }
  await announcing;
  for (const customer of customers) {
    const { channel, capacity } = await customer.announceAgain();
    must(
      channel === customer.channel && capacity === customer.basis.capacity,
      'the channel is the announced one',
    );
  }
  const { length } = await shop.ask('channels', {});
  must(length === customers.length, `${customers.length} announcements are ${length} channels`);
}

/** In the store of a killed till: whoever has an answer has her channel, once, and nobody has two. */
function mustHoldChannels({ shop, customers }: Scene): void {
  shop.lookInto((store) => {
    const channels = store.channels.list(1000);
    must(
      channels.length <= customers.length,
      `${channels.length} channels for ${customers.length} customers`,
    );
    for (const customer of customers.filter(({ isAnnounced }) => isAnnounced)) {
      const { constants } = storedChannel(store, customer);
      const [funding] = store.channels.fundingTransactions(constants.row);
      must(funding !== undefined, 'a channel is stored with its funding transaction');
    }
  });
}

/** Buries the fundings, which nobody but the till gave to the node. */
export async function bury({ shop, customers }: Scene): Promise<void> {
  await until('the node has every funding', async () => {
    const outputs = await shop.node.unspentOutputs(customers.flatMap(({ basis }) => basis.inputs));
    return outputs.every((output) => output !== undefined);
  });
  await shop.mine(6);
  await until('every channel is open', async () => {
    const states = await Promise.all(customers.map((customer) => customer.status()));
    return states.every(({ state }) => state === 'open');
  });
}

/** All pay one invoice after the other; the till is killed meanwhile, now and then while its node is away. */
export async function payUnderKills(scene: Scene, kills: number): Promise<void> {
  const { shop, customers, chance } = scene;
  let isOver = false;
  const paying = Promise.all(customers.map((customer) => customer.buyUntil(() => isOver)));
  paying.catch(() => undefined);
  for (let kill = 1; kill <= kills; kill++) {
    await Promise.race([killPayingTill(scene), paying]);
    const isNodeAway = kill % 5 === 3;
    if (isNodeAway) await shop.killNode();
    await shop.startTill();
    if (isNodeAway) await returnNode(scene);
    if (chance.happens(0.3)) await shop.mine(1);
  }
  await Promise.race([nextSend(customers), paying]);
  isOver = true;
  await paying;
  await shop.killTill();
  shop.lookInto((store) => {
    for (const customer of customers) mustHoldReceipts(store, customer);
  });
  await shop.startTill();
}

async function killPayingTill({ shop, customers, chance }: Scene): Promise<void> {
  const moment = chance.fraction();
  if (moment < 0.15) {
    await shop.killTill();
    shop.spawnTill();
    await sleep(chance.whole(0, WHILE_STARTING));
  } else if (moment < 0.5) {
    await sleep(chance.whole(0, AT_ANY_MOMENT));
  } else {
    await nextSend(customers);
    await sleep(chance.whole(0, AFTER_SENDING));
  }
  await shop.killTill();
  shop.lookInto((store) => {
    for (const customer of customers) mustHoldReceipts(store, customer);
  });
}

/** The till takes payments meanwhile: it knows the height well enough. */
async function returnNode({ shop, chance }: Scene): Promise<void> {
  await sleep(chance.whole(0, AT_ANY_MOMENT));
  await shop.startNode();
}

/** Closes one channel after the other, the till being killed before it is done, then buries all settlements. */
export async function closeUnderKills(scene: Scene, kills: number): Promise<void> {
  const { shop, customers, chance } = scene;
  for (let kill = 0; kill < kills; kill++) {
    const open = await stillOpen(scene);
    const ids = open.slice(0, Math.ceil(open.length / (kills - kill))).map(({ channel }) => channel);
    const isNodeAway = kill % 4 === 1;
    if (isNodeAway) await shop.killNode();
    const closing = ids.length === 0 ? undefined : shop.ask('close', { ids });
    closing?.catch(() => undefined);
    await sleep(chance.whole(0, WHILE_CLOSING));
    await shop.killTill();
    if (isNodeAway) await shop.startNode();
    await mustHaveStoredWhatWasSent(scene);
    if (chance.happens(0.4)) {
      shop.spawnTill();
      await sleep(chance.whole(0, WHILE_STARTING));
      await shop.killTill();
      await mustHaveStoredWhatWasSent(scene);
    }
    await shop.startTill();
  }
  const rest = await stillOpen(scene);
  if (rest.length > 0) await shop.ask('close', { ids: rest.map(({ channel }) => channel) });
  await until('every settlement is in the mempool', async () =>
    (await spends(scene)).every((spend) => spend),
  );
  await shop.mine(6);
  await until('every channel is closed', async () => {
    const states = await Promise.all(customers.map((customer) => customer.status()));
    return states.every(({ state }) => state === 'closed');
  });
  await mustBePaid(scene);
}

async function stillOpen({ customers }: Scene): Promise<CrashCustomer[]> {
  const states = await Promise.all(customers.map((customer) => customer.status()));
  return customers.filter((_, at) => states[at]?.state === 'open');
}

/** For each customer whether her funding is spent, as the node sees it. */
async function spends({ shop, customers }: Scene): Promise<boolean[]> {
  const outputs = await shop.node.unspentOutputs(customers.flatMap(({ basis }) => basis.inputs));
  return outputs.map((output) => output === undefined);
}

/** A settlement that the node has seen was stored before; and no other than the stored one was ever shown. */
async function mustHaveStoredWhatWasSent(scene: Scene): Promise<void> {
  const { shop, customers } = scene;
  const seen = await spends(scene);
  const mempool = await shop.node.mempoolTxids();
  shop.lookInto((store) => {
    for (const [at, customer] of customers.entries()) {
      mustHoldReceipts(store, customer);
      const txid = mustSettleRight(store, customer);
      if (seen[at])
        must(txid !== undefined && mempool.includes(txid), 'what the node has is the stored settlement');
    }
  });
}

/** On the chain, after the last block: each settlement pays what the receipts say, to the address of the offer. */
async function mustBePaid({ shop, customers }: Scene): Promise<void> {
  const channels = await Promise.all(customers.map(({ channel: id }) => shop.ask('channel', { id })));
  const txids = channels.map(({ spend }) => spend?.txid ?? '');
  const settlements = await shop.node.transactions(txids);
  for (const [at, { basis, paid, party: owner }] of customers.entries()) {
    const settlement = settlements[at];
    must(
      settlement !== undefined && settlement.confirmations >= 6,
      `the settlement of ${owner.name} is buried`,
    );
    const settled = paidBy(settlement?.transaction.outs ?? [], basis.settlementScript);
    must(settled === paid, `the settlement of ${owner.name} pays ${settled}, her receipts say ${paid}`);
  }
}

/** Waits for the moment at which any of them sends something that makes the till write. */
function nextSend(customers: readonly CrashCustomer[]): Promise<void> {
  return new Promise((resolve) => {
    for (const customer of customers) customer.onSend = resolve;
  });
}

export async function until(claim: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`never: ${claim}`);
    await sleep(50);
  }
}
