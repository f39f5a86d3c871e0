import { formatDoge } from '../../core/money.ts';
import { Chance, seedOf } from './chance.ts';
import { CrashShop } from './crash-shop.ts';
import { raiseUnderKills } from './raise-under-kills.ts';
import { announceUnderKills, bury, closeUnderKills, payUnderKills, setScene } from './under-kills.ts';

/*
 * `npm run crash`: kill -9 of the till, 50 times while eight customers pay, and more while channels are announced and
 * closed, and while the fees of settlements that lag are raised. Every claim is checked after every kill; what is printed are figures. CRASH_SEED=… draws the same amounts and
 * moments again, CRASH_KILLS=… kills more or less often.
 */
const seed = seedOf(process.env['CRASH_SEED']);
const kills = Number(process.env['CRASH_KILLS'] ?? 50);
console.log(`CRASH_SEED=${seed}`);
const startedAt = performance.now();
const shop = await CrashShop.open();
try {
  const scene = setScene(shop, new Chance(seed), 8);
  const { customers } = scene;
  await announceUnderKills(scene, 10);
  const whileAnnouncing = shop.killed;
  await bury(scene);
  await payUnderKills(scene, kills);
  const whilePaying = shop.killed - whileAnnouncing;
  await closeUnderKills(scene, 12);
  const whileClosing = shop.killed - whileAnnouncing - whilePaying;
  const count = (of: (customer: (typeof customers)[number]) => number) =>
    customers.reduce((total, customer) => total + of(customer), 0);
  console.log(`kills while announcing:        ${whileAnnouncing}`);
  console.log(`kills while paying:            ${whilePaying}`);
  console.log(`kills while closing:           ${whileClosing}`);
  console.log(
    `receipts:                      ${count(({ receipts }) => receipts.length)}, all stored and settled`,
  );
  console.log(`unanswered payments re-sent:   ${count(({ sentAgain }) => sentAgain)}`);
  console.log(`  stored before the kill:      ${count(({ answersLost }) => answersLost)}`);
  console.log(`koinu paid and settled:        ${customers.reduce((total, { paid }) => total + paid, 0n)}`);
} finally {
  await shop.remove();
}
const lagging = await CrashShop.open();
try {
  const scene = setScene(lagging, new Chance(seed), 6);
  await announceUnderKills(scene, 0);
  await bury(scene);
  await payUnderKills(scene, 2);
  const before = lagging.killed;
  const { signed, mined, fees } = await raiseUnderKills(scene, 24);
  console.log(`kills while raising fees:      ${lagging.killed - before}`);
  console.log(`children signed:               ${signed}`);
  console.log(`  mined, one a settlement:     ${mined}, for ${formatDoge(fees)} DOGE`);
  console.log(`seconds:                       ${Math.round((performance.now() - startedAt) / 1000)}`);
} finally {
  await lagging.remove();
}
