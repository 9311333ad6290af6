-- The addresses of a snapshot, canonical, without scheme, www. and last slash: the one asked for, those that redirects
-- led through, the one that answered, the one a person gave.
CREATE TABLE addresses (
    address TEXT NOT NULL,
    snapshot_id TEXT NOT NULL REFERENCES snapshots(id) ON DELETE CASCADE,
    PRIMARY KEY (address, snapshot_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX addresses_snapshot ON addresses(snapshot_id);

ALTER TABLE tombstones ADD COLUMN addresses TEXT NOT NULL DEFAULT '[]';
