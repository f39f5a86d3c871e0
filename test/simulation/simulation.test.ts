import { describe, expect, test } from 'vitest';
import { campaign } from './campaign.ts';
import { apply, tryMutant } from './mutant-trial.ts';
import { MUTANTS } from './mutants.ts';

/** Fixed, so that the suite fails for what was changed and not for what was drawn. `npm run simulate` draws. */
const SEED = 5;
/** Caught within a few runs of the seed: enough to show that the simulation would see it. */
const QUICKLY_CAUGHT = ['nothing is closed at the cutoff', 'a payment is answered before it is committed'];
/** Seconds of work, on a machine that has ten other things to do. */
const LONG = 600_000;

describe('weeks at a till, simulated', () => {
  test(
    'lose no acknowledged koinu but while no node answers, or the till is off or locked, longer than the margin',
    async () => {
      const { failure, statistics } = await campaign({ seed: SEED, runs: 7, shrinks: false });
      expect(failure?.text).toBeUndefined();
      expect(statistics.runs).toBe(7);
      expect(statistics.settled).toBeGreaterThan(0);
    },
    LONG,
  );

  test.each(QUICKLY_CAUGHT)(
    'lose money when a rule is taken out: %s',
    async (name) => {
      const mutant = MUTANTS.find((each) => each.name === name);
      if (mutant === undefined) throw new Error(`no mutant ${name}`);
      const { isCaught, why } = await tryMutant(mutant, { seed: SEED, runs: 40 });
      expect(why).toMatch(/^Broken: /);
      expect(isCaught).toBe(true);
    },
    LONG,
  );

  test('every mutant still finds the rule that it takes out', () => {
    const rules = MUTANTS.flatMap(({ edits }) => edits);
    expect(rules.map((edit) => apply(edit)).filter((text) => text === '')).toEqual([]);
  });
});
