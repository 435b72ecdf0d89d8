"""The examples of the contract: a frame of provinces with weights and rubrics that say they are an example."""

from services.shared.schemas import Json

_SOURCE = {"source": "ตัวอย่างของระบบ ไม่ใช่ข้อมูลทางการ", "dated_on": "2014-11-01"}
_WEIGHTS = (
    {"value": 60, **_SOURCE},
    {"value": 40, **_SOURCE},
)
_RUBRICS = (
    {
        "method": "five_level",
        "direction": "higher_is_better",
        "anchors": [1, 2, 3, 4, 5],
        "unit": "คะแนนเฉลี่ยของตัวชี้วัด",
        **_SOURCE,
    },
    {
        "method": "five_level",
        "direction": "higher_is_better",
        "anchors": [80, 84, 88, 92, 96],
        "unit": "ร้อยละของวงเงินที่เบิกจ่าย",
        **_SOURCE,
    },
)
_RANGE = {"lowest_score": 1, "highest_score": 5}
_ITEMS: tuple[Json, ...] = (
    {
        "side": "external",
        "dimension_no": 1,
        "dimension_th": "มิติประสิทธิผล",
        "code": "1.2",
        "name_th": "ตัวชี้วัดยุทธศาสตร์ของจังหวัด",
        "doubt": None,
        "result_source": "province_indicators",
    },
    {
        "side": "internal",
        "dimension_no": 3,
        "dimension_th": "มิติประสิทธิภาพ",
        "code": "3.1",
        "name_th": "การเบิกจ่ายเงินงบประมาณ",
        "doubt": None,
        "result_source": "disbursement_rate",
    },
)

METHOD: Json = {
    "source": "ความรู้ทั่วไปเรื่องการให้คะแนนตามคำรับรองการปฏิบัติราชการ ยังไม่มีเอกสารเผยแพร่ที่ยืนยัน",
    "dated_on": "2026-11-20",
    "code": "five_level",
    "name_th": "ห้าระดับ (คะแนน 1 ถึง 5)",
    "name_en": "Five levels (scores 1 to 5)",
    "levels": [1, 2, 3, 4, 5],
    "below": 1,
    "confidence": "high",
}
CREATE: Json = {
    "fiscal_year": 2558,
    "subject_kind": "province",
    "title_th": "กรอบการประเมินผลของจังหวัด ปีงบประมาณ พ.ศ. 2558 (ตัวอย่างพร้อมน้ำหนัก)",
    "note_th": None,
    **_SOURCE,
    "copied_from_id": None,
    "items": [
        {**item, "weight": weight, "rubric": rubric}
        for item, weight, rubric in zip(_ITEMS, _WEIGHTS, _RUBRICS, strict=True)
    ],
    "bands": [
        {"at_least": 1, "name_th": "ต้องปรับปรุง", "name_en": "Needs improvement", **_SOURCE},
        {"at_least": 3, "name_th": "มาตรฐาน", "name_en": "Standard", **_SOURCE},
        {"at_least": 4.5, "name_th": "ดีเด่น", "name_en": "Outstanding", **_SOURCE},
    ],
}
SUMMARY: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
    "version": 1,
    **{name: value for name, value in CREATE.items() if name not in ("items", "bands")},
    "edition": None,
    "weights": 100,
    "state": "draft",
    "published_at": None,
    "created_at": "2014-11-01T03:20:00.000000Z",
    "updated_at": "2014-11-01T03:20:00.000000Z",
}
FRAME: Json = {
    **SUMMARY,
    "items": [
        {**item, "position": position, "weight": weight, "rubric": {**rubric, **_RANGE}}
        for position, (item, weight, rubric) in enumerate(zip(_ITEMS, _WEIGHTS, _RUBRICS, strict=True), start=1)
    ],
    "bands": CREATE["bands"],
    "allowed_actions": [
        {
            "action": "evaluation_frame.publish",
            "title": {"th": "เผยแพร่", "en": "Publish"},
            "allowed": True,
            "code": None,
            "reason": None,
        }
    ],
}
SIMULATE: Json = {"values": [{"position": 2, "value": 93}]}
SIMULATED: Json = {
    "frame_id": SUMMARY["id"],
    "frame_version": 1,
    "preview": True,
    "weights": 100,
    "scored_weight": 40,
    "score": None,
    "band": None,
    "rounding": "4 decimals, ROUND_HALF_EVEN",
    "items": [
        {
            "position": 1,
            "code": "1.2",
            "name_th": "ตัวชี้วัดยุทธศาสตร์ของจังหวัด",
            "state": "not_reported",
            "value": None,
            "rubric": {**_RUBRICS[0], **_RANGE},
            "step": None,
            "score": None,
            "weight": _WEIGHTS[0],
            "contribution": None,
        },
        {
            "position": 2,
            "code": "3.1",
            "name_th": "การเบิกจ่ายเงินงบประมาณ",
            "state": "scored",
            "value": 93,
            "rubric": {**_RUBRICS[1], **_RANGE},
            "step": {
                "place": "between",
                "lower_anchor": 92,
                "upper_anchor": 96,
                "lower_score": 4,
                "upper_score": 5,
            },
            "score": 4.25,
            "weight": _WEIGHTS[1],
            "contribution": 1.7,
        },
    ],
}
