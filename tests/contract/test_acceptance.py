"""docs/acceptance.md tells the truth: every line once, operations of the contract, files that exist."""

import re
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.contract.operations import operations

ROOT = Path(__file__).resolve().parents[2]
LINES = 125


class Row(NamedTuple):
    """One line of the page."""

    number: int
    state: str
    operations: list[str]
    tests: list[str]


def rows() -> list[Row]:
    found = []
    for line in (ROOT / "docs" / "acceptance.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 5 and cells[0].isdigit():
            names = [re.findall(r"`([^`]+)`", cell) for cell in cells[3:]]
            found.append(Row(int(cells[0]), cells[2], names[0], names[1]))
    return found


def test_every_line_of_the_checklist_stands_there_once() -> None:
    assert sorted(row.number for row in rows()) == list(range(1, LINES + 1))


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row.number))
def test_a_line_says_what_carries_it_and_what_holds_it(row: Row) -> None:
    assert row.state in ("built", "partly", "open")
    if row.state == "open":
        assert row.operations == row.tests == []
        return
    assert row.operations
    assert row.tests
    assert set(row.operations) <= {operation.id for operation in operations()}
    for path in row.tests:
        assert (ROOT / path).is_file(), path
