"""What is like a request, why, and what was judged of it."""

import datetime as dt
from typing import Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.budget.duplicates.schemas.verdicts import Verdict
from services.shared.schemas import AmountOut, FiscalYear, Instant, Json, Out, Sentence

ThingKind = Literal["budget_request", "agency_request", "agency_project"]
HASH = "6f1a2f0e4f579a550d4a3d0b6a10c3e8f002f6d3c1b9a550193a1de7a107c3e8"
MATCH_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a91",
    "kind": "agency_project",
    "unit": "function:DOH",
    "unit_name_th": "กรมทางหลวง",
    "area_code": "57",
    "function_code": "DOH",
    "fiscal_year": 2558,
    "title_th": "ปรับปรุงทางหลวงหมายเลข 118 ตอน แม่เจดีย์ - แม่ขะจาน กม.76+500 - 80+000",
    "place_th": "อ.เวียงป่าเป้า จ.เชียงราย",
    "amount": "34000000.00",
    "state": "planned",
    "content_hash": HASH,
    "score": 0.968,
    "is_likely": True,
    "reasons": [
        {
            "direction": "for",
            "weight": 1.3,
            "text": {"th": "ช่วง กม. ซ้อนกัน 3.5 กม. จาก 3.5", "en": "Their stretches share 3.5 km of 3.5."},
        }
    ],
    "verdict": {
        "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a95",
        "verdict": "different",
        "reason_th": "กรมทำเฉพาะไหล่ทาง จังหวัดทำผิวจราจร",
        "given_for": "province:57",
        "given_at": "2014-10-20T03:20:00.000000Z",
        "stands": False,
        "changes": {"other": {"amount": ["30000000.00", "34000000.00"]}},
    },
}
EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a57",
    "content_hash": HASH,
    "scale": {
        "version": 1,
        "dated_on": "2026-11-28",
        "source": "ตัวอย่างของระบบ, tuned on the learn half",
        "likely_from": 0.5,
        "shown_from": 0.25,
    },
    "items": [MATCH_EXAMPLE],
    "told_apart": [],
}


class LikenessReason(Out):
    """One thing that speaks for or against two being the same."""

    direction: Literal["for", "against"]
    weight: float = Field(description="what it adds to the sum behind the score; below zero it speaks against")
    text: Sentence


class MatchVerdict(Out):
    """What was judged of the pair last."""

    id: UUID
    verdict: Verdict
    reason_th: str
    given_for: str = Field(description="role and unit for which it was given")
    given_at: Instant
    stands: bool = Field(description="neither side changed since")
    changes: dict[str, dict[str, list[Any]]] = Field(
        description="by side (`this`, `other`) and field, [as it was judged, as it is now]; empty while it stands"
    )


class SimilarThing(Out):
    """Something that is like the request; nobody's draft but one's own."""

    id: UUID
    kind: ThingKind
    unit: str = Field(description="whose it is, `area:50` or `function:DOH`")
    unit_name_th: str
    area_code: str | None = Field(description="area that asks, or that the project is in; null: none")
    function_code: str | None = Field(description="agency whose it is, or that is asked; null: none")
    fiscal_year: FiscalYear
    title_th: str
    place_th: str | None = Field(description="null where it is not told")
    amount: AmountOut
    state: str
    content_hash: str = Field(description="a verdict names it as `other_hash`")
    score: float = Field(description="0 to 1: how probably it is the same")
    is_likely: bool = Field(description="its score reaches `likely_from` of the scale")
    reasons: list[LikenessReason] = Field(description="the weightiest first")
    verdict: MatchVerdict | None = Field(description="null: nobody judged the pair")


class LikenessScale(Out):
    """The table of weights behind the scores."""

    version: int
    dated_on: dt.date
    source: str
    likely_from: float
    shown_from: float


class SimilarThings(Out):
    """What is like a request."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    id: UUID
    content_hash: str = Field(description="hash of what of the request is compared; a verdict names it as `thing_hash`")
    scale: LikenessScale
    items: list[SimilarThing] = Field(description="the most like first")
    told_apart: list[SimilarThing] = Field(description="judged different, and neither side changed since")
