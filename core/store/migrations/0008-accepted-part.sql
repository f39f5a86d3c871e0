-- What a clerk took for the whole of an invoice that was underpaid on-chain and over, in koinu; and when.
ALTER TABLE arrival_verdicts ADD COLUMN accepted_part INTEGER CHECK (accepted_part > 0);
ALTER TABLE arrival_verdicts ADD COLUMN accepted_part_at INTEGER;
