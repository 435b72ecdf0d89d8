"""The examples of the contract: the first row of the table of S0 as a KPI of its cluster."""

from services.shared.schemas import Json

ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"
INDICATOR_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a60"
HASH = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
AT = "2014-09-15T03:20:00.000000Z"
_SOURCE = "เอกสารประชุมหัวหน้าส่วนราชการในภูมิภาค (4 ภาค) 4-28 สิงหาคม 2557: ตัวชี้วัด และค่าเป้าหมายการพัฒนา"
EXAMPLE_SOURCE = "ตัวอย่างของระบบ ไม่ใช่ข้อมูลทางการ"

TARGETS = [{"fiscal_year": year, "value": 5} for year in (2557, 2558, 2559, 2560)]
RUBRIC: Json = {
    "method": "five_level",
    "direction": "higher_is_better",
    "anchors": [3, 4, 5, 6, 7],
    "unit": "ร้อยละ",
    "source": EXAMPLE_SOURCE,
    "dated_on": "2014-11-01",
}
KPI_IN: Json = {
    "indicator_id": INDICATOR_ID,
    "kind": "strategic",
    "weight": None,
    "baseline": None,
    "targets": TARGETS,
    "stated_total": 20,
    "stated_total_kind": "sum",
    "key_matter_th": "ท่องเที่ยว",
    "strategic_issue_id": None,
    "plan_issue_th": "การท่องเที่ยวเชิงวัฒนธรรมและสร้างสรรค์",
    "policy_th": None,
    "is_taken_from_plan": True,
    "project_ids": [],
    "budget_support_th": "งบกลุ่มจังหวัดภาคเหนือตอนบน 1 ปีงบประมาณ พ.ศ. 2558",
    "participating_area_codes": ["50", "51", "52", "58"],
    "measurement_th": "เทียบรายได้จากการท่องเที่ยวของสี่จังหวัดรวมกันกับปีก่อน",
    "is_revenue_driver": True,
    "development_index_ref": None,
    "responsible_unit": "สำนักงานการท่องเที่ยวและกีฬาจังหวัดเชียงใหม่",
    "responsible_post": "ท่องเที่ยวและกีฬาจังหวัดเชียงใหม่",
    "rubric": RUBRIC,
    "source": _SOURCE,
}
CREATE: Json = {
    "area_code": "C52-15",
    "fiscal_year": 2558,
    "note_th": None,
    "reasons": {},
    "issue_officers": [],
    "kpis": [KPI_IN],
}
_AGENDA = "สำนักงาน ก.พ.ร., เอกสารการประชุมเพื่อเสริมสร้างขีดสมรรถนะของหัวหน้าส่วนราชการในภูมิภาค (4 ภาค): กำหนดการช่วงที่ 2"
CHAIN_STEP: Json = {
    "position": 1,
    "code": "draft",
    "kind": "draft",
    "actor": "opdc",
    "may_return": False,
    "host_opinion": "may",
    "name_th": "ร่างตัวชี้วัด",
    "name_en": "Draft",
    "sentence_th": "นำเสนอร่างตัวชี้วัดของกลุ่มจังหวัดและจังหวัด (โดย Area Officer)",
    "sentence_en": "Presentation of the draft KPIs of clusters and provinces (by the Area Officer)",
    "reading": "that an area may draft its own before ก.พ.ร. presents it is this product's reading",
    "source": _AGENDA,
}
CHAIN: Json = {
    "code": "hearing_2558_cluster",
    "fiscal_year": 2558,
    "level": "cluster",
    "basis": "own_year",
    "name_th": "ร่างโดย Area Officer แล้วรับฟังความคิดเห็น (กลุ่มจังหวัด)",
    "name_en": "Drafted by the Area Officer, then heard (clusters)",
    "reading": "who decides after the hearing the agenda does not tell",
    "source": _AGENDA,
    "dated_on": "2014-08-04",
    "steps": [CHAIN_STEP],
}
_CHAIN_TOLD: Json = {
    "chain_code": CHAIN["code"],
    "chain_fiscal_year": 2558,
    "told": {"th": "ขั้นตอนของปีงบประมาณ 2558", "en": "The chain of fiscal year 2558."},
    **{name: CHAIN[name] for name in ("basis", "name_th", "name_en", "source", "dated_on")},
}
_STEP_TOLD: Json = {**CHAIN_STEP, "state": "current", "opens_on": None, "due_on": "2014-09-30"}
_WAITING: Json = {
    "action": "performance_agreement.present",
    "who": "opdc",
    "title": {
        "th": "นำเสนอร่างเพื่อรับฟังข้อคิดเห็น: ภาคเหนือตอนบน 1 ปี 2558",
        "en": "Present the draft at the hearing: Upper Northern 1, 2558",
    },
    "due_at": "2014-09-30T17:00:00.000000Z",
}
WAIVER_IN: Json = {
    "rule_code": "count_limit",
    "reason": "กลุ่มจังหวัดรับนโยบายเร่งด่วนเพิ่มหนึ่งตัวชี้วัดตามที่หารือร่วมกัน",
    "document_number": "นร 1200/ว 15",
}
WAIVER: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a61",
    **WAIVER_IN,
    "facts": {"counted": 4, "allowed": 3},
    "given_by": "opdc",
    "given_at": AT,
}
KPI: Json = {
    **KPI_IN,
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a62",
    "position": 1,
    "indicator_code": "UN1-TOURISM-GROWTH",
    "name_th": "ร้อยละของการขยายตัวของรายได้จากการท่องเที่ยวและธุรกิจเกี่ยวเนื่อง",
    "unit_code": "percent",
    "unit_name_th": "ร้อยละ",
    "direction": "higher",
    "level": "outcome",
    "definition_version": 1,
    "strategic_issue": None,
}
SUMMARY: Json = {
    "id": ID,
    "version": 1,
    "content_hash": HASH,
    "area_code": "C52-15",
    "level": "cluster",
    "fiscal_year": 2558,
    "note_th": None,
    "reasons": {},
    "issue_officers": [],
    "state": "draft",
    "stage": "drafting_for_hearing",
    "step_code": "draft",
    "drafted_by": "cluster:C52-15",
    "submitted_at": None,
    "resolution_id": None,
    "decided_at": None,
    "decision_note_th": None,
    "created_at": AT,
    "updated_at": AT,
}
AGREEMENT: Json = {
    **SUMMARY,
    "kpis": [KPI],
    "waivers": [],
    "progress": {**_CHAIN_TOLD, "round": 1, "steps": [_STEP_TOLD], "passages": [], "waits_for": _WAITING},
    "allowed_actions": [],
}
RULE: Json = {
    "level": "cluster",
    "code": "count_limit",
    "first_fiscal_year": 2558,
    "last_fiscal_year": 2558,
    "strength": "must",
    "value": 3,
    "domains": {},
    "sentence_th": "ควรมีตัวชี้วัดไม่เกิน 3 ตัวชี้วัด (ปี 57 วัด 2 ตัวชี้วัด)",
    "sentence_en": "There should be not more than 3 indicators (2 were measured in 2557)",
    "reading": "strategic KPIs are counted; monitoring ones are not",
    "source": "สำนักงาน ก.พ.ร.: หลักการกำหนดตัวชี้วัดยุทธศาสตร์ของกลุ่มจังหวัด ข้อ 7",
    "dated_on": "2014-08-04",
}
CHECKS: Json = {
    "agreement_id": ID,
    "agreement_version": 1,
    "may_be_submitted": False,
    "rules": [
        {
            "code": "count_limit",
            "strength": "must",
            "state": "not_ok",
            "sentence_th": RULE["sentence_th"],
            "sentence_en": RULE["sentence_en"],
            "told": {
                "th": "มีตัวชี้วัดยุทธศาสตร์ 4 ตัว กำหนดไม่เกิน 3 ตัว",
                "en": "There are 4 strategic KPIs; at most 3 are allowed.",
            },
            "facts": {"counted": 4, "allowed": 3},
        }
    ],
    "gaps": [],
    "weights": None,
    "kpis": [
        {
            "indicator_id": INDICATOR_ID,
            "indicator_code": KPI["indicator_code"],
            "name_th": KPI["name_th"],
            "is_baseline_missing": True,
            "is_responsible_post_missing": False,
            "stated_total": 20,
            "stated_total_kind": "sum",
            "computed_total": 20,
            "is_total_as_computed": True,
            "sum_of_targets": 20,
            "differs_from_sum": False,
        }
    ],
}
RESULTS: Json = {
    "agreement_id": ID,
    "agreement_version": 4,
    "area_code": "C52-15",
    "fiscal_year": 2558,
    "kpis": [
        {
            "indicator_id": INDICATOR_ID,
            "indicator_code": KPI["indicator_code"],
            "name_th": KPI["name_th"],
            "unit_code": "percent",
            "unit_name_th": "ร้อยละ",
            "kind": "strategic",
            "weight": None,
            "baseline": None,
            "target": 5,
            "actual": 6.2,
            "actual_reporter": "area:C52-15",
            "actual_status": "final",
            "actual_revisions": [{"period": "year", "revision": 1}],
            "actual_basis": "own",
            "joint_indicator_id": None,
            "is_complete": True,
            "missing_periods": [],
            "status": "achieved",
        }
    ],
}
