-- Transactions that take what came to invoices' addresses to one address of the owner's choice.
CREATE TABLE collections (
  id INTEGER PRIMARY KEY,
  txid BLOB NOT NULL UNIQUE CHECK (length(txid) = 32),
  bytes BLOB NOT NULL,
  -- Where it pays, and how much, in koinu
  script BLOB NOT NULL,
  amount INTEGER NOT NULL CHECK (amount > 0),
  fee INTEGER NOT NULL CHECK (fee > 0),
  made_at INTEGER NOT NULL,
  -- When a node first took it
  sent_at INTEGER,
  -- In a block: at which height, and in which form
  height INTEGER,
  mined_txid BLOB CHECK (length(mined_txid) = 32),
  -- 'buried', or 'conflicted': a coin of it went elsewhere
  ended TEXT CHECK (ended IN ('buried', 'conflicted')),
  -- What the node said against it last
  problem TEXT,
  CHECK ((height IS NULL) = (mined_txid IS NULL))
) STRICT;
CREATE INDEX collections_alive ON collections (id) WHERE ended IS NULL;

-- The coins that they spend. A coin is in one of them at most; those of a conflicted one are free again.
CREATE TABLE collected_coins (
  txid BLOB NOT NULL CHECK (length(txid) = 32),
  vout INTEGER NOT NULL,
  collection INTEGER NOT NULL REFERENCES collections (id),
  PRIMARY KEY (txid, vout)
) STRICT, WITHOUT ROWID;
CREATE INDEX collected_coins_by_collection ON collected_coins (collection);
