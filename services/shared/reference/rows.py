"""The reference data as rows for each schema's own copy: days as date, fiscal years as int, kinds as text."""

from dataclasses import asdict
from typing import Any

from services.shared.reference.records import areas, functions, relations


def rows_of_areas() -> list[dict[str, Any]]:
    """Return one row per area, keyed by the fields of Area."""
    return [{**asdict(each), "kind": each.kind.value} for each in areas()]


def rows_of_relations() -> list[dict[str, Any]]:
    """Return one row per relation, keyed by the fields of AreaRelation."""
    return [{**asdict(each), "kind": each.kind.value} for each in relations()]


def rows_of_functions() -> list[dict[str, Any]]:
    """Return one row per ministry and department, keyed by the fields of Function."""
    return [{**asdict(each), "kind": each.kind.value} for each in functions()]
