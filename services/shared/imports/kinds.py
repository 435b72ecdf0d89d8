"""What a resource says of itself to let its objects be brought in from a file."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.access import Action, Principal
from services.shared.errors import Refusal, Text
from services.shared.imports.rules.cells import Value
from services.shared.imports.rules.columns import Column, TableForm
from services.shared.imports.rules.table import Row

Values = dict[str, Value]


class RowFault(NamedTuple):
    """A fault that a resource finds: the row's number in the sheet, the column it is about, code and sentence."""

    row: int
    column: str
    code: str
    text: Text


# Given the owner unit and one row's values, raises what the JSON door would raise for such a body: a pydantic
# ValidationError, or Invalid. Pointers that begin with a column's name (/estimated_amount) give the fault its cell.
Validate = Callable[[str, Values], object]
# Given every good row: what is wrong between rows. Pure; runs in a thread.
Check = Callable[[Sequence[Row]], Sequence[RowFault]]
# Given a session and who uploads for which unit: what the database has against the good rows. It changes nothing.
Examine = Callable[[AsyncSession, Principal, str, Sequence[Row]], Awaitable[Sequence[RowFault]]]
# Given who asks and the unit it is for: the rows that the template comes with, values by column name.
Prefill = Callable[[AsyncSession, Principal, str], Awaitable[Sequence[Values]]]
# Creates everything in the caller's transaction, events included; what it returns stands in the import's `result`.
Apply = Callable[[AsyncSession, Principal, str, Sequence[Row]], Awaitable[dict[str, Any]]]


@dataclass(frozen=True)
class ImportKind:
    """A resource whose objects come in from Excel or CSV.

    `name` is the kind (project), `noun` stands in operation names (Project: uploadProjectImport), `title` names the
    sheet, `path` is where imports are (/v1/projects/imports), `action` opens all of it to the unit that uploads.
    """

    name: str
    noun: str
    title: Text
    tag: str
    path: str
    action: Action
    columns: tuple[Column, ...]
    apply: Apply
    validate: Validate | None = None
    check: Check | None = None
    examine: Examine | None = None
    prefill: Prefill | None = None
    filled_by: tuple[str, ...] = ()
    refuses: tuple[type[Refusal], ...] = ()  # what `apply` may raise, for the contract

    @cached_property
    def form(self) -> TableForm:
        """What a table of this kind looks like."""
        return TableForm(self.name, self.title, self.columns, self.filled_by)

    @property
    def job_kind(self) -> str:
        """The kind of the jobs that read its files; `parse_import` is what does them."""
        return f"import.parse:{self.name}"
