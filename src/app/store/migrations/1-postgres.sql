-- Webhook deliveries, so that the same one twice is told apart from two.
CREATE TABLE deliveries (
    guid TEXT PRIMARY KEY NOT NULL,
    event TEXT NOT NULL,
    action TEXT,
    installation BIGINT,
    received_at BIGINT NOT NULL
);
CREATE INDEX deliveries_received ON deliveries (received_at);

-- Who installed the App. A row is there before the first job of an installation.
CREATE TABLE installations (
    id BIGINT PRIMARY KEY NOT NULL,
    account TEXT,
    state TEXT NOT NULL DEFAULT 'active',
    seen_at BIGINT NOT NULL,
    served_at BIGINT NOT NULL DEFAULT 0,
    swept_at BIGINT,
    paused_until BIGINT NOT NULL DEFAULT 0,
    remaining BIGINT,
    reset_at BIGINT
);
CREATE INDEX installations_served ON installations (served_at, id);

-- What is to be done, one row for each thing: `work` names it within its repository.
CREATE TABLE jobs (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    installation BIGINT NOT NULL,
    repository_id BIGINT NOT NULL,
    work TEXT NOT NULL,
    repository TEXT NOT NULL,
    kind TEXT NOT NULL,
    payload TEXT NOT NULL,
    sent_at BIGINT NOT NULL,
    delivery TEXT,
    generation BIGINT NOT NULL DEFAULT 1,
    state TEXT NOT NULL DEFAULT 'waiting',
    attempt BIGINT NOT NULL DEFAULT 0,
    waiting_since BIGINT NOT NULL,
    ready_at BIGINT NOT NULL,
    claims BIGINT NOT NULL DEFAULT 0,
    worker TEXT,
    lease_until BIGINT,
    reason TEXT,
    changed_at BIGINT NOT NULL,
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
    changed_at BIGINT NOT NULL
);
CREATE INDEX writes_changed ON writes (changed_at);

-- When the next write to a repository may be sent.
CREATE TABLE write_slots (
    repository_id BIGINT PRIMARY KEY NOT NULL,
    free_at BIGINT NOT NULL
);

-- Reviews that were made, for the operations page.
CREATE TABLE reviews (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    run_id TEXT NOT NULL UNIQUE,
    installation BIGINT NOT NULL,
    repository TEXT NOT NULL,
    pull BIGINT NOT NULL,
    head TEXT NOT NULL,
    outcome TEXT NOT NULL,
    findings BIGINT NOT NULL,
    url TEXT,
    delivery TEXT,
    took_ms BIGINT NOT NULL,
    reviewed_at BIGINT NOT NULL
);
CREATE INDEX reviews_reviewed ON reviews (reviewed_at);

-- Single values, such as how far the deliveries on GitHub were read.
CREATE TABLE notes (name TEXT PRIMARY KEY NOT NULL, value TEXT NOT NULL);

-- When what is done every so often was last begun by any replica.
CREATE TABLE periods (name TEXT PRIMARY KEY NOT NULL, begun_at BIGINT NOT NULL);
