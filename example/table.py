"""The table that the documents print, and beside it what they do not print and the example adds."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from example.places import UPPER_NORTH_1, Place

FIRST_YEAR = 2557


@dataclass(frozen=True)
class Row:
    """One row of the table (`data/upper_north_1_indicators.csv`), with the example's additions by file and column."""

    number: str
    area: str
    key_matter: str
    indicator: str
    unit: str
    targets: tuple[float, ...]  # of four years in a row, the first in 2557
    stated_total: float
    stated_total_kind: str
    measurement: Mapping[str, str]
    weighing: Mapping[str, str]
    actual: float


def read(name: str) -> list[dict[str, str]]:
    """Return the rows of a file of the example."""
    text = files("example").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


@cache
def rows() -> tuple[Row, ...]:
    """Return the ten rows in order."""
    added = {
        name: {row["row"]: row for row in read(name)} for name in ("measurement", "weights_and_rubrics", "actuals")
    }
    return tuple(
        Row(
            number=row["row"],
            area=row["unit_code"],
            key_matter=row["key_matter_th"],
            indicator=row["indicator_th"],
            unit=row["measure_unit"],
            targets=tuple(float(row[f"target_{FIRST_YEAR + year}"]) for year in range(4)),
            stated_total=float(row["stated_total_2557_2560"]),
            stated_total_kind="level" if row["stated_total_kind"] == "overall_target" else row["stated_total_kind"],
            measurement=added["measurement"][row["row"]],
            weighing=added["weights_and_rubrics"][row["row"]],
            actual=float(added["actuals"][row["row"]]["actual"]),
        )
        for row in read("upper_north_1_indicators")
    )


def area_in(place: Place, row: Row) -> str | None:
    """Return the area of a place that stands where the table has the row's; None when the place has fewer."""
    index = UPPER_NORTH_1.areas.index(row.area)
    return place.areas[index] if index < len(place.areas) else None


def rows_in(place: Place) -> list[tuple[str, Row]]:
    """Return the rows with their areas in a place."""
    return [(area, row) for row in rows() if (area := area_in(place, row)) is not None]
