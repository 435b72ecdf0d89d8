"""The fields that several representations of requests to agencies share, and their examples."""

from typing import Annotated, Literal

from pydantic import Field

from services.budget.requests.schemas.fields import (
    HASH,
    LINE_EXAMPLES,
    PROJECT_EXAMPLE,
    PROJECT_ID,
    REQUEST_ID,
    TITLE,
    example,
)
from services.shared.schemas import Json

__all__ = ["example"]

AgencyRequestState = Literal["draft", "sent", "accepted", "declined", "referred", "funded", "released", "withdrawn"]
AgencyDecision = Literal["accept", "decline", "refer"]
Priority = Annotated[int, Field(ge=1, le=1000, description="rank among what the agency was asked, 1 the most urgent")]

PRICED = ("expenditure_class", "title_th", "amount")
LINES: list[Json] = [{name: line[name] for name in PRICED} for line in LINE_EXAMPLES]
ASSESSMENT_EXAMPLE: Json = {
    "fits_strategy": True,
    "strategy_th": "สอดคล้องกับยุทธศาสตร์การท่องเที่ยวเชิงวัฒนธรรมของกระทรวง ประเด็นที่ 2",
    "is_needed": True,
    "need_th": "นักท่องเที่ยวพักเฉลี่ยไม่ถึง 1 คืน ไม่มีหน่วยอื่นดำเนินการในพื้นที่",
    "priority": 2,
    "priority_th": "รองจากเส้นทางที่มีนักท่องเที่ยวเกินขีดรองรับ",
}
OUTPUT_EXAMPLE: Json = {
    "code": "05-02-01",
    "name_th": "แหล่งท่องเที่ยวได้รับการพัฒนา",
    "budget_line_th": "แผนงานสร้างรายได้จากการท่องเที่ยว งบลงทุน",
    "source": "เอกสารงบประมาณ ฉบับที่ 3 ปีงบประมาณ 2558",
}
OUTPUT_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a81"
ASK_EXAMPLE: Json = {
    "asked_amount": "1250000.00",
    "lines": LINES,
    "problem_th": "รายได้ชุมชนหัตถกรรมลดลงต่อเนื่อง 3 ปี นักท่องเที่ยวพักเฉลี่ยไม่ถึง 1 คืน",
    "reason_th": "อยู่ในภารกิจพัฒนาแหล่งท่องเที่ยวของกระทรวง และเกินกรอบวงเงินของจังหวัด",
}
CREATE_EXAMPLE: Json = {
    "area_code": "50",
    "fiscal_year": 2558,
    "function_code": "05",
    "project_id": PROJECT_ID,
    **ASK_EXAMPLE,
}
DECIDE_EXAMPLE: Json = {
    "decision": "accept",
    "content_hash": HASH,
    "accepted_amount": "1000000.00",
    "reason": "ค่าอบรมใช้งบปกติของสำนักงานการท่องเที่ยวและกีฬาจังหวัด",
    "assessment": ASSESSMENT_EXAMPLE,
    "output": OUTPUT_EXAMPLE,
    "refer_to": None,
}
ITEM_EXAMPLE: Json = {
    "id": REQUEST_ID,
    "version": 3,
    "area_code": "50",
    "fiscal_year": 2558,
    "function_code": "05",
    "project_id": PROJECT_ID,
    "title_th": TITLE,
    "is_regular_mission": False,
    "asked_amount": "1250000.00",
    "accepted_amount": "1000000.00",
    "funded_amount": None,
    "held_amount": "1000000.00",
    "output_id": OUTPUT_ID,
    "output_code": OUTPUT_EXAMPLE["code"],
    "snapshot_state": "current",
    "state": "accepted",
    "state_reason": DECIDE_EXAMPLE["reason"],
    "content_hash": HASH,
    "sent_at": "2014-10-20T03:20:00.000000Z",
    "answered_at": "2014-11-03T03:20:00.000000Z",
    "acknowledged_at": None,
    "created_at": "2014-10-15T03:20:00.000000Z",
    "updated_at": "2014-11-03T03:20:00.000000Z",
}
REQUEST_EXAMPLE: Json = {
    **ITEM_EXAMPLE,
    "problem_th": ASK_EXAMPLE["problem_th"],
    "reason_th": ASK_EXAMPLE["reason_th"],
    "lines": LINES,
    "snapshot": PROJECT_EXAMPLE,
    "snapshot_checked_at": "2014-10-20T03:20:00.000000Z",
    "snapshot_differences": [],
    "assessment": ASSESSMENT_EXAMPLE,
    "output": {"id": OUTPUT_ID, "fiscal_year": 2558, "function_code": "05", **OUTPUT_EXAMPLE},
    "origin_type": None,
    "origin_id": None,
    "referred_to_id": None,
    "account_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a72",
    "hold_transfer_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a73",
    "posted_transfer_id": None,
    "allowed_actions": [],
}
CARRIED_EXAMPLE: Json = {
    **REQUEST_EXAMPLE["output"],
    "requests": 3,
    "asked_amount": "3250000.00",
    "accepted_amount": "2000000.00",
    "funded_amount": "1000000.00",
}
