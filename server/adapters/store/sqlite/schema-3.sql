-- Version 3: what a stream leaves behind, how builders arrange their work, and who waits for a unit.

CREATE TABLE "grant" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE moment (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE build (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE desk (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE waitlist (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX drop_of_builder ON "drop" (builder_id, opened_at);

-- Fields that channels have since this version.
UPDATE channel SET body = json_set(body, '$.titleAt', 0, '$.titleId', '', '$.ended', NULL, '$.provesFrom', 0, '$.unlinkedAt', NULL)
WHERE json_type(body, '$.provesFrom') IS NULL;

-- Fields that drops have since this version.
UPDATE "drop" SET body = json_set(body, '$.earlyBirdUntil', NULL) WHERE json_type(body, '$.earlyBirdUntil') IS NULL;
