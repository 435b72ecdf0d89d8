"""The examples of the contract: a flood, and what it does to a target of the upper north."""

from services.indicators.agreements.schemas.examples import HASH, INDICATOR_ID, KPI_IN, RUBRIC, TARGETS
from services.indicators.agreements.schemas.examples import ID as AGREEMENT_ID
from services.shared.schemas import Json

ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a70"
RESOLUTION_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a71"
_AT = "2015-05-20T03:20:00.000000Z"
_EXAMPLE_SOURCE = "ตัวอย่างของระบบ ไม่ใช่ข้อมูลทางการ"

EVENT: Json = {
    "what_th": "อุทกภัยฉับพลันในสี่จังหวัด เส้นทางเข้าแหล่งท่องเที่ยวหลักถูกตัดขาด",
    "began_on": "2015-04-18",
    "ended_on": "2015-05-06",
    "effect_th": "นักท่องเที่ยวยกเลิกการเดินทางช่วงเทศกาล รายได้ที่เหลือของปีไม่พอถึงเป้าหมายเดิม",
    "beyond_control_th": "เป็นภัยธรรมชาติ ฝนเกินค่าที่ระบบเตือนภัยคาดการณ์ ป้องกันและชดเชยภายในปีไม่ได้",
}
TARGET: Json = {
    "targets": [{**each, "value": 3 if each["fiscal_year"] == 2558 else each["value"]} for each in TARGETS],
    "stated_total": 18,
}
SCORING: Json = {**RUBRIC, "anchors": [1, 2, 3, 4, 5], "dated_on": "2015-05-15"}
ASKED: Json = {"detail": None, "target": TARGET, "scoring_criteria": SCORING}
CREATE: Json = {"agreement_id": AGREEMENT_ID, "indicator_id": INDICATOR_ID, **ASKED, "event": EVENT}
PATCH: Json = {"target": TARGET, "event": EVENT}
ANALYSIS_IN: Json = {
    "text_th": "ข้อมูลการท่องเที่ยวรายเดือนลดลงจริงในช่วงเกิดเหตุ เหตุอยู่นอกการควบคุมของจังหวัด เป้าหมายที่เสนอเหมาะสม",
    "recommendation": "approve",
    "instead": None,
}
OPINION_IN: Json = {"stance": "agrees", "text_th": "ตรวจกับสถิตินักท่องเที่ยวของกระทรวงแล้วสอดคล้องกัน"}
PROPOSE_IN: Json = {"host_silence_th": "มีหนังสือสอบถามกระทรวงสองครั้ง ครบกำหนด 15 พฤษภาคมแล้วยังไม่ได้รับคำตอบ"}
REASON_IN: Json = {"reason": "โปรดแนบรายงานสถานการณ์ของศูนย์อำนวยการจังหวัดเพิ่ม"}
REBASE_IN: Json = {"content_hash": HASH}

_DETAIL: Json = {
    "definition_version": 1,
    **{name: KPI_IN[name] for name in ("measurement_th", "baseline", "key_matter_th", "plan_issue_th", "policy_th")},
    **{name: KPI_IN[name] for name in ("budget_support_th", "participating_area_codes", "development_index_ref")},
    **{name: KPI_IN[name] for name in ("responsible_unit", "responsible_post")},
}
BEFORE: Json = {
    "detail": _DETAIL,
    "target": {"targets": TARGETS, "stated_total": 20, "stated_total_kind": "sum", "source": KPI_IN["source"]},
    "scoring_criteria": RUBRIC,
}
AFTER: Json = {**BEFORE, "target": {**BEFORE["target"], **TARGET}, "scoring_criteria": SCORING}
SUMMARY: Json = {
    "id": ID,
    "version": 6,
    "content_hash": HASH,
    "agreement_id": AGREEMENT_ID,
    "indicator_id": INDICATOR_ID,
    "indicator_code": "UN1-TOURISM-GROWTH",
    "name_th": "ร้อยละของการขยายตัวของรายได้จากการท่องเที่ยวและธุรกิจเกี่ยวเนื่อง",
    "area_code": "C52-15",
    "level": "cluster",
    "fiscal_year": 2558,
    "host_function_code": "05",
    "kinds": ["target", "scoring_criteria"],
    "state": "approved",
    "state_reason": None,
    "submitted_at": "2015-05-11T04:00:00.000000Z",
    "decision": "approve",
    "decision_reason_th": None,
    "condition_th": None,
    "resolution_id": RESOLUTION_ID,
    "decided_on": "2015-05-19",
    "decided_at": _AT,
    "created_at": "2015-05-08T02:00:00.000000Z",
    "updated_at": _AT,
}
REQUEST: Json = {
    **SUMMARY,
    "before": BEFORE,
    "after": AFTER,
    "changed_fields": ["targets", "stated_total", "rubric"],
    "base": {"agreement_version": 4, "content_hash": HASH, "current_hash": None, "is_moved": None, "differences": []},
    "event": EVENT,
    "evidence": [
        {"attachment_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a72", "name": "รายงานสถานการณ์.pdf", "sha256": HASH}
    ],
    "opinion": {
        "state": "given",
        "host_function_code": "05",
        **OPINION_IN,
        "given_by": "ministry:05",
        "given_at": "2015-05-13T04:00:00.000000Z",
        "silence_th": None,
    },
    "analysis": {
        "text_th": ANALYSIS_IN["text_th"],
        "recommendation": "approve",
        "instead": None,
        "instead_fields": [],
        "analysed_by": "opdc",
        "analysed_at": "2015-05-15T04:00:00.000000Z",
    },
    "notice": {"state": "sent", "sent_at": _AT, "acknowledged_by": None, "acknowledged_at": None},
    "allowed_actions": [],
}
_TALLY: Json = {"requests": 0, "approved": 0, "approved_changed": 0, "rejected": 0, "withdrawn": 0, "open": 0}
COUNTED: Json = {
    "level": "province",
    "areas_asked": 34,
    "areas_agreed": 76,
    "indicators_asked": 9,
    "indicators_agreed": 35,
    "total": {**_TALLY, "requests": 40, "approved": 31, "approved_changed": 3, "rejected": 4, "withdrawn": 2},
    "by_kind": {
        "detail": _TALLY,
        "target": {**_TALLY, "requests": 40, "approved": 31, "approved_changed": 3, "rejected": 4, "withdrawn": 2},
        "scoring_criteria": _TALLY,
    },
    "indicators": [
        {
            "indicator_id": INDICATOR_ID,
            "indicator_code": SUMMARY["indicator_code"],
            "name_th": SUMMARY["name_th"],
            "areas_asked": 12,
        }
    ],
}
STATISTICS: Json = {"fiscal_year": 2565, "levels": [COUNTED]}
CLOSING_IN: Json = {"closes_on": "2015-06-30", "source": _EXAMPLE_SOURCE, "dated_on": "2015-01-15"}
CLOSING: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a73",
    "version": 1,
    "fiscal_year": 2558,
    **CLOSING_IN,
    "created_at": _AT,
    "updated_at": _AT,
}
REVISION: Json = {
    "revision": 2,
    "agreement_version": 5,
    "content_hash": HASH,
    "terms": AFTER,
    "changed_fields": ["targets", "stated_total", "rubric"],
    "change_request_id": ID,
    "resolution_id": RESOLUTION_ID,
    "reason_th": EVENT["what_th"],
    "revised_by": "opdc",
    "revised_at": _AT,
}
