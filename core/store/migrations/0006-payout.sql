-- What an offer named: NULL for offers of before, whose settlements pay the till's own address of their key's index.
ALTER TABLE offers ADD COLUMN settlement_script BLOB;
-- The owner's account that the script is of, and the number of its address there; NULL for the till's own.
ALTER TABLE offers ADD COLUMN payout_account TEXT;
ALTER TABLE offers ADD COLUMN payout_number INTEGER;
CREATE INDEX offers_by_payout ON offers (payout_account, payout_number) WHERE is_announced = 1;
