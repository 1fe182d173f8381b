-- a look at several targets, told in one thread; body is the whole of it as JSON
CREATE TABLE sweep (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    is_open     INTEGER          NOT NULL CHECK (is_open IN (0, 1)),
    opened      TEXT COLLATE "C" NOT NULL,
    body        TEXT             NOT NULL,
    lease_owner TEXT COLLATE "C",
    lease_until TEXT COLLATE "C"
);
CREATE INDEX sweep_open ON sweep (opened) WHERE is_open = 1;

-- a message may be a sweep's too, so that it refers to one of two tables; what is inserted is looked up by the statement itself
ALTER TABLE posting DROP CONSTRAINT posting_remediation_fkey;
