-- Version 4: communities and what is kept true in them, the people of an order in one room, and what the house does. Where
-- `listed_under` stands, the record is found under that word; it is in no list while it has none.
CREATE TABLE "community" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX community_listed ON "community" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "card" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX card_listed ON "card" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "ban" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX ban_listed ON "ban" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "carriedBans" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX carriedBans_listed ON "carriedBans" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "room" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX room_listed ON "room" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "roomMessage" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX roomMessage_listed ON "roomMessage" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "application" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX application_listed ON "application" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "partnership" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX partnership_listed ON "partnership" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "award" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX award_listed ON "award" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "case" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX case_listed ON "case" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "act" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX act_listed ON "act" (listed_under, id) WHERE listed_under IS NOT NULL;

CREATE TABLE gathering (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

ALTER TABLE builder ADD COLUMN listed_under TEXT;
UPDATE builder SET listed_under = 'all';
CREATE INDEX builder_listed ON builder (listed_under, id) WHERE listed_under IS NOT NULL;

-- Cards are records of their own, one for each community.
DROP INDEX drop_with_card;
ALTER TABLE "drop" DROP COLUMN has_card;
ALTER TABLE "drop" ADD COLUMN closed_at INTEGER;
UPDATE "drop" SET body = json_remove(body, '$.card');
CREATE INDEX drop_paused ON "drop" (opened_at) WHERE status = 'paused';
CREATE INDEX drop_closed ON "drop" (closed_at) WHERE closed_at IS NOT NULL;
