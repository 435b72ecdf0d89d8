"""What the document of 2557 asks of a joint indicator: checked, and recorded with the answer of each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.shared.errors import FieldError, Text

OUTPUT = "output"
ALL_PROVINCES, LISTED = "all_provinces", "listed"

# S0 part 3, "หลักการกำหนดตัวชี้วัดร่วมระหว่างกระทรวงและจังหวัด": 1.1 to 1.3 are conditions, the topics are what should be one.
_SOURCE = "สำนักงาน ก.พ.ร., เอกสารประชุมหัวหน้าส่วนราชการในภูมิภาค 4 ภาค (4-28 สิงหาคม 2557) ส่วนที่ 3 ข้อ"
CASCADES, PROVINCE_ROLE, LEVEL, TOPIC_SCOPE = "cascades", "province_role", "level", "topic_scope"
SOURCES = {
    CASCADES: f"{_SOURCE} 1.1",
    PROVINCE_ROLE: f"{_SOURCE} 1.2",
    LEVEL: f"{_SOURCE} 1.3",
    TOPIC_SCOPE: f"{_SOURCE} 2",
}


@dataclass(frozen=True)
class Past:
    """By area of the scope the last fiscal year before its own with reported values; None where there are none.

    A value measured before an area was split off counts for it: it covers its ground.
    """

    last_years: Mapping[str, int | None]

    @property
    def lacking(self) -> tuple[str, ...]:
        """The areas without any, in order."""
        return tuple(sorted(code for code, year in self.last_years.items() if year is None))

    @property
    def answer(self) -> str:
        """The sentence that says what there is, where nothing is lacking."""
        years = [year for year in self.last_years.values() if year is not None]
        span = f"{min(years)}" if min(years) == max(years) else f"{min(years)} ถึง {max(years)}"
        return f"มีค่าที่รายงานของทุกพื้นที่ ({len(years)} พื้นที่) ปีล่าสุด พ.ศ. {span}"


@dataclass(frozen=True)
class Proposal:
    """What the criteria are asked of."""

    level: str
    scope: str
    topic_scope: str | None
    province_role: str | None
    past: Past
    departure_reason: str | None


@dataclass(frozen=True)
class Criterion:
    """One criterion with its answer. One that is not required may stand unmet when it is said why."""

    code: str
    source: str
    is_required: bool
    is_met: bool
    answer: str | None
    lacking: tuple[str, ...] = ()

    def document(self) -> dict[str, Any]:
        """Return it as it is stored."""
        return {
            "code": self.code,
            "source": self.source,
            "is_required": self.is_required,
            "is_met": self.is_met,
            "answer_th": self.answer,
            "lacking_area_codes": list(self.lacking),
        }


def criteria_of(proposal: Proposal) -> tuple[Criterion, ...]:
    """Return every criterion with its answer.

    That past data exist is a footnote in the document ("ขึ้นกับข้อมูลผลการดำเนินงานที่ผ่านมา"), so a proposal that lacks
    those of some area may go on with a reason; so may one whose scope is not the one printed for its topic.
    """
    past, lacking = proposal.past, proposal.past.lacking
    has_data = bool(past.last_years) and not lacking
    found = [
        Criterion(
            CASCADES,
            SOURCES[CASCADES],
            False,
            has_data,
            past.answer if has_data else proposal.departure_reason,
            lacking,
        ),
        _criterion(PROVINCE_ROLE, True, proposal.province_role is not None, proposal.province_role),
        _criterion(LEVEL, True, proposal.level != OUTPUT, proposal.level),
    ]
    if proposal.topic_scope is not None:
        fits = proposal.topic_scope == proposal.scope
        found.append(_criterion(TOPIC_SCOPE, False, fits, proposal.scope if fits else proposal.departure_reason))
    return tuple(found)


def _criterion(code: str, is_required: bool, is_met: bool, answer: str | None) -> Criterion:
    return Criterion(code, SOURCES[code], is_required, is_met, answer)


def gaps_of(criteria: Sequence[Criterion]) -> tuple[FieldError, ...]:
    """Return what stands between a draft and its offers: an unmet condition, or a departure that nobody explained."""
    gaps = []
    for criterion in criteria:
        if not criterion.is_met and criterion.is_required:
            gaps.append(FieldError(_PLACES[criterion.code], "criterion_not_met", _UNMET[criterion.code]))
        elif not criterion.is_met and criterion.answer is None:
            gaps.append(FieldError(_PLACES[criterion.code], "departure_unexplained", _UNMET[criterion.code]))
    return tuple(gaps)


_PLACES = {
    CASCADES: "/departure_reason_th",
    PROVINCE_ROLE: "/province_role_th",
    LEVEL: "/indicator_id",
    TOPIC_SCOPE: "/departure_reason_th",
}
_UNMET = {
    CASCADES: Text(
        "บางพื้นที่ยังไม่มีค่าที่รายงานของปีก่อน ๆ (ดู lacking_area_codes) โปรดรายงานที่ /v1/observations หรือบอกเหตุผลที่ไม่มีใน "
        "departure_reason_th",
        "Some areas have no values of earlier years (see lacking_area_codes). Report them at /v1/observations, or say "
        "why in departure_reason_th.",
    ),
    PROVINCE_ROLE: Text(
        "โปรดระบุบทบาทของจังหวัดในการดำเนินการในพื้นที่", "Say what role the province has in acting in the area."
    ),
    LEVEL: Text(
        "ตัวชี้วัดร่วมต้องเป็นระดับ outcome หรือ hybrid โปรดเลือกตัวชี้วัดอื่น",
        "A joint indicator is of the level outcome or hybrid. Choose another indicator.",
    ),
    TOPIC_SCOPE: Text(
        "ขอบเขตไม่ตรงกับที่เอกสารกำหนดสำหรับประเด็นนี้ โปรดแก้ scope หรือบอกเหตุผลใน departure_reason_th",
        "The scope is not the one that the document prints for this topic. Change scope, or say why in "
        "departure_reason_th.",
    ),
}
LEVEL_REFUSED = FieldError(_PLACES[LEVEL], "level_not_outcome", _UNMET[LEVEL])
