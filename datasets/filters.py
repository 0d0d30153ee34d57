"""Rows and the recipe's filters in, what of them stays out."""

from dataclasses import replace
from typing import Any

from .recipe import Filters
from .rows import Payload, SourceRow


def narrowed(row: SourceRow, filters: Filters) -> SourceRow | None:
    """The row with the measurements that pass; None where the filters ask for some and none is left."""
    if not (filters.properties or filters.origins or filters.minimum_confidence):
        return row
    kept = tuple(payload for payload in row.payloads.get("measurements", ()) if _passes(payload, filters))
    if not kept:
        return None
    return replace(row, payloads=row.payloads | {"measurements": kept})


def _passes(payload: Payload, filters: Filters) -> bool:
    if filters.properties and payload["property"] not in filters.properties:
        return False
    if filters.origins and payload["origin"] not in filters.origins:
        return False
    return payload["confidence"] >= filters.minimum_confidence


def keeps(facts: dict[str, Any], filters: Filters) -> bool:
    """True where nothing in the filters speaks against the row's licence, elements or size."""
    if filters.licences and facts["licence"] not in filters.licences:
        return False
    if filters.elements and not set(facts.get("elements") or ()) <= set(filters.elements):
        return False
    return not (filters.maximum_sites and (facts.get("nsites") or 0) > filters.maximum_sites)
