import fc from 'fast-check';
import { run } from './run.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import { Statistics } from './statistics.ts';

/** Tries to make a failing scenario smaller; each takes about as long as a run. */
const MOST_SHRINKS = 300;

export interface Campaign {
  readonly statistics: Statistics;
  readonly seconds: number;
  readonly failure: { readonly text: string; readonly scenario: Scenario | undefined } | undefined;
}

/** Many runs, each another scenario of the seed, until one fails. */
export async function campaign(wanted: {
  readonly seed: number;
  readonly runs: number;
  readonly shrinks: boolean;
  readonly onRun?: (statistics: Statistics) => void;
}): Promise<Campaign> {
  const statistics = new Statistics();
  const startedAt = performance.now();
  let failing: Scenario | undefined;
  let shrinks = 0;
  const property = fc.asyncProperty(SCENARIOS, async (scenario) => {
    if (failing !== undefined) {
      shrinks++;
      if (shrinks > MOST_SHRINKS) return;
    }
    try {
      statistics.add(await run(scenario));
      if (failing === undefined) wanted.onRun?.(statistics);
    } catch (error) {
      failing = scenario;
      throw error;
    }
  });
  const { seed, runs } = wanted;
  const found = await fc.check(property, { seed, numRuns: runs, endOnFailure: !wanted.shrinks });
  const seconds = (performance.now() - startedAt) / 1000;
  if (!found.failed) return { statistics, seconds, failure: undefined };
  const { errorInstance } = found;
  const text =
    errorInstance instanceof Error ? (errorInstance.stack ?? errorInstance.message) : String(errorInstance);
  return { statistics, seconds, failure: { text, scenario: failing } };
}
