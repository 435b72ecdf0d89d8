"""KPIs as the indicators service answers them, and as the rules take them."""

from typing import Any
from uuid import UUID, uuid4

from pydantic import TypeAdapter

from services.evaluation.scorecards.rules.inputs import AreaKpis, Kpi

Json = dict[str, Any]
EXAMPLE = {"source": "ตัวอย่างของระบบ, not official", "dated_on": "2014-11-01"}
RUBRIC: Json = {
    "method": "five_level",
    "direction": "higher_is_better",
    "anchors": [1, 2, 3, 4, 5],
    "unit": "ร้อยละ",
    **EXAMPLE,
}
NO_KPIS: Json = {"agreement": None, "kpis": []}


def kpi(**changed: Any) -> Json:
    """Return a KPI that counts and is reported: an increase of income from tourism of 3.5 percent."""
    known: Json = {
        "indicator_id": str(uuid4()),
        "indicator_code": "CMI-TOUR",
        "name_th": "ร้อยละที่เพิ่มขึ้นของรายได้จากการท่องเที่ยวในจังหวัด",
        "kind": "strategic",
        "weight": 100,
        "target": 3.5,
        "baseline": None,
        "actual": 3.5,
        "actual_reporter": "area:50",
        "actual_status": "final",
        "actual_revisions": [{"period": "year", "revision": 2}],
        "is_complete": True,
        "direction": "higher_is_better",
        "rubric": RUBRIC,
        "source": EXAMPLE["source"],
    }
    return {**known, **changed}


def agreed(*kpis: Json, version: int = 3, fiscal_year: int = 2558) -> Json:
    """Return an approved agreement with these KPIs."""
    agreement = {"id": str(UUID(int=version)), "version": version, "state": "approved", "fiscal_year": fiscal_year}
    return {"agreement": agreement, "kpis": list(kpis)}


def area_of(answer: Json, area_code: str = "50") -> AreaKpis:
    """Return an answer as the rules take it."""
    return TypeAdapter(AreaKpis).validate_python({"area_code": area_code, **answer})


def as_kpi(answer: Json) -> Kpi:
    """Return one KPI as the rules take it."""
    return TypeAdapter(Kpi).validate_python(answer)
