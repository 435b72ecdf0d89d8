"""The fields that several representations of a fund share, and the examples."""

from typing import Literal

from services.budget.ledger.schemas.fields import EXAMPLE_AT, EXAMPLE_ID, OTHER_ID
from services.shared.schemas import Json

FundState = Literal["open", "closed"]
ContributorKind = Literal["local_government", "government", "private", "people", "other"]
ContributionForm = Literal["cash", "in_kind"]
MatchingKind = Literal["pledge", "raise", "lower", "pay", "return"]

AIM_EXAMPLE: Json = {
    "ratio": 0.5,
    "source": "มติ ก.บ.จ. ครั้งที่ 3/2557 (ตัวอย่างของระบบ, not official)",
    "dated_on": "2014-10-20",
}
CREATE_EXAMPLE: Json = {
    "area_code": "50",
    "fiscal_year": 2558,
    "title_th": "กองทุนร่วมลงทุนป้องกันหมอกควันไฟป่า",
    "purpose_th": "อปท. ทุกแห่งร่วมจัดสรรงบประมาณทำแนวกันไฟตามยุทธศาสตร์จังหวัด",
    "project_id": None,
    "own_amount": "4000000.00",
    "aim": AIM_EXAMPLE,
}
PLEDGE_EXAMPLE: Json = {
    "contributor_kind": "local_government",
    "contributor_th": "องค์การบริหารส่วนจังหวัดเชียงใหม่",
    "form": "cash",
    "what_th": None,
    "amount": "1500000.00",
    "on": "2014-11-03",
    "document_number": "ชม 51001/2231",
}
ENTRY_EXAMPLE: Json = {
    "pledge_id": OTHER_ID,
    "kind": "pay",
    "amount": "1000000.00",
    "on": "2015-01-15",
    "document_number": "ใบเสร็จ 12/2558",
    "reason": None,
}
CLOSE_EXAMPLE: Json = {"reason": "ดำเนินงานตามวัตถุประสงค์ครบถ้วนแล้ว"}
SUMS_EXAMPLE: Json = {
    "own_amount": "4000000.00",
    "pledged_amount": "1500000.00",
    "paid_amount": "1000000.00",
    "in_kind_pledged_amount": "0.00",
    "in_kind_received_amount": "0.00",
    "pledged_ratio": 0.375,
    "paid_ratio": 0.25,
}
ITEM_EXAMPLE: Json = {
    "id": EXAMPLE_ID,
    "version": 3,
    **CREATE_EXAMPLE,
    "project_version": None,
    "state": "open",
    "close_reason": None,
    "closed_at": None,
    **SUMS_EXAMPLE,
    "created_at": EXAMPLE_AT,
    "updated_at": "2015-01-15T04:10:00.000000Z",
}
PLEDGED_EXAMPLE: Json = {
    "id": OTHER_ID,
    "contributor_kind": "local_government",
    "contributor_th": "องค์การบริหารส่วนจังหวัดเชียงใหม่",
    "form": "cash",
    "what_th": None,
    "pledged_amount": "1500000.00",
    "paid_amount": "1000000.00",
    "entries": [
        {
            "id": EXAMPLE_ID,
            "kind": "pay",
            "amount": "1000000.00",
            "on": "2015-01-15",
            "document_number": "ใบเสร็จ 12/2558",
            "reason": None,
            "actor": "province:50",
            "created_at": "2015-01-15T04:10:00.000000Z",
        }
    ],
}
RATIO = "baht of others for each baht of the area's own"
