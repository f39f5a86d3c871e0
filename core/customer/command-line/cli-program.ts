import { createInterface } from 'node:readline';
import { Command, InvalidArgumentError, Option } from 'commander';
import { readGivenPath } from '../../given-path.ts';
import { parseWords, wordsProblem } from '../../keys-words.ts';
import { type Koinu, parseDoge } from '../../money.ts';
import { printable } from '../../names.ts';
import type { Network } from '../../networks.ts';
import type { NodeBackend } from '../../node/backend.ts';
import { passwordShown, readGivenNode } from '../../node/given-node.ts';
import { parseNodeAddress } from '../../node/node-address.ts';
import { connectNode } from '../../node/rpc.ts';
import type { Outcome } from '../state/refusals.ts';
import { type CustomerWallet, openWallet } from '../wallet.ts';
import { describeRefusal, type Report } from './cli-text.ts';

/** A mistake in how the program was called: one sentence, exit status 1. */
export class UsageError extends Error {
  override name = 'UsageError';
}

export interface GlobalOptions {
  readonly wallet: string;
  readonly json: boolean;
}

export const program = new Command('customer')
  .description('The reference wallet of a customer who pays a Dogecoin till through a channel.')
  .addOption(
    new Option('-w, --wallet <file>', "the wallet's file")
      .env('DOGETILL_WALLET')
      .default('customer-wallet.json')
      .argParser((text) => {
        const given = readGivenPath(text);
        if (!given.ok) throw new InvalidArgumentError(given.problem);
        return given.path;
      }),
  )
  .option('--json', 'answer in JSON, for scripts', false)
  .showHelpAfterError('(add --help for what can be said)');

export function amount(text: string): Koinu {
  const value = parseDoge(text);
  if (value === undefined || value === 0n) {
    throw new InvalidArgumentError('An amount is decimal DOGE with at most 8 decimals, such as 12.5.');
  }
  return value;
}

export function count(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('A whole number is wanted.');
  return Number(text);
}

function show(report: Report): void {
  const { json } = program.opts<GlobalOptions>();
  process.stdout.write(`${json ? JSON.stringify(report.json) : printable(report.text)}\n`);
}

/** Shows an outcome. A refusal goes to standard error, or with --json to standard output, with exit status 1. */
export function showOutcome<T>(outcome: Outcome<T>, write: (value: T) => Report): void {
  if (outcome.ok) show(write(outcome.value));
  else fail(describeRefusal(outcome.refusal));
}

export function fail(report: Report): void {
  process.exitCode = 1;
  if (program.opts<GlobalOptions>().json) show(report);
  else process.stderr.write(`${printable(report.text)}\n`);
}

/** Opens the wallet, does one thing with it and closes it again. */
export async function withWallet<T>(
  step: (wallet: CustomerWallet) => Promise<Outcome<T>>,
  write: (value: T, wallet: CustomerWallet) => Report,
  surroundings: { readonly isReadOnly?: boolean } = {},
): Promise<void> {
  const opened = openWallet(program.opts<GlobalOptions>().wallet, surroundings);
  if (!opened.ok) return showOutcome(opened, () => ({ text: '', json: {} }));
  const wallet = opened.value;
  try {
    showOutcome(await step(wallet), (value) => write(value, wallet));
  } finally {
    await wallet.close();
  }
}

/** Connects to the node that --node names, for the length of one step. */
export async function withNode<T>(
  text: string | undefined,
  network: Network,
  step: (node: NodeBackend | undefined) => Promise<Outcome<T>>,
): Promise<Outcome<T>> {
  if (text === undefined) return step(undefined);
  const given = readGivenNode(text);
  if (!given.ok) throw new UsageError(given.problem);
  if (given.isPasswordShown) process.stderr.write(`${passwordShown('--node')}\n`);
  const parsed = parseNodeAddress(given.text, network);
  if (!parsed.ok) throw new UsageError(parsed.problem);
  const node = connectNode({ address: parsed.address, network });
  try {
    return await step(node);
  } finally {
    node.close();
  }
}

export const NODE_HELP =
  'a Dogecoin node: the path of its data directory or cookie file, or @FILE whose first line is http://user:password@host:port';

/** The words of a seed, on one line or on several, until they are one. */
export async function readWords(): Promise<string> {
  let typed = '';
  for await (const line of createInterface({ input: process.stdin })) {
    typed += `${line}\n`;
    const words = parseWords(typed);
    if (words !== undefined) return words;
  }
  throw new UsageError(wordsProblem(typed));
}

export async function readLine(): Promise<string> {
  for await (const line of createInterface({ input: process.stdin })) return line.trim();
  return '';
}
