-- What comes to the invoices' own addresses on the chain.

-- The address's script; NULL for invoices of before this migration until they are looked at.
ALTER TABLE invoices ADD COLUMN script BLOB;

CREATE TABLE arrivals (
  id INTEGER PRIMARY KEY,
  invoice INTEGER NOT NULL REFERENCES invoices (id),
  txid BLOB NOT NULL CHECK (length(txid) = 32),
  vout INTEGER NOT NULL,
  value INTEGER NOT NULL CHECK (value > 0),
  first_seen INTEGER NOT NULL,
  place TEXT NOT NULL CHECK (place IN ('mempool', 'block', 'missing', 'conflicted')),
  height INTEGER,
  -- A reorg took it out of its block, and it is in none since
  was_undone INTEGER NOT NULL DEFAULT 0 CHECK (was_undone IN (0, 1)),
  is_replaceable INTEGER NOT NULL CHECK (is_replaceable IN (0, 1)),
  UNIQUE (txid, vout),
  CHECK ((place = 'block') = (height IS NOT NULL))
) STRICT;
CREATE INDEX arrivals_by_invoice ON arrivals (invoice);
CREATE INDEX arrivals_by_height ON arrivals (height) WHERE height IS NOT NULL;
CREATE INDEX arrivals_unmined ON arrivals (place) WHERE height IS NULL;

-- Their transactions, to be sent again until they are buried.
CREATE TABLE arrival_transactions (
  txid BLOB PRIMARY KEY CHECK (length(txid) = 32),
  bytes BLOB NOT NULL
) STRICT;

-- What was decided of an invoice to whose address something came.
CREATE TABLE arrival_verdicts (
  invoice INTEGER PRIMARY KEY REFERENCES invoices (id),
  -- When it counted as paid; NULL while it does not
  settled_at INTEGER,
  -- When a clerk took what came too late
  accepted_late_at INTEGER,
  -- Where the customer wants a refund to go, as her wallet said
  refund_address TEXT
) STRICT;
