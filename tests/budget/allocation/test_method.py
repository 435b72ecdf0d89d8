"""docs/allocation.md says how an allocation is computed: a program written from that page gets the same satang."""

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.budget.allocation.rules.division import divide, split_frame
from services.budget.allocation.rules.faults import faults_of
from services.budget.allocation.rules.method import REFUSE, Band, Bounds, Criterion, Pool
from services.shared.money import format_amount
from tests.budget.allocation.reference import frame_of, lines_of, satang
from tests.budget.allocation.test_rules import UNITS, bounded_pools

PAGE = (Path(__file__).parents[3] / "docs" / "allocation.md").read_text(encoding="utf-8")
EXAMPLE = re.compile(r"```json\n(.*?)```.*?(\| area .*?)(?:\n\n|\Z)", re.DOTALL)
Lines = Mapping[str, Mapping[str, int | str]]


def examples() -> list[tuple[dict[str, Any], Lines]]:
    """The examples of the page: what is divided, and the table that it says comes out."""
    found: list[tuple[dict[str, Any], Lines]] = []
    for document, table in EXAMPLE.findall(PAGE):
        titles, _, *rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.strip().splitlines()]
        told = {
            cells[0]: {
                title: cell if title == "stands at" else satang_of(cell)
                for title, cell in zip(titles[1:], cells[1:], strict=True)
            }
            for cells in rows
        }
        found.append((json.loads(document), told))
    return found


def satang_of(cell: str) -> int:
    """An amount of the page, which may be below zero."""
    return -satang(cell[1:]) if cell.startswith("-") else satang(cell)


def pool_of(document: Mapping[str, Any]) -> Pool:
    """The JSON of the page as the services have it."""
    return Pool(
        amount=satang(document["amount"]),
        unit=satang(document["unit"]),
        areas=tuple(document["areas"]),
        criteria=tuple(criterion_of(each) for each in document["criteria"]),
        bounds=bounds_of(document.get("bounds", {})),
        exceptions={area: bounds_of(each) for area, each in document.get("exceptions", {}).items()},
        last_year={area: satang(text) for area, text in document.get("last_year", {}).items()},
    )


def criterion_of(document: Mapping[str, Any]) -> Criterion:
    """One criterion of the page."""
    least = document.get("least_input")
    return Criterion(
        key=document["key"],
        kind=document["kind"],
        weight=Decimal(document["weight"]),
        inputs={area: Decimal(text) for area, text in document.get("inputs", {}).items()},
        missing=document.get("missing", REFUSE),
        least_input=None if least is None else Decimal(least),
        bands=tuple(Band(Decimal(each["at_least"]), Decimal(each["points"])) for each in document.get("bands", ())),
    )


def bounds_of(document: Mapping[str, Any]) -> Bounds:
    """The bounds of the page."""
    read: dict[str, Any] = {
        name: satang(text) if name.endswith("_amount") else Decimal(text) for name, text in document.items()
    }
    return Bounds(**read)


def document_of(pool: Pool) -> dict[str, Any]:
    """A pool of the services as the JSON of the page."""
    return {
        "amount": format_amount(pool.amount),
        "unit": format_amount(pool.unit),
        "areas": list(pool.areas),
        "criteria": [
            {
                "key": each.key,
                "kind": each.kind,
                "weight": f"{each.weight:f}",
                "inputs": {area: f"{value:f}" for area, value in each.inputs.items()},
                "missing": each.missing,
                "least_input": None if each.least_input is None else f"{each.least_input:f}",
                "bands": [{"at_least": f"{band.at_least:f}", "points": f"{band.points:f}"} for band in each.bands],
            }
            for each in pool.criteria
        ],
        "bounds": shown_bounds(pool.bounds),
        "exceptions": {area: shown_bounds(each) for area, each in pool.exceptions.items()},
        "last_year": {area: format_amount(amount) for area, amount in pool.last_year.items()},
    }


def shown_bounds(bounds: Bounds) -> dict[str, str]:
    """The bounds that there are."""
    return {
        name: format_amount(value) if isinstance(value, int) else f"{value:f}"
        for name, value in vars(bounds).items()
        if value is not None
    }


def lines_of_services(pool: Pool) -> Lines:
    """What the services say of every area, in the words of the page."""
    return {
        share.area_code: {
            **{each.key: each.amount for each in share.contributions},
            "bounds": share.bounds_amount,
            "stands at": share.bound_by or "",
            "rounding": share.rounding_amount,
            "amount": share.amount,
        }
        for share in divide(pool).shares
    }


@pytest.mark.parametrize(("document", "told"), examples())
def test_the_examples_of_the_page_are_true(document: dict[str, Any], told: Lines) -> None:
    assert lines_of_services(pool_of(document)) == told
    assert lines_of(document) == told


def test_the_page_has_its_examples() -> None:
    assert len(examples()) == PAGE.count("```json") == 3


@st.composite
def excepted_pools(draw: st.DrawFn) -> Pool:
    """A pool with bounds of which some areas are excepted."""
    pool = draw(bounded_pools())
    even = pool.amount // len(pool.areas)
    bounds = st.builds(
        Bounds,
        least_amount=st.none() | st.integers(0, even),
        most_amount=st.none() | st.integers(even, pool.amount),
        most_rise_percent=st.none() | st.decimals(min_value=0, max_value=200, places=1),
    )
    return replace(pool, exceptions=draw(st.dictionaries(st.sampled_from(pool.areas), bounds, max_size=2)))


@given(excepted_pools())
def test_another_program_gets_the_same_satang(pool: Pool) -> None:
    assume(not faults_of(pool))
    assert lines_of(document_of(pool)) == lines_of_services(pool)


@given(st.integers(1, 10**12), UNITS, st.integers(0, 10_000), st.integers(0, 10_000))
def test_another_program_splits_the_frame_alike(count: int, unit: int, one: int, other: int) -> None:
    cuts = sorted((one, other))
    parts = {"a": cuts[0], "b": cuts[1] - cuts[0], "c": 10_000 - cuts[1]}
    percents = {key: Decimal(part).scaleb(-2) for key, part in parts.items()}
    texts = {key: f"{percent:f}" for key, percent in percents.items()}
    assert split_frame(count * unit, unit, percents) == frame_of(count * unit, unit, texts)
