import { type Command, InvalidArgumentError, Option } from 'commander';
import type { CallInput } from '../bridge/bridge.ts';
import type { InvoiceView } from '../bridge/views/counter.ts';
import { type AskArguments, ask, askTill, lines, print } from './asking.ts';
import { CommandFailure } from './failure.ts';
import { invoiceLine } from './texts.ts';

const STATES = ['open', 'paid', 'expired', 'cancelled', 'question'] as const;
const MOST = 100_000;
/** Asked for at once; between two pages the till takes payments. */
const PAGE = 500;

interface SalesArguments extends AskArguments {
  readonly find?: string;
  readonly state?: (typeof STATES)[number];
  readonly day?: readonly [Date, Date];
  readonly from?: string;
  readonly to?: string;
  readonly before?: string;
  readonly limit: number;
}

/** Commands about sales that were made: finding them, and what is decided of money that is no part of one. */
export function addSalesCommands(program: Command): void {
  ask(program, 'invoices', 'invoices, the newest first')
    .option('--find <text>', 'with this amount, memo, customer, id or address')
    .addOption(
      new Option('--state <state>', '"question": somebody has to decide about what came').choices(STATES),
    )
    .addOption(new Option('--day <date>', 'issued on this day here, like 2026-12-24').argParser(readDay))
    .option('--from <time>', 'issued at this time or later, like 2026-12-24T18:00:00Z')
    .option('--to <time>', 'issued before this time')
    .option('--before <invoice>', 'older than this one, for the next page')
    .addOption(new Option('--limit <count>', 'so many at most').default(100).argParser(readLimit))
    .action(async (given: SalesArguments) => {
      const invoices = await findInvoices(given);
      const none = isAll(given) ? 'No invoices yet.' : 'No such invoices.';
      print(given, invoices, lines(invoices, invoiceLine, none));
    });
  ask(program, 'decide <invoice>', 'keep what was done with money that came and is no part of a sale')
    .option('--gave-back', 'the customer has it back')
    .option('--kept', 'it stays with the shop')
    .option('--reopen', 'what was noted before was a mistake')
    .option('--note <text>', 'how, or why')
    .action(decide);
}

async function findInvoices(given: SalesArguments): Promise<readonly InvoiceView[]> {
  const { find, state, day, limit } = given;
  if (day !== undefined && (given.from ?? given.to) !== undefined) {
    throw new CommandFailure('--day says a day, --from and --to other times: give one of them.');
  }
  const from = day?.[0].toISOString() ?? given.from;
  const to = day?.[1].toISOString() ?? given.to;
  const wanted: CallInput<'invoices'> = {
    ...(find !== undefined && { find }),
    ...(state !== undefined && { state }),
    ...(from !== undefined && { from }),
    ...(to !== undefined && { to }),
  };
  const invoices: InvoiceView[] = [];
  for (let { before } = given; ; ) {
    const most = Math.min(PAGE, limit - invoices.length);
    const page = await askTill(given.data, 'invoices', {
      ...wanted,
      limit: most,
      ...(before !== undefined && { before }),
    });
    invoices.push(...page.invoices);
    before = page.next;
    if (before === undefined || invoices.length === limit) return invoices;
  }
}

function isAll({ find, state, day, from, to, before }: SalesArguments): boolean {
  return [find, state, day, from, to, before].every((one) => one === undefined);
}

/** From midnight to midnight by the clock of this machine. */
function readDay(text: string): readonly [Date, Date] {
  const [, year = '', month = '', date = ''] = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  const day = new Date(Number(year), Number(month) - 1, Number(date));
  if (day.getMonth() !== Number(month) - 1 || day.getDate() !== Number(date)) {
    throw new InvalidArgumentError('Write a day like 2026-12-24.');
  }
  return [day, new Date(Number(year), Number(month) - 1, Number(date) + 1)];
}

function readLimit(text: string): number {
  const limit = Number(text);
  if (!/^\d+$/.test(text) || limit < 1 || limit > MOST) {
    throw new InvalidArgumentError(`Write a number from 1 to ${MOST}.`);
  }
  return limit;
}

interface DecideArguments extends AskArguments {
  readonly gaveBack?: boolean;
  readonly kept?: boolean;
  readonly reopen?: boolean;
  readonly note?: string;
}

async function decide(id: string, given: DecideArguments): Promise<void> {
  const { gaveBack = false, kept = false, reopen = false, note = '' } = given;
  if ([gaveBack, kept, reopen].filter((one) => one).length !== 1) {
    throw new CommandFailure('Give one of --gave-back, --kept and --reopen.');
  }
  const decided = reopen
    ? await askTill(given.data, 'reopen', { id, note })
    : await decideOpen(given.data, { id, decision: gaveBack ? 'gave_back' : 'kept', note });
  print(given, decided, invoiceLine(decided));
}

async function decideOpen(
  data: string,
  { id, ...said }: { readonly id: string; readonly decision: 'gave_back' | 'kept'; readonly note: string },
): Promise<InvoiceView> {
  const { onChain } = await askTill(data, 'invoice', { id });
  if (onChain?.question === undefined) {
    throw new CommandFailure('Nothing that came to this invoice is in question.');
  }
  return await askTill(data, 'decide', { id, amount: onChain.question.amount, ...said });
}
