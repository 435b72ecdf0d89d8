"""The examples of the contract: เชียงใหม่ in 2558, by a frame whose weights and rubrics say they are an example."""

from services.shared.schemas import Json

_EXAMPLE = {"source": "ตัวอย่างของระบบ ไม่ใช่ข้อมูลทางการ", "dated_on": "2014-11-01"}
_SOURCED = {**_EXAMPLE, "is_example": True}
_FRAME_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"
_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9b01"
_READ_AT = "2015-10-20T03:20:00.000000Z"

CREATE: Json = {"frame_id": _FRAME_ID, "area_code": "50"}
RESULT: Json = {
    "value": 86.5,
    "source": "ตัวอย่างของระบบ: ผลสำรวจความพึงพอใจของผู้รับบริการโดยสถาบันการศึกษาในพื้นที่",
    "evidence_note": "รายงานผลสำรวจ 400 ตัวอย่าง เก็บไว้ที่สำนักงานจังหวัด",
    "dated_on": "2015-09-30",
}
FIGURES: Json = {
    "weights": 100,
    "scored_weight": 40,
    "score": None,
    "band": None,
    "is_example": True,
    "content_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
}
SUMMARY: Json = {
    "id": _ID,
    "version": 1,
    **FIGURES,
    "frame_id": _FRAME_ID,
    "frame_version": 2,
    "fiscal_year": 2558,
    "area_code": "50",
    "state": "open",
    "computation": 1,
    "computed_at": _READ_AT,
    "resolution_id": None,
    "frozen_at": None,
    "created_at": _READ_AT,
    "updated_at": _READ_AT,
}
_LACK = {
    "code": "no_agreement",
    "indicator_id": None,
    "reason": {
        "th": "ยังไม่มีคำรับรองการปฏิบัติราชการที่ส่งแล้วของปีนี้",
        "en": "There is no submitted performance agreement of this year.",
    },
}
_KPI_ITEM: Json = {
    "position": 1,
    "code": "1.2",
    "name_th": "ตัวชี้วัดยุทธศาสตร์ของจังหวัด",
    "result_source": "province_indicators",
    "state": "not_reported",
    "value": None,
    "score": None,
    "weight": 60,
    "contribution": None,
    "lacks": [_LACK],
}
_RATE_ITEM: Json = {
    "position": 2,
    "code": "3.1",
    "name_th": "การเบิกจ่ายเงินงบประมาณ",
    "result_source": "disbursement_rate",
    "state": "scored",
    "value": 93,
    "score": 4.25,
    "weight": 40,
    "contribution": 1.7,
    "lacks": [],
}
SCORECARD: Json = {
    **SUMMARY,
    "items": [_KPI_ITEM, _RATE_ITEM],
    "allowed_actions": [
        {
            "action": "scorecard.refresh",
            "title": {"th": "ปรับเป็นปัจจุบัน", "en": "Refresh"},
            "allowed": True,
            "code": None,
            "reason": None,
        }
    ],
}
COMPUTATION: Json = {
    **FIGURES,
    "number": 1,
    "cause": "created",
    "indicators_read_at": _READ_AT,
    "budget_read_at": _READ_AT,
    "computed_by": "opdc",
    "computed_at": _READ_AT,
}
COVERAGE: Json = {
    "fiscal_year": 2558,
    "provinces": 76,
    "with_scorecard": 1,
    "scored": 0,
    "frozen": 0,
    "complete": False,
    "items": [
        {
            "area_code": "50",
            "name_th": "เชียงใหม่",
            "scorecard_id": _ID,
            "state": "open",
            "score": None,
            "scored_weight": 40,
        }
    ],
}
_DIMENSIONS = ({"dimension_no": 1, "dimension_th": "มิติประสิทธิผล"}, {"dimension_no": 3, "dimension_th": "มิติประสิทธิภาพ"})


def _traced(item: Json, dimension: Json, **parts: object) -> Json:
    shown = {name: value for name, value in item.items() if name != "weight"}
    empty = {"doubt": None, "rubric": None, "step": None, "agreement": None, "ledger": None, "result": None}
    return {**shown, **dimension, "weight": {**_SOURCED, "value": item["weight"]}, **empty, **parts}


TRACE: Json = {
    "scorecard_id": _ID,
    "number": 1,
    "cause": "created",
    "computed_by": "opdc",
    "computed_at": _READ_AT,
    "fiscal_year": 2558,
    "area_code": "50",
    "frame": {
        **_SOURCED,
        "id": _FRAME_ID,
        "version": 2,
        "edition": 2,
        "title_th": "กรอบการประเมินผลของจังหวัด ปีงบประมาณ พ.ศ. 2558 (ตัวอย่างพร้อมน้ำหนัก)",
    },
    **FIGURES,
    "rounding": "4 decimals, ROUND_HALF_EVEN",
    "items": [
        _traced(
            _KPI_ITEM,
            _DIMENSIONS[0],
            agreement={
                "area_code": "50",
                "agreement_id": None,
                "agreement_version": None,
                "agreement_state": None,
                "read_at": _READ_AT,
                "weights": None,
                "scored_weight": 0,
                "score": None,
                "kpis": [],
            },
        ),
        _traced(
            _RATE_ITEM,
            _DIMENSIONS[1],
            rubric={
                **_SOURCED,
                "method": "five_level",
                "direction": "higher_is_better",
                "anchors": [80, 84, 88, 92, 96],
                "unit": "ร้อยละของวงเงินที่เบิกจ่าย",
            },
            step={"place": "between", "lower_anchor": 92, "upper_anchor": 96, "lower_score": 4, "upper_score": 5},
            ledger={
                "area_code": "50",
                "cap_amount": "120000000.00",
                "held_amount": "0.00",
                "posted_amount": "100000000.00",
                "disbursed_amount": "93000000.00",
                "disbursement_rate": 93,
                "read_at": _READ_AT,
            },
        ),
    ],
}
