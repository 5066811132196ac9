-- What C500 keeps, version 1. The rules of the domain that a table can state are stated here again, so that a defect in the
-- code meets a constraint before it reaches anybody's money. Moments are milliseconds since 1970; amounts are minor units.
--
-- A record has real columns for what queries look for, and its whole in `body` as JSON. Where `seq` stands, it is the order in
-- which rows were kept, and queries that say "newest" or "oldest" mean it.

CREATE TABLE citizen (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- One account belongs to one citizen. The rows follow the citizen's body.
CREATE TABLE citizen_account (
  platform TEXT NOT NULL,
  account_id TEXT NOT NULL,
  citizen_id TEXT NOT NULL REFERENCES citizen (id),
  PRIMARY KEY (platform, account_id)
) STRICT, WITHOUT ROWID;

CREATE INDEX citizen_account_of_citizen ON citizen_account (citizen_id);

CREATE TABLE builder (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE payee (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE exposure (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE channel (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL CHECK (version > 0),
  builder_id TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX channel_of_builder ON channel (builder_id);

CREATE TABLE bench (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE "drop" (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL CHECK (version > 0),
  builder_id TEXT NOT NULL,
  status TEXT NOT NULL,
  opened_at INTEGER NOT NULL,
  has_card INTEGER NOT NULL CHECK (has_card IN (0, 1)),
  body TEXT NOT NULL
) STRICT;

CREATE INDEX drop_open ON "drop" (opened_at) WHERE status = 'open';
CREATE INDEX drop_open_of_builder ON "drop" (builder_id, opened_at) WHERE status = 'open';
CREATE INDEX drop_with_card ON "drop" (opened_at) WHERE has_card = 1;

CREATE TABLE "order" (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL CHECK (version > 0),
  tag TEXT NOT NULL UNIQUE,
  pay_code TEXT NOT NULL UNIQUE,
  buyer_id TEXT NOT NULL,
  builder_id TEXT NOT NULL,
  fulfilment TEXT NOT NULL,
  paid_at INTEGER,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX order_of_buyer ON "order" (buyer_id);
CREATE INDEX order_of_builder ON "order" (builder_id);
CREATE INDEX order_by_state ON "order" (builder_id, fulfilment, paid_at);

-- One unit has one order and one order one unit: this is what an oversold drop breaks. What every claim writes names its order
-- by `seq`: ids are random, and an index of random texts dirties a page for every row.
CREATE TABLE unit (
  drop_id TEXT NOT NULL REFERENCES "drop" (id),
  number INTEGER NOT NULL CHECK (number > 0),
  state TEXT NOT NULL CHECK (state IN ('free', 'taken', 'withdrawn')),
  order_seq INTEGER UNIQUE REFERENCES "order" (seq),
  PRIMARY KEY (drop_id, number),
  CHECK ((state = 'taken') = (order_seq IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX unit_free ON unit (drop_id, number) WHERE state = 'free';

CREATE TABLE sighting (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  version INTEGER NOT NULL CHECK (version > 0),
  order_id TEXT,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX sighting_of_order ON sighting (order_id) WHERE order_id IS NOT NULL;

CREATE TABLE tracking (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE session (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE paycode (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The history is the audit trail: lines are added and never touched again.
CREATE TABLE history (
  order_seq INTEGER NOT NULL REFERENCES "order" (seq),
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  by TEXT NOT NULL,
  event TEXT NOT NULL,
  params TEXT NOT NULL,
  PRIMARY KEY (order_seq, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER history_is_not_changed BEFORE UPDATE ON history BEGIN
  SELECT RAISE(ABORT, 'history is append-only');
END;
CREATE TRIGGER history_is_not_removed BEFORE DELETE ON history BEGIN
  SELECT RAISE(ABORT, 'history is append-only');
END;

-- The ledger. The postings of an entry are kept before the entry itself: its arrival is what checks and seals them.
CREATE TABLE ledger_entry (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  order_id TEXT NOT NULL,
  currency TEXT NOT NULL,
  stripe_id TEXT,
  at INTEGER NOT NULL
) STRICT;

CREATE INDEX ledger_entry_of_order ON ledger_entry (order_id);

CREATE TABLE posting (
  entry_id TEXT NOT NULL REFERENCES ledger_entry (id) DEFERRABLE INITIALLY DEFERRED,
  position INTEGER NOT NULL,
  account TEXT NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  PRIMARY KEY (entry_id, position)
) STRICT, WITHOUT ROWID;

CREATE INDEX posting_of_account ON posting (account, currency, amount_minor);

CREATE TRIGGER posting_joins_no_sealed_entry BEFORE INSERT ON posting
WHEN EXISTS (SELECT 1 FROM ledger_entry WHERE id = NEW.entry_id) BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_entry_sums_to_zero BEFORE INSERT ON ledger_entry BEGIN
  SELECT RAISE(ABORT, 'a ledger entry sums to zero in one currency')
  WHERE (SELECT TOTAL(amount_minor) FROM posting WHERE entry_id = NEW.id) <> 0
     OR EXISTS (SELECT 1 FROM posting WHERE entry_id = NEW.id AND currency <> NEW.currency);
  SELECT RAISE(ABORT, 'no order gives out more than it holds')
  FROM posting AS mine
  WHERE mine.entry_id = NEW.id AND mine.amount_minor > 0 AND substr(mine.account, 1, 5) = 'held:'
    AND (SELECT SUM(amount_minor) FROM posting WHERE account = mine.account AND currency = mine.currency) > 0;
END;
CREATE TRIGGER ledger_entry_is_not_changed BEFORE UPDATE ON ledger_entry BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER ledger_entry_is_not_removed BEFORE DELETE ON ledger_entry BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER posting_is_not_changed BEFORE UPDATE ON posting BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;
CREATE TRIGGER posting_is_not_removed BEFORE DELETE ON posting BEGIN
  SELECT RAISE(ABORT, 'the ledger is append-only');
END;

-- Work that waits. What is settled stays for the record; the partial indexes hold only what is still to be done.
CREATE TABLE inbox (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  body TEXT NOT NULL,
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL,
  last_error TEXT,
  outcome TEXT
) STRICT;

CREATE INDEX inbox_waiting ON inbox (due_at) WHERE outcome IS NULL;

CREATE TABLE effect (
  seq INTEGER PRIMARY KEY,
  key TEXT NOT NULL UNIQUE,
  order_id TEXT NOT NULL,
  body TEXT NOT NULL,
  state TEXT NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'done', 'refused')),
  attempts INTEGER NOT NULL DEFAULT 0,
  due_at INTEGER NOT NULL DEFAULT 0,
  vendor_id TEXT,
  last_error TEXT
) STRICT;

CREATE INDEX effect_pending ON effect (due_at) WHERE state = 'pending';
CREATE INDEX effect_of_order ON effect (order_id);

CREATE TABLE notice (
  seq INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  platform TEXT NOT NULL,
  at INTEGER NOT NULL,
  leased_until INTEGER NOT NULL DEFAULT 0,
  outcome TEXT CHECK (outcome IN ('delivered', 'undeliverable')),
  reason TEXT,
  body TEXT NOT NULL
) STRICT;

CREATE INDEX notice_waiting ON notice (platform, at) WHERE outcome IS NULL;

CREATE TABLE deadline (
  subject TEXT NOT NULL,
  name TEXT NOT NULL,
  at INTEGER NOT NULL,
  PRIMARY KEY (subject, name)
) STRICT, WITHOUT ROWID;

CREATE INDEX deadline_by_time ON deadline (at);
