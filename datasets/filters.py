"""A row's facts and the recipe's filters in, whether the row stays out."""

from typing import Any

from .recipe import Filters


def keeps(facts: dict[str, Any], filters: Filters) -> bool:
    """True where nothing in the filters speaks against the row."""
    if filters.licences and facts["licence"] not in filters.licences:
        return False
    if filters.elements and not set(facts.get("elements") or ()) <= set(filters.elements):
        return False
    return not (filters.maximum_sites and (facts.get("nsites") or 0) > filters.maximum_sites)
