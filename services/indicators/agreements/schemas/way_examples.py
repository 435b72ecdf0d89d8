"""The examples of what is said and set on the way of an agreement."""

from services.indicators.agreements.schemas.examples import AT, EXAMPLE_SOURCE, HASH, ID, INDICATOR_ID
from services.shared.schemas import Json

DEADLINES_IN: Json = {
    "deadlines": [
        {
            "level": "province",
            "step_code": "hearing",
            "opens_on": "2014-08-04",
            "due_on": "2014-09-30",
            "source": EXAMPLE_SOURCE,
            "dated_on": "2014-07-01",
        }
    ],
    "reason": None,
}
DEADLINES: Json = {
    "fiscal_year": 2558,
    "version": 1,
    "deadlines": DEADLINES_IN["deadlines"],
    "updated_at": AT,
}
COMMENT_IN: Json = {
    "indicator_id": INDICATOR_ID,
    "channel": "questionnaire",
    "unit_name_th": "สำนักงานการท่องเที่ยวและกีฬาจังหวัดลำพูน",
    "post_th": "ท่องเที่ยวและกีฬาจังหวัดลำพูน",
    "text_th": "ควรวัดรายได้จากนักท่องเที่ยวที่พักค้างแยกจากผู้เยี่ยมเยือนรายวัน",
}
COMMENT: Json = {
    **COMMENT_IN,
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a63",
    "round": 1,
    "step_code": "hearing",
    "agreement_version": 2,
    "unit": None,
    "is_host": False,
    "recorded_by": "opdc",
    "recorded_at": AT,
    "answer": {
        "disposition": "noted",
        "answer_th": "จะใช้เป็นข้อมูลประกอบการตั้งค่าเป้าหมายปีถัดไป",
        "answered_by": "cluster:C52-15",
        "answered_at": AT,
    },
}
CONSULTATION_IN: Json = {
    "indicator_id": INDICATOR_ID,
    "question_th": "ค่าเป้าหมายร้อยละ 5 สอดคล้องกับเป้าหมายของกระทรวงในพื้นที่นี้หรือไม่",
    "answer_by": "2022-11-30",
}
CONSULTATION: Json = {
    **CONSULTATION_IN,
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a64",
    "round": 1,
    "indicator_code": "UN1-TOURISM-GROWTH",
    "function_code": "05",
    "asked_by": "opdc",
    "asked_at": AT,
    "opinion": None,
}
ANALYSIS_IN: Json = {
    "summary_th": "ตัวชี้วัดสอดคล้องกับประเด็นยุทธศาสตร์ของจังหวัด และมีข้อมูลย้อนหลังเพียงพอ",
    "kpis": [
        {
            "indicator_id": INDICATOR_ID,
            "recommendation": "fit",
            "text_th": "เป็นผลลัพธ์ วัดได้ทุกปี และจังหวัดมีบทบาทดำเนินการ",
        }
    ],
}
ANALYSIS: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a65",
    "round": 1,
    "content_hash": HASH,
    "summary_th": ANALYSIS_IN["summary_th"],
    "analysed_by": "opdc",
    "analysed_at": AT,
    "kpis": [
        {
            **ANALYSIS_IN["kpis"][0],
            "position": 1,
            "indicator_code": "UN1-TOURISM-GROWTH",
            "host_opinion": "not_answered",
        }
    ],
}
GROUNDWORK: Json = {
    "agreement_id": ID,
    "agreement_version": 1,
    "area_code": "C52-15",
    "fiscal_year": 2559,
    "last_agreement_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a66",
    "fiscal_years": [2558, 2557, 2556],
    "indicators": [
        {
            "indicator_id": INDICATOR_ID,
            "indicator_code": "UN1-TOURISM-GROWTH",
            "name_th": "ร้อยละของการขยายตัวของรายได้จากการท่องเที่ยวและธุรกิจเกี่ยวเนื่อง",
            "unit_code": "percent",
            "unit_name_th": "ร้อยละ",
            "direction": "higher",
            "kind": None,
            "last_year": {"kind": "strategic", "target": 5, "actual": 6.2, "status": "achieved"},
            "values": [
                {
                    "fiscal_year": 2558,
                    "value": 6.2,
                    "reporter": "area:C52-15",
                    "is_complete": True,
                    "is_final": True,
                    "periods": ["year"],
                }
            ],
            "baseline": {
                "value": 6.2,
                "fiscal_year": 2558,
                "source": "ค่าที่รายงานใน Buranakan ปีงบประมาณ 2558 โดย area:C52-15 (ค่าสุดท้าย: year)",
            },
        }
    ],
}
