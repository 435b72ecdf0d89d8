"""The fields that several representations of requests share, and their examples."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from services.shared.schemas import Json

RequestState = Literal[
    "draft", "submitted", "endorsed", "approved", "rejected", "referred", "merged", "returned", "withdrawn"
]
CeilingPosition = Literal["within", "above"]
ExpenditureClass = Literal["recurrent", "capital"]
ForumLevel = Literal["community", "tambon", "district", "province"]
EvidenceSide = Literal["state", "people"]
AdviceCode = Literal[
    "evidence_missing",
    "evidence_one_sided",
    "forum_missing",
    "owner_missing",
    "plan_item_missing",
    "regular_mission",
    "project_kind_missing",
    "shares_missing",
    "kind_of_an_agency",
    "likely_duplicate",
]
SnapshotState = Literal["current", "changed", "withdrawn"]
ProblemRank = Annotated[
    int, Field(ge=1, le=1000, description="rank of the problem among those of the area, 1 the most severe")
]

REQUEST_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a57"
SUBMISSION_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"
PROJECT_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a58"
HASH = "6f1a2f0e4f579a550d4a3d0b6a10c3e8f002f6d3c1b9a550193a1de7a107c3e8"
TITLE = "พัฒนาเส้นทางท่องเที่ยวเชิงวัฒนธรรมล้านนา อำเภอสันกำแพง"

LINE_EXAMPLES: list[Json] = [
    {
        "expenditure_class": "capital",
        "title_th": "ปรับปรุงลานกิจกรรมหัตถกรรมสันกำแพง",
        "amount": "950000.00",
        "fiscal_year": 2558,
        "area_code": "50",
    },
    {
        "expenditure_class": "recurrent",
        "title_th": "อบรมผู้ประกอบการชุมชน 4 รุ่น",
        "amount": "300000.00",
        "fiscal_year": 2558,
        "area_code": "50",
    },
]
REASON_EXAMPLE: Json = {"finding": "plan_item_missing", "reason_th": "แผนพัฒนาจังหวัดฉบับทบทวนอยู่ระหว่างเสนอ ก.บ.จ."}
FORUM_EXAMPLE: Json = {"level": "district", "title_th": "เวทีประชาคมอำเภอสันกำแพง", "held_on": "2013-08-20"}
EVIDENCE_EXAMPLES: list[Json] = [
    {"title_th": "รายได้ครัวเรือนเฉลี่ยของอำเภอ 3 ปี", "source_th": "กชช. 2ค ปี 2556", "side": "state"},
    {"title_th": "ปัญหาที่ชุมชนหัตถกรรมเสนอ", "source_th": "บันทึกเวทีประชาคมอำเภอสันกำแพง", "side": "people"},
]
ASK_EXAMPLE: Json = {
    "fund_code": "AREA",
    "ceiling_position": "within",
    "asked_amount": "1250000.00",
    "lines": LINE_EXAMPLES,
    "problem_th": "รายได้ชุมชนหัตถกรรมลดลงต่อเนื่อง 3 ปี นักท่องเที่ยวพักเฉลี่ยไม่ถึง 1 คืน",
    "problem_rank": 1,
    "joint_indicator_id": None,
    "project_kind": "CULTURE-TOURISM",
    "forum": FORUM_EXAMPLE,
    "evidence": EVIDENCE_EXAMPLES,
    "reasons": [REASON_EXAMPLE],
}
CREATE_EXAMPLE: Json = {"submission_id": SUBMISSION_ID, "project_id": PROJECT_ID, **ASK_EXAMPLE}
PROJECT_EXAMPLE: Json = {
    "id": PROJECT_ID,
    "version": 3,
    "content_hash": HASH,
    "state": "submitted",
    "title_th": TITLE,
    "owner_area_code": "50",
    "owner_function_code": None,
    "fiscal_year": 2558,
    "estimated_amount": "1250000.00",
    "is_regular_mission": False,
    "is_area_initiative": True,
    "shares": [{"area_code": "50", "amount": "1250000.00"}],
    "responsible_unit": "สำนักงานการท่องเที่ยวและกีฬาจังหวัดเชียงใหม่",
    "responsible_post": "หัวหน้ากลุ่มพัฒนาการท่องเที่ยว",
    "place_th": "ตำบลต้นเปา อำเภอสันกำแพง จังหวัดเชียงใหม่",
    "start_on": "2014-11-01",
    "end_on": "2015-08-31",
    "strategy_id": None,
}
ITEM_EXAMPLE: Json = {
    "id": REQUEST_ID,
    "version": 4,
    "submission_id": SUBMISSION_ID,
    "priority": 1,
    "area_code": "50",
    "fiscal_year": 2558,
    "project_id": PROJECT_ID,
    "title_th": TITLE,
    "is_regular_mission": False,
    "fund_code": "AREA",
    "ceiling_position": "within",
    "asked_amount": "1250000.00",
    "screened_amount": "1150000.00",
    "screening_reason": "ค่าอบรมสูงกว่าอัตราของกรมบัญชีกลาง",
    "approved_amount": None,
    "approval_reason": None,
    "held_amount": "1250000.00",
    "problem_rank": 1,
    "joint_indicator_id": None,
    "snapshot_state": "current",
    "state": "submitted",
    "state_reason": None,
    "merged_into_id": None,
    "merged_ids": [],
    "merged_amount": "0.00",
    "referred_to": None,
    "carried_from_id": None,
    "content_hash": HASH,
    "created_at": "2013-10-15T03:20:00.000000Z",
    "updated_at": "2013-11-03T03:20:00.000000Z",
}
REQUEST_EXAMPLE: Json = {
    **ITEM_EXAMPLE,
    "condition_th": None,
    "problem_th": ASK_EXAMPLE["problem_th"],
    **{name: ASK_EXAMPLE[name] for name in ("project_kind", "forum", "evidence", "reasons")},
    "lines": LINE_EXAMPLES,
    "class_amounts": {"capital": "950000.00", "recurrent": "300000.00"},
    "shares": [{"area_code": "50", "amount": "1250000.00"}],
    "later_years": [],
    "snapshot": PROJECT_EXAMPLE,
    "snapshot_checked_at": "2013-11-03T03:20:00.000000Z",
    "snapshot_differences": [],
    "account_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a59",
    "hold_transfer_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a60",
    "posted_transfer_id": None,
    "allowed_actions": [],
}


def example(shown: Json) -> ConfigDict:
    """Return the configuration that gives a model its example."""
    return ConfigDict(json_schema_extra={"examples": [shown]})
