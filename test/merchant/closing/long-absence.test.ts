import { expect, test } from 'vitest';
import { AutomaticClose } from '../../../core/merchant/closing/automatic-close.ts';
import { warningsOf } from '../../../core/merchant/warnings/warnings.ts';
import { NodeFault } from '../../../core/node/backend.ts';
import { doge, TIP } from '../../doubles/channels.ts';
import { insertChannel } from '../../store/store-doubles.ts';
import { ChainScene } from '../chain-scene.ts';

const DAY = 24 * 60;
const DAYS = 35;
const WARN_BLOCKS = [3 * DAY, 2 * DAY, DAY];

/** A till that is on, whose node went away for good: a channel's money is due at the end of the absence. */
function abandonedTill(paidDays: number) {
  const scene = new ChainScene();
  const { stored } = insertChannel(scene.store, { locktime: TIP + paidDays * DAY });
  const { row } = stored.constants;
  scene.store.channels.raisePaid(row, { paid: doge(10), changeScript: undefined });
  return { scene, row };
}

async function goAway(scene: ChainScene): Promise<void> {
  await scene.look();
  scene.node.fault = new NodeFault('unreachable', 'nobody answers');
}

/** Blocks come one a minute, as they did. */
const realHeight = (days: number) => TIP + days * DAY;

test('a locked till without a node for 35 days warns, and then alarms, before the blocks are really there', async () => {
  const { scene, row } = abandonedTill(DAYS);
  await goAway(scene);
  const seen = new Map<string, number>();
  let lastLeft = Number.POSITIVE_INFINITY;
  for (let day = 1; day <= DAYS; day++) {
    scene.wait(DAY);
    await scene.look();
    const facts = { warnBlocks: WARN_BLOCKS, isLocked: true, isCloseLate: false };
    const locked = warningsOf(scene.context, facts).find(({ kind }) => kind === 'till_locked');
    if (locked === undefined) continue;
    if (!seen.has(locked.severity)) seen.set(locked.severity, day);
    expect(locked.blocksLeft ?? Number.NaN).toBeLessThan(lastLeft);
    lastLeft = locked.blocksLeft ?? lastLeft;
  }
  const { locktime, paymentCutoffBlocks } = scene.store.channels.require(row).lock;
  const closesAt = locktime - paymentCutoffBlocks;
  const [warned, alarmed] = [seen.get('warning') ?? Number.NaN, seen.get('alarm') ?? Number.NaN];
  expect(realHeight(warned)).toBeLessThan(closesAt - (WARN_BLOCKS[0] ?? 0) + DAY);
  expect(realHeight(alarmed)).toBeLessThan(closesAt - DAY);
  expect(warned).toBeLessThan(alarmed);
});

test('a till that can sign closes without a node before the cutoff is really there', async () => {
  const { scene, row } = abandonedTill(DAYS);
  await goAway(scene);
  const close = new AutomaticClose(scene.context, () => undefined);
  let closedOn: number | undefined;
  for (let day = 1; day <= DAYS && closedOn === undefined; day++) {
    scene.wait(DAY);
    await scene.look();
    await close.run();
    if (scene.store.channels.require(row).state === 'closing') closedOn = day;
  }
  const { locktime, paymentCutoffBlocks } = scene.store.channels.require(row).lock;
  expect(realHeight(closedOn ?? DAYS)).toBeLessThanOrEqual(locktime - paymentCutoffBlocks);
});
