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
from services.budget.allocation.rules.method import Bounds, Pool
from services.budget.allocation.rules.snapshot import pools_of
from tests.budget.allocation import reference
from tests.budget.allocation.documents import pool_of, snapshot_of
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
    snapshot = snapshot_of(pool)
    assert pools_of(snapshot) == {"province": pool}
    assert lines_of(reference.pools_of(snapshot)["province"]) == lines_of_services(pool)


@given(st.integers(1, 10**12), UNITS, st.integers(0, 10_000), st.integers(0, 10_000))
def test_another_program_splits_the_frame_alike(count: int, unit: int, one: int, other: int) -> None:
    cuts = sorted((one, other))
    parts = {"a": cuts[0], "b": cuts[1] - cuts[0], "c": 10_000 - cuts[1]}
    percents = {key: Decimal(part).scaleb(-2) for key, part in parts.items()}
    texts = {key: f"{percent:f}" for key, percent in percents.items()}
    assert split_frame(count * unit, unit, percents) == frame_of(count * unit, unit, texts)
