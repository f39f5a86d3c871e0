import { SimCustomer } from './customer.ts';
import type { Life } from './life.ts';
import type { Action } from './scenario.ts';
import { USUAL_FEE } from './sim-network.ts';
import type { Simulation } from './simulation.ts';

/** Minutes for which one node alone may be on a chain of its own: it cannot tell, whatever the till does. */
const LONGEST_ALONE = 300;

type Of<K extends Action['kind']> = Extract<Action, { readonly kind: K }>;
type Deed<K extends Action['kind']> = (simulation: Simulation, action: Of<K>) => Promise<void> | void;

const DEEDS: { readonly [K in Action['kind']]: Deed<K> } = {
  wait: (simulation, { minutes }) => simulation.wait(minutes),
  wait_for: async (simulation, { channel, mark, offset }) => {
    const customer = chosen(simulation, channel);
    if (customer !== undefined) await simulation.waitForHeight(customer[mark] + offset);
  },
  open,
  pay: (simulation, { channel, share }) =>
    ask(simulation, channel, async (customer, life) => {
      simulation.noteReceipt(customer, await customer.pay(life, share));
    }),
  replay: (simulation, { channel, which }) =>
    ask(simulation, channel, async (customer, life) => {
      simulation.noteReceipt(customer, await customer.replay(life, which));
    }),
  close: (simulation, { channel }) => ask(simulation, channel, (customer, life) => customer.close(life)),
  release: (simulation, { channel }) => ask(simulation, channel, (customer, life) => customer.release(life)),
  double_spend: (simulation, { channel, isToMiner }) => {
    simulation.statistics.doubleSpends++;
    chosen(simulation, channel)?.doubleSpend(isToMiner);
  },
  owner_closes: (simulation, { channel }) =>
    ask(simulation, channel, ({ id }) => simulation.ownerSigns([id])),
  node: (simulation, { node: which, state, minutes }) => {
    const node = simulation.nodes[which];
    if (node === undefined || node.state !== 'synced') return;
    simulation.statistics.nodeFaults++;
    node.become(state);
    const isAlone = state === 'apart' && simulation.nodes.length === 1;
    const lasting = isAlone ? Math.min(minutes, LONGEST_ALONE) : minutes;
    simulation.after(lasting, () => node.become('synced'));
  },
  evict: ({ network, nodes }, { where }) => {
    const pools = nodes.map(({ pool }) => pool);
    if (where !== 'node') pools.push(network.pool);
    for (const pool of where === 'network' ? [network.pool] : pools) pool.clear();
  },
  reorg: async (simulation, { depth }) => {
    simulation.statistics.reorgs++;
    simulation.network.reorganise(depth);
    await simulation.instant();
  },
  dear: (simulation, { minutes, times }) => {
    const { weather } = simulation.network;
    weather.feePerKb = USUAL_FEE * BigInt(times);
    simulation.after(minutes, () => {
      weather.feePerKb = USUAL_FEE;
    });
  },
  speed: (simulation, { minutes, percent }) => {
    const { weather } = simulation.network;
    weather.speed = percent / 100;
    simulation.after(minutes, () => {
      weather.speed = 1;
    });
  },
  clock: (simulation, { minutes }) => {
    simulation.statistics.clockJumps++;
    simulation.clock.aheadMs += minutes * 60_000;
  },
  crash: (simulation, { calls, minutes }) => simulation.crashAfter(calls, minutes),
  off: (simulation, { minutes }) => simulation.turnOff(minutes),
  sleep: (simulation, { minutes }) => simulation.fallAsleep(minutes),
};

export async function perform(simulation: Simulation, action: Action): Promise<void> {
  const deed = DEEDS[action.kind] as Deed<Action['kind']>;
  await deed(simulation, action);
}

/** One of those who have a channel by now. */
function chosen({ customers }: Simulation, channel: number): SimCustomer | undefined {
  return customers[channel % Math.max(1, customers.length)];
}

/** Somebody asks the till something about a channel, if there is one and the till is on. */
async function ask(
  simulation: Simulation,
  channel: number,
  question: (customer: SimCustomer, life: Life) => Promise<unknown>,
): Promise<void> {
  const { life } = simulation;
  const customer = chosen(simulation, channel);
  if (life !== undefined && customer !== undefined) await question(customer, life);
}

async function open(simulation: Simulation, action: Of<'open'>): Promise<void> {
  const { network, scenario, customers, life } = simulation;
  if (life === undefined || customers.length > 3) return;
  const name = `customer ${customers.length} of ${scenario.seed}`;
  const customer = await SimCustomer.choose(network, life, {
    name,
    blocks: action.blocks,
    doge: action.doge,
  });
  if (customer === undefined) return;
  customers.push(customer);
  simulation.statistics.channels++;
  if (action.isSentFirst) customer.sendFunding();
  if (action.isSentFirst && action.isConfirmed) await simulation.wait(15);
  for (let attempt = 0; attempt < 3 && !customer.isAnnounced; attempt++) {
    if (simulation.life !== undefined) await customer.announce(simulation.life);
  }
  if (action.isConfirmed) await simulation.wait(20);
}
