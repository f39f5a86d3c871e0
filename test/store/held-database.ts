import { openStore } from '../../core/store/store.ts';

/**
 * A process of its own that opens the database named by its argument and says what became of it. With a second
 * argument it gives up the rights of the superuser first, for whom no folder is read-only. It holds the database
 * until it is killed.
 */
const [, , path = '', user] = process.argv;
if (user !== undefined) process.setuid?.(Number(user));
try {
  openStore(path);
  console.log('opened');
  setInterval(() => {}, 1000);
} catch (error) {
  console.log(error instanceof Error ? `${error.name}: ${error.message}` : String(error));
}
