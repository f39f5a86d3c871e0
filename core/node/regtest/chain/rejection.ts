/** Codes of a refused transaction (consensus/validation.h, validation.h): the number before the reason. */
export const REJECT = {
  INVALID: 16,
  DUPLICATE: 18,
  NONSTANDARD: 64,
  INSUFFICIENT_FEE: 66,
  HIGH_FEE: 256,
  ALREADY_KNOWN: 257,
  CONFLICT: 258,
} as const;

/** Why the mempool or a block does not take a transaction, in CValidationState's words. */
interface Rejection {
  readonly code: number;
  readonly reason: string;
}

/** "64: dust". A refused transaction leaves the check where it fails; caught where a transaction or a block was offered. */
export class RejectedTransaction extends Error {
  override name = 'RejectedTransaction';
  readonly rejection: Rejection;

  constructor(code: number, reason: string) {
    super(`${code}: ${reason}`);
    this.rejection = { code, reason };
  }
}

/** An input's transaction is unknown or completely spent: Core does not call that invalid, only missing. */
export class MissingInputs extends Error {
  override name = 'MissingInputs';
}

export function rejectInvalid(reason: string): never {
  throw new RejectedTransaction(REJECT.INVALID, reason);
}

export function rejectNonStandard(reason: string): never {
  throw new RejectedTransaction(REJECT.NONSTANDARD, reason);
}

export function rejectFee(reason: string): never {
  throw new RejectedTransaction(REJECT.INSUFFICIENT_FEE, reason);
}
