import type { Command } from 'commander';
import type { CallInput, CallName, CallOutput } from '../bridge/bridge.ts';
import { callTill } from '../merchant/serve/control-client.ts';
import { readPassphrase } from '../merchant/serve/serve.ts';
import { CommandFailure } from './failure.ts';
import { dataOption } from './options.ts';
import { askPassphrase } from './prompt.ts';

export interface AskArguments {
  readonly data: string;
  readonly json?: boolean;
}

/** A command that asks a running till, and prints JSON with --json. */
export function ask(program: Command, name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .addOption(dataOption())
    .option('--json', 'print JSON, for scripts');
}

export async function askTill<N extends CallName>(
  folder: string,
  name: N,
  input: CallInput<N>,
): Promise<CallOutput[N]> {
  const answer = await callTill(folder, name, input);
  if (!answer.ok) throw new CommandFailure(answer.problem.detail);
  return answer.value;
}

export function print(given: AskArguments, value: unknown, text: string): void {
  process.stdout.write(`${given.json === true ? JSON.stringify(value) : text}\n`);
}

export function lines<T>(items: readonly T[], line: (item: T) => string, none: string): string {
  return items.length === 0 ? none : items.map(line).join('\n');
}

/** What opens the seed: the file's first line, or what is typed where the till has none at hand. */
export async function passphraseFor(given: AskArguments & { readonly passphraseFile?: string }) {
  const { isLocked } = await askTill(given.data, 'status', {});
  const fromFile = given.passphraseFile === undefined ? undefined : readPassphrase(given.passphraseFile);
  const passphrase = fromFile ?? (isLocked ? await askPassphrase() : undefined);
  return passphrase === undefined ? {} : { passphrase };
}
