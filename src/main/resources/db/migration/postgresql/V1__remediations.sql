-- The same tables as SQLite's V1, for the same SQL. Moments are UTC text of one fixed width (2026-11-21T05:47:00.000000000Z): readable,
-- exact to the nanosecond, and text order is time order; so that no locale of the database changes that order, they are compared as bytes.

-- body is the whole remediation as JSON; the other columns are what is searched for, and who works on it
CREATE TABLE remediation (
    id          TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    target      TEXT COLLATE "C" NOT NULL,
    is_open     INTEGER          NOT NULL CHECK (is_open IN (0, 1)),
    state       TEXT COLLATE "C" NOT NULL,
    version     BIGINT           NOT NULL,
    opened      TEXT COLLATE "C" NOT NULL,
    body        TEXT             NOT NULL,
    lease_owner TEXT COLLATE "C",
    lease_until TEXT COLLATE "C"
);

-- one open remediation per target, whoever asks first
CREATE UNIQUE INDEX remediation_open ON remediation (target) WHERE is_open = 1;
CREATE INDEX remediation_unfinished ON remediation (opened) WHERE state <> 'closed';

-- a message: intended, and where it lies once that is known
CREATE TABLE posting (
    remediation TEXT COLLATE "C" NOT NULL REFERENCES remediation (id),
    posting_key TEXT COLLATE "C" NOT NULL,
    intended    TEXT COLLATE "C" NOT NULL,
    channel     TEXT COLLATE "C",
    ts          TEXT COLLATE "C",
    PRIMARY KEY (remediation, posting_key)
);
CREATE UNIQUE INDEX posting_message ON posting (channel, ts);

-- deliveries and answers that had their effect
CREATE TABLE seen (
    seen_key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    at       TEXT COLLATE "C" NOT NULL
);
CREATE INDEX seen_at ON seen (at);

-- who did what; remediation is '' where there is none (a refused command)
CREATE TABLE audit (
    id          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    remediation TEXT COLLATE "C" NOT NULL,
    at          TEXT COLLATE "C" NOT NULL,
    actor       TEXT             NOT NULL,
    action      TEXT             NOT NULL,
    object      TEXT             NOT NULL,
    result      TEXT             NOT NULL
);
CREATE INDEX audit_remediation ON audit (remediation, id);

-- append-only: by UPDATE, by DELETE, by an INSERT that updates what is there, and by TRUNCATE
CREATE FUNCTION audit_is_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit rows are never changed or deleted';
END;
$$;

CREATE TRIGGER audit_no_update BEFORE UPDATE OR DELETE ON audit
    FOR EACH ROW EXECUTE FUNCTION audit_is_append_only();

CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON audit
    FOR EACH STATEMENT EXECUTE FUNCTION audit_is_append_only();
