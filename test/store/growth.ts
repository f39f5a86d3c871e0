import { statSync } from 'node:fs';
import { koinu } from '../../core/money.ts';
import { toHex, utf8 } from '../../core/protocol/bytes.ts';
import { sha256 } from '../../core/protocol/hash.ts';
import { openDatabase } from '../../core/store/database.ts';
import { openStore, type Store } from '../../core/store/store.ts';
import { TERMS } from '../doubles/channels.ts';

/** Bytes that nothing can compress or guess, the same in every run. */
function noise(name: string): Uint8Array {
  return sha256(utf8(name));
}

/** Ten thousand open channels and their offers, written by SQLite alone. Of 100 DOGE each, the cutoff of each its own. */
export function fillWithChannels(path: string): void {
  const store = openStore(path);
  storeChannel(store, 'first');
  store.close();
  const database = openDatabase(path);
  database.exec(`
    CREATE TEMP TABLE numbers AS
      WITH RECURSIVE count (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM count WHERE n < 9999) SELECT n FROM count;
    INSERT INTO offers (key_index, merchant_key, terms, client, issued_at, expires_at, is_announced)
      SELECT n, randomblob(33), 1, '192.0.2.1', 0, 0, 1 FROM numbers;
    INSERT INTO channels (channel_id, key_index, terms, customer_name, customer_key, locktime, cutoff, version,
        settlement_script, capacity, announced_at, state, funding_height)
      SELECT randomblob(32), n, 1, '', randomblob(33), 120160 + n, 118720 + n, 2,
        zeroblob(25), 10000000000, 0, 'open', 99990 FROM numbers;
    INSERT INTO channel_inputs SELECT id, 0, randomblob(32), 0, capacity FROM channels WHERE key_index > 0;
  `);
  database.close();
}

/** Stores a channel as its announcement would, without the keys and signatures that the store does not look at. */
function storeChannel(store: Store, name: string): number {
  const keyIndex = store.offers.nextKeyIndex();
  const merchantKey = Uint8Array.of(2, ...noise(`merchant ${name}`));
  const issuedAt = Date.UTC(2026, 2, 1, 12) + keyIndex * 1000;
  const expiresAt = issuedAt + 600_000;
  store.offers.insert({ keyIndex, merchantKey, terms: TERMS, client: '192.0.2.1', issuedAt, expiresAt });
  store.offers.markAnnounced(keyIndex);
  const offer = store.offers.byKey(merchantKey);
  if (offer === undefined) throw new Error('the offer was not stored');
  const lock = { locktime: 120_160, paymentCutoffBlocks: 1440, requiredConfirmations: 6 };
  const customerKey = Uint8Array.of(3, ...noise(`customer ${name}`));
  const capacity = koinu(100_000n * 100_000_000n);
  const txid = toHex(noise(`funding ${name}`));
  const channel = store.channels.insert({
    announcement: {
      channelId: toHex(noise(`channel ${name}`)),
      locktime: lock.locktime,
      customerKey,
      merchantKey,
      version: 2,
      redeemScript: new Uint8Array(115),
      inputs: [{ txid, vout: 0, value: capacity }],
      capacity,
      fundingTransactions: new Map([[txid, new Uint8Array(226)]]),
      changeScript: new Uint8Array(25),
    },
    offer,
    settlementScript: new Uint8Array(25),
    customerName: 'Alice',
    announcedAt: issuedAt,
    step: { state: 'open', lock, paid: koinu(0n), isReleased: false, spend: undefined },
    fundingHeight: 99_990,
  });
  return channel.constants.row;
}

/** Stores an invoice and its payment of half a DOGE. */
function storePayment(store: Store, row: number, at: number): void {
  const { paid } = store.channels.require(row);
  const amount = koinu(50_000_000n);
  const total = koinu(paid + amount);
  const issuedAt = Date.UTC(2026, 2, 1, 12) + at * 60_000;
  const { number } = store.invoices.insert({
    id: toHex(noise(`invoice ${at}`)).slice(0, 32),
    amount,
    allowsTip: true,
    memo: `Table ${at % 40}`,
    issuedAt,
    expiresAt: issuedAt + 600_000,
  });
  store.channels.raisePaid(row, { paid: total, changeScript: new Uint8Array(25) });
  store.channels.setPsbt(row, new Uint8Array(260));
  store.payments.insert({
    invoice: number,
    channel: row,
    number: at + 1,
    amount,
    tip: koinu(0n),
    paid: total,
    acceptedAt: issuedAt + 5_000,
    psbtHash: noise(`psbt ${at}`),
    transactionHash: noise(`transaction ${at}`),
  });
}

/** How many bytes each payment with its invoice adds to the file, once the log is written back into it. */
export function bytesPerPayment(path: string, payments: number): number {
  const empty = openStore(path);
  const row = storeChannel(empty, 'one');
  empty.close();
  const before = statSync(path).size;
  const store = openStore(path);
  store.transaction(() => {
    for (let at = 0; at < payments; at++) storePayment(store, row, at);
  });
  store.close();
  return (statSync(path).size - before) / payments;
}
