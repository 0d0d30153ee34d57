"""A database in; a graph of its papers, samples, materials, properties, spectra and figures out."""

from pathlib import Path
from typing import Annotated

import typer

from ..corpus.graph import read_graph, write_graph
from ..corpus.weaving import open_woven
from ..records.errors import MatloomError
from ..records.store.export import find_papers
from .common import Database, MinConfidence, eye_console, output, written

app = typer.Typer(add_completion=False)


@app.command(
    epilog="Examples: [bold]matloom graph --db f.duckdb --out graph.parquet[/] · "
    "[bold]matloom graph --db f.duckdb --paper PMC7052380 --out graph.html[/]"
)
def command(
    db: Database,
    out: Annotated[Path, typer.Option(metavar="FILE", help="graph.parquet (and graph.nodes.parquet), or graph.html.")],
    paper: Annotated[
        str | None, typer.Option(metavar="NAME", help="Show this paper only; for HTML. A name or a DOI.")
    ] = None,
    min_confidence: MinConfidence = 0.0,
) -> None:
    """Write the records as a graph: for networkx or PyG as Parquet, for the eye as a page that stands alone."""
    if out.suffix not in (".parquet", ".html"):
        raise typer.BadParameter("Give a name that ends in .parquet or .html.", param_hint="--out")
    if out.suffix == ".parquet" and paper is not None:
        raise typer.BadParameter("One paper can be shown, as HTML; Parquet holds them all.", param_hint="--paper")
    console = eye_console()
    with open_woven(db) as store:
        if out.suffix == ".parquet":
            with written(out, db):
                for path in write_graph(store.connection, out, min_confidence):
                    console.print(f"{path} written", markup=False)
            return
        documents = find_papers(store, paper) if paper else None
        if documents == []:
            raise MatloomError("E009", wanted=paper)
        nodes, edges = read_graph(store.connection, min_confidence, documents)
    from ..corpus.graph_page import graph_page

    page, shown = graph_page(nodes, edges, paper or db.name)
    with output(out, db) as target:
        target.write(page)
    console.print(f"{out} written: {shown} of {len(nodes)} nodes", markup=False)
