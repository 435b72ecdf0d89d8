"""Keeping a project as it was: what any row does that stores one with its version, and asks after it again."""

from typing import Any, Protocol

from services.budget.requests.rules.project import CHANGED, CURRENT, Project, snapshot_state_of
from services.shared.columns import now
from services.shared.money import format_amount
from services.shared.schemas import Json


class KeepsProject(Protocol):
    """A row with a project in it, as it was when it was last accepted."""

    title_th: Any
    is_regular_mission: Any
    snapshot: Any
    latest: Any
    snapshot_state: Any
    snapshot_checked_at: Any

    @property
    def project(self) -> Project:
        """The project as stored."""


def store_project(row: KeepsProject, project: Project) -> None:
    """Store a project's facts with a row, as they stand now."""
    row.title_th = project.title_th
    row.is_regular_mission = project.is_regular_mission
    row.snapshot = project.document()
    row.latest = None
    row.snapshot_state = CURRENT
    row.snapshot_checked_at = now()


def note(row: KeepsProject, found: Project | None) -> None:
    """Note how the project fares, and what was found of it where that is not what is stored."""
    row.snapshot_state = snapshot_state_of(row.project, found)
    row.latest = found.document() if found is not None and row.snapshot_state == CHANGED else None
    row.snapshot_checked_at = now()


class PricedLine(Protocol):
    """What part of the money of a row is for what."""

    expenditure_class: Any
    title_th: Any
    amount: Any


def priced(line: PricedLine) -> Json:
    """Return what part of the money a line is, as JSON values."""
    return {
        "expenditure_class": line.expenditure_class,
        "title_th": line.title_th,
        "amount": format_amount(line.amount),
    }
