"""An evaluation and the embeddings it was made from in, one HTML page with its pictures inside out."""

import base64
import html
import io
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from sklearn.decomposition import PCA

from .embeddings import Embeddings
from .evaluate import Evaluation

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>body{{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}}
table{{border-collapse:collapse;margin:1rem 0}}
td,th{{padding:.2rem .7rem;border-bottom:1px solid #ddd;text-align:right}}
td:first-child,th:first-child,td:nth-child(2){{text-align:left}}img{{max-width:100%}}
.right{{color:#1a7f37;font-weight:600}}
</style><h1>{title}</h1>{body}</html>
"""


def _cells(rows: Sequence[Sequence[object]], head: Sequence[str]) -> str:
    top = "".join(f"<th>{html.escape(name)}</th>" for name in head)
    lines = "".join("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in rows)
    return f"<table><tr>{top}</tr>{lines}</table>"


def _picture(figure: Figure, words: str) -> str:
    content = io.BytesIO()
    FigureCanvasAgg(figure).print_png(content)
    data = base64.b64encode(content.getvalue()).decode()
    return f'<img alt="{html.escape(words)}" src="data:image/png;base64,{data}">'


def embedding_map(found: Embeddings, most: int = 2000) -> Figure:
    """The first two principal components of all towers' embeddings; lines join the modalities of 40 materials."""
    names = list(found.vectors)
    chosen = np.arange(min(most, len(found.rows)))
    points = np.concatenate([found.vectors[name][chosen][found.masks[name][chosen]] for name in names])
    flat = PCA(2, random_state=0).fit_transform(points)
    figure = Figure(figsize=(7, 5.5), layout="constrained")
    axes = figure.subplots()
    start, places = 0, {}
    for name in names:
        own = np.flatnonzero(found.masks[name][chosen])
        part = flat[start : start + len(own)]
        start += len(own)
        places[name] = dict(zip(own.tolist(), part, strict=True))
        axes.scatter(part[:, 0], part[:, 1], s=6, alpha=0.5, label=name)
    for row in range(min(40, len(chosen))):
        line = np.array([places[name][row] for name in names if row in places[name]])
        if len(line) > 1:
            axes.plot(line[:, 0], line[:, 1], color="black", linewidth=0.4, alpha=0.5)
    axes.set(xlabel="first principal component", ylabel="second principal component")
    axes.legend(frameon=False)
    return figure


def parity_plot(parity: np.ndarray, label: str) -> Figure:
    """Prediction over truth, both columns of ``parity (n, 2)``, with ``label`` on both axes."""
    figure = Figure(figsize=(4.5, 4.2), layout="constrained")
    axes = figure.subplots()
    axes.scatter(parity[:, 0], parity[:, 1], s=6, alpha=0.4)
    ends = [float(parity.min()), float(parity.max())]
    axes.plot(ends, ends, color="black", linewidth=0.8)
    axes.set(xlabel=f"{label}, truth", ylabel=f"{label}, predicted")
    return figure


def retrieval_examples(found: Embeddings, labels: Sequence[str], pair: tuple[str, str], count: int = 8) -> str:
    """What the first rows find, nearest first; the right answer is marked."""
    index = found.rows.tolist()
    both = np.flatnonzero(found.masks[pair[0]] & found.masks[pair[1]])
    keys = found.vectors[pair[1]][both]
    lines = []
    for row in both[:count].tolist():
        order = both[np.argsort(-(keys @ found.vectors[pair[0]][row]), kind="stable")[:5]].tolist()
        cells = "".join(
            f'<td class="{"right" if found.material[hit] == found.material[row] else ""}">'
            f"{html.escape(labels[index[hit]])}</td>"
            for hit in order
        )
        lines.append(f"<tr><td>{html.escape(labels[index[row]])}</td>{cells}</tr>")
    return f"<table><tr><th>query ({html.escape(pair[0])})</th><th colspan=5>nearest</th></tr>{''.join(lines)}</table>"


def write_report(path: Path, evaluation: Evaluation, found: Embeddings, labels: Sequence[str]) -> None:
    """Write the page. ``labels`` name each row of the index."""
    units = {name: f" ({unit})" for name, unit in evaluation.units.items()}
    named = {name: name + units.get(name, "") for name in evaluation.baselines}
    rows = [
        (
            row.source, row.target, row.scores.gallery, *(f"{row.scores.recall[cut]:.3f}" for cut in (1, 5, 10)),
            f"{row.scores.chance[10]:.3f}", f"{row.shuffled.recall[10]:.3f}", f"{row.scores.median_rank:g}",
            f"{row.scores.mean_reciprocal_rank:.3f}",
        )
        for row in evaluation.retrieval
    ]  # fmt: skip
    head = ("query", "finds", "gallery", "R@1", "R@5", "R@10", "chance at 10", "shuffled at 10", "median rank", "MRR")
    body = [
        f"<p>Part <b>{html.escape(evaluation.part)}</b> of the split <b>{html.escape(evaluation.split)}</b> of "
        f"{html.escape(evaluation.dataset)}, {evaluation.rows} rows.</p><h2>Retrieval</h2>",
        _cells(rows, head),
        "<h2>Embeddings</h2>",
        _picture(embedding_map(found), "embedding map"),
    ]
    if evaluation.retrieval:
        first = evaluation.retrieval[0]
        body += ["<h2>Examples</h2>", retrieval_examples(found, labels, (first.source, first.target))]
    if evaluation.probes:
        probes = [
            (
                named[p.property],
                " + ".join(p.modalities),
                p.rows,
                f"{p.linear:.4g}",
                f"{p.nearest:.4g}",
                f"{p.baseline:.4g}",
            )
            for p in evaluation.probes
        ]
        head = ("property", "from", "rows", "MAE linear", "MAE 5 nearest", "MAE of the mean")
        body += ["<h2>Probes, with each modality left out</h2>", _cells(probes, head)]
        others = [
            (named[name], s.method, s.rows, f"{s.mae:.4g}") for name, own in evaluation.baselines.items() for s in own
        ]
        body += ["<h2>Without the towers</h2>", _cells(others, ("property", "method", "rows", "MAE"))]
    for name, points in evaluation.parity.items():
        words = f"{name}, linear probe of all modalities"
        body += [f"<h2>{html.escape(words)}</h2>", _picture(parity_plot(points, named[name]), f"parity plot of {name}")]
    title = html.escape(f"Evaluation on {evaluation.dataset}")
    path.write_text(_PAGE.format(title=title, body="".join(body)), encoding="utf-8")
