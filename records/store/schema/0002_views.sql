-- The records as a person reads them: one row a fact, with the paper, the sample and the words on the page beside it.

CREATE VIEW v_documents AS
SELECT d."name" AS paper, d.title, d.doi, d."year", d.licence, d.pages, d.reader,
       (SELECT count(*) FROM samples s WHERE s.document = d.id) AS samples,
       (SELECT count(*) FROM measurements m WHERE m.document = d.id) AS measurements,
       (SELECT count(*) FROM synthesis s WHERE s.document = d.id) AS syntheses,
       (SELECT count(*) FROM structures s WHERE s.document = d.id) AS structures,
       (SELECT count(*) FROM spectra s WHERE s.document = d.id) AS spectra,
       (SELECT count(*) FROM problems p WHERE p.document = d.id) AS problems,
       d.id AS document
FROM documents d
ORDER BY d."name", d.id;

CREATE VIEW v_samples AS
SELECT d."name" AS paper, d.title, d.doi, array_to_string(s.labels, '; ') AS sample, m.formula AS composition,
       m.reduced_formula, m.chemical_system, s.form, s.note, e.quote, e.page, s.id AS sample_id, d.id AS document
FROM samples s
JOIN documents d ON d.id = s.document
JOIN evidence e ON e.id = s.evidence
LEFT JOIN materials m ON m.id = s.material
ORDER BY d."name", d.id, s.ordinal;

CREATE VIEW v_measurements AS
SELECT d."name" AS paper, d.title, d.doi, d."year", array_to_string(s.labels, '; ') AS sample,
       mat.formula AS composition, mat.reduced_formula, s.form, m.property, m.words, m.quantity.relation AS relation,
       m.quantity."value" AS "value", m.quantity.low AS low, m.quantity.high AS high,
       m.quantity.uncertainty AS uncertainty, m.quantity.unit AS unit,
       (SELECT string_agg(c."name" || ' ' || coalesce(c."text", c.quantity."text"), '; ' ORDER BY c.ordinal)
        FROM conditions c WHERE c.measurement = m.id) AS conditions,
       m."method", m.origin, m.confidence, e.quote, e.page, e.kind AS evidence_kind, e."table", e.figure,
       m.quantity.canonical_value AS canonical_value, m.quantity.canonical_low AS canonical_low,
       m.quantity.canonical_high AS canonical_high, m.quantity.canonical_unit AS canonical_unit,
       m.sample AS sample_id, m.id AS measurement, d.id AS document
FROM measurements m
JOIN documents d ON d.id = m.document
JOIN samples s ON s.id = m.sample
JOIN evidence e ON e.id = m.evidence
LEFT JOIN materials mat ON mat.id = s.material
ORDER BY d."name", d.id, m.ordinal;

CREATE VIEW v_synthesis AS
SELECT d."name" AS paper, d.title, d.doi, array_to_string(s.labels, '; ') AS sample, mat.formula AS composition,
       y.route, p.ordinal + 1 AS step, p.operation, p.words, p.temperature."text" AS temperature,
       p."time"."text" AS "time", p.rate."text" AS rate, p.pressure."text" AS pressure, p.atmosphere, p.apparatus,
       e.quote, e.page, y.sample AS sample_id, y.id AS synthesis, d.id AS document
FROM synthesis_steps p
JOIN synthesis y ON y.id = p.synthesis
JOIN documents d ON d.id = y.document
JOIN samples s ON s.id = y.sample
JOIN evidence e ON e.id = p.evidence
LEFT JOIN materials mat ON mat.id = s.material
ORDER BY d."name", d.id, y.ordinal, p.ordinal;

CREATE VIEW v_structures AS
SELECT d."name" AS paper, d.title, d.doi, array_to_string(s.labels, '; ') AS sample, mat.formula AS composition,
       t.space_group, t.crystal_system, t.phase, struct_extract(t.a, 'text') AS a,
       struct_extract(t.b, 'text') AS b, struct_extract(t.c, 'text') AS c,
       t.alpha."text" AS alpha, t.beta."text" AS beta, t.gamma."text" AS gamma, t.volume."text" AS volume,
       e.quote, e.page, t.sample AS sample_id, t.id AS structure, d.id AS document
FROM structures t
JOIN documents d ON d.id = t.document
JOIN samples s ON s.id = t.sample
JOIN evidence e ON e.id = t.evidence
LEFT JOIN materials mat ON mat.id = s.material
ORDER BY d."name", d.id, t.ordinal;

CREATE VIEW v_problems AS
SELECT d."name" AS paper, d.source, p.stage, p.code, p.why, p."where", d.id AS document
FROM problems p
JOIN documents d ON d.id = p.document
ORDER BY d."name", d.id, p.ordinal;
