import { setImmediate as nextTurn } from 'node:timers/promises';
import { unreachable } from '../../assert.ts';
import { NodeFault } from '../../node/backend.ts';
import { parseTransaction, type Transaction } from '../../protocol/transaction.ts';
import type { Result } from '../../result.ts';
import type { StoredChannel } from '../../store/channel-rows.ts';
import type { OwedEffect } from '../../store/outbox.ts';
import { inTurns } from '../../system/in-turns.ts';
import { applyEvent } from '../channels/channel-events.ts';
import { freeze, isBug } from '../channels/each-channel.ts';
import type { TillContext } from '../context.ts';
import type { PrivateKeys } from '../keys/keys.ts';
import type { Signer } from '../keys/signer.ts';
import { readSettlement, settlementOf } from '../settlements/co-sign.ts';
import { isSettlementLate, raiseFee, sendChildAgain } from '../settlements/raise-fee.ts';
import { isSettledWhole } from '../settlements/short-settlement.ts';
import { giveSettlement, isElsewhere, spreadOf } from '../settlements/spread.ts';

const EFFECTS_PER_RUN = 64;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 60_000;
/** What the node has taken is given to it again: its mempool forgets after a day, and a restart may lose it at once. */
const REBROADCAST_MS = 10 * 60_000;

/** After a bug; a new program, or a restart, tries at once. */
const AFTER_BUG_MS = 60 * 60_000;

/** Faults that every other call would meet as well. */
const AWAY: readonly NodeFault['kind'][] = [
  'unreachable',
  'timeout',
  'unauthorised',
  'warming_up',
  'busy',
  'wrong_network',
];

function awaitsSettlement({ state, spend }: StoredChannel): boolean {
  return state === 'closing' && !(spend?.kind === 'settlement' && spend.height !== undefined);
}

/**
 * Carries out what the outbox owes, and again after a crash: every effect is safe to repeat. An effect that fails is
 * postponed and its problem kept for the owner; it never stops the others.
 */
export class EffectRunner {
  readonly #context: TillContext;
  readonly #signer: Signer;
  #running: Promise<void> = Promise.resolve();
  /** The run that has not begun: whatever is due by then is in it. */
  #waiting: Promise<void> | undefined;

  constructor(context: TillContext, signer: Signer) {
    this.#context = context;
    this.#signer = signer;
  }

  /** Carries out everything that is due; one run at a time, and one waits at most. */
  run(): Promise<void> {
    if (this.#waiting !== undefined) return this.#waiting;
    this.#running = this.#running
      .then(() => {
        this.#waiting = undefined;
        return this.#runDue();
      })
      .catch((error: unknown) => {
        this.#context.log.error({ err: error }, 'effects');
      });
    this.#waiting = this.#running;
    return this.#running;
  }

  /** Settles these channels now, with keys that the owner has just unlocked. */
  settleNow(rows: readonly number[], keys: PrivateKeys): Promise<void> {
    const unlocked = () => Promise.resolve<Result<PrivateKeys>>({ ok: true, value: keys });
    this.#running = this.#running
      .then(async () => {
        const owed = await inTurns(rows, (row) => this.#context.store.outbox.ofChannel(row));
        const settlements = owed.flat().filter(({ effect }) => effect === 'settle');
        for (const { channel } of settlements) await this.#signAhead(channel, keys);
        await this.#attemptAll(settlements, unlocked);
      })
      .catch((error: unknown) => this.#context.log.error({ err: error }, 'effects'));
    return this.#running;
  }

  async #runDue(): Promise<void> {
    const { store, world } = this.#context;
    const due = store.outbox.due(world.now(), EFFECTS_PER_RUN);
    // The seed is opened once for all settlements of a run, and only if one has to be signed.
    let unlocked: Promise<Result<PrivateKeys>> | undefined;
    const unlock = () => {
      unlocked ??= this.#signer.unlock();
      return unlocked;
    };
    await this.#attemptAll(due, unlock);
  }

  /** Signed while the keys are at hand: with the node away, a locked till would ask its owner a second time. */
  async #signAhead(row: number, keys: PrivateKeys): Promise<void> {
    const channel = this.#context.store.channels.require(row);
    try {
      if (awaitsSettlement(channel)) settlementOf(this.#context, channel, keys);
    } catch {
      // The attempt that follows meets the same, and keeps it for the owner.
    }
    // Between two signatures there is time for a payment.
    await nextTurn();
  }

  /** A node that is away is asked once: waiting for it again with each effect would hold the till up for minutes. */
  async #attemptAll(
    effects: readonly OwedEffect[],
    unlock: () => Promise<Result<PrivateKeys>>,
  ): Promise<void> {
    let away: NodeFault | undefined;
    for (const owed of effects) {
      try {
        if (away === undefined) away = await this.#attempt(owed, unlock);
        else this.#postpone(owed, away.message);
      } catch (error) {
        // A full disk keeps nothing of it, and must keep no settlement back either.
        this.#context.log.error({ err: error, channel: owed.channel }, 'an effect could not be noted');
      }
      await nextTurn();
    }
  }

  /** @returns the fault of a node that is away */
  async #attempt(
    owed: OwedEffect,
    unlock: () => Promise<Result<PrivateKeys>>,
  ): Promise<NodeFault | undefined> {
    try {
      const problem = await this.#carryOut(owed, unlock);
      if (problem !== undefined && problem !== owed.lastProblem) {
        this.#context.log.warn({ channel: owed.channel, effect: owed.effect, problem }, 'effect waits');
      }
      this.#postpone(owed, problem);
      return undefined;
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      this.#context.log.warn({ channel: owed.channel, effect: owed.effect, problem }, 'effect failed');
      // Nothing changes by itself about a bug: it is met again now and then, for what is at stake, and freezes the channel.
      if (isBug(error)) freeze(this.#context, owed.channel, error);
      this.#postpone(owed, problem, isBug(error) ? AFTER_BUG_MS : undefined);
      return error instanceof NodeFault && AWAY.includes(error.kind) ? error : undefined;
    }
  }

  /** @param after milliseconds; undefined: sooner or later by how often it failed */
  #postpone(owed: OwedEffect, problem: string | undefined, after?: number): void {
    const { store, world } = this.#context;
    const retry = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** Math.min(owed.attempts, 10));
    const wait = after ?? (problem === undefined ? this.#untilNextLook(owed) : retry);
    store.transaction(() => store.outbox.postpone(owed, world.now() + wait, problem));
    if (problem === owed.lastProblem) return;
    const { channelId } = store.channels.require(owed.channel).constants.basis;
    this.#context.announce({ type: 'channel_changed', channel: channelId });
  }

  /** Milliseconds. What is not proven to have spread, or is late, is looked after every minute. */
  #untilNextLook(owed: OwedEffect): number {
    const { store, otherNodes } = this.#context;
    if (owed.effect !== 'settle') return REBROADCAST_MS;
    const channel = store.channels.require(owed.channel);
    const isUnproven = otherNodes.length > 0 && spreadOf(this.#context, channel).state === 'sent';
    return isUnproven || isSettlementLate(this.#context, channel) ? LONGEST_RETRY_MS : REBROADCAST_MS;
  }

  /** @returns what stands in the way; undefined when the node has it */
  #carryOut(owed: OwedEffect, unlock: () => Promise<Result<PrivateKeys>>): Promise<string | undefined> {
    const channel = this.#context.store.channels.require(owed.channel);
    switch (owed.effect) {
      case 'broadcast_funding':
        return this.#broadcastFunding(channel);
      case 'settle':
        return this.#settle(channel, unlock);
      default:
        return unreachable(owed.effect);
    }
  }

  async #settle(
    channel: StoredChannel,
    unlock: () => Promise<Result<PrivateKeys>>,
  ): Promise<string | undefined> {
    if (!awaitsSettlement(channel)) return undefined;
    const stored = this.#context.store.settlements.get(channel.constants.row);
    const settlement = stored ?? (await this.#sign(channel, unlock));
    if (settlement === undefined) return 'the till is locked: closing needs the passphrase';
    const transaction = readSettlement(channel, settlement);
    const outcome = await giveSettlement(this.#context, channel, transaction);
    const problem =
      outcome.kind === 'rejected' ? await this.#whyRejected(channel, outcome.message) : undefined;
    // A rival in our node's mempool is in it alone, where another node has the settlement: there it can still win.
    const isRivalled = outcome.kind === 'rejected' && outcome.reason === 'mempool_conflict';
    const now = this.#context.store.channels.require(channel.constants.row);
    if (problem !== undefined && !(isRivalled && isElsewhere(spreadOf(this.#context, now)))) return problem;
    const obstacle = await this.#payMore(now, transaction, unlock);
    return problem ?? obstacle;
  }

  async #payMore(
    channel: StoredChannel,
    settlement: Transaction,
    unlock: () => Promise<Result<PrivateKeys>>,
  ): Promise<string | undefined> {
    if (!awaitsSettlement(channel)) return undefined;
    const obstacle = isSettlementLate(this.#context, channel)
      ? await raiseFee(this.#context, channel, settlement, unlock)
      : await sendChildAgain(this.#context, channel, settlement);
    return obstacle && `the settlement is not mined yet, and ${obstacle}`;
  }

  /** Another form of our own settlement, which the node has from somebody else, is as good. */
  async #whyRejected(channel: StoredChannel, message: string): Promise<string | undefined> {
    const { store, log } = this.#context;
    const now = store.channels.require(channel.constants.row);
    if (isSettledWhole(now)) return undefined;
    log.warn({ channel: channel.constants.basis.channelId, message }, 'settlement rejected');
    // Whatever spends the funding instead has to be seen; this run of effects is part of a look, so nobody waits here.
    void this.#context.lookAtChain();
    return `the node refuses the settlement: ${message}`;
  }

  async #sign(channel: StoredChannel, unlock: () => Promise<Result<PrivateKeys>>) {
    const keys = await unlock();
    return keys.ok ? settlementOf(this.#context, channel, keys.value) : undefined;
  }

  async #broadcastFunding(channel: StoredChannel): Promise<string | undefined> {
    const { store, node } = this.#context;
    if (channel.state !== 'confirming' && channel.state !== 'closing') return undefined;
    for (const bytes of store.channels.fundingTransactions(channel.constants.row)) {
      const transaction = parseTransaction(bytes);
      if (transaction === undefined) continue;
      const outcome = await node.broadcast(transaction);
      if (outcome.kind !== 'rejected') continue;
      if (outcome.reason === 'missing_inputs' || outcome.reason === 'inputs_spent') {
        await this.#noteConflict(channel.constants.row);
      }
      return `the node refuses the funding transaction: ${outcome.message}`;
    }
    return undefined;
  }

  /** The funding cannot be mined any more, unless the node has it already. */
  async #noteConflict(row: number): Promise<void> {
    const { store, node } = this.#context;
    const { inputs } = store.channels.require(row).constants.basis;
    const outputs = await node.unspentOutputs(inputs);
    if (outputs.every((output) => output !== undefined)) return;
    store.transaction(() => {
      const channel = store.channels.require(row);
      const isWaiting = channel.state === 'confirming' || channel.state === 'closing';
      if (isWaiting && channel.spend === undefined)
        applyEvent(this.#context, channel, { type: 'funding_conflicted' });
    });
  }
}
