import { CALLS, type CallName, type Proof, type Role } from '../../bridge/bridge.ts';
import { type Result, refuse } from '../../result.ts';
import type { Till } from '../till/till.ts';
import type { Pins } from './pins.ts';

/** How the owner of one till shows anew that she is there. */
export class Proofs {
  readonly #till: Pick<Till, 'hasPassphrase' | 'proveOwner'>;
  readonly #pins: Pins;

  constructor(till: Pick<Till, 'hasPassphrase' | 'proveOwner'>, pins: Pins) {
    this.#till = till;
    this.#pins = pins;
  }

  /**
   * What this call wants besides the owner's role. Undefined for most calls; for one that brings the passphrase along,
   * which its answer looks at; and on a till that has neither a PIN nor a passphrase, as in practice.
   */
  wantedBy(name: CallName, input: unknown): 'pin' | 'passphrase' | 'either' | undefined {
    const { wantsProof = false } = CALLS[name] as { readonly wantsProof?: boolean | readonly string[] };
    const isWanted = wantsProof === true || (wantsProof !== false && hasOneOf(input, wantsProof));
    const { hasPassphrase } = this.#till;
    if (!isWanted || (hasPassphrase && bringsPassphrase(input))) return undefined;
    if (this.#pins.has('owner')) return hasPassphrase ? 'either' : 'pin';
    return hasPassphrase ? 'passphrase' : undefined;
  }

  /** Who gives this. Refuses wrong_pin, wrong_passphrase, and both while too many wrong ones were tried just before. */
  whose(proof: Proof): Promise<Result<Role>> {
    if ('pin' in proof) return this.#pins.whose(proof.pin);
    const { passphrase } = proof;
    return this.#pins.owner(async () =>
      // Of a seed without one, any passphrase would do.
      this.#till.hasPassphrase ? this.#till.proveOwner(passphrase) : refuse('wrong_passphrase', {}),
    );
  }
}

function hasOneOf(input: unknown, names: readonly string[]): boolean {
  return typeof input === 'object' && input !== null && names.some((name) => name in input);
}

function bringsPassphrase(input: unknown): boolean {
  const { passphrase } = (input ?? {}) as { readonly passphrase?: unknown };
  return typeof passphrase === 'string' && passphrase !== '';
}
