-- What the transaction that spends a channel's funding pays to the settlement address, in koinu: an older settlement
-- pays less than is owed. NULL where nothing spends it, no settlement does, or an earlier version of the till saw it.
ALTER TABLE channels ADD COLUMN spend_pays INTEGER CHECK (spend_pays >= 0);
CREATE INDEX channels_settled_short ON channels (spend_pays) WHERE spend_pays < paid;
