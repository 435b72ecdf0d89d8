"""Under which strategic issue a KPI may stand (S0, rule 1 of both lists: from the plan of the cluster or province)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from services.shared.errors import Text

UNKNOWN, OF_ANOTHER_AREA, OF_ANOTHER_PERIOD = (
    "strategic_issue_unknown",
    "strategic_issue_of_another_area",
    "strategic_issue_of_another_period",
)


@dataclass(frozen=True)
class Issue:
    """A strategic issue with the area and years of its plan; `snapshot` is what is kept of it."""

    area_code: str
    first_fiscal_year: int
    last_fiscal_year: int
    snapshot: Mapping[str, Any]


def fault_of_issue(issue: Issue | None, area_code: str, above: str | None, fiscal_year: int) -> str | None:
    """Return what stands against an issue in an agreement of an area; a province may follow its cluster's plan."""
    if issue is None:
        return UNKNOWN
    if issue.area_code not in (area_code, above):
        return OF_ANOTHER_AREA
    if not issue.first_fiscal_year <= fiscal_year <= issue.last_fiscal_year:
        return OF_ANOTHER_PERIOD
    return None


ISSUE_FAULTS: Mapping[str, Text] = {
    UNKNOWN: Text(
        "ไม่มีประเด็นยุทธศาสตร์นี้ หรือแผนถูกยกเลิก หรือท่านยังไม่เห็น ดูรหัสที่ /v1/plans/{id}/strategy หรือระบุเป็นข้อความใน plan_issue_th",
        "There is no such strategic issue, or its plan was given up, or is not open to you; /v1/plans/{id}/strategy "
        "lists them. Or give it in words in plan_issue_th.",
    ),
    OF_ANOTHER_AREA: Text(
        "ประเด็นนี้อยู่ในแผนของพื้นที่อื่น ใช้ประเด็นในแผนของพื้นที่นี้หรือของกลุ่มจังหวัดในปีนั้น",
        "This issue stands in the plan of another area. Take one of this area's, or of its cluster's in that year.",
    ),
    OF_ANOTHER_PERIOD: Text(
        "แผนของประเด็นนี้ไม่ครอบคลุมปีงบประมาณของคำรับรอง",
        "The plan of this issue does not cover the agreement's fiscal year.",
    ),
}
