"""What an item of a scorecard can lack to be scored, each with what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.shared.errors import Text

NO_CLUSTER, NO_AGREEMENT, NO_SCORED_KPI = "no_cluster", "no_agreement", "no_scored_kpi"
WEIGHT_MISSING, RUBRIC_MISSING, RUBRIC_UNUSABLE = "weight_missing", "rubric_missing", "rubric_unusable"
ACTUAL_MISSING, ACTUAL_INCOMPLETE = "actual_missing", "actual_incomplete"
WEIGHTS_DO_NOT_ADD_UP, SCALES_DIFFER = "weights_do_not_add_up", "scales_differ"
NO_ACCOUNT, NOTHING_POSTED, RESULT_MISSING = "no_account", "nothing_posted", "result_missing"

LACKS: Mapping[str, Text] = {
    NO_CLUSTER: Text("จังหวัดไม่อยู่ในกลุ่มจังหวัดใดในปีงบประมาณนี้", "The province was in no cluster in this fiscal year."),
    NO_AGREEMENT: Text(
        "ยังไม่มีคำรับรองการปฏิบัติราชการที่ส่งแล้วของปีนี้", "There is no submitted performance agreement of this year."
    ),
    NO_SCORED_KPI: Text("คำรับรองไม่มีตัวชี้วัดที่นับคะแนน", "The agreement has no KPI that counts."),
    WEIGHT_MISSING: Text("ตัวชี้วัดนี้ไม่มีน้ำหนักในคำรับรอง", "The agreement gives this KPI no weight."),
    RUBRIC_MISSING: Text("ไม่มีเกณฑ์การให้คะแนน", "There is no rubric to score it by."),
    RUBRIC_UNUSABLE: Text(
        "เกณฑ์การให้คะแนนใช้ไม่ได้ ตรวจวิธี ทิศทาง และค่าเกณฑ์ในคำรับรอง",
        "The rubric cannot be used; check its method, direction and anchors in the agreement.",
    ),
    ACTUAL_MISSING: Text("ยังไม่มีการรายงานผลของปีนี้", "No result of this year has been reported."),
    ACTUAL_INCOMPLETE: Text("ผลที่รายงานยังไม่ครบทั้งปี", "What was reported does not cover the whole year."),
    WEIGHTS_DO_NOT_ADD_UP: Text(
        "น้ำหนักของตัวชี้วัดที่นับคะแนนรวมไม่ได้ 100", "The weights of the KPIs that count are not 100 together."
    ),
    SCALES_DIFFER: Text(
        "ตัวชี้วัดใช้วิธีให้คะแนนต่างกัน จึงรวมคะแนนไม่ได้", "The KPIs are scored by different methods and cannot be added up."
    ),
    NO_ACCOUNT: Text("ไม่พบบัญชีวงเงินของจังหวัดในปีนี้", "No budget account of the province is seen for this year."),
    NOTHING_POSTED: Text("ยังไม่มีวงเงินที่ผูกพันแล้ว จึงไม่มีอัตราเบิกจ่าย", "Nothing is posted yet, so there is no rate."),
    RESULT_MISSING: Text("ยังไม่ได้บันทึกผลพร้อมหลักฐาน", "No result with its evidence has been recorded for this item."),
}


@dataclass(frozen=True)
class Lack:
    """What an item lacks to be scored; `indicator_id` names the KPI that lacks it, None where it is the item itself."""

    code: str
    indicator_id: UUID | None = None
