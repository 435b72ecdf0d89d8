"""How well likeness tells duplicates from near misses, on pairs that were labelled before it was written."""

import hashlib
from collections import Counter

import pytest

from tests.budget.duplicates.pairs import FROZEN, PAIRS, likeness_of, pairs_of

NEAR_MISSES = ("km", "tambon", "phase", "year", "work", "road", "village", "target", "object")


def _measured(half: str) -> tuple[float, float, str]:
    """Return recall and precision on a half, and what went wrong in words."""
    judged = [(row, likeness_of(row)) for row in pairs_of(half)]
    found = [(row["label"] == "duplicate", likeness.is_likely) for row, likeness in judged]
    hits, asked, told = found.count((True, True)), sum(each for each, _ in found), sum(each for _, each in found)
    wrong = [
        f"{likeness.score} {row['label']} {row['phenomenon']}: {row['title_a']} | {row['title_b']}"
        for (row, likeness), (is_one, is_told) in zip(judged, found, strict=True)
        if is_one != is_told
    ]
    return hits / asked, hits / told, "\n".join(wrong)


def test_the_pairs_are_those_that_were_labelled_before_the_matcher() -> None:
    assert hashlib.sha256(PAIRS.read_bytes()).hexdigest() == FROZEN
    halves = pairs_of("learn"), pairs_of("held_out")
    assert [len(half) for half in halves] == [166, 167]
    for half in halves:
        counts = Counter(row["phenomenon"] for row in half)
        assert len(counts) == 20
        assert min(counts.values()) >= 7
        misses = sum(counts[f"other_{name}"] for name in NEAR_MISSES)
        assert misses == 84 == sum(row["label"] == "different" for row in half)


def test_duplicates_are_found_and_near_misses_are_not_on_the_half_that_is_held_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    recall, precision, wrong = _measured("held_out")
    with capsys.disabled():
        print(f"\nduplicates, held-out half: recall {recall:.3f}, precision {precision:.3f}")  # noqa: T201
    assert recall >= 0.90, f"recall {recall:.3f}\n{wrong}"
    assert precision >= 0.85, f"precision {precision:.3f}\n{wrong}"
