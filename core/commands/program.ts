import { Command, CommanderError } from 'commander';
import { NodeFault } from '../node/backend.ts';
import { DatabaseFault } from '../store/database.ts';
import { SetupFault } from '../system/faults.ts';
import { VERSION } from '../system/version.ts';
import { addAskCommands } from './ask.ts';
import { addRescueCommands } from './backup.ts';
import { addCloseCommand } from './close.ts';
import { CommandFailure } from './failure.ts';
import { addLinkCommand } from './link.ts';
import { addOwnerCommands } from './owner.ts';
import { addSalesCommands } from './sales.ts';
import { addKeyCommands } from './seed.ts';
import { addServeCommand } from './serve.ts';

/** `npm run --silent till -- …`: the till without a window. */
export function tillProgram(): Command {
  const program = new Command('till')
    .description('Dogetill without a window: takes Dogecoin through payment channels.')
    .version(VERSION)
    .showHelpAfterError('(add --help for what can be given)')
    .configureHelp({ sortSubcommands: false })
    .exitOverride();
  addServeCommand(program);
  addAskCommands(program);
  addSalesCommands(program);
  addCloseCommand(program);
  addOwnerCommands(program);
  addLinkCommand(program);
  addKeyCommands(program);
  addRescueCommands(program);
  return program;
}

/** One sentence on standard error and exit status 1; a stack trace only for what nobody foresaw, and on request. */
export function reportAndExit(error: unknown): never {
  if (error instanceof CommanderError) process.exit(error.exitCode === 0 ? 0 : 1);
  process.stderr.write(`${sentenceOf(error)}\n`);
  process.exit(1);
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const isForeseen =
    error instanceof CommandFailure ||
    error instanceof SetupFault ||
    error instanceof DatabaseFault ||
    error instanceof NodeFault;
  if (isForeseen) return error.message;
  return process.env['DOGETILL_DEBUG'] === undefined
    ? `${error.message} (set DOGETILL_DEBUG=1 for where it happened)`
    : (error.stack ?? error.message);
}
