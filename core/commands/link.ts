import type { Command } from 'commander';
import { askForLink } from '../merchant/serve/browser-link.ts';
import { defaultDataFolder } from '../system/data-folder.ts';
import { type AskArguments, print } from './asking.ts';
import { CommandFailure } from './failure.ts';
import { pathOf, pathOption } from './options.ts';

/** The screens of a till that runs with them in a browser, for another browser or one whose cookie is gone. */
export function addLinkCommand(program: Command): void {
  program
    .command('link')
    .description('a new link to the screens of a till that runs with them in a browser; it works once')
    .addOption(
      pathOption('--data <folder>', "the till's data folder").default(
        defaultDataFolder(),
        'the folder of `npm start`',
      ),
    )
    .option('--json', 'print JSON, for scripts')
    .action(async (given: AskArguments) => {
      const folder = pathOf('--data', given.data);
      const link = await askForLink(folder);
      if (link === undefined) {
        throw new CommandFailure(
          `No till with its screens in a browser runs on ${folder}: \`npm start -- --browser\` starts one, and --data names another folder.`,
        );
      }
      print(given, { link }, link);
    });
}
