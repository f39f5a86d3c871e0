import { deadlineBlockSeconds, observedBlockSeconds, worstCaseHeight } from '../../channel/expiry.ts';
import type { Network } from '../../networks.ts';
import type { StoredBlock } from '../../store/blocks.ts';
import type { Store } from '../../store/store.ts';
import { rfc3339 } from '../../system/times.ts';
import type { World } from '../../system/world.ts';
import { BlockClock } from './block-clock.ts';
import { type ChainProblem, describe, problemOfFault } from './chain-problem.ts';
import { ClockRecord, type StepBack } from './clock-record.ts';

/** No block for so long is no chance: at one a minute on average it happens once in 10^13 blocks. */
const QUIET_MS = 30 * 60_000;
/** A node that answered so long ago is in sight: what comes in a minute the cutoffs' blocks outweigh. */
const IN_SIGHT_MS = 60_000;
/**
 * Half of the last eleven blocks, or each of the last six that came, ahead of the clock by more: the clock is behind, not
 * the miners' ones ahead. A single miner's may be two hours ahead (Dogecoin Core, MAX_FUTURE_BLOCK_TIME).
 */
const AHEAD_MS = 5 * 60_000;
/** What the till kept of the chain changes little in so many blocks. */
const OBSERVE_EVERY_BLOCKS = 100;

/** Blocks whose times bound what a further node may claim: one miner's clock may be two hours ahead. */
const WITNESSES = 2;
/** Nodes hear of a block some seconds apart. */
const LEAST_AGE_MS = 60_000;

/** The till's own node, while its blocks are read. */
const OWN = '';

interface Sight {
  readonly height: number;
  readonly hash: string;
  /** When the chain was where it says, on the monotonic clock and by the time of day. */
  readonly seenAt: number;
  readonly seenTime: number;
}

/** A tip as the node gave it. */
interface SeenTip extends StoredBlock {
  /** Median of the last eleven blocks' times, Unix seconds. */
  readonly medianTime?: number | undefined;
  readonly isInitialDownload?: boolean | undefined;
}

type ChainStore = Pick<Store, 'blocks' | 'invoices' | 'offers' | 'settings' | 'transaction'>;

/** Where the chain is, as far as this till knows. */
export class ChainView {
  readonly #network: Network;
  readonly #world: Pick<World, 'monotonic' | 'now'>;
  readonly #store: ChainStore;
  readonly clock: ClockRecord;
  readonly #blockClock = new BlockClock();
  #sight: Sight | undefined;
  #blindness: ChainProblem | undefined = { kind: 'node_starting', said: 'the node has not answered yet' };
  /** Notices by who gives them: they change nothing of what the till does. */
  readonly #notices = new Map<string, readonly ChainProblem[]>();
  readonly #heard = new Map<string, number>();
  #observed: { readonly height: number; readonly blockSeconds: number | undefined } | undefined;

  /** The age of the block processed last before this start counts as time without sight. */
  constructor(network: Network, world: Pick<World, 'monotonic' | 'now'>, store: ChainStore) {
    this.#network = network;
    this.#world = world;
    this.#store = store;
    this.clock = new ClockRecord(store, world);
    const last = store.blocks.newest();
    if (last !== undefined) this.#sight = this.#sightOf(last, this.#ageOf(last));
  }

  #sightOf({ height, hash }: StoredBlock, ageMs: number): Sight {
    return { height, hash, seenAt: this.#world.monotonic() - ageMs, seenTime: this.clock.now() - ageMs };
  }

  /**
   * The node answered with this tip, and everything up to it is processed. A node may answer and yet lag behind the
   * network (no peers, a full disk, a start after the holidays): a tip that is too old for chance counts from its own
   * time, not from the answer's.
   */
  see(tip: SeenTip): void {
    const isSteady = this.#network.hasSteadyBlocks;
    // Regtest's blocks bear what time their miner likes: they prove no clock right.
    if (isSteady) this.#compareClocks(tip);
    else this.#noteClock(0);
    const age = isSteady ? this.#ageOf(tip) : 0;
    const lag = age > QUIET_MS ? age : 0;
    this.#sight = this.#sightOf(tip, lag);
    this.#heard.delete(OWN);
    this.#blindness = lag > 0 ? this.#lagProblem(tip, lag) : undefined;
    this.clock.keep();
  }

  #lagProblem({ height, isInitialDownload }: SeenTip, lag: number): ChainProblem {
    const minutes = Math.round(lag / 60_000);
    // Without the clock's leap the block would be young enough, or each new block is as old as this one.
    if (lag - this.clock.gainedMs <= QUIET_MS || this.#blockClock.ahead < -AHEAD_MS) {
      return { kind: 'clock_ahead', minutes, ...this.#clocksAt(-lag) };
    }
    return isInitialDownload ? { kind: 'initial_download', height } : { kind: 'tip_old', minutes };
  }

  /** The chain is a clock as well: honest miners' times keep to the world's within minutes. */
  #compareClocks({ hash, time, medianTime }: SeenTip): void {
    const clock = this.#world.now();
    const age = clock - time * 1000;
    // A block that was there before proves nothing: a clock set back comes past its time once more.
    const isNews = hash !== this.#sight?.hash;
    if (isNews) this.#blockClock.note({ at: this.#world.monotonic(), time: time * 1000, ahead: -age });
    const byMedian = medianTime === undefined ? 0 : medianTime * 1000 - clock;
    const ahead = byMedian > AHEAD_MS ? byMedian : this.#blockClock.ahead;
    if (ahead > AHEAD_MS) this.clock.raise(clock + ahead);
    else if (isNews && age <= QUIET_MS && -age <= AHEAD_MS) this.#stepBack(this.clock.believeClock());
    this.#noteClock(ahead);
  }

  /** @param ahead by how many milliseconds blocks are ahead of the system's clock */
  #noteClock(ahead: number): void {
    const back = this.clock.setBackMs;
    const problems: ChainProblem[] = [];
    if (ahead > AHEAD_MS) problems.push(this.#clockProblem('clock_behind', ahead));
    else if (back > 0) problems.push(this.#clockProblem('clock_set_back', back));
    // A tip that is older still is no notice: it puts the chain out of sight.
    else if (ahead < -AHEAD_MS && ahead >= -QUIET_MS) problems.push(this.#clockProblem('clock_ahead', ahead));
    this.note('clock', problems);
  }

  #clockProblem(kind: 'clock_ahead' | 'clock_behind' | 'clock_set_back', apart: number): ChainProblem {
    return { kind, minutes: Math.round(Math.abs(apart) / 60_000), ...this.#clocksAt(apart) };
  }

  /** What the machine's clock says, and what it should say. */
  #clocksAt(apart: number): { readonly clock: string; readonly time: string } {
    const clock = this.#world.now();
    return { clock: rfc3339(clock), time: rfc3339(clock + apart) };
  }

  /** What was issued under a clock that was far ahead would be open until then, and what was over by it would open anew. */
  #stepBack(step: StepBack | undefined): void {
    if (step === undefined) return;
    this.#store.transaction(() => {
      this.#store.invoices.endWrongTime(step);
      this.#store.offers.endWrongTime(step);
      this.clock.write();
    });
  }

  #ageOf(block: Pick<StoredBlock, 'time'>): number {
    return Math.max(0, this.clock.now() - block.time * 1000);
  }

  /** The chain is out of sight. */
  lose(fault: Error): void {
    this.#blindness = problemOfFault(fault);
    if (this.#blindness.kind === 'catching_up') this.#heard.set(OWN, this.#blindness.tip);
    if (this.clock.setBackMs > 0) this.#noteClock(0);
    this.clock.keep();
  }

  /** What somebody found out about the chain or a node; replaces what the same one said before. @returns is it news */
  note(by: string, problems: readonly ChainProblem[]): boolean {
    const earlier = JSON.stringify(this.#notices.get(by) ?? []);
    this.#notices.set(by, problems);
    return earlier !== JSON.stringify(problems);
  }

  /**
   * A height that a further node claims: deadlines count with the highest, nothing else does, and with no more than
   * can have come since the last block that the node is known to share.
   * @param shared height of that block
   * @returns whether the chain can be as high by now
   */
  hear(from: string, height: number, shared: number): boolean {
    const most = this.#mostSince(shared);
    this.#heard.set(from, Math.min(height, most));
    return height <= most;
  }

  #mostSince(shared: number): number {
    if (!this.#network.hasSteadyBlocks) return Number.POSITIVE_INFINITY;
    const heights: number[] = [];
    let block = this.#store.blocks.newest(shared + 1);
    while (block !== undefined && heights.length < WITNESSES) {
      const { height } = block;
      const secondsSinceSeen = Math.max(LEAST_AGE_MS, this.#ageOf(block)) / 1000;
      heights.push(worstCaseHeight({ height, secondsSinceSeen, blockSeconds: this.#deadlineSpeed }));
      block = this.#store.blocks.newest(height);
    }
    return Math.max(...heights);
  }

  get #deadlineSpeed(): number {
    return deadlineBlockSeconds(this.#observe(), this.#network.blockSeconds);
  }

  /** Why the chain is out of sight, in words; undefined while it is in sight. */
  get problem(): string | undefined {
    return this.#blindness && describe(this.#blindness);
  }

  /** What keeps the chain out of sight; undefined while it is in sight. */
  get blindness(): ChainProblem | undefined {
    return this.#blindness;
  }

  /** What is to be said besides. */
  get notices(): readonly ChainProblem[] {
    return [...this.#notices.values()].flat();
  }

  get tip(): { readonly height: number; readonly hash: string } | undefined {
    return this.#sight;
  }

  /** Milliseconds since the chain was where the till saw it: by the clock that says more. */
  get age(): number | undefined {
    if (this.#sight === undefined) return undefined;
    const { seenAt, seenTime } = this.#sight;
    // The monotonic clock stands still while the computer sleeps.
    return Math.max(0, this.#world.monotonic() - seenAt, this.clock.now() - seenTime);
  }

  /** Seconds between two blocks as observed; the target's where too little was seen. */
  get blockSeconds(): number {
    return this.#observe() ?? this.#network.blockSeconds;
  }

  #observe(): number | undefined {
    if (!this.#network.hasSteadyBlocks) return undefined;
    const height = this.#sight?.height ?? 0;
    if (this.#observed === undefined || Math.abs(height - this.#observed.height) >= OBSERVE_EVERY_BLOCKS) {
      const samples = this.#store.blocks.hundredths();
      this.#observed = { height, blockSeconds: observedBlockSeconds(samples, this.#network.blockSeconds) };
    }
    return this.#observed.blockSeconds;
  }

  /** The height that deadlines count with; undefined before the chain was ever seen. */
  get worstCaseHeight(): number | undefined {
    return this.#worstCase(0);
  }

  /** The highest that the chain may be at a time to come. @param at milliseconds since 1970 */
  worstCaseHeightAt(at: number): number | undefined {
    return this.#worstCase(Math.max(0, at - this.clock.now()));
  }

  #worstCase(aheadMs: number): number | undefined {
    if (this.#sight === undefined || this.age === undefined) return undefined;
    const age = this.age + aheadMs;
    const estimate = worstCaseHeight({
      height: this.#sight.height,
      secondsSinceSeen: age <= IN_SIGHT_MS ? 0 : age / 1000,
      blockSeconds: this.#deadlineSpeed,
    });
    return Math.max(estimate, ...this.#heard.values());
  }
}
