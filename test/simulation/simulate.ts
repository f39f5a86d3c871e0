import { parseArgs } from 'node:util';
import { seedOf } from '../crash/chance.ts';
import { campaign } from './campaign.ts';
import { tryMutants } from './mutant-trial.ts';

/*
 * `npm run simulate -- --runs 5000 --seed 7`: weeks of a till, over and over. Prints the seed, then figures, or the
 * smallest scenario that was found in which money is lost: to become a test, and then to be mended.
 * `--mutants` takes one rule after the other out of a copy of the program, and shows that it is missed.
 */
const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string' },
    mutants: { type: 'boolean', default: false },
    only: { type: 'string' },
    /** Ends with the first failure instead of looking for a smaller one. */
    'no-shrink': { type: 'boolean', default: false },
  },
});
const seed = seedOf(values.seed);
console.log(`--seed ${seed}`);
if (values.mutants) {
  const isComplete = await tryMutants({ seed, runs: Number(values.runs ?? 400), only: values.only });
  process.exitCode = isComplete ? 0 : 1;
} else {
  const result = await campaign({
    seed,
    runs: Number(values.runs ?? 200),
    shrinks: !values['no-shrink'],
    onRun: ({ runs }) => {
      if (runs % 100 === 0) console.error(`${runs} runs`);
    },
  });
  console.log(result.statistics.lines().join('\n'));
  if (result.failure !== undefined) {
    console.log(result.failure.text);
    console.log(JSON.stringify(result.failure.scenario));
    process.exitCode = 1;
  }
}
