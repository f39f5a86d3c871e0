-- Whether the node has ever had the transaction. What the relay only keeps, to give it to the node, counts for nothing.
ALTER TABLE arrivals ADD COLUMN was_seen INTEGER NOT NULL DEFAULT 1 CHECK (was_seen IN (0, 1));
-- Where a refund is to go, as whoever relayed this transaction said. What was said of an invoice as a whole, by anybody
-- and also with transactions that the network refused, is forgotten.
ALTER TABLE arrivals ADD COLUMN refund_address TEXT;
ALTER TABLE arrival_verdicts DROP COLUMN refund_address;
