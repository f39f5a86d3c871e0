import type { Command } from 'commander';
import type { ChannelView } from '../bridge/views/channels.ts';
import { type AskArguments, ask, askTill, lines, print } from './asking.ts';
import {
  channelLine,
  channelText,
  invoiceLine,
  obstacleLines,
  scannedText,
  statusText,
  warningLine,
} from './texts.ts';

/** Commands that ask a running till. Each prints JSON with --json, else lines for a person. */
export function addAskCommands(program: Command): void {
  ask(program, 'invoice', 'issue an invoice')
    .requiredOption('--amount <doge>', 'what is due, like 12.5')
    .option('--memo <text>', 'shown to the customer')
    .option('--tips', 'the customer may add a tip')
    .action(async (given: AskArguments & { amount: string; memo?: string; tips?: boolean }) => {
      const input = {
        amount: given.amount,
        memo: given.memo ?? '',
        tips: given.tips ?? false,
      };
      const invoice = await askTill(given.data, 'issueInvoice', input);
      print(given, invoice, [invoice.uri, invoiceLine(invoice), ...obstacleLines(invoice)].join('\n'));
    });
  ask(program, 'cancel <invoice>', 'take an unpaid invoice back').action(
    async (id: string, given: AskArguments) => {
      const invoice = await askTill(given.data, 'cancelInvoice', { id });
      print(given, invoice, invoiceLine(invoice));
    },
  );
  ask(
    program,
    'accept <invoice>',
    'take what came on-chain for an invoice that is over: too late, or less than its amount',
  ).action(async (id: string, given: AskArguments) => {
    const { onChain } = await askTill(given.data, 'invoice', { id });
    const invoice = await (onChain === undefined || onChain.state === 'late'
      ? askTill(given.data, 'acceptLate', { id })
      : askTill(given.data, 'acceptPart', { id, received: onChain.received }));
    print(given, invoice, invoiceLine(invoice));
  });
  ask(program, 'channels', 'all channels, the most urgent first').action(async (given: AskArguments) => {
    const channels = await askTill(given.data, 'channels', { limit: 10_000 });
    const { isLocked } = await askTill(given.data, 'status', {});
    print(
      given,
      channels,
      lines(channels, (channel: ChannelView) => channelLine(channel, isLocked), 'No channels yet.'),
    );
  });
  ask(program, 'channel <id>', 'one channel with its payments').action(
    async (id: string, given: AskArguments) => {
      const channel = await askTill(given.data, 'channel', { id });
      const { isLocked } = await askTill(given.data, 'status', {});
      print(given, channel, channelText(channel, isLocked));
    },
  );
  ask(
    program,
    'scan <text...>',
    "take what a scanner read off a customer's screen: a payment or a channel",
  ).action(async (texts: string[], given: AskArguments) => {
    const scanned = await askTill(given.data, 'scan', { texts });
    print(given, scanned, scannedText(scanned));
  });
  ask(program, 'status', 'how the till, its node and its channels are').action(
    async (given: AskArguments) => {
      const status = await askTill(given.data, 'status', {});
      print(given, status, statusText(status));
    },
  );
  ask(program, 'warnings', 'what wants attention, the most urgent first').action(
    async (given: AskArguments) => {
      const warnings = await askTill(given.data, 'warnings', {});
      print(given, warnings, lines(warnings, warningLine, 'Nothing needs attention.'));
    },
  );
}
