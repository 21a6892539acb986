-- What keeps a schema from being spread over the machines of a Citus cluster, told by the catalogs of
-- a plain PostgreSQL.
--
-- Given: a temporary table `declared (name, kind, key, grp)` with a row per table of the schema
-- `public`. kind = 'distributed' (by the hash of the column `key`, together with the tables of the
-- same `grp`), 'reference' (a copy everywhere) or 'local' (on the coordinator).
-- Answered: a row (rule, object, detail) per violation; none is what we want.

WITH table_of AS (
    SELECT d.name, d.kind, d.key, d.grp, c.oid,
           a.attnum AS key_number, a.atttypid AS key_type, a.attcollation AS key_collation,
           coalesce(a.attnotnull, false) AS key_required
    FROM declared d
    LEFT JOIN pg_class c ON c.relname = d.name AND c.relnamespace = 'public'::regnamespace
         AND c.relkind IN ('r', 'p')
    LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = d.key AND NOT a.attisdropped
),
foreign_key AS (
    SELECT c.conrelid::regclass || '.' || c.conname AS object, pg_get_constraintdef(c.oid) AS detail,
           source.kind AS source_kind, source.grp AS source_grp, source.key_number AS source_key,
           target.kind AS target_kind, target.grp AS target_grp,
           array_position(c.conkey, source.key_number) AS place_in_source,
           array_position(c.confkey, target.key_number) AS place_in_target,
           c.confdeltype IN ('n', 'd') OR c.confupdtype IN ('n', 'd', 'c') AS writes_source
    FROM pg_constraint c
    JOIN table_of source ON source.oid = c.conrelid
    JOIN table_of target ON target.oid = c.confrelid
    WHERE c.contype = 'f'
),
violation (rule, object, detail) AS (
    SELECT 'R0 a table that is not declared', c.relname::text, NULL
    FROM pg_class c
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT 1 FROM declared d WHERE d.name = c.relname)

    UNION ALL -- Each machine can only keep its own rows apart.
    SELECT 'R1 a unique or exclusion index without the key', i.indexrelid::regclass::text,
           pg_get_indexdef(i.indexrelid)
    FROM pg_index i
    JOIN table_of t ON t.oid = i.indrelid
    WHERE t.kind = 'distributed' AND (i.indisunique OR i.indisexclusion)
      AND (t.key_number = ANY (i.indkey[0:i.indnkeyatts - 1])) IS NOT TRUE

    UNION ALL -- A reference is checked on the machine of the row that makes it.
    SELECT 'R2 a foreign key that leaves its place', object, detail
    FROM foreign_key
    WHERE target_kind = 'distributed'
      AND (source_kind <> 'distributed' OR source_grp <> target_grp OR place_in_source IS NULL
           OR place_in_source IS DISTINCT FROM place_in_target)

    UNION ALL
    SELECT 'R3 a foreign key that rewrites the key of its row', object, detail
    FROM foreign_key
    WHERE source_kind = 'distributed' AND place_in_source IS NOT NULL AND writes_source

    UNION ALL
    SELECT 'R4 a foreign key to a local table', object, detail
    FROM foreign_key
    WHERE source_kind IN ('distributed', 'reference') AND target_kind = 'local'

    UNION ALL
    SELECT 'R5 a trigger', g.tgrelid::regclass || '.' || g.tgname, pg_get_triggerdef(g.oid)
    FROM pg_trigger g
    JOIN table_of t ON t.oid = g.tgrelid
    WHERE NOT g.tgisinternal AND t.kind <> 'local'

    UNION ALL
    SELECT 'R6 a key that is missing or may be null', t.name, t.key
    FROM table_of t
    WHERE t.kind = 'distributed' AND t.oid IS NOT NULL AND NOT t.key_required

    UNION ALL -- Moving rows between machines finds them by it.
    SELECT 'R7 a table without primary key', t.name, NULL
    FROM table_of t
    WHERE t.oid IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM pg_index i WHERE i.indrelid = t.oid AND i.indisprimary)

    UNION ALL
    SELECT 'R8 a value from a sequence', t.name || '.' || a.attname, pg_get_expr(d.adbin, d.adrelid)
    FROM table_of t
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
    LEFT JOIN pg_attrdef d ON d.adrelid = t.oid AND d.adnum = a.attnum
    WHERE t.kind = 'distributed'
      AND (a.attidentity <> '' OR pg_get_expr(d.adbin, d.adrelid) LIKE '%nextval(%')

    UNION ALL -- Equal values must have equal hashes.
    SELECT 'R9 keys of several types in one group', t.grp,
           string_agg(t.name || ' ' || format_type(t.key_type, NULL), ', ' ORDER BY t.name)
    FROM table_of t
    WHERE t.kind = 'distributed' AND t.key_number IS NOT NULL
    GROUP BY t.grp
    HAVING count(DISTINCT (t.key_type, t.key_collation)) > 1

    UNION ALL -- They fail at the commit, as an error without a name.
    SELECT 'R10 a deferrable constraint', t.name || '.' || c.conname, pg_get_constraintdef(c.oid)
    FROM pg_constraint c
    JOIN table_of t ON t.oid = c.conrelid
    WHERE c.condeferrable

    UNION ALL -- PostgreSQL cuts names at 63 bytes; the number of a shard is appended to them.
    SELECT 'R11 a name of more than 50 characters', n.name, length(n.name)::text
    FROM (SELECT t.name FROM table_of t
          UNION SELECT c.conname::text FROM pg_constraint c JOIN table_of t ON t.oid = c.conrelid
          UNION SELECT c.relname::text FROM pg_index i JOIN table_of t ON t.oid = i.indrelid
                JOIN pg_class c ON c.oid = i.indexrelid) n
    WHERE length(n.name) > 50

    UNION ALL
    SELECT 'R12 a declared table that does not exist', t.name, t.kind
    FROM table_of t
    WHERE t.oid IS NULL
)
SELECT rule, object, coalesce(detail, '') AS detail FROM violation ORDER BY rule, object, detail
