-- What the events of a month are tied to, as pipeline/store/months.py writes it: their sentences, sources, places and
-- parties, so that filters and lanes of a million events look none of them up. Due with the month's columns.
CREATE TABLE timeline_links (
    kind TEXT NOT NULL,
    month TEXT NOT NULL,
    packed BLOB NOT NULL,
    PRIMARY KEY (kind, month)
) STRICT;
CREATE TRIGGER timeline_place_au AFTER UPDATE OF place_id ON events WHEN new.place_id IS NOT old.place_id BEGIN
    UPDATE timeline_months SET packed = NULL WHERE month = substr(new.sort_date, 1, 7) AND packed IS NOT NULL;
END;
CREATE TRIGGER timeline_mentions_ai AFTER INSERT ON mentions BEGIN
    UPDATE timeline_months SET packed = NULL
        WHERE month = (SELECT substr(sort_date, 1, 7) FROM events WHERE id = new.event_id) AND packed IS NOT NULL;
END;
CREATE TRIGGER timeline_mentions_ad AFTER DELETE ON mentions BEGIN
    UPDATE timeline_months SET packed = NULL
        WHERE month = (SELECT substr(sort_date, 1, 7) FROM events WHERE id = old.event_id) AND packed IS NOT NULL;
END;
CREATE TRIGGER timeline_mentions_au AFTER UPDATE OF event_id, article_id ON mentions BEGIN
    UPDATE timeline_months SET packed = NULL WHERE month IN
        (SELECT substr(sort_date, 1, 7) FROM events WHERE id IN (old.event_id, new.event_id)) AND packed IS NOT NULL;
END;
CREATE TRIGGER timeline_entities_ai AFTER INSERT ON event_entities BEGIN
    UPDATE timeline_months SET packed = NULL
        WHERE month = (SELECT substr(sort_date, 1, 7) FROM events WHERE id = new.event_id) AND packed IS NOT NULL;
END;
CREATE TRIGGER timeline_entities_ad AFTER DELETE ON event_entities BEGIN
    UPDATE timeline_months SET packed = NULL
        WHERE month = (SELECT substr(sort_date, 1, 7) FROM events WHERE id = old.event_id) AND packed IS NOT NULL;
END;
CREATE TRIGGER timeline_entities_au AFTER UPDATE OF event_id, entity_id, role ON event_entities BEGIN
    UPDATE timeline_months SET packed = NULL WHERE month IN
        (SELECT substr(sort_date, 1, 7) FROM events WHERE id IN (old.event_id, new.event_id)) AND packed IS NOT NULL;
END;
CREATE TRIGGER timeline_articles_au AFTER UPDATE OF source_id ON articles WHEN new.source_id IS NOT old.source_id BEGIN
    UPDATE timeline_months SET packed = NULL WHERE packed IS NOT NULL AND month IN (
        SELECT substr(e.sort_date, 1, 7) FROM mentions m JOIN events e ON e.id = m.event_id
        WHERE m.article_id = new.id);
END;
UPDATE timeline_months SET packed = NULL;

-- Counts of large tables, and those beside them in the browser, from narrow indices.
CREATE INDEX timexes_type ON timexes(type);
CREATE INDEX event_entities_role ON event_entities(role);
CREATE INDEX entity_mentions_role ON entity_mentions(role);
CREATE INDEX snapshots_fetched ON snapshots(fetched_at);
