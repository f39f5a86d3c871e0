-- What came to invoices' addresses and is neither a sale nor decided yet; derived from arrivals, verdicts, payments and
-- decisions, and written with them.
CREATE TABLE open_questions (
  invoice INTEGER PRIMARY KEY REFERENCES invoices (id),
  kind TEXT NOT NULL CHECK (kind IN ('late', 'underpaid', 'paid_twice', 'excess')),
  -- In koinu, without what was decided before
  amount INTEGER NOT NULL CHECK (amount > 0),
  -- Not before: until an invoice ends, the rest of its amount may come
  opens_at INTEGER NOT NULL
) STRICT;
CREATE INDEX open_questions_by_time ON open_questions (opens_at, amount);

-- What people decided of it; nothing is changed or deleted here.
CREATE TABLE decisions (
  id INTEGER PRIMARY KEY,
  invoice INTEGER NOT NULL REFERENCES invoices (id),
  -- 'took': as the sale; 'reopened': what was given back or kept before is open again
  decision TEXT NOT NULL CHECK (decision IN ('took', 'gave_back', 'kept', 'reopened')),
  amount INTEGER NOT NULL CHECK (amount >= 0),
  role TEXT NOT NULL CHECK (role IN ('clerk', 'owner')),
  note TEXT NOT NULL,
  decided_at INTEGER NOT NULL
) STRICT;
CREATE INDEX decisions_by_invoice ON decisions (invoice);

-- As core/invoice/open-question.ts has it, of what came before there were questions.
WITH sums AS (
  SELECT invoices.id AS invoice, invoices.amount AS due, allows_tip,
    min(expires_at, coalesce(cancelled_at, expires_at)) AS ends,
    EXISTS (SELECT 1 FROM payments WHERE payments.invoice = invoices.id) AS by_channel,
    accepted_late_at, accepted_part,
    sum(CASE WHEN place <> 'conflicted' THEN value ELSE 0 END) AS received,
    sum(CASE WHEN place <> 'conflicted' AND first_seen < min(expires_at, coalesce(cancelled_at, expires_at))
      THEN value ELSE 0 END) AS timely
  FROM arrivals JOIN invoices ON invoices.id = arrivals.invoice
    LEFT JOIN arrival_verdicts ON arrival_verdicts.invoice = invoices.id
  WHERE was_seen = 1 GROUP BY invoices.id
), asked AS (
  SELECT *, CASE
    WHEN by_channel THEN 'paid_twice'
    WHEN received < min(due, coalesce(accepted_part, due)) THEN 'underpaid'
    WHEN timely < min(due, coalesce(accepted_part, due)) AND accepted_late_at IS NULL AND accepted_part IS NULL THEN 'late'
    ELSE 'excess' END AS kind
  FROM sums
), amounts AS (
  SELECT invoice, kind, ends, CASE
    WHEN kind <> 'excess' THEN received
    WHEN allows_tip THEN 0
    ELSE received - due END AS amount
  FROM asked
)
INSERT INTO open_questions (invoice, kind, amount, opens_at)
  SELECT invoice, kind, amount, CASE kind WHEN 'underpaid' THEN ends ELSE 0 END FROM amounts WHERE amount >= 1000000;

-- Whether an address that a stranger names is one of the till's own.
CREATE INDEX channels_by_settlement_script ON channels (settlement_script);

-- What sales are searched by.
CREATE INDEX invoices_by_amount ON invoices (amount);
CREATE INDEX invoices_by_time ON invoices (issued_at);
CREATE INDEX invoices_by_price ON invoices (currency, rate, amount) WHERE currency IS NOT NULL;
CREATE INDEX invoices_cancelled ON invoices (id) WHERE cancelled_at IS NOT NULL;
CREATE INDEX invoices_by_script ON invoices (script) WHERE script IS NOT NULL;
CREATE INDEX payments_of_channel ON payments (channel, invoice);
CREATE INDEX payments_by_total ON payments (amount + tip) WHERE tip > 0;
CREATE INDEX arrivals_by_value ON arrivals (value, invoice);

CREATE VIRTUAL TABLE memo_words USING fts5 (memo, content = 'invoices', content_rowid = 'id', tokenize = 'trigram remove_diacritics 1');
CREATE TRIGGER invoices_have_words AFTER INSERT ON invoices WHEN new.memo <> '' BEGIN
  INSERT INTO memo_words (rowid, memo) VALUES (new.id, new.memo);
END;
INSERT INTO memo_words (rowid, memo) SELECT id, memo FROM invoices WHERE memo <> '';
CREATE VIRTUAL TABLE customer_words USING fts5 (customer_name, content = 'channels', content_rowid = 'id', tokenize = 'trigram remove_diacritics 1');
CREATE TRIGGER channels_have_words AFTER INSERT ON channels WHEN new.customer_name <> '' BEGIN
  INSERT INTO customer_words (rowid, customer_name) VALUES (new.id, new.customer_name);
END;
INSERT INTO customer_words (rowid, customer_name) SELECT id, customer_name FROM channels WHERE customer_name <> '';
