-- Events that have linked mentions and are two all the same (something else speaks against their being one), the smaller
-- id first: so a component is found again without comparing its mentions anew.
CREATE TABLE event_links (
    event_id TEXT NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    other_id TEXT NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    PRIMARY KEY (event_id, other_id),
    CHECK (event_id < other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX event_links_other ON event_links(other_id);
