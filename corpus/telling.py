"""Conflicts of a store in, what a person or a program reads of them out: both sides with their words on the page."""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import Any, TypeAlias

import duckdb

from ..records.store.reading import fetch
from .conflicts import Conflict

Json: TypeAlias = dict[str, Any]
_SIDE = (
    "paper", "title", "doi", "year", "sample", "composition", "form", "property", "words", "relation", "value", "low",
    "high", "uncertainty", "unit", "canonical_value", "canonical_low", "canonical_high", "canonical_unit",
    "conditions", "method", "origin", "confidence", "page", "evidence_kind", "table", "figure", "quote", "sample_id",
    "measurement",
)  # fmt: skip
_RELATIONS = {"=": "", "~": "~ ", "<": "< ", ">": "> ", "<=": "≤ ", ">=": "≥ "}


def conflicts_to_json(connection: duckdb.DuckDBPyConnection, conflicts: Sequence[Conflict]) -> Iterator[Json]:
    """One object a conflict: its scope, what explains it, and both statements as ``v_measurements`` has them."""
    wanted = {side.measurement for conflict in conflicts for side in (conflict.first, conflict.second)}
    columns = ", ".join(f'"{name}"' for name in _SIDE)
    query = f"SELECT {columns} FROM v_measurements WHERE measurement IN (SELECT unnest($1))"  # noqa: S608
    rows = {row["measurement"]: row for row in fetch(connection, query, [sorted(wanted)])}
    for conflict in conflicts:
        yield {
            "scope": conflict.scope,
            "property": conflict.first.property,
            "difference": float(f"{conflict.difference:.4g}"),
            "explanations": list(conflict.explanations),
            "first": rows[conflict.first.measurement],
            "second": rows[conflict.second.measurement],
        }


def value_text(side: Json) -> str:
    """``~ 160 mAh/g``, ``3 – 4 GPa``: a side's value as one line."""
    if side["value"] is not None:
        number = f"{_RELATIONS[side['relation']]}{side['value']:.6g}"
    else:
        number = " – ".join(f"{end:.6g}" for end in (side["low"], side["high"]) if end is not None)
    if side["uncertainty"] is not None:
        number += f" ± {side['uncertainty']:.4g}"
    return f"{number} {side['unit'] or ''}".strip()


def place_text(side: Json) -> str:
    """Paper, page, table or figure of a side."""
    places = [side["paper"], f"p. {side['page']}" if side["page"] else ""]
    places.append(f"table {side['table']}" if side["table"] else f"figure {side['figure']}" if side["figure"] else "")
    return ", ".join(place for place in places if place)


def conflicts_page(conflicts: Iterable[Json], title: str) -> str:
    """A page of HTML that stands alone: a card a conflict, both quotes side by side."""
    cards = "\n".join(_card(conflict) for conflict in conflicts)
    return _PAGE.replace("{title}", escape(title)).replace("{cards}", cards or "<p>No conflicts.</p>")


def _card(conflict: Json) -> str:
    told = "".join(f"<li>{escape(one)}</li>" for one in conflict["explanations"])
    kind = "explained" if told else "contradiction"
    where = "within one paper" if conflict["scope"] == "paper" else "between papers"
    head = f"<b>{escape(conflict['property'].replace('_', ' '))}</b> {where}, {conflict['difference']:.0%} apart"
    sides = "".join(_side(conflict[name]) for name in ("first", "second"))
    why = f"<ul>{told}</ul>" if told else ""
    return f'<article class="{kind}"><h2>{head}</h2>{why}<div>{sides}</div></article>'


def _side(side: Json) -> str:
    facts = [
        side["sample"] or side["composition"] or "sample not named",
        side["form"],
        side["conditions"],
        side["method"],
    ]
    notes = " · ".join(escape(str(fact)) for fact in facts if fact)
    origin = f"{side['origin']}, confidence {side['confidence']:.2f}"
    return (
        f"<section><p class=value>{escape(value_text(side))}</p><p>{notes}</p>"
        f"<blockquote>{escape(side['quote'])}</blockquote>"
        f"<p class=place>{escape(place_text(side))} · {escape(origin)}</p></section>"
    )


_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title>
<style>
body{font:15px/1.45 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1c2026;
  background:#f7f7f5}
h1{font-size:1.3rem}h2{font-size:1rem;font-weight:400;margin:0 0 .4rem}
article{background:#fff;border-left:4px solid #b9bec6;padding:.8rem 1rem;margin:0 0 1rem;box-shadow:0 1px 2px #0002}
article.contradiction{border-color:#c0392b}
article>div{display:grid;grid-template-columns:repeat(auto-fit,minmax(18rem,1fr));gap:1rem}
ul{margin:.2rem 0 .6rem;padding-left:1.2rem;color:#555}
.value{font-size:1.25rem;margin:.1rem 0}.place{color:#777;font-size:.85rem}
blockquote{margin:.3rem 0;padding:.3rem .7rem;background:#f3f3ef;font-style:italic;overflow-wrap:anywhere}
section p{margin:.2rem 0}
</style><h1>{title}</h1>
{cards}
</html>
"""
