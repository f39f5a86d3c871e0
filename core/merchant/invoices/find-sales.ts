import type { StoredInvoice } from '../../store/invoices.ts';
import type { SalesPage, SaleText } from '../../store/sales.ts';
import type { TillContext } from '../context.ts';
import { invoiceState, onChainOf } from './invoice-state.ts';
import { dogeAmounts, folded, readSaleTerms, type SaleTerms, worthRange } from './sale-terms.ts';

/** Which sales are wanted; with nothing in it, all. */
export interface SalesWanted {
  /** An amount, a memo, a customer, an id or an address, as somebody types it; '' for any. */
  readonly find: string;
  /** `question`: somebody has to decide about money that came to its address. */
  readonly state: 'open' | 'paid' | 'expired' | 'cancelled' | 'question' | undefined;
  /** When it was issued, in milliseconds: from one time on and before another. */
  readonly from: number | undefined;
  readonly to: number | undefined;
  /** Below this number, for what follows a page. */
  readonly before: number | undefined;
  readonly limit: number;
}

interface FoundSales {
  /** The newest first. */
  readonly invoices: readonly StoredInvoice[];
  /** The last that was looked at: what is older is asked for with it. undefined where all were. */
  readonly next: number | undefined;
}

/** Looked at in one call, so that payments are taken in between: a page may be short though more is to be found. */
const MOST_LOOKED_AT = 2000;
/** Sales whose texts are read in one call, where words are too short for the index. */
const MOST_READ = 10_000;
const MOST_PRICES = 1000;
const MOST = Number.MAX_SAFE_INTEGER;
/** The index of words knows none that are shorter. Characters. */
const SHORTEST_INDEXED = 3;

/** Candidates below a number, the newest first, and from where it goes on; undefined at the end. */
type Source = (page: SalesPage) => { readonly numbers: readonly number[]; readonly next: number | undefined };

/** Sales by what somebody remembers of them. Takes as long with a hundred thousand sales as with a hundred. */
export function findSales(context: TillContext, wanted: SalesWanted): FoundSales {
  const { store } = context;
  const numbers = numbersBetween(context, wanted);
  if (numbers === undefined) return { invoices: [], next: undefined };
  const invoices: StoredInvoice[] = [];
  let looked = 0;
  for (const { number, isFit } of candidates(sourceOf(context, wanted), numbers, wanted.limit)) {
    const invoice = isFit ? store.invoices.require(number) : undefined;
    looked += 1;
    if (invoice !== undefined && isWanted(context, invoice, wanted)) invoices.push(invoice);
    const isEnough = invoices.length === wanted.limit || looked === MOST_LOOKED_AT;
    if (isEnough || !isFit) return { invoices, next: number };
  }
  return { invoices, next: undefined };
}

interface Numbers {
  readonly first: number;
  /** Those below it. */
  readonly before: number;
}

/** Between which numbers lie the sales of the times that are wanted; undefined where there are none. */
function numbersBetween(
  { store }: TillContext,
  { from, to, before = MOST }: SalesWanted,
): Numbers | undefined {
  if (from === undefined && to === undefined) return { first: 0, before };
  const times = store.sales.between(from ?? 0, to ?? MOST);
  return times && { first: times.first, before: Math.min(before, times.last + 1) };
}

/** The newest first. One that is no fit is where a page without any ended: the search goes on there another time. */
function* candidates(
  source: Source,
  { first, before }: Numbers,
  limit: number,
): Generator<{ readonly number: number; readonly isFit: boolean }, void> {
  for (let from: number | undefined = before; from !== undefined; ) {
    const { numbers, next }: ReturnType<Source> = source({
      before: from,
      most: Math.min(MOST_LOOKED_AT, 2 * limit),
    });
    for (const number of numbers) {
      if (number < first) return;
      yield { number, isFit: true };
    }
    if (next !== undefined && next < first) return;
    if (numbers.length === 0 && next !== undefined) yield { number: next, isFit: false };
    from = next;
  }
}

function isWanted(context: TillContext, invoice: StoredInvoice, { state, from, to }: SalesWanted): boolean {
  if (from !== undefined && invoice.issuedAt < from) return false;
  if (to !== undefined && invoice.issuedAt >= to) return false;
  if (state === undefined) return true;
  const { store, world } = context;
  const now = world.now();
  if (state === 'question') return store.questions.open(invoice.number, now) !== undefined;
  const payment = store.payments.byInvoice(invoice.number);
  return invoiceState(invoice, payment, onChainOf(context, invoice), now) === state;
}

function sourceOf({ store, network, world }: TillContext, { find, state }: SalesWanted): Source {
  const terms = readSaleTerms(find, network);
  if (terms.words.length > 0) return termsSource(store, terms);
  if (state === 'question') {
    return paged(({ before, most }) => store.questions.below(before, world.now(), most));
  }
  if (state === 'cancelled') return paged((page) => store.sales.cancelled(page));
  if (state === 'open' || state === 'expired') return (page) => store.sales.unpaid(page);
  return paged((page) => store.sales.all(page));
}

function paged(read: (page: SalesPage) => readonly number[]): Source {
  return (page) => {
    const numbers = read(page);
    return { numbers, next: numbers.length < page.most ? undefined : numbers.at(-1) };
  };
}

type SalesStore = Pick<TillContext['store'], 'sales'>;

function termsSource(store: SalesStore, terms: SaleTerms): Source {
  const { sales } = store;
  const long = terms.words.filter((word) => [...word].length >= SHORTEST_INDEXED);
  const channels = long.length > 0 ? sales.customers(long) : undefined;
  const named = [
    ...(channels ?? []),
    ...(terms.digits === undefined ? [] : sales.channelsById(terms.digits)),
  ];
  const prices = terms.amounts.length > 0 ? sales.prices(MOST_PRICES) : [];
  const isIndexed = long.length === terms.words.length && channels !== undefined;
  const exactly = (page: SalesPage) => [
    ...dogeAmounts(terms).flatMap((amount) => sales.byAmount(amount, page)),
    ...prices.flatMap((price) =>
      terms.amounts.flatMap((amount) => {
        const range = worthRange(amount, price);
        return range === undefined ? [] : sales.byWorth(price, range, page);
      }),
    ),
    ...named.flatMap((channel) => sales.ofChannel(channel, page)),
    ...(terms.digits === undefined ? [] : sales.byId(terms.digits, page.before)),
    ...(terms.script === undefined ? [] : sales.byScript(terms.script, page.before)),
  ];
  if (!isIndexed) {
    return ({ before }) => {
      const exact = exactly({ before, most: MOST_READ });
      return readTexts(sales, terms, { before, exact });
    };
  }
  return paged((page) => newestFirst([...exactly(page), ...sales.byMemo(long, page)]).slice(0, page.most));
}

/** The texts of so many sales are read, and what is found by an index counts as far as these reach. */
function readTexts(
  sales: SalesStore['sales'],
  { words }: SaleTerms,
  { before, exact }: { readonly before: number; readonly exact: readonly number[] },
): ReturnType<Source> {
  const read = sales.texts({ before, most: MOST_READ });
  const next = read.length < MOST_READ ? undefined : read.at(-1)?.number;
  const found = read.filter((sale) => hasWords(sale, words)).map(({ number }) => number);
  return { numbers: newestFirst([...exact.filter((number) => number >= (next ?? 0)), ...found]), next };
}

function hasWords({ memo, customer }: SaleText, words: readonly string[]): boolean {
  const texts = [folded(memo), folded(customer)];
  return texts.some((text) => words.every((word) => text.includes(word)));
}

function newestFirst(numbers: readonly number[]): number[] {
  return [...new Set(numbers)].sort((one, other) => other - one);
}
