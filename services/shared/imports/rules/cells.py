"""One cell: what was in it, turned into the value that the JSON body would hold, or the fault that stops it."""

import datetime as dt
import math
import re
import string
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from services.shared import fiscal, money, text
from services.shared.errors import Text
from services.shared.imports.rules.columns import LONGEST_CELL, Choice, Column, ColumnKind
from services.shared.imports.rules.days import day_of, read_day
from services.shared.imports.rules.faults import NOTES, CellFault

# What a reader gives: Excel's numbers are floats, a CSV file has text only, an empty cell is None.
Raw = str | float | bool | dt.date | dt.datetime | dt.time | dt.timedelta | None
Value = str | int | float | bool | None

_SURE_DIGITS = 15  # Excel keeps 15 digits; what stands behind them is not the user's
_LARGEST_AMOUNT = 10**13  # its satang are the 15th digit
_LARGEST_INTEGER = 10**15
_SHOWN_CHOICES = 5

_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", string.digits)
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)
_PROVINCE = re.compile("^(จังหวัด|จ[.])[ ]*")


class Note(NamedTuple):
    """Something that was put right in a cell."""

    code: str
    text: Text


class Reading(NamedTuple):
    """What a cell holds, in the form of the JSON body, and what was put right to read it."""

    value: Value
    notes: tuple[Note, ...] = ()


def read_cell(column: Column, raw: Raw) -> Reading:
    """Return what a cell of `column` holds, None when it is empty; raises CellFault."""
    if isinstance(raw, str):
        raw = cleaned(raw)
    elif isinstance(raw, float) and not math.isfinite(raw):
        raise CellFault("formula_error")
    if raw is None or raw == "":
        if column.required:
            raise CellFault("required")
        return Reading(None)
    if isinstance(raw, str) and column.kind is not ColumnKind.TEXT:
        plain = raw.translate(_THAI_DIGITS)
        reading = _READERS[column.kind](column, plain)
        return reading if plain == raw else Reading(reading.value, (_note("thai_digits", raw, plain), *reading.notes))
    return _READERS[column.kind](column, raw)


def cleaned(raw: str) -> str:
    """Return the text of a cell in its one spelling, its lines kept; raises CellFault."""
    if len(raw) > LONGEST_CELL:
        raise CellFault("cell_too_long", limit=LONGEST_CELL)
    if text.has_forbidden_characters(raw):
        raise CellFault("forbidden_characters")
    return "\n".join(text.clean(line) for line in raw.replace("\r\n", "\n").split("\n")).strip()


def _text(_column: Column, raw: Raw) -> Reading:
    match raw:
        case str():
            return Reading(raw)
        case bool():
            return Reading(str(raw).upper())
        case int() | float():
            return Reading(_plain_number(raw))
        case _:
            raise CellFault("text_is_date")


def _integer(_column: Column, raw: Raw) -> Reading:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise CellFault("not_an_integer")
    if isinstance(raw, str):
        digits = _without_thousands(raw)
        if not re.fullmatch(r"-?\d{1,15}", digits, re.ASCII):
            raise CellFault("not_an_integer")
        return Reading(int(digits))
    if abs(raw) >= _LARGEST_INTEGER:
        raise CellFault("number_too_large")
    if raw != int(raw):
        raise CellFault("not_an_integer")
    return Reading(int(raw))


def _amount(_column: Column, raw: Raw) -> Reading:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise CellFault("not_an_amount")
    if not isinstance(raw, str) and abs(raw) >= _LARGEST_AMOUNT:
        raise CellFault("number_too_large")
    written = _without_thousands(raw) if isinstance(raw, str) else _plain_number(raw)
    try:
        return Reading(money.format_amount(money.parse_amount(written)))
    except money.AmountError as fault:
        raise CellFault(fault.code, Text(fault.th, fault.en)) from fault


def _number(_column: Column, raw: Raw) -> Reading:
    if isinstance(raw, bool) or not isinstance(raw, str | int | float):
        raise CellFault("not_a_number")
    written = _without_thousands(raw) if isinstance(raw, str) else _plain_number(raw)
    if not re.fullmatch(r"-?\d+(\.\d+)?", written, re.ASCII):
        raise CellFault("not_a_number")
    number = Decimal(written).normalize()
    if len(number.as_tuple().digits) > _SURE_DIGITS or abs(number) >= _LARGEST_INTEGER:
        raise CellFault("number_too_large")
    return Reading(int(number) if number == number.to_integral_value() else float(number))


def _date(_column: Column, raw: Raw) -> Reading:
    match raw:
        case dt.datetime() if raw.time() != dt.time():
            raise CellFault("date_has_time")
        case dt.date():
            day, is_buddhist = day_of(raw.year, raw.month, raw.day)
            was = f"{raw.day}/{raw.month}/{raw.year}"
        case str():
            day, is_buddhist = read_day(raw)
            was = raw
        case int() | float():
            raise CellFault("date_is_number")
        case _:
            raise CellFault("not_a_date")
    notes = (_note("buddhist_year", was, day.isoformat()),) if is_buddhist else ()
    return Reading(day.isoformat(), notes)


def _fiscal_year(_column: Column, raw: Raw) -> Reading:
    written = _plain_number(raw) if isinstance(raw, int | float) and not isinstance(raw, bool) else raw
    if not isinstance(written, str) or not re.fullmatch(r"\d{4}", written, re.ASCII):
        raise CellFault("fiscal_year_malformed")
    year = int(written)
    if fiscal.looks_like_common_era(year):
        raise CellFault("fiscal_year_in_common_era", year=year, likely=year + 543)
    if not fiscal.FIRST_FISCAL_YEAR <= year <= fiscal.LAST_FISCAL_YEAR:
        raise CellFault("fiscal_year_out_of_range")
    return Reading(year)


def _chosen(column: Column, raw: Raw) -> Reading:
    if isinstance(raw, dt.date | dt.time | dt.timedelta):
        raw = None
    written = raw if isinstance(raw, str) else "" if raw is None else _plain_number(raw)
    if column.kind is ColumnKind.AREA:
        written = _PROVINCE.sub("", written)
    found = _choices_by_key(column).get(text.search_key(written), ())
    if not found:
        shown = ", ".join(column.label(choice) for choice in column.values()[:_SHOWN_CHOICES])
        raise CellFault("not_a_choice", choices=shown)
    if len(found) > 1:
        raise CellFault("choice_ambiguous", choices=", ".join(found))
    return Reading(found[0])


def _boolean(column: Column, raw: Raw) -> Reading:
    if isinstance(raw, bool):
        return Reading(raw)
    written = {"1": "true", "0": "false"}.get(_plain_number(raw) if isinstance(raw, float) else str(raw))
    return Reading(_chosen(column, written or raw).value == "true")


@lru_cache(maxsize=256)
def _choices_by_key(column: Column) -> dict[str, tuple[str, ...]]:
    """Return, by what people may write, the values it stands for; a name may stand for several."""
    found: dict[str, tuple[str, ...]] = {}
    for choice in column.values():
        for written in {text.search_key(name) for name in (*_names_of(choice), column.label(choice))}:
            found[written] = (*found.get(written, ()), choice.value)
    # A code is never ambiguous, even where another entry bears it as its name.
    return found | {text.search_key(choice.value): (choice.value,) for choice in column.values()}


def _names_of(choice: Choice) -> tuple[str, ...]:
    return tuple(name for name in (choice.value, choice.th, choice.en) if name)


def _without_thousands(written: str) -> str:
    return written.replace(",", "") if _THOUSANDS.fullmatch(written) else written


def _plain_number(number: float) -> str:
    """Return a number as Excel shows it, in 15 digits without an exponent."""
    shown = Decimal(f"{number:.{_SURE_DIGITS}g}")
    return f"{shown.normalize():f}" if shown else "0"


def _note(code: str, was: str, now: str) -> Note:
    return Note(code, NOTES[code].filled({"was": was, "now": now}))


_READERS: dict[ColumnKind, Callable[[Column, Raw], Reading]] = {
    ColumnKind.TEXT: _text,
    ColumnKind.INTEGER: _integer,
    ColumnKind.AMOUNT: _amount,
    ColumnKind.NUMBER: _number,
    ColumnKind.DATE: _date,
    ColumnKind.FISCAL_YEAR: _fiscal_year,
    ColumnKind.AREA: _chosen,
    ColumnKind.CHOICE: _chosen,
    ColumnKind.BOOLEAN: _boolean,
}
