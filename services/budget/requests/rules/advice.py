"""What checks point out of a request although it does not block it: each needs a reason that the committee reads.

S1 point 5: a clear owner, a framework of what belongs to departments. S4 1.2, 1.4: projects that no public forum saw,
data of the state's side alone, agencies' regular work turned into provincial requests.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from services.shared.errors import FieldError, Text

FORUM_LEVELS = ("community", "tambon", "district", "province")
STATE, PEOPLE = "state", "people"
SIDES = (STATE, PEOPLE)
MOST_EVIDENCE = 50


@dataclass(frozen=True)
class Agency:
    """The ministry or department that a kind of project belongs to, as the year's framework says."""

    kind_th: str
    function_code: str
    name_th: str
    name_en: str


@dataclass(frozen=True)
class AlikeThing:
    """Something that is likely the same as a request, and the weightiest reason why."""

    title_th: str
    whose_th: str
    fiscal_year: int
    score: float
    reason: Text


@dataclass(frozen=True)
class Background:
    """What a request says of where it comes from; `sides` are those of its evidence."""

    sides: Sequence[str]
    has_forum: bool
    has_owner: bool
    is_planned: bool
    is_regular_mission: bool
    # Whether the fiscal year has a framework, whether the request's kind stands in it, and the agency it belongs to.
    has_framework: bool
    has_kind: bool
    agency: Agency | None
    is_clusters: bool
    has_shares: bool
    # What is likely the same and was not judged, the most like first.
    alike: Sequence[AlikeThing] = ()


def advice_of(request: Background) -> tuple[FieldError, ...]:
    """Return what a committee would ask about; each code is one that `reasons` may answer."""
    told = (
        (not request.sides, EVIDENCE_MISSING),
        (bool(request.sides) and PEOPLE not in request.sides, EVIDENCE_ONE_SIDED),
        (not request.has_forum, FORUM_MISSING),
        (not request.has_owner, OWNER_MISSING),
        (not request.is_planned, PLAN_ITEM_MISSING),
        (request.is_regular_mission, REGULAR_MISSION),
        (request.has_framework and not request.has_kind, KIND_MISSING),
        (request.is_clusters and not request.has_shares, SHARES_MISSING),
    )
    advice = [each for is_so, each in told if is_so]
    if request.agency:
        advice.append(belongs_to(request.agency))
    return (*advice, *((asked_elsewhere(request.alike),) if request.alike else ()))


def reason_faults(findings: Sequence[str]) -> tuple[FieldError, ...]:
    """Return what is wrong with reasons: each finding has one."""
    sentence = Text("ให้เหตุผลของเรื่องเดียวกันซ้ำ โปรดเหลือข้อเดียว", "This finding has two reasons. Keep one of them.")
    return tuple(
        FieldError(f"/reasons/{place}/finding", "reason_twice", sentence)
        for place, finding in enumerate(findings)
        if finding in findings[:place]
    )


def belongs_to(agency: Agency) -> FieldError:
    """Return where a request of an agency's own kind of project should go."""
    sentence = Text(
        f"โครงการประเภท “{agency.kind_th}” เป็นภารกิจของ{agency.name_th} ({agency.function_code}) "
        "โปรดส่งไปที่หน่วยงานนั้น หรือระบุเหตุผลที่ขอเอง",
        f"Projects of the kind “{agency.kind_th}” are regular mission of {agency.name_en} ({agency.function_code}): "
        "send it there, or say why it is asked here.",
    )
    return FieldError("/project_kind", KIND_OF_AN_AGENCY, sentence)


def asked_elsewhere(alike: Sequence[AlikeThing]) -> FieldError:
    """Return that a request is likely the same as others, the most like of which is named with its reason."""
    most, more = alike[0], len(alike) - 1
    named = f"“{most.title_th}” ({most.whose_th}, {most.fiscal_year}, {most.score:g})"
    sentence = Text(
        f"น่าจะซ้ำกับ {named}{f' และอีก {more} รายการ' if more else ''}: {most.reason.th} "
        "โปรดดูที่ …/similar แล้วให้ความเห็นว่าซ้ำหรือไม่ หรือระบุเหตุผล",
        f"It is probably the same as {named}{f' and {more} more' if more else ''}: {most.reason.en} "
        "Read …/similar and judge whether it is, or give a reason.",
    )
    return FieldError("/snapshot/title_th", LIKELY_DUPLICATE, sentence)


LIKELY_DUPLICATE = "likely_duplicate"
KIND_OF_AN_AGENCY = "kind_of_an_agency"
EVIDENCE_MISSING = FieldError(
    "/evidence",
    "evidence_missing",
    Text("ยังไม่มีข้อมูลหลักฐานประกอบ โปรดเพิ่ม หรือระบุเหตุผล", "No evidence is named. Add it, or give a reason."),
)
EVIDENCE_ONE_SIDED = FieldError(
    "/evidence",
    "evidence_one_sided",
    Text(
        "ข้อมูลทั้งหมดมาจากฝั่งรัฐ โปรดเพิ่มข้อมูลจากประชาชน หรือระบุเหตุผล",
        "All evidence is of the state's side. Add what people say, or give a reason.",
    ),
)
FORUM_MISSING = FieldError(
    "/forum",
    "forum_missing",
    Text(
        "ไม่ได้ระบุเวทีประชาคมที่เห็นชอบ โปรดระบุ หรือให้เหตุผลที่ไม่มี",
        "No public forum is named. Name it, or say why there is none.",
    ),
)
OWNER_MISSING = FieldError(
    "/snapshot/responsible_unit",
    "owner_missing",
    Text(
        "โครงการไม่ระบุหน่วยงานและตำแหน่งผู้รับผิดชอบครบ โปรดเพิ่มที่โครงการ หรือระบุเหตุผล",
        "The project does not name both its responsible unit and post. Add them to the project, or give a reason.",
    ),
)
PLAN_ITEM_MISSING = FieldError(
    "/snapshot/strategy_id",
    "plan_item_missing",
    Text(
        "โครงการไม่อยู่ใต้กลยุทธ์ใดของแผน โปรดเชื่อมที่โครงการ หรือระบุเหตุผล",
        "The project stands under no strategy of a plan. Link it at the project, or give a reason.",
    ),
)
REGULAR_MISSION = FieldError(
    "/is_regular_mission",
    "regular_mission",
    Text(
        "โครงการเป็นงานปกติของหน่วยงาน โปรดขอจากงบของหน่วยงานนั้น หรือระบุเหตุผลที่ขอจากงบพัฒนาพื้นที่",
        "The project is regular work of an agency. Ask for it in that agency's budget, or give a reason.",
    ),
)
KIND_MISSING = FieldError(
    "/project_kind",
    "project_kind_missing",
    Text(
        "ไม่ได้ระบุประเภทโครงการที่มีในกรอบความรับผิดชอบของปีนี้ (/v1/responsibility-frameworks) โปรดระบุ หรือให้เหตุผล",
        "No kind of project of this year's framework is named (/v1/responsibility-frameworks). Name it, or say why.",
    ),
)
SHARES_MISSING = FieldError(
    "/lines",
    "shares_missing",
    Text(
        "คำขอของกลุ่มจังหวัดไม่ได้ระบุส่วนแบ่งรายจังหวัด โปรดระบุจังหวัดของทุกรายการ หรือให้เหตุผล",
        "The cluster's request does not say each province's share. Name the province of every line, or give a reason.",
    ),
)
# What a reason may be given for.
ADVICE_CODES = (
    *(each.code for each in (EVIDENCE_MISSING, EVIDENCE_ONE_SIDED, FORUM_MISSING, OWNER_MISSING, PLAN_ITEM_MISSING)),
    *(each.code for each in (REGULAR_MISSION, KIND_MISSING, SHARES_MISSING)),
    KIND_OF_AN_AGENCY,
    LIKELY_DUPLICATE,
)
