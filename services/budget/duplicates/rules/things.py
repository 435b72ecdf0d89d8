"""What can be the same as something else: requests of areas, requests to agencies, agencies' own projects."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from services.shared.errors import FieldError, Text
from services.shared.money import format_amount

BUDGET_REQUEST, AGENCY_REQUEST, AGENCY_PROJECT = "budget_request", "agency_request", "agency_project"
KINDS = (BUDGET_REQUEST, AGENCY_REQUEST, AGENCY_PROJECT)
# desk: its owner alone knows of it; open: it still asks or is being done; settled: others see it, it asks no longer;
# gone: withdrawn or cancelled, and shown to nobody.
DESK, OPEN, SETTLED, GONE = "desk", "open", "settled", "gone"
STANDINGS = (DESK, OPEN, SETTLED, GONE)
KNOWN = (OPEN, SETTLED)

# S1 point 5, S4 2.1: the same is not asked twice. Merging itself is a decision of the committee; here it is advice.
SAME, DIFFERENT, MERGE = "same", "different", "merge"
VERDICTS = (SAME, DIFFERENT, MERGE)

PLANNED, ASKED, APPROVED, CANCELLED = "planned", "asked", "approved", "cancelled"
PROJECT_STATES = (PLANNED, ASKED, APPROVED, CANCELLED)
MOST_PROJECTS = 500


@dataclass(frozen=True)
class Thing:
    """Something that can be asked twice, as it is compared; the amount in satang.

    `unit` is whose it is, `area_code` where or for whom, `function_code` the agency that it is of or that is asked;
    `activity_th` is what is done, as its lines or the agency say.
    """

    id: UUID
    kind: str
    unit: str
    area_code: str | None
    function_code: str | None
    fiscal_year: int
    title_th: str
    place_th: str | None
    stretch_th: str | None
    project_kind: str | None
    activity_th: str | None
    amount: int
    state: str
    standing: str

    @property
    def content(self) -> dict[str, Any]:
        """What of it is compared, as JSON values; its state is no part of it."""
        where = ("unit", "area_code", "function_code", "fiscal_year")
        names = (*where, "title_th", "place_th", "stretch_th", "project_kind", "activity_th")
        return {**{name: getattr(self, name) for name in names}, "amount": format_amount(self.amount)}


def activity_of(lines: Iterable[str]) -> str | None:
    """Return the lines of a request as the activity that it is for; None without any."""
    return " ".join(dict.fromkeys(lines)) or None


def changes_since(seen: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, list[Any]]:
    """Return, by field, [as it was judged, as it is now] of what changed."""
    return {name: [seen.get(name), value] for name, value in now.items() if seen.get(name) != value}


def pair_faults(thing_id: UUID, other_id: UUID) -> tuple[FieldError, ...]:
    """Return what is wrong with a pair: nothing is judged against itself."""
    sentence = Text("ต้องเป็นรายการคนละรายการ", "Name two different things.")
    return (FieldError("/other_id", "same_thing", sentence),) if thing_id == other_id else ()


def code_faults(codes: list[str]) -> tuple[FieldError, ...]:
    """Return what is wrong with the codes of pushed projects: each stands once."""
    sentence = Text("รหัสโครงการซ้ำในชุดเดียวกัน", "This code stands twice among the projects.")
    return tuple(
        FieldError(f"/projects/{place}/code", "code_twice", sentence)
        for place, code in enumerate(codes)
        if code in codes[:place]
    )
