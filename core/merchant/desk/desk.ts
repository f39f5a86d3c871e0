import * as v from 'valibot';
import {
  type BridgeEvent,
  CALLS,
  type CallAnswer,
  type CallArguments,
  type CallName,
  type Proof,
  type Role,
} from '../../bridge/bridge.ts';
import { proofSchema } from '../../bridge/calls.ts';
import type { SessionView } from '../../bridge/views/session.ts';
import type { Refusal } from '../../refusal.ts';
import { ok, type Result, refuse } from '../../result.ts';
import { VERSION } from '../../system/version.ts';
import type { Backups } from '../backup/backups.ts';
import type { Till } from '../till/till.ts';
import type { Answer, Answers, Caller } from './answers.ts';
import { type DeskApp, NO_APP } from './desk-app.ts';
import { eventsOf } from './desk-events.ts';
import { givenSecret } from './given-secrets.ts';
import { Pins } from './pins.ts';
import { isByHand, Presence } from './presence.ts';
import { Proofs } from './proofs.ts';
import { tillAnswers } from './till-answers.ts';
import { problemView } from './views/views.ts';

/** Calls of the app may end the till itself: no till waits for them when it is closed. */
const OUTLIVES_TILL: readonly CallName[] = [
  'createShop',
  'restoreShop',
  'setNode',
  'addOtherNode',
  'removeOtherNode',
  'switchMode',
];

const overrideSchema = v.optional(proofSchema);
/** How often it is looked for screens that nobody has touched for long. */
const LOCK_LOOK_MS = 1000;

/** The till's side of bridge.ts, for as many screens as there are. */
export class Desk {
  readonly till: Till;
  readonly app: DeskApp;
  readonly pins: Pins;
  readonly proofs: Proofs;
  readonly answers: Answers;
  readonly screens = new Set<DeskSession>();
  readonly #own: DeskSession;
  readonly #underWay = new Set<Promise<unknown>>();
  readonly #locking: NodeJS.Timeout;

  /** @param place.base where customers reach the till, for the URLs in invoices */
  constructor(
    till: Till,
    place: { readonly base: string; readonly backups: Backups; readonly app?: DeskApp | undefined },
  ) {
    const { app = NO_APP } = place;
    this.till = till;
    this.app = app;
    this.pins = new Pins(till.context.store, till.context.world);
    this.proofs = new Proofs(till, this.pins);
    this.answers = {
      ...tillAnswers(till, place),
      ...app.answers,
      session: (_, caller) => ok(caller.view()),
      unlock: ({ pin }, caller) => caller.unlock(pin),
      lock: (_, caller) => ok(caller.lock()),
      noteInput: () => ok({}),
      setPin: ({ role, pin }, caller) => caller.setPin(role, pin),
    };
    this.#own = new DeskSession(this, { isTrusted: true });
    till.onChange((change) => {
      for (const event of eventsOf(change)) for (const screen of this.screens) screen.tell(event);
    });
    this.#locking = setInterval(() => {
      for (const screen of this.screens) screen.lockIfIdle();
    }, LOCK_LOOK_MS);
    this.#locking.unref();
  }

  close(): void {
    clearInterval(this.#locking);
  }

  /** As the owner: for this process itself and for the command line, which only this user can be. */
  call<N extends CallName>(name: N, given: unknown): Promise<CallAnswer<N>> {
    return this.#own.call(name, given);
  }

  /** A screen's place at this desk. */
  open(options: { readonly isTrusted?: boolean } = {}): DeskSession {
    const screen = new DeskSession(this, options);
    this.screens.add(screen);
    return screen;
  }

  /** PINs have changed: whoever came in by one has to come in anew, except who changed them. */
  revoke(except: DeskSession): void {
    for (const screen of this.screens) {
      if (screen !== except) screen.dismiss();
      screen.tell({ type: 'session_changed' });
    }
  }

  async run<N extends CallName>(
    name: N,
    given: CallArguments<N>,
    caller: Caller,
  ): Promise<Awaited<ReturnType<Answer<N>>>> {
    const answer = Promise.resolve(this.answers[name](given, caller));
    if (OUTLIVES_TILL.includes(name)) return answer;
    this.#underWay.add(answer);
    try {
      return await answer;
    } finally {
      this.#underWay.delete(answer);
    }
  }

  /** Waits for the calls under way, before the till is stopped. */
  async settle(): Promise<void> {
    this.till.hurry();
    await Promise.allSettled(this.#underWay);
  }
}

/** One screen at a desk: who sits there, and what it is told. */
export class DeskSession implements Caller {
  readonly #isTrusted: boolean;
  readonly #listeners = new Set<(event: BridgeEvent) => void>();
  #desk: Desk;
  /** What a PIN gave. */
  #granted: Role | undefined;
  readonly #presence: Presence;

  constructor(desk: Desk, { isTrusted = false }: { readonly isTrusted?: boolean } = {}) {
    this.#desk = desk;
    this.#isTrusted = isTrusted;
    this.#presence = new Presence(desk.till.context.world);
  }

  /**
   * Checks the arguments, which may be of any shape, and who may ask. Never throws: a fault or a bug is logged and
   * answered as internal_error. @param name one that isCallName has looked at
   */
  async call<N extends CallName>(name: N, given: unknown, override?: unknown): Promise<CallAnswer<N>> {
    const desk = this.#desk;
    // Before anything counts as a touch: one that comes too late opens nothing.
    this.lockIfIdle();
    try {
      const elevation = v.safeParse(overrideSchema, override);
      const parsed = v.safeParse(CALLS[name].input, given);
      if (!elevation.success) return malformed(name, elevation.issues[0]);
      const allowed = await this.#allow(desk, { name, given, proof: elevation.output });
      if (!allowed.ok) return refused(allowed.refusal);
      if (isByHand(name)) this.#presence.note();
      if (!parsed.success) return malformed(name, parsed.issues[0]);
      const secret = givenSecret(name, parsed.output);
      if (secret !== undefined) return refused({ code: 'secret_given', facts: { kind: secret } });
      const answer = await desk.run(name, parsed.output as CallArguments<N>, this);
      return answer.ok ? answer : refused(answer.refusal);
    } catch (error) {
      desk.till.context.log.error({ err: error, call: name }, 'call failed');
      const detail = `The till could not do that: ${error instanceof Error ? error.message : String(error)}`;
      return { ok: false, problem: { code: 'internal_error', detail } };
    }
  }

  async #allow(
    { proofs }: Desk,
    { name, given, proof }: { name: CallName; given: unknown; proof: Proof | undefined },
  ): Promise<Result<unknown>> {
    const wanted = CALLS[name].role;
    if (wanted === 'anyone') return ok(undefined);
    const isAllowed = suffices(this.role, wanted);
    // The command line is this user's, who may write to the till's files as well: a proof would keep nobody out.
    const proofWanted = this.#isTrusted ? undefined : proofs.wantedBy(name, given);
    if (isAllowed && proofWanted === undefined) return ok(undefined);
    if (proof === undefined) {
      const isProofMissing = isAllowed && proofWanted !== undefined;
      return isProofMissing
        ? refuse('proof_wanted', { reason: proofWanted })
        : refuse('not_allowed', { role: wanted });
    }
    const shown = await proofs.whose(proof);
    if (!shown.ok) return shown;
    return suffices(shown.value, wanted) ? ok(undefined) : refuse('not_allowed', { role: wanted });
  }

  /** undefined while a PIN is wanted. A till without PINs is its owner's; one whose clerks have none is open to them. */
  get role(): Role | undefined {
    this.lockIfIdle();
    const { pins } = this.#desk;
    if (this.#isTrusted || !pins.has('owner')) return 'owner';
    return this.#granted ?? (pins.has('clerk') ? undefined : 'clerk');
  }

  view(): SessionView {
    const { till, pins, app } = this.#desk;
    const { role } = this;
    return {
      ...(role && { role }),
      mode: app.mode,
      hasShop: app.hasShop(),
      hasClerkPin: pins.has('clerk'),
      hasOwnerPin: pins.has('owner'),
      network: till.context.network.name,
      version: VERSION,
      settings: till.choices.settings,
    };
  }

  async unlock(pin: string): Promise<Result<SessionView>> {
    if (this.#isTrusted || !this.#desk.pins.has('owner')) return ok(this.view());
    const role = await this.#desk.pins.whose(pin);
    if (!role.ok) return role;
    this.#presence.note();
    this.#granted = role.value;
    this.tell({ type: 'session_changed' });
    return ok(this.view());
  }

  /** Whatever becomes of the page: one that hangs, or that somebody keeps from locking, has nothing to show either. */
  lockIfIdle(): void {
    if (this.#granted === undefined) return;
    const { lockAfterMinutes } = this.#desk.till.choices.settings;
    if (lockAfterMinutes === 0 || this.#presence.idleMs() < lockAfterMinutes * 60_000) return;
    this.lock();
  }

  lock(): SessionView {
    this.dismiss();
    this.tell({ type: 'session_changed' });
    return this.view();
  }

  async setPin(role: Role, pin: string): Promise<Result<SessionView>> {
    const desk = this.#desk;
    const hadNone = !desk.pins.has('owner');
    const set = await desk.pins.set(role, pin);
    if (!set.ok) return set;
    // Who sets the first PIN was the owner before it, and stays so.
    if (hadNone && desk.pins.has('owner')) this.#granted = 'owner';
    desk.revoke(this);
    return ok(this.view());
  }

  dismiss(): void {
    this.#granted = undefined;
  }

  /** The other mode's till is on the screens from now on. @param granted who has just proven to own that one */
  moveTo(desk: Desk, granted?: Role): void {
    this.#desk.screens.delete(this);
    this.#desk = desk;
    this.#granted = granted;
    desk.screens.add(this);
    this.tell({ type: 'session_changed' });
  }

  onEvent(listener: (event: BridgeEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: BridgeEvent): void {
    for (const listener of this.#listeners) listener(event);
  }

  /** The screen is gone. */
  close(): void {
    this.#desk.screens.delete(this);
    this.#listeners.clear();
  }
}

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(CALLS, name);
}

function suffices(role: Role | undefined, wanted: Role): boolean {
  return role === 'owner' || role === wanted;
}

function refused(refusal: Refusal) {
  return { ok: false as const, problem: problemView(refusal) };
}

function malformed(name: CallName, issue: v.BaseIssue<unknown>) {
  const problem = `${v.getDotPath(issue) ?? name}: ${issue.message}`;
  const code = 'malformed_request' as const;
  return { ok: false as const, problem: { code, detail: `The call is wrong: ${problem}.` } };
}
