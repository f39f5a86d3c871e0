import { doge } from '../../doubles/channels.ts';
import { aPayment, type Deviations } from '../../doubles/payments.ts';
import { type OfferedChannel, paying } from '../deviant-customer.ts';
import type { Shop } from '../shop.ts';
import type { RefusedCase } from './refused.ts';

/** Open channels of 100 DOGE each, with 12.5 paid on `one` and `three` by an invoice each. */
export interface PaymentStage {
  readonly shop: Shop;
  /** Of one funding output. */
  readonly one: OfferedChannel;
  /** Of three funding outputs in two transactions. */
  readonly three: OfferedChannel;
  /** On which nothing was paid. */
  readonly unpaid: OfferedChannel;
  /** The invoice of 12.5 that `one` has paid, and its payment. */
  readonly paidInvoice: string;
  readonly earlier: Uint8Array;
}

export type PaymentCase = RefusedCase<PaymentStage>;

/** What is due in all with an invoice of 10 DOGE. */
export const DUE = doge('22.5');
export type Outputs = NonNullable<Deviations['outputs']>;

/** A payment for a new invoice of 10 DOGE on `one`, with these deviations. */
export function deviating(
  deviations: Deviations | ((channel: OfferedChannel) => Deviations),
): PaymentCase['prepare'] {
  return async ({ shop, one }) => {
    const given = typeof deviations === 'function' ? deviations(one) : deviations;
    return paying(await shop.invoice('10'), aPayment(one, { paid: DUE, ...given }));
  };
}

/** The same on the channel of three inputs. */
export function deviatingOnThree(deviations: Deviations): PaymentCase['prepare'] {
  return async ({ shop, three }) =>
    paying(await shop.invoice('10'), aPayment(three, { paid: DUE, ...deviations }));
}
