"""Rows made ready for the database, and what is wrong with those that cannot be read."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from services.indicators.observations.rules.rows import Fault
from services.indicators.observations.schemas import ObservationRow
from services.indicators.observations.usecases.reading.columns import FIELDS, FORMS, NULL, Cells, Form, copied
from services.shared.errors import FieldError
from services.shared.validation import field_error

_ROW = TypeAdapter(ObservationRow)
_NAMES = frozenset(FIELDS)
_PARTS = ("numerator", "denominator")


@dataclass(frozen=True, slots=True)
class Reading:
    """A push as it was read.

    `columns` hold the rows that could be read, a column per field, written as COPY takes them; `indexes` are their
    places in the push, from 0. `lines` are the lines of a CSV file that its rows begin on; nothing else has any.
    """

    received: int
    indexes: Sequence[int]
    columns: Mapping[str, Sequence[str]]
    faults: Sequence[Fault]
    lines: Sequence[int] = ()

    def distinct(self, *fields: str) -> set[tuple[str, ...]]:
        """Return what stands in these fields together, each once."""
        return set(zip(*(self.columns[field] for field in fields), strict=True))

    @property
    def indicator_ids(self) -> set[UUID]:
        """The indicators that rows are of."""
        return {UUID(each) for each in set(self.columns["indicator_id"])}

    @property
    def has_doubles(self) -> bool:
        """Whether two rows have the same key."""
        ids = map(str.lower, self.columns["indicator_id"])
        others = (self.columns[field] for field in ("area_code", "fiscal_year", "period"))
        return len(set(zip(ids, *others, strict=True))) < len(self.indexes)

    @property
    def has_parts(self) -> bool:
        """Whether any row has a numerator or denominator."""
        return any(set(self.columns[field]) - {NULL} for field in _PARTS)

    @property
    def fiscal_years(self) -> set[int]:
        """The fiscal years that rows are of."""
        return {int(each) for each in set(self.columns["fiscal_year"])}


@dataclass(frozen=True, slots=True)
class Unread:
    """What is wrong with a row, in its place, when that was found before it was read."""

    errors: Sequence[FieldError]


# Reads the row at a place of the push by its schema.
ReadOne = Callable[[int], ObservationRow | Sequence[FieldError]]


def read_rows(rows: Sequence[Any]) -> Reading:
    """Return the rows of a JSON push. Takes a while and no await: run it in a thread."""
    odd = {index for index, row in enumerate(rows) if type(row) is not dict or not row.keys() <= _NAMES}
    known = [{} if index in odd else row for index, row in enumerate(rows)] if odd else rows
    columns = {field: [row.get(field) for row in known] for field in FIELDS}
    return reading_of(len(rows), columns, FORMS, odd, lambda index: read_row(rows[index]))


def reading_of(
    received: int, columns: Mapping[str, Sequence[Any]], forms: Mapping[str, Form], odd: set[int], read_one: ReadOne
) -> Reading:
    """Return rows whose columns are given; those at `odd`, and those with a cell that is not plain, are read singly."""
    cells = {field: forms[field](columns[field]) for field in FIELDS}
    for column in cells.values():
        if None in column:
            odd = odd | {index for index, cell in enumerate(column) if cell is None}
    faults, unread = list[Fault](), set[int]()
    for index in sorted(odd):
        row = read_one(index)
        if isinstance(row, ObservationRow):
            for field in FIELDS:
                cells[field][index] = copied(getattr(row, field))
        else:
            unread.add(index)
            faults += (Fault(index, error) for error in row)
    indexes = [index for index in range(received) if index not in unread]
    return Reading(received, indexes, {field: _but(unread, cells[field]) for field in FIELDS}, faults)


def _but(unread: set[int], cells: Cells) -> Sequence[str]:
    read = [cell for index, cell in enumerate(cells) if index not in unread] if unread else cells
    return cast("list[str]", read)  # every cell that was not plain has been read


def read_row(sent: object) -> ObservationRow | Sequence[FieldError]:
    """Return one row, or why it cannot be read."""
    if isinstance(sent, Unread):
        return sent.errors
    try:
        return _ROW.validate_python(sent)
    except ValidationError as problem:
        return list(_errors_of(problem))


def _errors_of(problem: ValidationError) -> Iterator[FieldError]:
    for fault in problem.errors(include_url=False, include_input=False):
        known: dict[str, Any] = {**fault, "loc": ("body", *fault["loc"])}
        pointer, code, sentence = field_error(known)
        # The name of a field that nobody knows may be any text, even one that cannot be written.
        yield FieldError(pointer.encode(errors="replace").decode(), code, sentence)
