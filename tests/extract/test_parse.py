from matloom.extract.document import Block, Document, Fragment, Table
from matloom.extract.parse import Parse

TABLE = Table(id="t1", label="1", caption="Q.", cells=(("S", "Q"), ("A", "1")), page=2, bbox=(100, 100, 300, 200))


def block(identifier, box, page=2, kind="paragraph", fragments=()):
    return Block(id=identifier, type=kind, text="A 1", page=page, bbox=box, fragments=fragments)


def parse(blocks, tables=(TABLE,), **inputs):
    document = Document(doc_id="old", source="a.pdf", reader="r", blocks=tuple(blocks), tables=())
    return Parse()({"doc_id": "new", "read": document, "tables": tables} | inputs).value


def test_text_of_cells_leaves_the_body():
    blocks = [
        block("inside", (110, 110, 290, 190)),
        block("half", (100, 150, 300, 350)),
        block("other page", (110, 110, 290, 190), page=3),
        block("caption", (110, 110, 290, 120), kind="caption"),
        block("markup", None, page=None),
    ]
    document = parse(blocks)
    assert [one.id for one in document.blocks] == ["half", "other page", "caption", "markup"]
    assert document.tables == (TABLE,)
    assert document.doc_id == "new"


def test_a_paragraph_that_runs_on_outside_the_table_stays():
    inside, outside = (
        Fragment(start=0, end=2, page=2, bbox=(110, 110, 200, 190)),
        Fragment(start=2, end=3, page=3, bbox=(0, 0, 9, 9)),
    )
    document = parse([block("on", (110, 110, 200, 190), fragments=(inside, outside))])
    assert len(document.blocks) == 1


def test_without_tables_found_those_of_the_file_stay():
    document = Document(doc_id="old", source="a.xml", reader="r", tables=(TABLE,))
    assert Parse()({"doc_id": "new", "read": document}).value.tables == (TABLE,)
