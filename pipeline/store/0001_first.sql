-- The first schema. docs/data-model.md tells why each table is there; the contract fixes most names.
-- Ids are digests or slugs of what a row is. Days are inclusive ISO text, null where open. Offsets are half open and
-- count characters of the snapshot's text.

CREATE TABLE sources (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    homepage TEXT,
    country TEXT,
    language TEXT
) STRICT;

CREATE TABLE articles (
    id TEXT PRIMARY KEY,
    source_id TEXT REFERENCES sources(id),
    url TEXT UNIQUE,
    title TEXT NOT NULL,
    published TEXT,
    published_at TEXT,
    published_basis TEXT NOT NULL CHECK (published_basis IN ('metadata', 'given', 'dateline', 'inferred', 'unknown')),
    published_evidence TEXT,
    confidence REAL,
    authors TEXT NOT NULL DEFAULT '[]',
    language TEXT,
    country TEXT,
    text TEXT NOT NULL,
    note TEXT,
    snapshot_id TEXT NOT NULL REFERENCES snapshots(id) DEFERRABLE INITIALLY DEFERRED,
    given TEXT NOT NULL DEFAULT '{}',
    copy_of TEXT REFERENCES articles(id) ON DELETE SET NULL DEFERRABLE INITIALLY DEFERRED,
    events_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX articles_source ON articles(source_id, published);
CREATE INDEX articles_published ON articles(published);
CREATE INDEX articles_language ON articles(language);
CREATE INDEX articles_copy_of ON articles(copy_of) WHERE copy_of IS NOT NULL;

-- Articles that tell one story in the same words: pairs that were compared and are copies, and the keys by which pairs
-- worth comparing are found.
CREATE TABLE copies (
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    other_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    PRIMARY KEY (article_id, other_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX copies_other ON copies(other_id);

CREATE TABLE article_bands (
    band TEXT NOT NULL,
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    PRIMARY KEY (band, article_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX article_bands_article ON article_bands(article_id);

CREATE TABLE snapshots (
    id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    url TEXT,
    name TEXT NOT NULL,
    fetched_at TEXT NOT NULL,
    http_status INTEGER,
    headers TEXT NOT NULL DEFAULT '[]',
    content_type TEXT,
    sha256 TEXT NOT NULL,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    reader TEXT NOT NULL
) STRICT;
CREATE INDEX snapshots_article ON snapshots(article_id, fetched_at);
CREATE INDEX snapshots_sha256 ON snapshots(sha256);
CREATE INDEX snapshots_url ON snapshots(url);

CREATE TABLE tombstones (
    article_id TEXT PRIMARY KEY,
    url TEXT,
    sha256 TEXT NOT NULL DEFAULT '[]',
    why TEXT NOT NULL,
    who TEXT NOT NULL,
    at TEXT NOT NULL
) STRICT;

CREATE TABLE event_types (
    id TEXT PRIMARY KEY,
    label TEXT NOT NULL,
    plover TEXT,
    cameo TEXT,
    schema_org TEXT
) STRICT;

CREATE TABLE entities (
    id TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('person', 'organization', 'place', 'work', 'other')),
    wikidata TEXT,
    country TEXT,
    latitude REAL,
    longitude REAL,
    events_count INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX entities_name ON entities(name);
CREATE INDEX entities_kind ON entities(kind, events_count);
CREATE INDEX entities_country ON entities(country);

-- What articles say of an entity, counted: the row in entities is the claim most articles make.
CREATE TABLE entity_claims (
    entity_id TEXT NOT NULL,
    claim TEXT NOT NULL,
    articles INTEGER NOT NULL,
    PRIMARY KEY (entity_id, claim)
) STRICT, WITHOUT ROWID;

CREATE TABLE entity_names (
    entity_id TEXT NOT NULL REFERENCES entities(id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    language TEXT NOT NULL DEFAULT '',
    articles INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (entity_id, name, language)
) STRICT;
CREATE INDEX entity_names_name ON entity_names(name);

CREATE TABLE events (
    id TEXT PRIMARY KEY,
    title TEXT NOT NULL,
    type TEXT NOT NULL REFERENCES event_types(id),
    start_date TEXT,
    end_date TEXT,
    edtf TEXT NOT NULL,
    date_text TEXT,
    status TEXT NOT NULL CHECK (status IN ('happened', 'planned', 'ongoing', 'cancelled', 'reported')),
    place_id TEXT REFERENCES entities(id),
    disputed INTEGER NOT NULL DEFAULT 0 CHECK (disputed IN (0, 1)),
    actors TEXT NOT NULL DEFAULT '',
    mentions_count INTEGER NOT NULL,
    articles_count INTEGER NOT NULL,
    sources_count INTEGER NOT NULL,
    stories_count INTEGER NOT NULL DEFAULT 1,
    first_published TEXT,
    sort_date TEXT NOT NULL
) STRICT;
CREATE INDEX events_sort_date ON events(sort_date, id);
CREATE INDEX events_start_date ON events(start_date);
CREATE INDEX events_end_date ON events(end_date);
CREATE INDEX events_type ON events(type, sort_date);
CREATE INDEX events_status ON events(status, sort_date);
CREATE INDEX events_place ON events(place_id, sort_date);
CREATE INDEX events_articles_count ON events(articles_count) WHERE articles_count > 1;
CREATE INDEX events_sources_count ON events(sources_count) WHERE sources_count > 1;
CREATE INDEX events_first_published ON events(first_published);
CREATE INDEX events_disputed ON events(disputed) WHERE disputed = 1;

CREATE TABLE mentions (
    id TEXT PRIMARY KEY,
    event_id TEXT REFERENCES events(id) DEFERRABLE INITIALLY DEFERRED,
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    snapshot_id TEXT NOT NULL REFERENCES snapshots(id),
    sentence TEXT NOT NULL,
    "trigger" TEXT NOT NULL,
    date_text TEXT,
    start_date TEXT,
    end_date TEXT,
    edtf TEXT NOT NULL,
    status TEXT NOT NULL CHECK (status IN ('happened', 'planned', 'ongoing', 'cancelled', 'reported')),
    date_basis TEXT NOT NULL CHECK (date_basis IN ('explicit', 'inherited', 'reference', 'article')),
    anchor_id TEXT,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    trigger_start INTEGER NOT NULL,
    trigger_end INTEGER NOT NULL,
    date_start INTEGER,
    date_end INTEGER,
    type TEXT NOT NULL REFERENCES event_types(id),
    title TEXT NOT NULL,
    lemma TEXT NOT NULL,
    object TEXT,
    published TEXT,
    participants TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX mentions_event ON mentions(event_id);
CREATE INDEX mentions_article ON mentions(article_id, sentence_start);
CREATE INDEX mentions_snapshot ON mentions(snapshot_id);
CREATE INDEX mentions_anchor ON mentions(anchor_id) WHERE anchor_id IS NOT NULL;

-- mentions.participants, figures.told and offices.told are the entities as the rules read them; the columns and tables
-- beside them say the same after a person's decisions.

-- Blocking keys: two mentions that share none are never compared, nor two that share no day. day is that of a mention
-- dated to one day, empty for all others, so that a busy block is entered at the right day.
CREATE TABLE mention_keys (
    key TEXT NOT NULL,
    day TEXT NOT NULL DEFAULT '',
    mention_id TEXT NOT NULL REFERENCES mentions(id) ON DELETE CASCADE,
    PRIMARY KEY (key, day, mention_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX mention_keys_mention ON mention_keys(mention_id);

CREATE TABLE entity_mentions (
    mention_id TEXT NOT NULL REFERENCES mentions(id) ON DELETE CASCADE,
    entity_id TEXT NOT NULL REFERENCES entities(id),
    role TEXT NOT NULL CHECK (role IN ('actor', 'counterpart', 'participant', 'place', 'object')),
    start INTEGER,
    "end" INTEGER,
    text TEXT,
    affiliation TEXT,
    position INTEGER NOT NULL,
    PRIMARY KEY (mention_id, position)
) STRICT;
CREATE INDEX entity_mentions_entity ON entity_mentions(entity_id, mention_id);

CREATE TABLE event_entities (
    event_id TEXT NOT NULL REFERENCES events(id) ON DELETE CASCADE,
    entity_id TEXT NOT NULL REFERENCES entities(id),
    role TEXT NOT NULL CHECK (role IN ('actor', 'counterpart', 'participant', 'place', 'object')),
    PRIMARY KEY (event_id, entity_id, role)
) STRICT;
CREATE INDEX event_entities_entity ON event_entities(entity_id, event_id);

CREATE TABLE offices (
    id TEXT PRIMARY KEY,
    entity_id TEXT REFERENCES entities(id),
    office TEXT NOT NULL,
    "of" TEXT,
    start_date TEXT,
    end_date TEXT,
    edtf TEXT NOT NULL DEFAULT '',
    known_until TEXT,
    origin TEXT NOT NULL,
    told TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX offices_entity ON offices(entity_id);
CREATE INDEX offices_origin ON offices(origin);

CREATE TABLE figures (
    id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES articles(id) ON DELETE CASCADE,
    snapshot_id TEXT NOT NULL REFERENCES snapshots(id),
    sentence TEXT NOT NULL,
    subject TEXT NOT NULL,
    value REAL NOT NULL,
    unit TEXT,
    currency TEXT,
    change TEXT,
    party TEXT REFERENCES entities(id),
    counterparty TEXT REFERENCES entities(id),
    speaker TEXT REFERENCES entities(id),
    start_date TEXT,
    end_date TEXT,
    edtf TEXT,
    text TEXT NOT NULL,
    sentence_start INTEGER NOT NULL,
    sentence_end INTEGER NOT NULL,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    told TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX figures_article ON figures(article_id);
CREATE INDEX figures_snapshot ON figures(snapshot_id);
CREATE INDEX figures_subject ON figures(subject);
CREATE INDEX figures_party ON figures(party);
CREATE INDEX figures_counterparty ON figures(counterparty);
CREATE INDEX figures_speaker ON figures(speaker);

CREATE TABLE timexes (
    snapshot_id TEXT NOT NULL REFERENCES snapshots(id) ON DELETE CASCADE,
    start INTEGER NOT NULL,
    "end" INTEGER NOT NULL,
    text TEXT NOT NULL,
    type TEXT NOT NULL CHECK (type IN ('DATE', 'TIME', 'DURATION', 'SET')),
    value TEXT NOT NULL,
    edtf TEXT,
    earliest TEXT,
    latest TEXT,
    signal TEXT,
    basis TEXT NOT NULL,
    time TEXT,
    PRIMARY KEY (snapshot_id, start, "end")
) STRICT, WITHOUT ROWID;

-- What the rules last made of an article, to take back exactly that when they are run again.
CREATE TABLE extractions (
    article_id TEXT PRIMARY KEY REFERENCES articles(id) ON DELETE CASCADE,
    rules TEXT NOT NULL,
    claims TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX extractions_rules ON extractions(rules);

CREATE TABLE decisions (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('event', 'entity')),
    action TEXT NOT NULL CHECK (action IN ('merge', 'split', 'rename', 'reject', 'redate')),
    subject TEXT NOT NULL,
    object TEXT,
    value TEXT,
    who TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT NOT NULL,
    undone_at TEXT,
    undone_by TEXT
) STRICT;
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

CREATE TABLE suggestions (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL CHECK (kind IN ('event', 'entity')),
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    object TEXT,
    score REAL NOT NULL,
    reason TEXT NOT NULL
) STRICT;
CREATE INDEX suggestions_subject ON suggestions(subject);
CREATE INDEX suggestions_object ON suggestions(object);
CREATE INDEX suggestions_score ON suggestions(score);

CREATE TABLE runs (
    id TEXT PRIMARY KEY,
    command TEXT NOT NULL,
    started TEXT NOT NULL,
    finished TEXT,
    rules TEXT NOT NULL,
    engine TEXT,
    inputs INTEGER NOT NULL DEFAULT 0,
    kept INTEGER NOT NULL DEFAULT 0,
    unchanged INTEGER NOT NULL DEFAULT 0,
    failed INTEGER NOT NULL DEFAULT 0,
    seconds TEXT NOT NULL DEFAULT '{}',
    failures TEXT NOT NULL DEFAULT '[]'
) STRICT;
CREATE INDEX runs_started ON runs(started);

CREATE VIRTUAL TABLE articles_fts USING fts5(
    title, text, content='articles', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER articles_ai AFTER INSERT ON articles BEGIN
    INSERT INTO articles_fts(rowid, title, text) VALUES (new.rowid, new.title, new.text);
END;
CREATE TRIGGER articles_ad AFTER DELETE ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, title, text) VALUES ('delete', old.rowid, old.title, old.text);
END;
CREATE TRIGGER articles_au AFTER UPDATE OF title, text ON articles BEGIN
    INSERT INTO articles_fts(articles_fts, rowid, title, text) VALUES ('delete', old.rowid, old.title, old.text);
    INSERT INTO articles_fts(rowid, title, text) VALUES (new.rowid, new.title, new.text);
END;

CREATE VIRTUAL TABLE events_fts USING fts5(
    title, actors, content='events', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER events_ai AFTER INSERT ON events BEGIN
    INSERT INTO events_fts(rowid, title, actors) VALUES (new.rowid, new.title, new.actors);
END;
CREATE TRIGGER events_ad AFTER DELETE ON events BEGIN
    INSERT INTO events_fts(events_fts, rowid, title, actors) VALUES ('delete', old.rowid, old.title, old.actors);
END;
CREATE TRIGGER events_au AFTER UPDATE OF title, actors ON events BEGIN
    INSERT INTO events_fts(events_fts, rowid, title, actors) VALUES ('delete', old.rowid, old.title, old.actors);
    INSERT INTO events_fts(rowid, title, actors) VALUES (new.rowid, new.title, new.actors);
END;

CREATE VIRTUAL TABLE mentions_fts USING fts5(
    sentence, content='mentions', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER mentions_ai AFTER INSERT ON mentions BEGIN
    INSERT INTO mentions_fts(rowid, sentence) VALUES (new.rowid, new.sentence);
END;
CREATE TRIGGER mentions_ad AFTER DELETE ON mentions BEGIN
    INSERT INTO mentions_fts(mentions_fts, rowid, sentence) VALUES ('delete', old.rowid, old.sentence);
END;
CREATE TRIGGER mentions_au AFTER UPDATE OF sentence ON mentions BEGIN
    INSERT INTO mentions_fts(mentions_fts, rowid, sentence) VALUES ('delete', old.rowid, old.sentence);
    INSERT INTO mentions_fts(rowid, sentence) VALUES (new.rowid, new.sentence);
END;

CREATE VIRTUAL TABLE entities_fts USING fts5(
    name, content='entities', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER entities_ai AFTER INSERT ON entities BEGIN
    INSERT INTO entities_fts(rowid, name) VALUES (new.rowid, new.name);
END;
CREATE TRIGGER entities_ad AFTER DELETE ON entities BEGIN
    INSERT INTO entities_fts(entities_fts, rowid, name) VALUES ('delete', old.rowid, old.name);
END;
CREATE TRIGGER entities_au AFTER UPDATE OF name ON entities BEGIN
    INSERT INTO entities_fts(entities_fts, rowid, name) VALUES ('delete', old.rowid, old.name);
    INSERT INTO entities_fts(rowid, name) VALUES (new.rowid, new.name);
END;
