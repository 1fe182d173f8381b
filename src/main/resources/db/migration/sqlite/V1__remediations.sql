-- Moments are UTC text of one fixed width (2026-11-21T05:47:00.000000000Z): readable, exact, and text order is time order.

-- body is the whole remediation as JSON; the other columns are what is searched for, and who works on it
CREATE TABLE remediation (
    id          TEXT    NOT NULL PRIMARY KEY,
    target      TEXT    NOT NULL,
    is_open     INTEGER NOT NULL CHECK (is_open IN (0, 1)),
    state       TEXT    NOT NULL,
    version     BIGINT  NOT NULL,
    opened      TEXT    NOT NULL,
    body        TEXT    NOT NULL,
    lease_owner TEXT,
    lease_until TEXT
);

-- one open remediation per target, whoever asks first
CREATE UNIQUE INDEX remediation_open ON remediation (target) WHERE is_open = 1;
CREATE INDEX remediation_unfinished ON remediation (opened) WHERE state <> 'closed';

-- a message: intended, and where it lies once that is known
CREATE TABLE posting (
    remediation TEXT NOT NULL REFERENCES remediation (id),
    posting_key TEXT NOT NULL,
    intended    TEXT NOT NULL,
    channel     TEXT,
    ts          TEXT,
    PRIMARY KEY (remediation, posting_key)
);
CREATE UNIQUE INDEX posting_message ON posting (channel, ts);

-- deliveries and answers that had their effect
CREATE TABLE seen (
    seen_key TEXT NOT NULL PRIMARY KEY,
    at       TEXT NOT NULL
);
CREATE INDEX seen_at ON seen (at);

-- who did what; remediation is '' where there is none (a refused command)
CREATE TABLE audit (
    id          INTEGER PRIMARY KEY AUTOINCREMENT,
    remediation TEXT NOT NULL,
    at          TEXT NOT NULL,
    actor       TEXT NOT NULL,
    action      TEXT NOT NULL,
    object      TEXT NOT NULL,
    result      TEXT NOT NULL
);
CREATE INDEX audit_remediation ON audit (remediation, id);

-- append-only: by UPDATE, by DELETE, and by INSERT OR REPLACE, which deletes without a DELETE trigger
CREATE TRIGGER audit_no_update BEFORE UPDATE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never changed');
END;

CREATE TRIGGER audit_no_delete BEFORE DELETE ON audit
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never deleted');
END;

CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE id = NEW.id)
BEGIN
    SELECT RAISE(ABORT, 'audit rows are never replaced');
END;
