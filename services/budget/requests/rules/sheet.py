"""A sheet of requests: each row is a line, and the rows of one project in one list are one request, in their order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from services.budget.requests.rules.project import Project
from services.shared.text import search_key

# What a row says of its line, by field of the line; the rest it says of its request.
LINE = {
    "expenditure_class": "expenditure_class",
    "title_th": "line_title_th",
    "amount": "amount",
    "fiscal_year": "line_fiscal_year",
    "area_code": "line_area_code",
}
FORUM = {"level": "forum_level", "title_th": "forum_title_th", "held_on": "forum_held_on"}
EVIDENCE = {"title_th": "evidence_th", "source_th": "evidence_source_th", "side": "evidence_side"}
HEAD = ("fund_code", "ceiling_position", "asked_amount", "problem_th", "problem_rank", "project_kind", *FORUM.values())
_WHOLE = {"lines": "asked_amount", "forum": "forum_title_th", "evidence": "evidence_th", "project_id": "project"}

Cells = Mapping[str, Any]


class Line(NamedTuple):
    """One row: its number in the sheet and its cells by column."""

    number: int
    cells: Cells


class Key(NamedTuple):
    """Which request a row belongs to: of which list, for which project as it is written."""

    fiscal_year: int
    round: int
    project: str


@dataclass
class Group:
    """The rows of one request."""

    key: Key
    lines: list[Line] = field(default_factory=list)

    @property
    def first(self) -> Line:
        """The row that says what the request says."""
        return self.lines[0]

    def said(self, name: str) -> Any:  # noqa: ANN401 - a cell's value
        """Return what the first row with something in a column says there; None when none does."""
        return next((line.cells[name] for line in self.lines if line.cells.get(name) is not None), None)

    def contradictions(self) -> list[tuple[Line, str]]:
        """Return the rows that say something else of their request than a row before them, with the column."""
        said = {name: self.said(name) for name in HEAD}
        return [(line, name) for line in self.lines for name in HEAD if line.cells.get(name) not in (None, said[name])]

    def body(self) -> dict[str, Any]:
        """Return what the rows ask, as the JSON door takes it; without its list and project."""
        head = {name: self.said(name) for name in HEAD if name not in FORUM.values()}
        forum = {name: self.said(column) for name, column in FORUM.items()}
        return {
            **{name: value for name, value in head.items() if value is not None},
            "forum": _filled(forum) or None,
            "evidence": [_filled(_taken(line, EVIDENCE)) for line in self._with_evidence()],
            "lines": [_filled(_taken(line, LINE)) for line in self.lines],
        }

    def _with_evidence(self) -> list[Line]:
        return [line for line in self.lines if _filled(_taken(line, EVIDENCE))]

    def place_of(self, pointer: str) -> tuple[Line, str]:
        """Return the row and the column in which a fault of the body is mended."""
        name, *rest = pointer.lstrip("/").split("/")
        if name == "lines" and rest:
            return self.lines[int(rest[0])], LINE.get(rest[1] if len(rest) > 1 else "amount", "amount")
        if name == "evidence" and rest:
            return self._with_evidence()[int(rest[0])], EVIDENCE.get(rest[1] if len(rest) > 1 else "", "evidence_th")
        if name == "forum" and rest:
            return self.first, FORUM[rest[0]]
        return self.first, _WHOLE.get(name, name)


def _taken(line: Line, columns: Mapping[str, str]) -> dict[str, Any]:
    return {name: line.cells.get(column) for name, column in columns.items()}


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


def groups_of(lines: Sequence[Line]) -> list[Group]:
    """Return the requests of a sheet in the order in which they begin; a row without a round is of the first."""
    groups: dict[Key, Group] = {}
    for line in lines:
        written = search_key(str(line.cells["project"]))
        key = Key(int(line.cells["fiscal_year"]), int(line.cells.get("round") or 1), written)
        groups.setdefault(key, Group(key)).lines.append(line)
    return list(groups.values())


def named_by(written: str, fiscal_year: int, projects: Sequence[Project]) -> list[Project]:
    """Return the projects of a fiscal year that a cell names, by id or by title."""
    key = search_key(written)
    return [
        project
        for project in projects
        if project.fiscal_year == fiscal_year and key in (search_key(project.id), search_key(project.title_th))
    ]
