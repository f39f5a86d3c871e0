import { judgeBooks } from './books.ts';
import { perform } from './deeds.ts';
import type { Scenario } from './scenario.ts';
import { Simulation } from './simulation.ts';
import type { Statistics } from './statistics.ts';
import { judge } from './verdict.ts';

/** Blocks after the last locktime: everything that will ever be mined is buried then. */
const AFTERWARDS = 60;

/** One run from the first action to the verdict. Throws Broken where money is lost that may not be. */
export async function run(scenario: Scenario): Promise<Statistics> {
  const simulation = new Simulation(scenario);
  const putTimersBack = simulation.time.install();
  try {
    await simulation.instant();
    for (const action of scenario.actions) {
      await perform(simulation, action);
      await simulation.instant();
    }
    await finish(simulation);
    judge(simulation);
    judgeBooks(simulation);
    simulation.statistics.runs++;
    return simulation.statistics;
  } finally {
    putTimersBack();
    simulation.close();
  }
}

/** Everything that was begun ends by itself; then the till is given all that it needs, and time to use it. */
async function finish(simulation: Simulation): Promise<void> {
  const { customers, network } = simulation;
  const last = Math.max(network.height, ...customers.map(({ locktime }) => locktime));
  await simulation.waitForHeight(last + 2);
  simulation.endAllFaults();
  for (let round = 0; round < 6; round++) {
    await simulation.ownerSigns();
    await simulation.waitForHeight(last + ((round + 1) * AFTERWARDS) / 2);
  }
  await simulation.askAgain();
}
