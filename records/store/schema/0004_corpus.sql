-- What is one thing across papers. Made anew from the records whenever papers have changed, so that no foreign key
-- ties these tables to the rows of a paper; `weaving` says of which records they tell.

ALTER TABLE documents ADD COLUMN sketch UINTEGER[];  -- MinHash of the text: how alike two sketches are is how alike the texts are

-- Documents that are versions of one work: a preprint and its journal article, a file read twice.
CREATE TABLE document_versions (
    document VARCHAR PRIMARY KEY,
    work VARCHAR NOT NULL,                      -- the id of the version that stands for all
    reason VARCHAR NOT NULL,
    score DOUBLE NOT NULL CHECK (score BETWEEN 0 AND 1)
);

-- A material under all its spellings: composition, and polymorph where it is told.
CREATE TABLE canonical_materials (
    id VARCHAR PRIMARY KEY,
    composition VARCHAR NOT NULL,               -- the same for all polymorphs
    formula VARCHAR NOT NULL,                   -- reduced formula, or the name of what has none
    chemical_system VARCHAR NOT NULL,
    phase VARCHAR,                              -- name or prefix of a polymorph
    space_group INTEGER CHECK (space_group BETWEEN 1 AND 230),
    spellings VARCHAR[] NOT NULL                -- as the papers print it
);

CREATE TABLE sample_materials (
    sample VARCHAR PRIMARY KEY,
    material VARCHAR NOT NULL                   -- of canonical_materials
);

-- One measured value, however often it is stated.
CREATE TABLE facts (
    id VARCHAR PRIMARY KEY,
    material VARCHAR,                           -- of canonical_materials; NULL where the sample's is not known
    property VARCHAR NOT NULL,
    measurement VARCHAR NOT NULL,               -- the statement that tells most
    statements INTEGER NOT NULL,
    works INTEGER NOT NULL                      -- in how many works, versions of one counted once
);

-- Every place where a fact is stated, with why it is taken for the same.
CREATE TABLE fact_statements (
    measurement VARCHAR PRIMARY KEY,
    fact VARCHAR NOT NULL,
    reason VARCHAR NOT NULL
);

CREATE TABLE weaving (
    records VARCHAR PRIMARY KEY                 -- digest of the extractions that the tables above were made from
);

CREATE VIEW v_materials AS
SELECT c.formula, c.phase, c.space_group, c.chemical_system,
       count(DISTINCT s.id) AS samples, count(DISTINCT s.document) AS documents,
       (SELECT count(*) FROM facts f WHERE f.material = c.id) AS facts, c.spellings, c.id AS material_id
FROM canonical_materials c
LEFT JOIN sample_materials l ON l.material = c.id
LEFT JOIN samples s ON s.id = l.sample
GROUP BY ALL
ORDER BY facts DESC, c.formula, c.id;

CREATE VIEW v_facts AS
SELECT c.formula, c.phase, array_to_string(s.labels, '; ') AS sample, m.property, m.quantity.relation AS relation,
       m.quantity."value" AS "value", m.quantity.low AS low, m.quantity.high AS high, m.quantity.unit AS unit,
       (SELECT string_agg(k."name" || ' ' || coalesce(k."text", k.quantity."text"), '; ' ORDER BY k.ordinal)
        FROM conditions k WHERE k.measurement = m.id) AS conditions,
       f.statements, f.works, m.origin, m.confidence, d."name" AS paper, e.quote,
       f.material AS material_id, f.id AS fact, m.id AS measurement
FROM facts f
JOIN measurements m ON m.id = f.measurement
JOIN samples s ON s.id = m.sample
JOIN documents d ON d.id = m.document
JOIN evidence e ON e.id = m.evidence
LEFT JOIN canonical_materials c ON c.id = f.material
ORDER BY d."name", d.id, m.ordinal;
