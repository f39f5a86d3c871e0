import type { Command } from 'commander';
import type { ChannelView, ClosePreviewView, CloseView } from '../bridge/views/channels.ts';
import { type AskArguments, ask, askTill, lines, passphraseFor, print } from './asking.ts';
import { CommandFailure } from './failure.ts';
import { pathOption } from './options.ts';
import { channelLine, channelText } from './texts.ts';

interface CloseArguments extends AskArguments {
  readonly passphraseFile?: string;
  readonly all?: boolean;
  readonly preview?: boolean;
}

/** Closes one channel, several, or all with money in them; or says what that would bring. */
export function addCloseCommand(program: Command): void {
  ask(program, 'close [ids...]', 'close channels: co-sign the last payment of each and broadcast it')
    .option('--all', 'every open channel on which something was paid')
    .option('--preview', 'say what would arrive, and close nothing')
    .addOption(pathOption('--passphrase-file <file>', 'its first line opens the seed'))
    .action(async (named: readonly string[], given: CloseArguments) => {
      const ids = await chosen(named, given);
      if (given.preview === true) return preview(ids, given);
      const outcome = await close(ids, given);
      const [only] = outcome;
      const isOne = given.all !== true && outcome.length === 1;
      if (isOne && only?.channel) {
        const channel = await askTill(given.data, 'channel', { id: only.id });
        print(given, channel, channelText(channel));
      }
      // Of the only one a script reads the sentence on standard error, as of every command.
      else if (!isOne) print(given, outcome, lines(outcome, outcomeLine, 'There is nothing to close.'));
      const failed = outcome.filter(({ channel }) => channel === undefined);
      if (failed.length === 0) return;
      throw new CommandFailure(isOne ? problemOf(failed[0]) : `${failed.length} of ${ids.length} stay open.`);
    });
}

async function chosen(named: readonly string[], given: CloseArguments): Promise<readonly string[]> {
  if ((named.length === 0) !== (given.all === true)) {
    throw new CommandFailure('Name the channels to close, or say --all.');
  }
  if (given.all !== true) return named;
  const channels = await askTill(given.data, 'channels', { limit: 10_000 });
  return channels.filter(isClosable).map(({ id }) => id);
}

function isClosable({ state, paid }: ChannelView): boolean {
  return state === 'open' && paid !== '0';
}

async function preview(ids: readonly string[], given: CloseArguments): Promise<void> {
  const previews = ids.length === 0 ? [] : await askTill(given.data, 'previewClose', { ids: [...ids] });
  print(given, previews, lines(previews, previewLine, 'There is nothing to close.'));
}

async function close(ids: readonly string[], given: CloseArguments): Promise<readonly CloseView[]> {
  if (ids.length === 0) return [];
  return askTill(given.data, 'close', { ids: [...ids], ...(await passphraseFor(given)) });
}

function problemOf(closed: CloseView | undefined): string {
  return closed?.problem?.detail ?? `There is no channel ${closed?.id ?? ''}.`;
}

function outcomeLine(closed: CloseView): string {
  return closed.channel === undefined
    ? `${closed.id}  not closed: ${problemOf(closed)}`
    : channelLine(closed.channel);
}

function previewLine({ id, name, arrives, fee, returned, safeUntil, problem }: ClosePreviewView): string {
  const customer = name === '' ? '' : `  ${name}`;
  return problem === undefined
    ? `${id}  arrives ${arrives} DOGE, fee ${fee}, returned ${returned}, safe if mined by height ${safeUntil}${customer}`
    : `${id}  cannot be closed: ${problem.detail}`;
}
