-- Structures that those of papers are compared with. Links of kind 'reference_structure' lead from structures here.

CREATE TABLE reference_sources (
    "name" VARCHAR PRIMARY KEY,
    location VARCHAR NOT NULL,                  -- the name of a file or folder, or a server's address
    licence VARCHAR,
    unreadable INTEGER NOT NULL                 -- entries of the last run that could not be read
);

CREATE TABLE reference_structures (
    id VARCHAR PRIMARY KEY,
    source VARCHAR NOT NULL,                    -- a name of reference_sources
    source_id VARCHAR NOT NULL,
    formula VARCHAR NOT NULL,                   -- of the cell
    reduced_formula VARCHAR NOT NULL,           -- written as in materials
    chemical_system VARCHAR NOT NULL,
    amounts MAP(VARCHAR, DOUBLE) NOT NULL,      -- element: share of the atoms, summing to 1
    space_group VARCHAR,                        -- short symbol of the standard setting; NULL where none was found
    space_group_number INTEGER CHECK (space_group_number BETWEEN 1 AND 230),
    crystal_system VARCHAR,
    a DOUBLE NOT NULL,                          -- conventional cell of the standard setting: angstrom, degrees
    b DOUBLE NOT NULL,
    c DOUBLE NOT NULL,
    alpha DOUBLE NOT NULL,
    beta DOUBLE NOT NULL,
    gamma DOUBLE NOT NULL,
    volume DOUBLE NOT NULL,                     -- of that cell
    primitive DOUBLE[] NOT NULL,                -- vectors of the reduced primitive cell, row by row, angstrom
    lattice DOUBLE[] NOT NULL,                  -- vectors of the cell as given, row by row, angstrom
    species MAP(VARCHAR, DOUBLE)[] NOT NULL,    -- of each site: element, share
    positions DOUBLE[] NOT NULL                 -- of each site: fractional x, y, z in that cell
);

CREATE VIEW v_reference AS
SELECT r.source, r.source_id, r.reduced_formula, r.space_group, r.space_group_number, r.crystal_system,
       r.a, r.b, r.c, r.alpha, r.beta, r.gamma, r.volume, len(r.species) AS sites, s.licence, r.id
FROM reference_structures r
LEFT JOIN reference_sources s ON s."name" = r.source
ORDER BY r.source, r.source_id;

CREATE VIEW v_reference_matches AS
SELECT d."name" AS paper, d.doi, array_to_string(s.labels, '; ') AS sample, m.formula AS composition,
       t.space_group, struct_extract(t.a, 'text') AS a,
       struct_extract(t.b, 'text') AS b, struct_extract(t.c, 'text') AS c, l.score,
       r.source, r.source_id, r.reduced_formula, r.space_group AS reference_space_group, l.reason,
       t.sample AS sample_id, t.id AS structure, r.id AS reference, d.id AS document
FROM links l
JOIN structures t ON t.id = l.source
JOIN reference_structures r ON r.id = l.target
JOIN documents d ON d.id = l.document
JOIN samples s ON s.id = t.sample
LEFT JOIN materials m ON m.id = s.material
WHERE l.kind = 'reference_structure'
ORDER BY d."name", d.id, t.ordinal, l.score DESC, l.ordinal;

-- What the physics rules found implausible: the problems of stage 'gates', one row a hit.
CREATE VIEW v_flags AS
SELECT d."name" AS paper, d.doi, p."where"->>'$.rule' AS rule, p.code, p.why, p."where"->>'$.kind' AS kind,
       p."where"->>'$.record' AS record, d.id AS document
FROM problems p
JOIN documents d ON d.id = p.document
WHERE p.stage = 'gates'
ORDER BY d."name", d.id, p.ordinal;

-- The same views as before, with the number of flags of each record at the end.
CREATE OR REPLACE VIEW v_samples AS
SELECT d."name" AS paper, d.title, d.doi, array_to_string(s.labels, '; ') AS sample, m.formula AS composition,
       m.reduced_formula, m.chemical_system, s.form, s.note, e.quote, e.page, s.id AS sample_id, d.id AS document,
       coalesce(f.number, 0) AS flags
FROM samples s
JOIN documents d ON d.id = s.document
JOIN evidence e ON e.id = s.evidence
LEFT JOIN materials m ON m.id = s.material
LEFT JOIN (SELECT record, count(*) AS number FROM v_flags GROUP BY record) f ON f.record = s.id
ORDER BY d."name", d.id, s.ordinal;

CREATE OR REPLACE VIEW v_measurements AS
SELECT d."name" AS paper, d.title, d.doi, d."year", array_to_string(s.labels, '; ') AS sample,
       mat.formula AS composition, mat.reduced_formula, s.form, m.property, m.words, m.quantity.relation AS relation,
       m.quantity."value" AS "value", m.quantity.low AS low, m.quantity.high AS high,
       m.quantity.uncertainty AS uncertainty, m.quantity.unit AS unit,
       (SELECT string_agg(c."name" || ' ' || coalesce(c."text", c.quantity."text"), '; ' ORDER BY c.ordinal)
        FROM conditions c WHERE c.measurement = m.id) AS conditions,
       m."method", m.origin, m.confidence, e.quote, e.page, e.kind AS evidence_kind, e."table", e.figure,
       m.quantity.canonical_value AS canonical_value, m.quantity.canonical_low AS canonical_low,
       m.quantity.canonical_high AS canonical_high, m.quantity.canonical_unit AS canonical_unit,
       m.sample AS sample_id, m.id AS measurement, d.id AS document, coalesce(f.number, 0) AS flags
FROM measurements m
JOIN documents d ON d.id = m.document
JOIN samples s ON s.id = m.sample
JOIN evidence e ON e.id = m.evidence
LEFT JOIN materials mat ON mat.id = s.material
LEFT JOIN (SELECT record, count(*) AS number FROM v_flags GROUP BY record) f ON f.record = m.id
ORDER BY d."name", d.id, m.ordinal;

CREATE OR REPLACE VIEW v_structures AS
SELECT d."name" AS paper, d.title, d.doi, array_to_string(s.labels, '; ') AS sample, mat.formula AS composition,
       t.space_group, t.crystal_system, t.phase, struct_extract(t.a, 'text') AS a,
       struct_extract(t.b, 'text') AS b, struct_extract(t.c, 'text') AS c,
       t.alpha."text" AS alpha, t.beta."text" AS beta, t.gamma."text" AS gamma, t.volume."text" AS volume,
       e.quote, e.page, t.sample AS sample_id, t.id AS structure, d.id AS document, coalesce(f.number, 0) AS flags
FROM structures t
JOIN documents d ON d.id = t.document
JOIN samples s ON s.id = t.sample
JOIN evidence e ON e.id = t.evidence
LEFT JOIN materials mat ON mat.id = s.material
LEFT JOIN (SELECT record, count(*) AS number FROM v_flags GROUP BY record) f ON f.record = t.id
ORDER BY d."name", d.id, t.ordinal;
