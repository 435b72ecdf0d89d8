"""Rows as columns: whether cells are plainly what they should be is asked of a whole column at once.

A cell is plain when the schema of a row takes it and changes nothing. Every other one sends its row to the schema,
which reads it or says what is wrong, so nothing is refused here and nothing is taken that the schema would refuse.
"""

import re
from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.indicators.observations.rules.periods import PERIODS
from services.indicators.observations.rules.years import STATUSES
from services.indicators.observations.schemas import ObservationRow
from services.shared import fiscal, reference
from services.shared.numbers import MOST_DIGITS
from services.shared.schemas import Line

FIELDS = tuple(ObservationRow.model_fields)
# How the database's COPY writes that there is nothing.
NULL = "\\N"
# Cells as COPY takes them; None is one that is not plain.
Cells = list[str | None]
Form = Callable[[Sequence[Any]], Cells]

_LINE: TypeAdapter[str] = TypeAdapter(Line)
_ID = re.compile(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?")
_YEARS = {year: str(year) for year in range(fiscal.FIRST_FISCAL_YEAR, fiscal.LAST_FISCAL_YEAR + 1)}
# Text of that many characters has at most as many digits as a number may.
_LONGEST = MOST_DIGITS + 1
_LARGEST = 10**MOST_DIGITS


def _among(known: Container[str]) -> Form:
    return lambda cells: [cell if type(cell) is str and cell in known else None for cell in cells]


def _areas(cells: Sequence[Any]) -> Cells:
    return _among({area.code for area in reference.areas()})(cells)


def _ids(cells: Sequence[Any]) -> Cells:
    return _among({cell for cell in _texts_in(cells) if _ID.fullmatch(cell)})(cells)


def _texts_in(cells: Iterable[Any]) -> set[str]:
    return {cell for cell in cells if type(cell) is str}


def _lines(cells: Sequence[Any]) -> Cells:
    cleaned = {cell: _line(cell) for cell in _texts_in(cells)}
    return [NULL if cell is None else cleaned[cell] if type(cell) is str else None for cell in cells]


def _line(cell: str) -> str | None:
    try:
        return copied(_LINE.validate_python(cell))
    except ValidationError:
        return None


def _years(cells: Sequence[Any]) -> Cells:
    return [_YEARS.get(cell) if type(cell) is int else None for cell in cells]


def _numbers(cells: Sequence[Any]) -> Cells:
    return [NULL if cell is None else _number(cell) for cell in cells]


def _number(cell: object) -> str | None:
    if type(cell) is int:
        return str(cell) if -_LARGEST < cell < _LARGEST else None
    if type(cell) is float and -_LARGEST < cell < _LARGEST:  # neither infinite nor no number
        shown = repr(cell)
        return shown if len(shown) <= _LONGEST and "e" not in shown else None
    return None


def _written_numbers(cells: Sequence[Any]) -> Cells:
    return [
        NULL if cell is None else cell if len(cell) <= _LONGEST and _NUMBER.fullmatch(cell) else None for cell in cells
    ]


# What came as JSON.
FORMS: Mapping[str, Form] = {
    "area_code": _areas,
    "indicator_id": _ids,
    "fiscal_year": _years,
    "period": _among(frozenset(PERIODS)),
    "value": _numbers,
    "numerator": _numbers,
    "denominator": _numbers,
    "status": _among(frozenset(STATUSES)),
    "note": _lines,
    "reason": _lines,
}
# What came as text alone, an empty cell as None.
WRITTEN_FORMS: Mapping[str, Form] = {
    **FORMS,
    "fiscal_year": _among(frozenset(_YEARS.values())),
    **dict.fromkeys(("value", "numerator", "denominator"), _written_numbers),
}


def copied(value: object) -> str:
    """Return how COPY writes a value of a row that was read by its schema: a line of text, without tabs in it."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return NULL if value is None else str(value).replace("\\", "\\\\")
