import { pino } from 'pino';
import { describe, expect, test } from 'vitest';
import type { TillContext } from '../../core/merchant/context.ts';
import type { PrivateKeys } from '../../core/merchant/keys/keys.ts';
import type { Signer } from '../../core/merchant/keys/signer.ts';
import { DEFAULT_POLICY } from '../../core/merchant/policy/policy.ts';
import { EffectRunner } from '../../core/merchant/till/effects.ts';
import { NETWORKS } from '../../core/networks.ts';
import { NodeFault, type NodeFaultKind } from '../../core/node/backend.ts';
import { type Transaction, txidOf } from '../../core/protocol/transaction.ts';
import { doge } from '../doubles/channels.ts';
import { nth } from '../doubles/outcomes.ts';
import { aPayment } from '../doubles/payments.ts';
import { aStore, insertChannel, NOW } from '../store/store-doubles.ts';

const CHANNELS = 5;

/** A till that owes the settlements of five channels, and a node that is away as long as it is told. */
function closingTill() {
  const store = aStore();
  const inserted = Array.from({ length: CHANNELS }, (_, at) =>
    insertChannel(store, { fundings: [[doge(100 + at)]] }),
  );
  const rows = inserted.map(({ stored }) => stored.constants.row);
  const node = { fault: undefined as NodeFaultKind | undefined, asked: 0, taken: new Set<string>() };
  const clock = { now: NOW };
  const context = {
    store,
    world: { now: () => clock.now },
    log: pino({ level: 'silent' }),
    announce: () => undefined,
    policy: DEFAULT_POLICY,
    network: NETWORKS.regtest,
    chain: { worstCaseHeight: undefined, tip: undefined },
    otherNodes: [],
    node: {
      broadcast: async (transaction: Transaction) => {
        node.asked++;
        if (node.fault !== undefined) throw new NodeFault(node.fault, 'The node is away.');
        node.taken.add(txidOf(transaction));
        return { kind: 'accepted' };
      },
    },
  } as unknown as TillContext;
  for (const { double, stored } of inserted) {
    const { row } = stored.constants;
    store.channels.setPsbt(row, aPayment(double, { paid: doge(1) }));
    store.channels.raisePaid(row, { paid: doge(1), changeScript: undefined });
    store.channels.update({ ...store.channels.require(row), state: 'closing' });
    store.outbox.add(row, 'settle', NOW);
  }
  const keys = {
    channelKey: (index: number) =>
      nth(
        inserted.filter(({ stored }) => stored.constants.keyIndex === index),
        0,
      ).double.merchant.privateKey,
  } as unknown as PrivateKeys;
  const signer = { unlock: async () => ({ ok: true, value: keys }) } as unknown as Signer;
  const signed = () => rows.filter((row) => store.settlements.get(row) !== undefined).length;
  const problems = () => rows.map((row) => store.outbox.ofChannel(row)[0]?.lastProblem);
  return { runner: new EffectRunner(context, signer), rows, node, clock, keys, signed, problems };
}

describe('a till whose node is away', () => {
  test.each(['unreachable', 'timeout'] as const)('asks it once for all that is owed (%s)', async (fault) => {
    const { runner, node, clock, problems } = closingTill();
    node.fault = fault;
    await runner.run();
    expect(node.asked).toBe(1);
    expect(problems()).toEqual(Array(CHANNELS).fill('The node is away.'));
    node.fault = undefined;
    clock.now += 60_000;
    await runner.run();
    expect(node.taken.size).toBe(CHANNELS);
  });

  test('asks for each where the node fails at one call only', async () => {
    const { runner, node } = closingTill();
    node.fault = 'call_failed';
    await runner.run();
    expect(node.asked).toBe(CHANNELS);
  });

  test('signs every settlement while its owner has it unlocked', async () => {
    const { runner, rows, node, keys, signed, problems } = closingTill();
    node.fault = 'timeout';
    await runner.settleNow(rows, keys);
    expect(node.asked).toBe(1);
    expect(signed()).toBe(CHANNELS);
    expect(problems()).toEqual(Array(CHANNELS).fill('The node is away.'));
  });
});
