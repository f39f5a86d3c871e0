import { expect } from 'vitest';
import type { RefusalCode } from '../../../core/refusal.ts';
import type { Shop } from '../shop.ts';
import { expectProblem, type WireRequest } from '../wire.ts';

/** Something that a till must refuse, on a stage that its table sets up. */
export interface RefusedCase<Stage> {
  /** What is wrong with it: "… is refused". */
  readonly claim: string;
  readonly code: RefusalCode;
  /** Sets up what is special to it, and gives the request. */
  prepare(stage: Stage): WireRequest | Promise<WireRequest>;
}

/** Everything that the till holds, to compare. What only counts attempts is left out. */
async function everythingStored(shop: Shop) {
  const { store } = shop;
  const channels = store.channels.list(10_000);
  const rows = channels.map((channel) => {
    const { row } = channel.constants;
    return {
      channel,
      psbt: store.channels.psbt(row),
      payments: store.payments.ofChannel(row, 10_000),
      settlement: store.settlements.get(row),
      owed: store.outbox.ofChannel(row).map(({ effect }) => effect),
    };
  });
  const states = await Promise.all(channels.map((channel) => shop.status(channel.constants.basis.channelId)));
  const nextKey = store.offers.nextKeyIndex();
  return { rows, states, nextKey, open: store.offers.open(0), invoices: store.invoices.newest(10_000) };
}

/** States that a request is refused with this code, and that nothing at the till is other than before [PAY-9]. */
export async function expectRefusedInFull(shop: Shop, wanted: WireRequest, code: RefusalCode): Promise<void> {
  const before = await everythingStored(shop);
  const answer = await shop.ask(wanted);
  expectProblem(answer, code);
  expect(await everythingStored(shop)).toEqual(before);
}
