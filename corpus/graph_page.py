"""Nodes and edges in, a page of HTML out that shows them as a map, alone and without a network."""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from importlib import resources
from typing import Any, Final

import msgspec
import networkx as nx

SHOWN: Final = 1200
"""Nodes of a page at most: those with most links, and their way to a paper."""
LABEL: Final = 120
STEPS: Final = 60


def graph_page(nodes: Sequence[dict[str, Any]], edges: Sequence[dict[str, Any]], title: str) -> tuple[str, int]:
    """The page, and how many of the nodes it shows. The layout is Fruchterman and Reingold's (1991), from one seed."""
    shown = _chosen(nodes, edges)
    place = {node["id"]: index for index, node in enumerate(shown)}
    inside = [edge for edge in edges if edge["source"] in place and edge["target"] in place]
    drawn = nx.Graph()
    drawn.add_nodes_from(range(len(shown)))
    drawn.add_edges_from((place[edge["source"]], place[edge["target"]]) for edge in inside)
    positions = nx.spring_layout(drawn, seed=1, iterations=STEPS, k=1.6 / max(1, len(shown)) ** 0.5)
    data = {
        "nodes": [
            {"kind": node["kind"], "label": _cut(node["label"]), "detail": _cut(node["detail"]),
             "x": round(float(positions[index][0]), 4), "y": round(float(positions[index][1]), 4)}
            for index, node in enumerate(shown)
        ],
        "edges": [
            [place[edge["source"]], place[edge["target"]], edge["kind"], _told(edge)] for edge in inside
        ],
    }  # fmt: skip
    written = msgspec.json.encode(data).decode().replace("<", "\\u003c")
    page = resources.files("matloom.corpus").joinpath("graph_page.html").read_text("utf-8")
    return page.replace("{{title}}", escape(title)).replace("{{data}}", written), len(shown)


def _chosen(nodes: Sequence[dict[str, Any]], edges: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """The nodes with an edge; of too many, those with most."""
    degree: Counter[str] = Counter()
    for edge in edges:
        degree.update((edge["source"], edge["target"]))
    linked = [node for node in nodes if degree[node["id"]]]
    if len(linked) <= SHOWN:
        return linked
    ranked = sorted(linked, key=lambda node: (-degree[node["id"]], node["id"]))[:SHOWN]
    kept = {node["id"] for node in ranked}
    return [node for node in linked if node["id"] in kept]


def _cut(text: str | None) -> str:
    words = " ".join((text or "").split())
    return words if len(words) <= LABEL else words[: LABEL - 1] + "…"


def _told(edge: dict[str, Any]) -> str:
    """An edge in words: value, unit, conditions, confidence and why it was drawn."""
    ends = [edge["value"]] if edge["value"] is not None else [edge["low"], edge["high"]]
    number = " – ".join(f"{end:.5g}" for end in ends if end is not None)
    parts = [f"{number} {edge['unit'] or ''}".strip(), edge["conditions"], edge["origin"]]
    parts.append(f"p = {edge['confidence']:.2f}" if edge["confidence"] is not None else None)
    return _cut("; ".join(str(part) for part in (*parts, edge["reason"]) if part))
