-- Amounts in koinu, times in milliseconds since 1970 (UTC), heights in blocks, txids and hashes in wire byte order.

CREATE TABLE settings (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The terms that offers carried; every channel is bound by those of its offer.
CREATE TABLE terms (
  id INTEGER PRIMARY KEY,
  min_capacity INTEGER NOT NULL,
  max_capacity INTEGER NOT NULL,
  max_inputs INTEGER NOT NULL,
  min_locktime_blocks INTEGER NOT NULL,
  max_locktime_blocks INTEGER NOT NULL,
  payment_cutoff_blocks INTEGER NOT NULL,
  confirmations INTEGER NOT NULL,
  fee_per_kb INTEGER NOT NULL,
  dust INTEGER NOT NULL,
  UNIQUE (min_capacity, max_capacity, max_inputs, min_locktime_blocks, max_locktime_blocks,
          payment_cutoff_blocks, confirmations, fee_per_kb, dust)
) STRICT;

-- AUTOINCREMENT: a key's index is never used again, also when its row is gone.
CREATE TABLE offers (
  key_index INTEGER PRIMARY KEY AUTOINCREMENT,
  merchant_key BLOB NOT NULL UNIQUE CHECK (length(merchant_key) = 33),
  terms INTEGER NOT NULL REFERENCES terms (id),
  client TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  is_announced INTEGER NOT NULL DEFAULT 0 CHECK (is_announced IN (0, 1))
) STRICT;
CREATE INDEX offers_open ON offers (client, expires_at) WHERE is_announced = 0;
CREATE INDEX offers_unannounced ON offers (expires_at) WHERE is_announced = 0;

CREATE TABLE channels (
  id INTEGER PRIMARY KEY,
  channel_id BLOB NOT NULL UNIQUE CHECK (length(channel_id) = 32),
  key_index INTEGER NOT NULL UNIQUE REFERENCES offers (key_index),
  terms INTEGER NOT NULL REFERENCES terms (id),
  customer_name TEXT NOT NULL,
  customer_key BLOB NOT NULL CHECK (length(customer_key) = 33),
  locktime INTEGER NOT NULL,
  cutoff INTEGER NOT NULL,
  version INTEGER NOT NULL,
  settlement_script BLOB NOT NULL,
  capacity INTEGER NOT NULL CHECK (capacity > 0),
  announced_at INTEGER NOT NULL,
  -- What changes in the channel's life
  state TEXT NOT NULL CHECK (state IN
    ('confirming', 'open', 'closing', 'closed', 'refunded', 'lapsed', 'conflicted')),
  paid INTEGER NOT NULL DEFAULT 0 CHECK (paid >= 0 AND paid <= capacity),
  payments INTEGER NOT NULL DEFAULT 0,
  is_released INTEGER NOT NULL DEFAULT 0 CHECK (is_released IN (0, 1)),
  change_script BLOB,
  -- Height of the block that holds the shallowest funding output; NULL while one is unconfirmed
  funding_height INTEGER,
  spend_kind TEXT CHECK (spend_kind IN ('settlement', 'refund', 'foreign')),
  spend_txid BLOB,
  spend_height INTEGER,
  opened_at INTEGER,
  closing_at INTEGER,
  ended_at INTEGER,
  -- A broken invariant was met: no more payments, the close still possible
  frozen_reason TEXT,
  CHECK ((spend_kind IS NULL) = (spend_txid IS NULL))
) STRICT;
CREATE INDEX channels_by_state ON channels (state, cutoff, paid, capacity);
CREATE INDEX channels_by_spend_height ON channels (spend_height) WHERE spend_height IS NOT NULL;

CREATE TABLE channel_inputs (
  channel INTEGER NOT NULL REFERENCES channels (id),
  position INTEGER NOT NULL,
  txid BLOB NOT NULL CHECK (length(txid) = 32),
  vout INTEGER NOT NULL,
  value INTEGER NOT NULL,
  PRIMARY KEY (channel, position),
  UNIQUE (txid, vout)
) STRICT, WITHOUT ROWID;

CREATE TABLE funding_transactions (
  channel INTEGER NOT NULL REFERENCES channels (id),
  txid BLOB NOT NULL CHECK (length(txid) = 32),
  bytes BLOB NOT NULL,
  PRIMARY KEY (channel, txid)
) STRICT;

-- The last accepted payment of a channel (or its release), in the minimal form of docs/PROTOCOL.md.
CREATE TABLE channel_psbts (
  channel INTEGER PRIMARY KEY REFERENCES channels (id),
  psbt BLOB NOT NULL
) STRICT;

-- AUTOINCREMENT: an invoice's number is the index of its address and is never used again.
CREATE TABLE invoices (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  public_id BLOB NOT NULL CHECK (length(public_id) = 16),
  digest INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  allows_tip INTEGER NOT NULL CHECK (allows_tip IN (0, 1)),
  memo TEXT NOT NULL,
  issued_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  cancelled_at INTEGER
) STRICT;
CREATE UNIQUE INDEX invoices_by_public_id ON invoices (public_id);
CREATE INDEX invoices_by_digest ON invoices (digest);

CREATE TABLE payments (
  invoice INTEGER PRIMARY KEY REFERENCES invoices (id),
  channel INTEGER NOT NULL REFERENCES channels (id),
  number INTEGER NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  tip INTEGER NOT NULL CHECK (tip >= 0),
  paid INTEGER NOT NULL,
  accepted_at INTEGER NOT NULL,
  psbt_hash BLOB NOT NULL CHECK (length(psbt_hash) = 32),
  transaction_hash BLOB NOT NULL CHECK (length(transaction_hash) = 32)
) STRICT;
CREATE UNIQUE INDEX payments_by_channel ON payments (channel, number);

-- The co-signed settlement, stored before it is broadcast.
CREATE TABLE settlements (
  channel INTEGER PRIMARY KEY REFERENCES channels (id),
  txid BLOB NOT NULL CHECK (length(txid) = 32),
  bytes BLOB NOT NULL,
  signed_at INTEGER NOT NULL
) STRICT;

-- Effects that a committed state still owes to the world.
CREATE TABLE outbox (
  channel INTEGER NOT NULL REFERENCES channels (id),
  effect TEXT NOT NULL CHECK (effect IN ('broadcast_funding', 'settle')),
  attempts INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  last_problem TEXT,
  PRIMARY KEY (channel, effect)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_due ON outbox (next_attempt_at);

-- The blocks that were processed last, so that a reorg shows.
CREATE TABLE blocks (
  height INTEGER PRIMARY KEY,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  time INTEGER NOT NULL
) STRICT;
