-- Version 6: people by their nickname, and what the books came to when they were last gone through.
ALTER TABLE citizen ADD COLUMN listed_under TEXT;
UPDATE citizen SET listed_under = lower(body ->> '$.nickname');
CREATE INDEX citizen_listed ON citizen (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "reckoning" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
