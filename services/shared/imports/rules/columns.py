"""The columns of a kind of import: what they are called, what they hold, and the version of the template they make."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from services.shared import reference
from services.shared.errors import Text

MOST_ROWS = 5_000
MOST_COLUMNS = 100
LONGEST_CELL = 5_000

NUMBER_COLUMN = "_row"
NUMBER_TITLE = Text("ลำดับ", "No.")
EXAMPLE_MARK = Text("ตัวอย่าง", "Example")
EXPLANATION_SHEET = Text("คำอธิบาย", "Explanation")

_AREA_KINDS = {reference.AreaKind.PROVINCE: 1, reference.AreaKind.SPECIAL: 2, reference.AreaKind.CLUSTER: 3}


class ColumnKind(StrEnum):
    """What the cells of a column hold."""

    TEXT = "text"
    INTEGER = "integer"
    AMOUNT = "amount"
    NUMBER = "number"
    DATE = "date"
    FISCAL_YEAR = "fiscal_year"
    AREA = "area"
    CHOICE = "choice"
    BOOLEAN = "boolean"


class Choice(NamedTuple):
    """One of the values a column may have: what is stored, and what people read and write."""

    value: str
    th: str
    en: str


@dataclass(frozen=True)
class Column:
    """One column. `name` is a field of the JSON body, `example` is written as that body writes it ("1250000.00").

    `choices` are the values of a CHOICE; of an AREA they are the areas taken, or every province and cluster when empty.
    """

    name: str
    title_th: str
    title_en: str
    kind: ColumnKind = ColumnKind.TEXT
    required: bool = False
    choices: tuple[Choice, ...] = ()
    example: str = ""
    note: Text | None = None

    def values(self) -> tuple[Choice, ...]:
        """Return what the column's cells may be; empty when they are not chosen from a list."""
        match self.kind:
            case ColumnKind.BOOLEAN:
                return (Choice("true", "ใช่", "yes"), Choice("false", "ไม่ใช่", "no"))
            case ColumnKind.AREA if not self.choices:
                areas = sorted(reference.areas(), key=lambda area: _AREA_KINDS.get(area.kind, 0))
                return tuple(
                    Choice(area.code, area.name_th, area.name_en) for area in areas if area.kind in _AREA_KINDS
                )
            case _:
                return self.choices

    def label(self, choice: Choice) -> str:
        """Return how a choice stands in the template's list; an area with its code, since names repeat."""
        return f"{choice.value} {choice.th}" if self.kind is ColumnKind.AREA else choice.th


@dataclass(frozen=True)
class TableForm:
    """What a table of one kind looks like. `title` is the name of its sheet.

    `filled_by` names the columns of which one must be filled for a row to count, where a template comes with rows that
    are filled in but for them; empty, whatever is filled makes a row.
    """

    kind: str
    title: Text
    columns: tuple[Column, ...]
    filled_by: tuple[str, ...] = ()

    @property
    def version(self) -> str:
        """The version of the template: it changes when a column comes, goes, or means something else."""
        meaning = [[column.name, column.kind, column.required] for column in self.columns]
        return hashlib.sha256(json.dumps(meaning).encode()).hexdigest()[:8]

    @property
    def marker(self) -> str:
        """What stands in the first cell of the template's hidden row of machine names."""
        return f"template:{self.kind}:{self.version}"


def form_as_json(form: TableForm) -> dict[str, Any]:
    """Return a form as JSON values, for the reading process."""
    return asdict(form)


def form_of_json(document: Mapping[str, Any]) -> TableForm:
    """Return the form that `form_as_json` wrote."""
    columns = tuple(_column_of_json(column) for column in document["columns"])
    return TableForm(document["kind"], Text(*document["title"]), columns, tuple(document["filled_by"]))


def _column_of_json(document: Mapping[str, Any]) -> Column:
    choices: Sequence[Sequence[str]] = document["choices"]
    note = Text(*document["note"]) if document["note"] else None
    own = {
        "kind": ColumnKind(document["kind"]),
        "choices": tuple(Choice(value, th, en) for value, th, en in choices),
        "note": note,
    }
    return Column(**{**document, **own})
