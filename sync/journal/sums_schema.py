"""What stands in the file of sums? Lines as they are now, and what they add up to, each change in one transaction with its position.

Promise: everything here follows from the journal, the siblings' entries and the definition; it is thrown away at the first doubt.
"""

TABLES = """
    -- How far each stream was taken in; head shows that it is still the same stream.
    CREATE TABLE positions (
        device INTEGER, incarnation INTEGER, seq INTEGER NOT NULL, head BLOB NOT NULL, PRIMARY KEY (device, incarnation)) WITHOUT ROWID;
    -- The most trusted clock of each boot: state, and wall minus monotonic time.
    CREATE TABLE boots (
        device INTEGER, incarnation INTEGER, boot INTEGER, clock INTEGER NOT NULL, offset_ms INTEGER NOT NULL,
        PRIMARY KEY (device, incarnation, boot)) WITHOUT ROWID;
    -- Every entry as it was written, with its estimated time.
    CREATE TABLE lines (
        device INTEGER, incarnation INTEGER, seq INTEGER, at_ms INTEGER NOT NULL, boot INTEGER NOT NULL, kind INTEGER NOT NULL,
        event INTEGER NOT NULL, target BLOB, body BLOB NOT NULL, PRIMARY KEY (device, incarnation, seq)) WITHOUT ROWID;
    CREATE INDEX lines_by_target ON lines (target) WHERE target IS NOT NULL;
    -- Entries of this event that are no amendments and not void, as they count now.
    CREATE TABLE counting (
        device INTEGER, incarnation INTEGER, seq INTEGER, at_ms INTEGER NOT NULL, who BLOB, measure TEXT, venue INTEGER, activity INTEGER,
        item INTEGER, quantity INTEGER, body BLOB NOT NULL, PRIMARY KEY (device, incarnation, seq)) WITHOUT ROWID;
    CREATE INDEX counting_by_person ON counting (who, at_ms) WHERE who IS NOT NULL;
    CREATE INDEX counting_by_count ON counting (venue, activity, item, at_ms, device, incarnation, seq) WHERE measure = 'counted';
    CREATE INDEX counting_by_log ON counting (venue, activity, item, quantity, who, at_ms) WHERE measure = 'made';
    CREATE TABLE totals (
        measure TEXT, venue INTEGER, activity INTEGER, item INTEGER, quantity INTEGER NOT NULL, entries INTEGER NOT NULL,
        PRIMARY KEY (measure, venue, activity, item)) WITHOUT ROWID;
    -- Everybody's day, and who is here now.
    CREATE TABLE days (
        who BLOB PRIMARY KEY, body BLOB NOT NULL, here_venue INTEGER, here_since INTEGER, here_people INTEGER, here_activity INTEGER
        ) WITHOUT ROWID;
    CREATE INDEX days_here ON days (here_venue, here_since, who, here_people) WHERE here_venue IS NOT NULL;
    CREATE INDEX days_at ON days (here_venue, here_activity, here_people) WHERE here_venue IS NOT NULL;
    -- cause: what has to be looked at again when this flag may have changed (entry, target, or the person).
    CREATE TABLE flags (
        device INTEGER, incarnation INTEGER, seq INTEGER, flag INTEGER, cause BLOB, PRIMARY KEY (cause, device, incarnation, seq, flag)
        ) WITHOUT ROWID;
    -- Whose day has still to be looked at again.
    CREATE TABLE waiting (who BLOB PRIMARY KEY) WITHOUT ROWID;
    -- The definition that entries are judged by, and how far those that stood here before it were judged again (none: all).
    CREATE TABLE judged (definition INTEGER NOT NULL, event INTEGER NOT NULL, device INTEGER, incarnation INTEGER, seq INTEGER);
"""
