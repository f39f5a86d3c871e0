import { NodeFault, type UnspentOutput } from '../../node/backend.ts';
import { outputKind } from '../../protocol/address.ts';
import { POLICY_FLAGS } from '../../protocol/interpreter/flags.ts';
import { verifyInput } from '../../protocol/interpreter/verify-input.ts';
import { spentOutpoints, type Transaction } from '../../protocol/transaction.ts';
import { atOnce, type Turn } from '../../system/fair-turns.ts';
import type { TillContext } from '../context.ts';

/** Inputs asked for at once: few at first, for a stranger's transaction may be of coins that there are none of. */
const FIRST_ASKED = 4;
const ASKED_AT_ONCE = 25;
/** Transactions whose inputs are looked up beside each other, and how many wait for that. Each may have 100 kB. */
const AT_ONCE = 4;
const MOST_WAITING = 64;
const LONGEST_SIGNATURE = 73;
const PUBLIC_KEY_LENGTHS = [33, 65];

/** `unknown`: an input is spent or not known. `unsigned`: nobody who may has signed an input. */
type InputsLook = { readonly fee: bigint } | 'unknown' | 'unsigned';

/**
 * Looks up what a stranger's transaction spends. It may name thousands of coins, also other people's, and costs him
 * nothing: so the node is asked for a few at a time, no further than the first that is not there or not signed for.
 */
export class RelayInputs {
  readonly #context: Pick<TillContext, 'node' | 'world'>;
  readonly #waiting: (() => void)[] = [];
  #busy = 0;

  constructor(context: Pick<TillContext, 'node' | 'world'>) {
    this.#context = context;
  }

  /** Throws NodeFault, also when too many wait already. @param turn in which each part of the work is done */
  async look(transaction: Transaction, turn: Turn = atOnce): Promise<InputsLook> {
    await this.#enter();
    try {
      return await this.#look(transaction, turn);
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#busy -= 1;
      else next();
    }
  }

  async #enter(): Promise<void> {
    if (this.#busy < AT_ONCE) {
      this.#busy += 1;
      return;
    }
    if (this.#waiting.length >= MOST_WAITING) {
      throw new NodeFault('busy', `${MOST_WAITING} transactions wait for the node already.`);
    }
    await new Promise<void>((resolve) => {
      this.#waiting.push(resolve);
    });
  }

  async #look(transaction: Transaction, turn: Turn): Promise<InputsLook> {
    const outpoints = spentOutpoints(transaction);
    let fee = transaction.outs.reduce((left, { value }) => left - value, 0n);
    let asked = FIRST_ASKED;
    for (let from = 0; from < outpoints.length; from += asked) {
      if (from > 0) asked = ASKED_AT_ONCE;
      const found = await this.#context.node.unspentOutputs(outpoints.slice(from, from + asked));
      const value = await turn(() => this.#valueOf(transaction, from, found));
      if (typeof value === 'string') return value;
      fee += value;
    }
    return { fee };
  }

  /** What these outputs, spent from the input `from` on, are worth together. */
  #valueOf(
    transaction: Transaction,
    from: number,
    found: readonly (UnspentOutput | undefined)[],
  ): bigint | 'unknown' | 'unsigned' {
    // One of them, nobody knows which: all would take a second of a large transaction.
    const tried = this.#anyOf(found.length);
    let value = 0n;
    for (const [at, output] of found.entries()) {
      if (output === undefined) return 'unknown';
      if (at === tried && !mayUnlock(transaction, from + at, output.script)) return 'unsigned';
      value += output.value;
    }
    return value;
  }

  #anyOf(count: number): number {
    const [one = 0] = this.#context.world.randomBytes(1);
    return one % count;
  }
}

/**
 * Whether an input may be what unlocks this output: of P2PKH a signature that fits and its key, and nothing else. Other
 * kinds are left to the nodes, since a script can be made to take long.
 */
function mayUnlock(transaction: Transaction, index: number, prevoutScript: Uint8Array): boolean {
  if (outputKind(prevoutScript) !== 'pubkeyhash') return true;
  const script = transaction.ins[index]?.script ?? new Uint8Array();
  const signature = script[0] ?? 0;
  const key = script[signature + 1] ?? 0;
  const isPlain =
    signature <= LONGEST_SIGNATURE &&
    PUBLIC_KEY_LENGTHS.includes(key) &&
    script.length === signature + key + 2;
  return isPlain && verifyInput({ transaction, index, prevoutScript, flags: POLICY_FLAGS }).isValid;
}
