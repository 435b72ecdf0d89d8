"""Where texts are compared letter by letter: the one file that knows the library (rapidfuzz)."""

from rapidfuzz import fuzz

from services.budget.duplicates.rules.comparing import Alike


def alike(left: str, right: str) -> Alike:
    """Return how alike two texts are; spaces, which Thai writers set as they like, do not count letter by letter."""
    letters = fuzz.ratio(left.replace(" ", ""), right.replace(" ", ""))
    return Alike(letters / 100, fuzz.token_sort_ratio(left, right) / 100)
