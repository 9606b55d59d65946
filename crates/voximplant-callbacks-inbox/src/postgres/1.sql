-- Every key holds the account ID, so that the tables can be partitioned or
-- distributed by it. The words in braces are replaced when this is run.

-- The memory of callback IDs. It outlives the text: a hash never expires.
CREATE TABLE seen (
    account_id bigint NOT NULL,
    callback_id bigint NOT NULL,
    version smallint NOT NULL,
    digest bytea NOT NULL,
    at bigint NOT NULL,
    PRIMARY KEY (account_id, callback_id)
) {partition};

CREATE SEQUENCE item_seq;

-- What is kept of a callback until its time is over.
CREATE TABLE item (
    account_id bigint NOT NULL,
    seq bigint NOT NULL DEFAULT nextval('item_seq'),
    callback_id bigint NOT NULL,
    reading smallint NOT NULL,
    kind text,
    text text,
    received_at bigint NOT NULL,
    state smallint NOT NULL DEFAULT 0,
    attempts bigint NOT NULL DEFAULT 0,
    due_at bigint NOT NULL,
    finished_at bigint,
    error text,
    PRIMARY KEY (account_id, seq),
    UNIQUE (account_id, callback_id)
) {partition};
CREATE INDEX item_ready ON item (account_id, seq, due_at) WHERE state = 0;
CREATE INDEX item_dead ON item (account_id, seq) WHERE state = 2;
CREATE INDEX item_finished ON item (finished_at) WHERE state <> 0;

-- One row an account, for ever: its lease, its work and what it keeps.
-- Without work, `due_at` is null.
CREATE TABLE lane (
    account_id bigint PRIMARY KEY,
    due_at bigint,
    oldest_at bigint,
    owner text,
    epoch bigint NOT NULL DEFAULT 0,
    lease_until bigint NOT NULL DEFAULT 0,
    ready bigint NOT NULL DEFAULT 0,
    bytes bigint NOT NULL DEFAULT 0,
    conflict_bytes bigint NOT NULL DEFAULT 0
) {partition};
CREATE INDEX lane_due ON lane (due_at) WHERE due_at IS NOT NULL;

-- One row for a callback ID that came again with other content.
CREATE TABLE conflict (
    account_id bigint NOT NULL,
    callback_id bigint NOT NULL,
    first_at bigint NOT NULL,
    last_at bigint NOT NULL,
    count bigint NOT NULL,
    text text,
    PRIMARY KEY (account_id, callback_id)
) {partition};
