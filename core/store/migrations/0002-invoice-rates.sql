-- What one DOGE was worth when the invoice was issued: a sale keeps the worth of its day. NULL for a shop that priced
-- in DOGE, and for invoices of before.
ALTER TABLE invoices ADD COLUMN currency TEXT;
ALTER TABLE invoices ADD COLUMN rate TEXT CHECK ((rate IS NULL) = (currency IS NULL));
