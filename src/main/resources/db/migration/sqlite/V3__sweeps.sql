-- a look at several targets, told in one thread; body is the whole of it as JSON
CREATE TABLE sweep (
    id          TEXT    NOT NULL PRIMARY KEY,
    is_open     INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    opened      TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    lease_owner TEXT,
    lease_until TEXT
);
CREATE INDEX sweep_open ON sweep (opened) WHERE is_open = 1;

-- a message may be a sweep's too, so that it refers to one of two tables; what is inserted is looked up by the statement itself
CREATE TABLE message (
    remediation TEXT NOT NULL,
    posting_key TEXT NOT NULL,
    intended    TEXT NOT NULL,
    channel     TEXT,
    ts          TEXT,
    content     TEXT,
    PRIMARY KEY (remediation, posting_key)
);
INSERT INTO message (remediation, posting_key, intended, channel, ts, content)
SELECT remediation, posting_key, intended, channel, ts, content FROM posting;
DROP TABLE posting;
ALTER TABLE message RENAME TO posting;
CREATE UNIQUE INDEX posting_message ON posting (channel, ts);
