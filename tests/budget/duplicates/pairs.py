"""The labelled pairs: frozen before a line of the matcher was written, half of them held out."""

import csv
from pathlib import Path

from services.budget.duplicates.engine import alike
from services.budget.duplicates.rules.comparing import Side
from services.budget.duplicates.rules.reading import activity_of, read
from services.budget.duplicates.rules.vocabulary import vocabulary
from services.budget.duplicates.rules.weighing import Likeness, compare, scale

PAIRS = Path(__file__).parent / "data" / "pairs.csv"
FROZEN = "ddb01b6f6baf649c401d860596ba6bd089c11b2f6d403ca760b673bb426b5b42"


def pairs_of(half: str) -> list[dict[str, str]]:
    """Return the pairs of a half: `learn` or `held_out`."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["half"] == half]


def side_of(row: dict[str, str], side: str) -> Side:
    """Return one side of a pair, `a` or `b`."""
    reading = read(row[f"title_{side}"], vocabulary(), stretch=row[f"km_{side}"], place=row[f"place_{side}"])
    amount = int(row[f"amount_{side}"]) * 100
    kind, _, code = row[f"asker_{side}"].partition(":")
    activity = activity_of(row[f"activity_{side}"], vocabulary())
    agency = code if kind == "function" else None
    return Side(reading, int(row[f"fiscal_year_{side}"]), amount, row[f"kind_{side}"] or None, activity, agency)


def likeness_of(row: dict[str, str]) -> Likeness:
    """Return how alike the two sides of a pair are."""
    return compare(side_of(row, "a"), side_of(row, "b"), alike, scale())
