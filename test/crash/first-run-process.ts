import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { pino } from 'pino';
import type { CallInput } from '../../core/bridge/bridge.ts';

/** What puts files and folders in their place for good; the database and the key file write in between. */
const DEEDS = ['renameSync'] as const;

const [data = '', wanted = '', moment = '0'] = process.argv.slice(2);

let deedsLeft = Number.POSITIVE_INFINITY;
for (const deed of DEEDS) {
  const original = fs[deed] as (...given: unknown[]) => unknown;
  Object.assign(fs, {
    [deed]: (...given: unknown[]) => {
      deedsLeft -= 1;
      if (deedsLeft === 0) process.kill(process.pid, 'SIGKILL');
      return original(...given);
    },
  });
}
syncBuiltinESMExports();

/** The app makes a shop and is killed by the system before the deed of this number, if there are so many. */
const { openShop } = await import('../../core/merchant/app/tills.ts');
const log = pino({ level: 'silent' });
const shop = await openShop({ data, log, listen: { host: '127.0.0.1', port: 0 } });
const screen = shop.openSession();
deedsLeft = Number(moment);
const answer = await screen.call('createShop', JSON.parse(wanted) as CallInput<'createShop'>);
deedsLeft = Number.POSITIVE_INFINITY;
await shop.close();
process.stdout.write(`${JSON.stringify({ isMade: answer.ok })}\n`);
