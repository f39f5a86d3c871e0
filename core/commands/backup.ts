import path from 'node:path';
import type { Command } from 'commander';
import { restoreBackup } from '../merchant/app/restore-backup.ts';
import { clearPins } from '../merchant/desk/pins.ts';
import { hasKeyFile, readKeyFile } from '../merchant/keys/key-file.ts';
import { callTill } from '../merchant/serve/control-client.ts';
import { readPassphrase } from '../merchant/serve/serve.ts';
import { openStore } from '../store/store.ts';
import { SetupFault } from '../system/faults.ts';
import { CommandFailure } from './failure.ts';
import { dataOption, pathOf, pathOption } from './options.ts';
import { askPassphrase } from './prompt.ts';

/** Commands for the bad days: copies of a till, a till put back from one, and a PIN that nobody knows any more. */
export function addRescueCommands(program: Command): void {
  program
    .command('backup')
    .description('copy the data of a running till: what customers paid, and the sealed seed')
    .addOption(dataOption())
    .addOption(pathOption('--to <folder>', 'a folder that exists (default: the one in the settings)'))
    .option('--json', 'print JSON, for scripts')
    .action(async (given: { readonly data: string; readonly to?: string; readonly json?: boolean }) => {
      const to = given.to === undefined ? {} : { to: pathOf('--to', given.to) };
      const made = await callTill(given.data, 'backup', to);
      if (!made.ok) throw new CommandFailure(made.problem.detail);
      process.stdout.write(`${given.json === true ? JSON.stringify(made.value) : made.value.path}\n`);
    });
  program
    .command('restore')
    .description('put a till back from a backup, where there is none; read docs/RECOVERY.md first')
    .addOption(dataOption())
    .addOption(pathOption('--from <backup>', 'the folder of the backup, dogetill-…').makeOptionMandatory())
    .action(async (given: { readonly data: string; readonly from: string }) => {
      const { folder, firstIndex } = await restoreBackup(
        pathOf('--from', given.from),
        given.data,
        Date.now(),
      );
      const said = [
        `Restored in ${folder}. New keys and addresses begin at index ${firstIndex}, above all that were used before.`,
        'What customers paid after the backup is not in it: before you close a channel, read docs/RECOVERY.md.',
      ];
      process.stdout.write(`${said.join('\n')}\n`);
    });
  program
    .command('clear-pin')
    .description('take all PINs away, for an owner who forgot hers; stop the till first')
    .addOption(dataOption())
    .addOption(pathOption('--passphrase-file <file>', 'its first line opens the seed'))
    .action(clearPin);
}

async function clearPin(given: { readonly data: string; readonly passphraseFile?: string }): Promise<void> {
  const { data } = given;
  if (!hasKeyFile(data)) {
    throw new CommandFailure(
      `${data} holds no till (that of the app is in the folder "shop" below its own).`,
    );
  }
  const keyFile = readKeyFile(data);
  if (!keyFile.hasPassphrase) throw new SetupFault(`The till in ${data} has no passphrase to ask for.`);
  const fromFile = given.passphraseFile === undefined ? undefined : readPassphrase(given.passphraseFile);
  const words = await keyFile.words(fromFile ?? (await askPassphrase()));
  if (words === undefined) throw new CommandFailure('The passphrase is wrong.');
  const store = openStore(path.join(data, 'till.sqlite'));
  try {
    clearPins(store);
  } finally {
    store.close();
  }
  process.stdout.write('There are no PINs any more: open the till and set new ones in Settings.\n');
}
