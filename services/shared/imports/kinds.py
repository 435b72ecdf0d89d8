"""What a resource says of itself to let its objects be brought in from a file."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from services.shared.access import Action, Principal
from services.shared.errors import Refusal, Text
from services.shared.imports.rules.cells import Value
from services.shared.imports.rules.columns import Choice, Column, TableForm
from services.shared.imports.rules.table import Row
from services.shared.neighbours import Asker

Values = dict[str, Value]
# What was gathered of others, as JSON values; empty where a kind gathers nothing.
Known = dict[str, Any]


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
# Asked before the transaction of a template, an upload or a confirmation begins, in the name of whoever makes it: what
# the other services know that rows are judged by. It leaves no transaction open. A file is judged by what was known at
# its upload, and confirmed by what is known then.
Gather = Callable[[AsyncSession, Asker, Principal, str], Awaitable[Known]]
# Given a session and who uploads for which unit: what the database has against the good rows. It changes nothing.
Examine = Callable[[AsyncSession, Principal, str, Sequence[Row], Known], Awaitable[Sequence[RowFault]]]
# Given who asks and the unit it is for: the rows that the template comes with, values by column name.
Prefill = Callable[[AsyncSession, Principal, str, Known], Awaitable[Sequence[Values]]]
# What the cells of a column may be for this unit, by the column's name: the template's lists to choose from.
Lists = Callable[[Known], Mapping[str, Sequence[Choice]]]
# Creates everything in the caller's transaction, events included; what it returns stands in the import's `result`.
Apply = Callable[[AsyncSession, Principal, str, Sequence[Row], Known], Awaitable[dict[str, Any]]]


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
    gather: Gather | None = None
    lists: Lists | None = None
    filled_by: tuple[str, ...] = ()
    refuses: tuple[type[Refusal], ...] = ()  # what `apply` may raise, for the contract
    # Rows belong together, so that a file with a fault is not taken in part: skip_faulty is no way around it.
    is_whole: bool = False

    @cached_property
    def form(self) -> TableForm:
        """What a table of this kind looks like."""
        return TableForm(self.name, self.title, self.columns, self.filled_by)

    def form_for(self, known: Known) -> TableForm:
        """What a table of this kind looks like with the lists of one unit."""
        lists = self.lists(known) if self.lists else {}
        columns = [replace(each, choices=tuple(lists.get(each.name, each.choices))) for each in self.columns]
        return replace(self.form, columns=tuple(columns))

    @property
    def job_kind(self) -> str:
        """The kind of the jobs that read its files; `parse_import` is what does them."""
        return f"import.parse:{self.name}"
