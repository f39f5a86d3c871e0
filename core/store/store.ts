import { ArrivalsTable } from './arrivals.ts';
import { BlocksTable } from './blocks.ts';
import { BroadcastsTable } from './broadcasts.ts';
import { ChannelsTable } from './channels.ts';
import { CollectionsTable } from './collections.ts';
import { copyDatabase } from './copy.ts';
import { openDatabase } from './database.ts';
import { DueChannels } from './due-channels.ts';
import { FeeChildrenTable } from './fee-children.ts';
import { InvoicesTable } from './invoices.ts';
import { OffersTable } from './offers.ts';
import { OutboxTable } from './outbox.ts';
import { PaymentsTable } from './payments.ts';
import { QuestionsTable } from './questions.ts';
import { SalesSearch } from './sales.ts';
import { SettingsTable } from './settings.ts';
import { SettlementsTable } from './settlements.ts';
import { TermsTable } from './terms.ts';

/** The till's durable state: one file, one writer, one transaction for whatever belongs together. */
export interface Store {
  readonly settings: SettingsTable;
  readonly offers: OffersTable;
  readonly channels: ChannelsTable;
  readonly due: DueChannels;
  readonly invoices: InvoicesTable;
  readonly payments: PaymentsTable;
  readonly arrivals: ArrivalsTable;
  readonly questions: QuestionsTable;
  readonly sales: SalesSearch;
  readonly collections: CollectionsTable;
  readonly settlements: SettlementsTable;
  readonly broadcasts: BroadcastsTable;
  readonly feeChildren: FeeChildrenTable;
  readonly outbox: OutboxTable;
  readonly blocks: BlocksTable;
  /**
   * Runs `work`, which waits for nothing, as one transaction: on return it is on the disk, on a throw nothing of it
   * is. Within another transaction it stands or falls with that one; on a throw only its own part is undone.
   */
  transaction<T>(work: () => T): T;
  /** Copies everything to a new file while the till goes on: whatever was stored before the call is in it. */
  copyTo(file: string): Promise<void>;
  close(): void;
}

/** Throws DatabaseFault, see openDatabase. `:memory:` for tests that need no disk. */
export function openStore(path: string): Store {
  const database = openDatabase(path);
  const terms = new TermsTable(database);
  // Made once: better-sqlite3 makes four functions, each with the properties of all, whenever it is asked for one.
  const transaction = database.transaction((work: () => unknown) => work()).immediate;
  return {
    settings: new SettingsTable(database),
    offers: new OffersTable(database, terms),
    channels: new ChannelsTable(database, terms),
    due: new DueChannels(database),
    invoices: new InvoicesTable(database),
    payments: new PaymentsTable(database),
    arrivals: new ArrivalsTable(database),
    questions: new QuestionsTable(database),
    sales: new SalesSearch(database),
    collections: new CollectionsTable(database),
    settlements: new SettlementsTable(database),
    broadcasts: new BroadcastsTable(database),
    feeChildren: new FeeChildrenTable(database),
    outbox: new OutboxTable(database),
    blocks: new BlocksTable(database),
    transaction: <T>(work: () => T) => transaction(work) as T,
    copyTo: (file) => copyDatabase(database, file),
    close: () => database.close(),
  };
}
