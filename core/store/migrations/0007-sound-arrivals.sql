-- Nothing spoke against an arrival while it was in no block; a payment of before this migration is looked at again.
ALTER TABLE arrivals ADD COLUMN is_sound INTEGER NOT NULL DEFAULT 0 CHECK (is_sound IN (0, 1));
