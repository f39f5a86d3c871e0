import type { ProblemView } from '../../../core/bridge/views/problem.ts';

/** What the fake till says no with. */
export class Refused {
  readonly problem: ProblemView;
  constructor(code: ProblemView['code'], retryAfterSeconds = 0, reason?: string) {
    this.problem = {
      code,
      detail: code,
      ...(reason !== undefined && { reason }),
      ...(retryAfterSeconds > 0 && { retryAfterSeconds }),
    };
  }
}
