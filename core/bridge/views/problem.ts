import type { Refusal } from '../../refusal.ts';

/* A no, as screens are told it. */

export interface ProblemView {
  readonly code: Refusal['code'] | 'internal_error';
  /** One sentence in English; screens word the code themselves and show this for codes they do not know. */
  readonly detail: string;
  /** Which of a code's reasons it is, where the code alone says too little. */
  readonly reason?: string;
  /** For wrong_pin and the like: when the next try is listened to. */
  readonly retryAfterSeconds?: number;
}
