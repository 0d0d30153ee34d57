"""Rows of text as a table of a document in, what is understood of them out: for the tests of tables."""

from matloom.extract.document import Block, Document, Span, Table
from matloom.extract.findings import Finding, Findings
from matloom.extract.tables.stage import TableFindings


def understood(
    rows: list[str],
    caption: str = "",
    *,
    header: int = 1,
    spans: tuple[Span, ...] = (),
    notes: tuple[str, ...] = (),
    text: str = "",
) -> Findings:
    cells = tuple(tuple(cell.strip() for cell in row.split("|")) for row in rows)
    table = Table(id="t1", label="1", caption=caption, cells=cells, header_rows=header, spans=spans, footnotes=notes)
    blocks = (Block(id="b1", type="paragraph", text=text),) if text else ()
    document = Document(doc_id="sha256:0", source="a", reader="r", blocks=blocks, tables=(table,))
    return TableFindings()({"parse": document}).value


def said(findings: Findings) -> list[tuple[str, str | None, float | None, str | None]]:
    return [
        (f.property, f.subjects[0].text if f.subjects else None, f.quantity.value, f.quantity.unit)
        for f in findings.values
    ]


def conditions(finding: Finding) -> dict[str, object]:
    return {c.name: c.text if c.quantity is None else c.quantity.value for c in finding.conditions}
