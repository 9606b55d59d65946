-- The memory of callback IDs. It outlives the text: a hash never expires.
CREATE TABLE seen (
    account_id INTEGER NOT NULL,
    callback_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    digest BLOB NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (account_id, callback_id)
) WITHOUT ROWID, STRICT;

-- What is kept of a callback until its time is over.
CREATE TABLE item (
    seq INTEGER PRIMARY KEY,
    account_id INTEGER NOT NULL,
    callback_id INTEGER NOT NULL,
    reading INTEGER NOT NULL,
    kind TEXT,
    text TEXT,
    received_at INTEGER NOT NULL,
    state INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    due_at INTEGER NOT NULL,
    finished_at INTEGER,
    error TEXT
) STRICT;
CREATE UNIQUE INDEX item_callback ON item (account_id, callback_id);
CREATE INDEX item_ready ON item (account_id, seq, due_at) WHERE state = 0;
CREATE INDEX item_dead ON item (account_id, seq) WHERE state = 2;
CREATE INDEX item_finished ON item (finished_at) WHERE state <> 0;

-- One row an account, for ever: its lease, its work and what it keeps.
-- Without work, `due_at` is null.
CREATE TABLE lane (
    account_id INTEGER PRIMARY KEY,
    due_at INTEGER,
    oldest_at INTEGER,
    owner TEXT,
    epoch INTEGER NOT NULL DEFAULT 0,
    lease_until INTEGER NOT NULL DEFAULT 0,
    ready INTEGER NOT NULL DEFAULT 0,
    bytes INTEGER NOT NULL DEFAULT 0,
    conflict_bytes INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX lane_due ON lane (due_at) WHERE due_at IS NOT NULL;

-- One row for a callback ID that came again with other content.
CREATE TABLE conflict (
    account_id INTEGER NOT NULL,
    callback_id INTEGER NOT NULL,
    first_at INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    count INTEGER NOT NULL,
    text TEXT,
    PRIMARY KEY (account_id, callback_id)
) WITHOUT ROWID, STRICT;
