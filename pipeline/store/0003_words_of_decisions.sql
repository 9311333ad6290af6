-- Blocking keys of names: two entities that share none are never compared.
CREATE TABLE entity_keys (
    key TEXT NOT NULL,
    entity_id TEXT NOT NULL REFERENCES entities(id) ON DELETE CASCADE,
    PRIMARY KEY (key, entity_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_keys_entity ON entity_keys(entity_id);

-- SQLite changes no CHECK in place: the action "apart" and the column "told" come with a new table.
CREATE TABLE decisions_with_words (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('event', 'entity')),
    action TEXT NOT NULL CHECK (action IN ('merge', 'split', 'rename', 'reject', 'redate', 'apart')),
    subject TEXT NOT NULL,
    object TEXT,
    value TEXT,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT NOT NULL,
    undone_at TEXT,
    undone_by TEXT,
    told TEXT
) STRICT;
INSERT INTO decisions_with_words
    SELECT id, kind, action, subject, object, value, who, at, why, undone_at, undone_by, NULL FROM decisions;
DROP TABLE decisions;
ALTER TABLE decisions_with_words RENAME TO decisions;
CREATE INDEX decisions_subject ON decisions(subject);
CREATE INDEX decisions_object ON decisions(object);
CREATE TRIGGER decisions_stand BEFORE DELETE ON decisions
BEGIN
    SELECT RAISE(ABORT, 'decisions are append only: undo instead');
END;
CREATE TRIGGER decisions_keep BEFORE UPDATE OF id, kind, action, subject, object, value, who, at, why ON decisions
BEGIN
    SELECT RAISE(ABORT, 'decisions are append only: undo instead');
END;
CREATE TRIGGER decisions_told BEFORE UPDATE OF told ON decisions WHEN old.told IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'decisions are append only: undo instead');
END;
