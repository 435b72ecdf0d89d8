"""The project behind a request, as the plans service told of it: what is stored of it, and how it has fared since."""

from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, fields
from typing import Any

from services.shared.errors import FieldError, Text

CURRENT, CHANGED, GONE = "current", "changed", "withdrawn"
SNAPSHOT_STATES = (CURRENT, CHANGED, GONE)
# In these states of a project no money is asked for it.
ENDED = ("cancelled", "rejected", "returned")
# What changes without the project becoming another one.
PASSING = frozenset({"id", "version", "content_hash", "state"})


@dataclass(frozen=True)
class Share:
    """A province's part of a project's money; the amount as a decimal string in baht."""

    area_code: str
    amount: str


@dataclass(frozen=True)
class Project:
    """A project's facts at one version. Amounts are decimal strings in baht, days ISO 8601."""

    id: str
    version: int
    content_hash: str
    state: str
    title_th: str
    owner_area_code: str | None
    owner_function_code: str | None
    fiscal_year: int
    estimated_amount: str
    is_regular_mission: bool
    is_area_initiative: bool
    shares: tuple[Share, ...]
    responsible_unit: str | None
    responsible_post: str | None
    place_th: str | None
    start_on: str | None
    end_on: str | None
    strategy_id: str | None = None  # what was stored before it was asked for has none

    @classmethod
    def of(cls, document: Mapping[str, Any]) -> "Project":
        """Read a project from JSON values; KeyError or TypeError when something is missing or misshapen."""
        stated = (field for field in fields(cls) if field.default is MISSING or field.name in document)
        known = {field.name: document[field.name] for field in stated}
        shares = tuple(Share(share["area_code"], share["amount"]) for share in document["shares"])
        return cls(**{**known, "shares": shares})

    def document(self) -> dict[str, Any]:
        """Return it as JSON values, the form in which it is stored."""
        return {**asdict(self), "shares": [asdict(share) for share in self.shares]}

    @property
    def is_ended(self) -> bool:
        """Whether no money is asked for it any more."""
        return self.state in ENDED

    @property
    def is_draft(self) -> bool:
        """Whether it was still on its owner's desk, where nobody else sees it."""
        return self.state == "draft"

    def is_of(self, area_code: str) -> bool:
        """Return whether it is an area's own, or has a share for it."""
        return area_code == self.owner_area_code or area_code in {share.area_code for share in self.shares}


def snapshot_state_of(stored: Project, found: Project | None) -> str:
    """Return how a stored project fares; what the asker is no longer shown counts as withdrawn."""
    if found is None or found.is_ended:
        return GONE
    return CURRENT if found.content_hash == stored.content_hash else CHANGED


def differences_of(stored: Project, found: Project) -> dict[str, list[Any]]:
    """Return, by field, [stored, now] of whatever differs in what the project is."""
    before, after = stored.document(), found.document()
    return {name: [before[name], after[name]] for name in after if name not in PASSING and before[name] != after[name]}


def project_faults(project: Project | None, area_code: str, fiscal_year: int) -> tuple[FieldError, ...]:
    """Return why an area may not ask money for a project in a fiscal year."""
    if project is None:
        return (FieldError("/project_id", "project_unknown", _UNKNOWN),)
    if project.is_ended:
        return (FieldError("/project_id", "project_withdrawn", _ENDED),)
    if project.fiscal_year != fiscal_year:
        sentence = Text(
            f"โครงการเป็นของปีงบประมาณ {project.fiscal_year} แต่ชุดคำขอเป็นของปี {fiscal_year}",
            f"The project is of fiscal year {project.fiscal_year}, the submission of {fiscal_year}.",
        )
        return (FieldError("/project_id", "project_of_another_year", sentence),)
    if not project.is_of(area_code):
        return (FieldError("/project_id", "project_of_another_area", _ELSEWHERE),)
    return ()


_UNKNOWN = Text("ไม่มีโครงการรหัสนี้ ดูได้ที่ /v1/projects", "There is no such project; /v1/projects lists them.")
_ENDED = Text(
    "โครงการถูกยกเลิก ส่งกลับ หรือไม่ผ่าน จึงขอเงินไม่ได้",
    "The project was cancelled, returned or rejected; no money can be asked for it.",
)
_ELSEWHERE = Text(
    "โครงการต้องเป็นของพื้นที่นี้ หรือมีส่วนแบ่งของพื้นที่นี้",
    "The project must be this area's own, or have a share for it.",
)
