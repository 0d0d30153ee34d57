"""A woven store in, its records as a graph out: papers, samples, materials and what was found, and their links."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow.parquet as pq

from ..records.store.reading import fetch

ROW_GROUP: Final = 65_536
# A property's node is shared by all papers; the value stands on the edge from the sample.
NODES: Final = """
    SELECT d.id, 'paper' AS kind, coalesce(d.title, d."name") AS label, d.id AS document, d.doi AS detail
    FROM documents d
    UNION ALL
    SELECT s.id, 'sample', coalesce(array_to_string(s.labels[1:3], '; '), m.formula, 'sample'), s.document,
           concat_ws(', ', s.form, s.note)
    FROM samples s LEFT JOIN materials m ON m.id = s.material
    UNION ALL
    SELECT c.id, 'material', c.formula || coalesce(' (' || c.phase || ')', ''), NULL, array_to_string(c.spellings, '; ')
    FROM canonical_materials c
    UNION ALL
    SELECT DISTINCT 'property:' || m.property, 'property', replace(m.property, '_', ' '), NULL, NULL FROM measurements m
    UNION ALL
    SELECT t.id, 'structure', coalesce(t.space_group, t.phase, t.crystal_system, 'structure'), t.document, t.phase
    FROM structures t
    UNION ALL
    SELECT p.id, 'spectrum', coalesce(p.label, p.kind), p.document, concat_ws(' over ', p.y_label, p.x_label)
    FROM spectra p
    UNION ALL
    SELECT DISTINCT ON (f.id) f.id, 'figure', 'Figure ' || coalesce(f.label, '?') || coalesce(f.panel, ''), f.document,
           f.caption
    FROM figures f
    UNION ALL
    SELECT r.id, 'reference', r.reduced_formula || ' ' || r.source_id, NULL, r.space_group FROM reference_structures r
    WHERE r.id IN (SELECT target FROM links WHERE kind = 'reference_structure')
"""
EDGES: Final = """
    SELECT s.document AS source, s.id AS target, 'describes' AS kind, NULL::DOUBLE AS "value", NULL::DOUBLE AS low,
           NULL::DOUBLE AS high, NULL AS unit, NULL AS conditions, NULL AS origin, NULL::DOUBLE AS confidence,
           NULL AS reason, NULL AS record
    FROM samples s
    UNION ALL
    SELECT l.sample, l.material, 'made_of', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM sample_materials l
    UNION ALL
    SELECT m.sample, 'property:' || m.property, 'measured',
           coalesce(m.quantity.canonical_value, m.quantity."value"),
           coalesce(m.quantity.canonical_low, m.quantity.low), coalesce(m.quantity.canonical_high, m.quantity.high),
           coalesce(m.quantity.canonical_unit, m.quantity.unit),
           (SELECT string_agg(k."name" || ' ' || coalesce(k."text", k.quantity."text"), '; ' ORDER BY k.ordinal)
            FROM conditions k WHERE k.measurement = m.id), m.origin, m.confidence, n.reason, m.id
    FROM measurements m
    LEFT JOIN links n ON n.document = m.document AND n.target = m.id AND n.kind = 'measured_on'
    WHERE m.confidence >= $least
    UNION ALL
    SELECT t.sample, t.id, 'structure', NULL, NULL, NULL, NULL, NULL, NULL, NULL, n.reason, t.id
    FROM structures t LEFT JOIN links n ON n.document = t.document AND n.target = t.id AND n.kind = 'structure_of'
    UNION ALL
    SELECT n.source, n.target, 'matches', NULL, NULL, NULL, NULL, NULL, NULL, n.score, n.reason, NULL
    FROM links n WHERE n.kind = 'reference_structure'
    UNION ALL
    SELECT p.sample, p.id, 'spectrum', NULL, NULL, NULL, NULL, NULL, NULL, p.confidence, n.reason, p.id
    FROM spectra p LEFT JOIN links n ON n.document = p.document AND n.target = p.id AND n.kind = 'curve_of'
    WHERE p.sample IS NOT NULL AND p.confidence >= $least
    UNION ALL
    SELECT DISTINCT f.document, f.id, 'shows', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL FROM figures f
    UNION ALL
    SELECT DISTINCT f.id, p.id, 'plots', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL
    FROM spectra p JOIN evidence e ON e.id = p.evidence
    JOIN figures f ON f.document = p.document AND f.label = e.figure AND f.panel IS NOT DISTINCT FROM e.panel
"""


def write_graph(connection: duckdb.DuckDBPyConnection, path: Path, least: float = 0.0) -> list[Path]:
    """Writes the edges to ``path`` and the nodes beside it (``graph.nodes.parquet``), in a fixed order.

    Values with a confidence below ``least`` are no edges. Returns both paths.
    """
    nodes = path.with_name(f"{path.stem}.nodes{path.suffix}")
    path.parent.mkdir(parents=True, exist_ok=True)
    _write(connection, f"SELECT * FROM ({NODES}) ORDER BY kind, document, id", {}, nodes)  # noqa: S608
    _write(connection, f"SELECT * FROM ({EDGES}) ORDER BY ALL", {"least": least}, path)  # noqa: S608
    return [path, nodes]


def _write(connection: duckdb.DuckDBPyConnection, query: str, values: dict[str, object], path: Path) -> None:
    reader = connection.cursor().sql(query, params=values or None).to_arrow_reader(ROW_GROUP)
    with pq.ParquetWriter(path, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)


def read_graph(
    connection: duckdb.DuckDBPyConnection, least: float = 0.0, documents: Sequence[str] | None = None
) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Nodes and edges as rows; with ``documents``, those of these papers and what they point to."""
    nodes = fetch(connection, f"SELECT * FROM ({NODES}) ORDER BY kind, document, id")  # noqa: S608
    answer = connection.cursor().execute(f"SELECT * FROM ({EDGES}) ORDER BY ALL", {"least": least})  # noqa: S608
    names = [str(column[0]) for column in answer.description or ()]
    edges = [dict(zip(names, row, strict=True)) for row in answer.fetchall()]
    if documents is None:
        return nodes, edges
    own = {node["id"] for node in nodes if node["document"] in documents}
    edges = [edge for edge in edges if edge["source"] in own]
    kept = own | {edge["target"] for edge in edges}
    return [node for node in nodes if node["id"] in kept], edges
