import { AsyncLocalStorage } from 'node:async_hooks';
import http from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { NETWORKS } from '../../core/networks.ts';
import { scriptOf } from '../../core/protocol/address.ts';
import { FINAL_SEQUENCE, Transaction, transactionHex } from '../../core/protocol/transaction.ts';
import type { Turn } from '../../core/system/fair-turns.ts';
import { doge } from '../doubles/channels.ts';
import { aPayment } from '../doubles/payments.ts';
import { openChannel, paying as payingByChannel } from '../stories/deviant-customer.ts';
import { Shop } from '../stories/shop.ts';

let shop: Shop;
beforeAll(async () => {
  shop = await Shop.open();
});
afterAll(() => shop.remove());

/** @returns the status of the answer, 0 where none came */
function send(path: string, body: string, localAddress: string): Promise<number> {
  return new Promise((resolve) => {
    const headers = { 'content-type': 'application/json' };
    const asked = http.request(`${shop.url}${path}`, { method: 'POST', headers, localAddress }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0));
    });
    asked.on('error', () => resolve(0)).end(body);
  });
}

async function scriptOfInvoice(id: string): Promise<Uint8Array> {
  const { address } = await shop.desk('invoice', { id });
  const script = scriptOf(address, NETWORKS.regtest);
  if (script === undefined) throw new Error('no address');
  return script;
}

/** Of 100 kB: as many coins as fit, of which there are none. */
function worthless(script: Uint8Array, number: number): Transaction {
  const transaction = new Transaction();
  for (let at = 0; at < 2300; at++) {
    const hash = new Uint8Array(32).fill(number + 1);
    transaction.addInput(hash, at, FINAL_SEQUENCE, Uint8Array.of(0x51));
  }
  transaction.addOutput(script, doge(1));
  return transaction;
}

/** Where the relay's work shows: looks into the store, what it writes, and the dice before a signature is checked. */
const WORK = ['requireById', 'ofInvoice', 'offer', 'remove', 'transaction', 'randomBytes'];

/** Whether something is done because of the request that is watched. */
const request = new AsyncLocalStorage<boolean>();

/** Calls the work with turns, and notes of each piece of it whether it was within one. */
async function watched(work: (turn: Turn) => Promise<void>): Promise<readonly boolean[]> {
  let isTurn = false;
  const turn: Turn = async (part) => {
    await new Promise((resolve) => setImmediate(resolve));
    isTurn = true;
    try {
      return part();
    } finally {
      isTurn = false;
    }
  };
  const { store, world } = shop.running.till.context;
  const seen: boolean[] = [];
  const owners = [store, store.invoices, store.arrivals, world] as unknown as Record<string, unknown>[];
  const undo: (() => void)[] = [];
  for (const owner of owners) {
    for (const name of WORK) {
      const before = owner[name];
      if (typeof before !== 'function') continue;
      owner[name] = (...given: unknown[]) => {
        // The till looks at the chain meanwhile, which is nobody's request.
        if (request.getStore() === true) seen.push(isTurn);
        return (before as (...all: unknown[]) => unknown).apply(owner, given);
      };
      undo.push(() => {
        owner[name] = before;
      });
    }
  }
  try {
    await request.run(true, () => work(turn));
  } finally {
    for (const each of undo) each();
  }
  return seen;
}

describe('the work of a relayed transaction', () => {
  test('is done in the turn of who sent it, after the answers of the node as before them', async () => {
    const { relay } = shop.running.till;
    const id = await shop.invoice('1');
    const script = await scriptOfInvoice(id);
    const honest = await shop.transactionPaying([{ script, value: doge(1) }]);
    const seen = await watched(async (turn) => {
      const refused = await relay.pay(id, { id, tx: transactionHex(worthless(script, 1)) }, turn);
      const taken = await relay.pay(id, { id, tx: transactionHex(honest) }, turn);
      await relay.status(id, { id }, turn);
      expect([refused, taken]).toMatchObject([
        { status: { status: 'declined' } },
        { status: { status: 'accepted' } },
      ]);
    });
    expect(seen.length).toBeGreaterThan(6);
    expect(seen).not.toContain(false);
  });

  test('of one address that sends as much as it may keeps no customer waiting for a second [LIM-4]', async () => {
    const channel = await openChannel(shop);
    const target = await shop.invoice('1');
    const script = await scriptOfInvoice(target);
    const bodies = Array.from({ length: 30 }, (_, number) =>
      JSON.stringify({ id: target, tx: transactionHex(worthless(script, number)) }),
    );
    let isOver = false;
    let answered = 0;
    const flood = Array.from({ length: 60 }, async (_, at) => {
      for (let round = at; !isOver; round++) {
        const status = await send(`/v1/invoices/${target}/relay/pay`, bodies[round % 30] ?? '', '127.0.0.9');
        if (status > 0) answered++;
      }
    });
    await expect.poll(() => answered, { timeout: 10_000 }).toBeGreaterThan(60);
    const waits: number[] = [];
    for (let count = 1; count <= 20; count++) {
      const id = await shop.invoice('1');
      const { path, body } = payingByChannel(id, aPayment(channel, { paid: doge(count) }));
      const began = performance.now();
      expect(await send(path, String(body), '127.0.0.2')).toBe(200);
      waits.push(performance.now() - began);
    }
    isOver = true;
    await Promise.all(flood);
    expect(Math.max(...waits)).toBeLessThan(1000);
  }, 30_000);
});
