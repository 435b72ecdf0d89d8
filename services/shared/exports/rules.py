"""What a file for spreadsheets is made of, and what a cell may not begin with.

A spreadsheet takes text that begins with = + - @ or a control character for a formula (OWASP, CSV
injection; ASVS 1.2.10). Text is stored as it was sent and made harmless only here, on its way out; a number is
written as a number.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

Cell = str | int | bool | Decimal | dt.datetime | None

# The wide forms are turned into the plain ones by spreadsheets of East Asian locales.
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")
LONGEST_CELL = 32_767  # characters that Excel keeps in one cell


class Kind(StrEnum):
    """What a column holds; an instant is written in UTC with Z."""

    TEXT = "text"
    NUMBER = "number"
    INSTANT = "instant"


@dataclass(frozen=True)
class Column:
    """A column: its field name, its title, and what it holds."""

    name: str
    title_th: str
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Sheet:
    """One table with its title; a cell without a value stays empty, and is never a zero."""

    title_th: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]


def harmless(text: str) -> str:
    """Return text that no spreadsheet takes for a formula: with a leading apostrophe where it begins like one."""
    return f"'{text}" if text.startswith(_BEGINS_A_FORMULA) else text


def written(cell: Cell, kind: Kind) -> str:
    """Return a cell as a CSV file has it, before quoting."""
    if cell is None:
        return ""
    if isinstance(cell, dt.datetime):
        return cell.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if kind is Kind.NUMBER and isinstance(cell, int | Decimal):
        return plain(cell)
    return harmless(str(cell))


def plain(number: int | Decimal) -> str:
    """Return a number in plain digits, without an exponent and without zeros behind."""
    text = f"{Decimal(number):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
