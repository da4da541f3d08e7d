-- How often the worker of a job fell silent since the job was last settled or wished for.
ALTER TABLE jobs ADD COLUMN lost BIGINT NOT NULL DEFAULT 0;
