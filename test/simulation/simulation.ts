import { DEFAULT_POLICY, defaultPolicy, type Policy } from '../../core/merchant/policy/policy.ts';
import { warningsOf } from '../../core/merchant/warnings/warnings.ts';
import { SetupFault } from '../../core/system/faults.ts';
import { Chance } from '../crash/chance.ts';
import type { SimCustomer } from './customer.ts';
import { Diary } from './diary.ts';
import { Life, PASSPHRASE, SimDisk } from './life.ts';
import type { Scenario } from './scenario.ts';
import { Ledger } from './sim-ledger.ts';
import { SimNetwork, USUAL_FEE } from './sim-network.ts';
import { SimNode } from './sim-node.ts';
import { SimTime } from './sim-time.ts';
import { Statistics } from './statistics.ts';

export const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const STARTS_AT = Date.UTC(2026, 0, 5, 8);
/** Between two instants at which the till gets to work: while a deadline is near, and else. */
const SHORT_STEP = 10 * MINUTE;
const LONG_STEP = 90 * MINUTE;
const NEAR_BLOCKS = 40;
const MOST_MINUTES_TO_START = 30;

interface Fault {
  readonly until: number;
  readonly end: () => void;
}

/** One run: a till, its nodes, the network, and everybody who has something to do with them. */
export class Simulation {
  readonly scenario: Scenario;
  readonly time = new SimTime(STARTS_AT);
  readonly clock = { aheadMs: 0, sleptMs: 0 };
  readonly network: SimNetwork;
  readonly nodes: readonly SimNode[];
  readonly customers: SimCustomer[] = [];
  readonly diary = new Diary();
  readonly statistics = new Statistics();
  readonly #disk = new SimDisk();
  readonly #policy: Policy;
  #life: Life | undefined;
  #startsAt = 0;
  #restartMinutes = 0;
  #ownerComesAt: number;
  #faults: Fault[] = [];
  #clockWhenLastOn = 0;
  #sleep: { readonly since: number; readonly until: number } | undefined;

  constructor(scenario: Scenario) {
    this.scenario = scenario;
    const { setting } = scenario;
    const { time } = this;
    this.network = new SimNetwork({ time, chance: new Chance(scenario.seed), ledger: new Ledger() });
    this.network.weather.malleates = setting.malleates;
    this.network.weather.isEstimated = setting.estimatesFees;
    this.nodes = ['first', 'second', 'third']
      .slice(0, setting.nodes)
      .map((name) => new SimNode(name, this.network));
    this.network.onBlock = ({ height }) => this.#noteBlock(height);
    this.network.onBlocksLost = (depth, txids) => this.diary.noteLost(depth, txids);
    this.#ownerComesAt = time.now + setting.ownerEveryHours * HOUR;
    this.#policy = {
      ...defaultPolicy('regtest'),
      terms: {
        ...DEFAULT_POLICY.terms,
        minLocktimeBlocks: setting.cutoffBlocks + 300,
        paymentCutoffBlocks: setting.cutoffBlocks,
        confirmations: setting.confirmations,
      },
      openOffersPerAddress: 1000,
    };
  }

  /** The till, where it is on and awake. */
  get life(): Life | undefined {
    return this.#life?.isDead === false && this.#sleep === undefined ? this.#life : undefined;
  }

  close(): void {
    this.#life?.die();
    this.#disk.remove();
  }

  /** What a fault ends with, later. */
  after(minutes: number, end: () => void): void {
    this.#faults.push({ until: this.time.now + minutes * MINUTE, end });
  }

  /** The till's machine sleeps: its program goes on afterwards as if nothing had been. */
  fallAsleep(minutes: number): void {
    const { now } = this.time;
    if (this.life !== undefined) this.#sleep = { since: now, until: now + minutes * MINUTE };
  }

  #wake(): void {
    if (this.#sleep === undefined) return;
    this.clock.sleptMs += this.time.now - this.#sleep.since;
    this.#sleep = undefined;
    if (this.#clockWhenLastOn > this.clock.aheadMs) this.diary.noteClockSetBack();
  }

  /** The till is off for so long. */
  turnOff(minutes: number): void {
    this.#wake();
    this.#life?.die();
    this.#bury(minutes);
  }

  async wait(minutes: number): Promise<void> {
    const end = this.time.now + minutes * MINUTE;
    while (this.time.now < end) await this.#step(end);
  }

  /** Until the chain has this height, but no longer than three weeks. */
  async waitForHeight(height: number): Promise<void> {
    const latest = this.time.now + 21 * 24 * HOUR;
    while (this.network.height < height && this.time.now < latest) {
      const missing = (height - this.network.height) * MINUTE;
      await this.#step(this.time.now + Math.max(MINUTE, missing / 2));
    }
  }

  async #step(end: number): Promise<void> {
    const grain = this.#isNearDeadline() ? SHORT_STEP : LONG_STEP;
    const next = Math.min(end, this.time.now + grain, ...this.#faults.map(({ until }) => until));
    this.network.passTo(next);
    this.#endFaults(next);
    await this.instant();
  }

  #isNearDeadline(): boolean {
    const { height } = this.network;
    return this.customers.some(
      (customer) =>
        customer.acknowledged > 0n &&
        height > customer.cutoff - NEAR_BLOCKS &&
        height < customer.locktime + NEAR_BLOCKS &&
        !this.isSettled(customer),
    );
  }

  isSettled({ fundingKey }: SimCustomer): boolean {
    return this.network.ledger.spentBy(this.network.end, fundingKey) !== undefined;
  }

  #endFaults(now: number): void {
    const over = this.#faults.filter(({ until }) => until <= now);
    this.#faults = this.#faults.filter(({ until }) => until > now);
    for (const { end } of over) end();
  }

  endAllFaults(): void {
    this.#endFaults(Number.POSITIVE_INFINITY);
    this.#wake();
    this.#startsAt = Math.min(this.#startsAt, this.time.now);
  }

  /** The till's timers fire, its owner comes by, customers look after their refunds. */
  async instant(): Promise<void> {
    this.statistics.instants++;
    if (this.#sleep !== undefined && this.time.now >= this.#sleep.until) this.#wake();
    if (this.#life?.isDead === true) {
      this.statistics.crashes++;
      this.#bury(this.#restartMinutes);
    }
    if (this.#life === undefined && this.time.now >= this.#startsAt) await this.#start();
    const { life } = this;
    if (life !== undefined) {
      this.time.fire();
      await life.rest();
    }
    await this.#letOwnerCome();
    this.#refund();
    await this.#readWarnings();
    const isSeen = this.#hasNode && this.life?.till.context.chain.problem === undefined;
    if (this.life !== undefined && isSeen) this.diary.noteSight();
    if (this.life !== undefined) this.#clockWhenLastOn = this.clock.aheadMs;
  }

  #bury(minutes: number): void {
    if (this.#life === undefined) return;
    this.#life = undefined;
    this.#disk.release();
    this.#startsAt = this.time.now + minutes * MINUTE;
  }

  /** The till dies between two of its next calls, and is started again so long after it. */
  crashAfter(calls: number, minutes: number): void {
    this.#restartMinutes = minutes;
    this.#life?.dieAfter(calls);
  }

  async #start(): Promise<void> {
    const { time, clock, nodes, scenario } = this;
    this.statistics.starts++;
    if (this.#clockWhenLastOn > clock.aheadMs) this.diary.noteClockSetBack();
    const life = new Life({
      time,
      clock,
      disk: this.#disk,
      nodes,
      policy: this.#policy,
      isLocked: scenario.setting.isLocked,
    });
    this.#life = life;
    try {
      await life.during((till) => till.start());
    } catch (error) {
      if (!(error instanceof SetupFault)) throw error;
      life.die();
      this.#bury(20);
    }
  }

  async #letOwnerCome(): Promise<void> {
    const { isLocked, ownerEveryHours } = this.scenario.setting;
    if (!isLocked || this.time.now < this.#ownerComesAt) return;
    this.#ownerComesAt = this.time.now + ownerEveryHours * HOUR;
    await this.ownerSigns();
  }

  /** She reads what waits for her and gives the passphrase. */
  async ownerSigns(also: readonly string[] = []): Promise<void> {
    const { life } = this;
    if (life === undefined) return;
    const waiting = life.till.context.store.channels.inState('closing');
    const ids = [...also, ...waiting.map(({ constants }) => constants.basis.channelId)];
    if (ids.length > 0) await life.during((till) => till.close(ids, PASSPHRASE));
    if (this.life !== undefined) this.diary.noteVisit(this.network.height);
  }

  #refund(): void {
    const { refunds } = this.scenario.setting;
    if (refunds === 'never') return;
    for (const customer of this.customers) {
      const isOver = this.network.height >= customer.locktime;
      if (refunds === 'to_miner' ? isOver : !isOver) continue;
      if (customer.refund(refunds === 'to_miner')) this.statistics.refundsTried++;
    }
  }

  async #readWarnings(): Promise<void> {
    const { life } = this;
    if (life === undefined || !this.#isNearDeadline()) return;
    const { till } = life;
    const { warnBlocks } = till.choices.settings;
    const isLocked = await till.isLocked();
    if (life.isDead) return;
    const warnings = warningsOf(till.context, { warnBlocks, isLocked, isCloseLate: till.heartbeat.isLate });
    for (const { id } of this.customers) this.diary.noteWarnings(id, this.network.height, warnings);
  }

  #noteBlock(height: number): void {
    this.statistics.blocks++;
    this.diary.noteBlock(height, {
      isOn: this.life !== undefined,
      hasNode: this.#hasNode,
      hasOwnNode: this.nodes[0]?.state === 'synced',
      timesFee: Number(this.network.weather.feePerKb / USUAL_FEE),
      isDeceived: !this.#hasNode && this.nodes.some(({ state }) => state === 'apart'),
    });
  }

  get #hasNode(): boolean {
    return this.nodes.some(({ state }) => state === 'synced');
  }

  /** Everybody who never had an answer asks once more; the till is on by now. */
  async askAgain(): Promise<void> {
    while (this.life === undefined) await this.wait(MOST_MINUTES_TO_START);
    for (const customer of this.customers) {
      if (this.life !== undefined) this.noteReceipt(customer, await customer.askAgain(this.life));
    }
  }

  /** @param height at which the payment was made that has a receipt now; undefined where there is none */
  noteReceipt(customer: SimCustomer, height: number | undefined): void {
    if (height === undefined) return;
    this.statistics.receipts++;
    this.diary.noteReceipt(customer.id, height);
  }
}
