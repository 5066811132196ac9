-- Version 5: what is kept of trust: disputes and debts, strikes, what the staff should look at, addresses, parcels and raffles.
CREATE TABLE "dispute" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX dispute_listed ON "dispute" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "debt" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX debt_listed ON "debt" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "fund" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE "strike" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX strike_listed ON "strike" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "flag" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX flag_listed ON "flag" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "cardUse" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE "address" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE "addressLook" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX addressLook_listed ON "addressLook" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "parcel" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE "raffle" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX raffle_listed ON "raffle" (listed_under, id) WHERE listed_under IS NOT NULL;
CREATE TABLE "raffleEntry" (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL CHECK (version > 0),
  listed_under TEXT,
  body TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX raffleEntry_listed ON "raffleEntry" (listed_under, id) WHERE listed_under IS NOT NULL;
