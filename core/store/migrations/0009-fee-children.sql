-- Every transaction that was signed to pay for a settlement which lags: a later one replaces the one before at the
-- nodes, and which of them is mined is the miners' to say.
ALTER TABLE fee_children RENAME TO newest_fee_children;
CREATE TABLE fee_children (
  id INTEGER PRIMARY KEY,
  channel INTEGER NOT NULL REFERENCES channels (id),
  txid BLOB NOT NULL UNIQUE CHECK (length(txid) = 32),
  -- The settlement's txid as it was when this was signed: anybody may change it
  parent BLOB NOT NULL CHECK (length(parent) = 32),
  bytes BLOB NOT NULL,
  fee INTEGER NOT NULL CHECK (fee > 0),
  signed_at INTEGER NOT NULL,
  signed_height INTEGER NOT NULL,
  -- From which height its blocks are counted; NULL: no node has taken it
  given_height INTEGER,
  -- The block that holds it, and under which txid: anybody may change that too
  mined_height INTEGER,
  mined_txid BLOB CHECK (length(mined_txid) = 32),
  CHECK ((mined_height IS NULL) = (mined_txid IS NULL))
) STRICT;
INSERT INTO fee_children (channel, txid, parent, bytes, fee, signed_at, signed_height)
  SELECT channel, txid, parent, bytes, fee, signed_at, signed_height FROM newest_fee_children;
DROP TABLE newest_fee_children;
CREATE INDEX fee_children_by_channel ON fee_children (channel);
CREATE INDEX fee_children_mined ON fee_children (mined_height) WHERE mined_height IS NOT NULL;
