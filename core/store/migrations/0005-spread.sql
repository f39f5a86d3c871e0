-- What each node was given of a settlement, and whether it had it before this till gave it. Node '' is the till's own.
CREATE TABLE broadcasts (
  channel INTEGER NOT NULL REFERENCES channels (id),
  node TEXT NOT NULL,
  -- When and at which height this till gave it first; NULL: never, or it was not reached
  given_at INTEGER,
  given_height INTEGER,
  -- It had the settlement without having been given it: proof of spread
  heard_at INTEGER,
  -- What it said last that was no yes
  problem TEXT,
  PRIMARY KEY (channel, node)
) STRICT, WITHOUT ROWID;

-- The newest transaction that pays for a settlement which lags, stored before it is broadcast.
CREATE TABLE fee_children (
  channel INTEGER PRIMARY KEY REFERENCES channels (id),
  txid BLOB NOT NULL CHECK (length(txid) = 32),
  -- The settlement's txid as it was when this was signed: anybody may change it
  parent BLOB NOT NULL CHECK (length(parent) = 32),
  bytes BLOB NOT NULL,
  fee INTEGER NOT NULL CHECK (fee > 0),
  signed_at INTEGER NOT NULL,
  signed_height INTEGER NOT NULL
) STRICT;
