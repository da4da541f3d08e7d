-- Webhook deliveries, so that the same one twice is told apart from two.
CREATE TABLE deliveries (
    guid TEXT PRIMARY KEY NOT NULL,
    event TEXT NOT NULL,
    action TEXT,
    installation INTEGER,
    received_at INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX deliveries_received ON deliveries (received_at);

-- Who installed the App. A row is there before the first job of an installation.
CREATE TABLE installations (
    id INTEGER PRIMARY KEY NOT NULL,
    account TEXT,
    state TEXT NOT NULL DEFAULT 'active',
    seen_at INTEGER NOT NULL,
    served_at INTEGER NOT NULL DEFAULT 0,
    swept_at INTEGER,
    paused_until INTEGER NOT NULL DEFAULT 0,
    remaining INTEGER,
    reset_at INTEGER
);
CREATE INDEX installations_served ON installations (served_at, id);

-- What is to be done, one row for each thing: `work` names it within its repository.
CREATE TABLE jobs (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    installation INTEGER NOT NULL,
    repository_id INTEGER NOT NULL,
    work TEXT NOT NULL,
    repository TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    delivery TEXT,
    generation INTEGER NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'waiting',
    attempt INTEGER NOT NULL DEFAULT 0,
    waiting_since INTEGER NOT NULL,
    ready_at INTEGER NOT NULL,
    claims INTEGER NOT NULL DEFAULT 0,
    worker TEXT,
    lease_until INTEGER,
    reason TEXT,
    changed_at INTEGER NOT NULL,
    UNIQUE (installation, repository_id, work)
);
CREATE INDEX jobs_ready ON jobs (installation, ready_at, id) WHERE state = 'waiting';
CREATE INDEX jobs_running ON jobs (installation, repository_id) WHERE state = 'running';
CREATE INDEX jobs_leases ON jobs (lease_until) WHERE state = 'running';
CREATE INDEX jobs_changed ON jobs (state, changed_at);

-- Writes to GitHub, told before they are sent: one that got no answer can be looked for.
CREATE TABLE writes (
    name TEXT PRIMARY KEY NOT NULL,
    run_id TEXT NOT NULL,
    head TEXT NOT NULL,
    state TEXT NOT NULL,
    changed_at INTEGER NOT NULL
);
CREATE INDEX writes_changed ON writes (changed_at);

-- When the next write to a repository may be sent.
CREATE TABLE write_slots (
    repository_id INTEGER PRIMARY KEY NOT NULL,
    free_at INTEGER NOT NULL
);

-- Reviews that were made, for the operations page.
CREATE TABLE reviews (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    run_id TEXT NOT NULL UNIQUE,
    installation INTEGER NOT NULL,
    repository TEXT NOT NULL,
    pull INTEGER NOT NULL,
    head TEXT NOT NULL,
    outcome TEXT NOT NULL,
    findings INTEGER NOT NULL,
    url TEXT,
    delivery TEXT,
    took_ms INTEGER NOT NULL,
    reviewed_at INTEGER NOT NULL
);
CREATE INDEX reviews_reviewed ON reviews (reviewed_at);

-- Single values, such as how far the deliveries on GitHub were read.
CREATE TABLE notes (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);

-- When what is done every so often was last begun by any replica.
CREATE TABLE periods (name TEXT PRIMARY KEY NOT NULL, begun_at INTEGER NOT NULL);
