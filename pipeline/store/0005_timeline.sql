-- The timeline's columns a month at a time, as pipeline/store/months.py writes them: a million events are ready to be
-- drawn without reading one. A month without columns is due: something in it was written since.
CREATE TABLE timeline_months (
    month TEXT PRIMARY KEY,
    events INTEGER,
    steps TEXT,
    lengths TEXT,
    packed BLOB
) STRICT;
CREATE TRIGGER timeline_ai AFTER INSERT ON events BEGIN
    INSERT OR IGNORE INTO timeline_months(month) VALUES (substr(new.sort_date, 1, 7));
    UPDATE timeline_months SET packed = NULL WHERE month = substr(new.sort_date, 1, 7) AND packed IS NOT NULL;
END;
CREATE TRIGGER timeline_ad AFTER DELETE ON events BEGIN
    UPDATE timeline_months SET packed = NULL WHERE month = substr(old.sort_date, 1, 7) AND packed IS NOT NULL;
END;
CREATE TRIGGER timeline_au AFTER UPDATE OF type, start_date, end_date, edtf, status, disputed, sort_date ON events BEGIN
    INSERT OR IGNORE INTO timeline_months(month) VALUES (substr(new.sort_date, 1, 7));
    UPDATE timeline_months SET packed = NULL
        WHERE month IN (substr(old.sort_date, 1, 7), substr(new.sort_date, 1, 7)) AND packed IS NOT NULL;
END;
-- Types are written as their place in the vocabulary
CREATE TRIGGER timeline_types_ai AFTER INSERT ON event_types BEGIN
    UPDATE timeline_months SET packed = NULL;
END;
CREATE TRIGGER timeline_types_ad AFTER DELETE ON event_types BEGIN
    UPDATE timeline_months SET packed = NULL;
END;
INSERT INTO timeline_months(month) SELECT DISTINCT substr(sort_date, 1, 7) FROM events;

-- An entity's events with their role and day, and the counts of mentions by status, from indices alone.
CREATE INDEX events_day ON events(id, sort_date);
DROP INDEX event_entities_entity;
CREATE INDEX event_entities_entity ON event_entities(entity_id, event_id, role);
CREATE INDEX mentions_status ON mentions(status);
