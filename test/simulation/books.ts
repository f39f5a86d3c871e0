import type { StateName } from '../../core/channel/vocabulary.ts';
import type { SimCustomer } from './customer.ts';
import type { Simulation } from './simulation.ts';
import { Broken, received } from './verdict.ts';

const MOST_PAYMENTS = 1000;

/** What the till says in the end, when everything is over and it has seen all of it, against what is so. */
export function judgeBooks(simulation: Simulation): void {
  for (const customer of simulation.customers) {
    judgeState(simulation, customer);
    judgeTotal(simulation, customer);
  }
}

function judgeState(simulation: Simulation, customer: SimCustomer): void {
  const told = recorded(simulation, customer)?.state;
  const { network } = simulation;
  const spender = network.ledger.spentBy(network.end, customer.fundingKey);
  if (told === undefined || spender === undefined) return;
  const expected: StateName = customer.isRefund(spender.txid) ? 'refunded' : 'closed';
  if (expected === 'closed') simulation.statistics.settlements++;
  if (told === expected) return;
  throw new Broken(`the till says ${told} of ${customer.id}, which is ${expected} by ${spender.txid}`);
}

/** Everybody has an answer: what the till counts is what customers have receipts for, once. */
function judgeTotal(simulation: Simulation, customer: SimCustomer): void {
  const channel = recorded(simulation, customer);
  const store = simulation.life?.till.context.store;
  if (channel === undefined || store === undefined) return;
  const { acknowledged, id } = customer;
  if (channel.paid !== acknowledged) {
    throw new Broken(`the till counts ${channel.paid} on ${id}, and the receipts are for ${acknowledged}`);
  }
  const payments = store.payments.ofChannel(channel.constants.row, MOST_PAYMENTS);
  const counted = payments.reduce((total, { amount, tip }) => total + amount + tip, 0n);
  const invoices = new Set(payments.map(({ invoice }) => invoice));
  if (counted !== acknowledged || invoices.size < payments.length) {
    throw new Broken(`payments on ${id} add up to ${counted}, and the receipts to ${acknowledged}`);
  }
  const got = received(simulation, customer);
  if (channel.state === 'closed' && got < acknowledged) {
    throw new Broken(`the till says closed of ${id}, where ${got} of ${acknowledged} koinu arrived`);
  }
}

function recorded({ life }: Simulation, { id }: SimCustomer) {
  return life?.till.context.store.channels.byId(id);
}
