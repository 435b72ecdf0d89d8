"""What goes in and out about verdicts."""

from enum import StrEnum
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.shared.numbers import NumberOut
from services.shared.schemas import Filters, In, Instant, Json, Out, Prose

Verdict = Literal["same", "different", "merge"]
MEANT = "same: one of them is enough; different; merge: one should take the other in, which a committee decides"
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$", description="its `content_hash` as it was seen")]
HASHES = ("6f1a2f0e4f579a550d4a3d0b6a10c3e8f002f6d3c1b9a550193a1de7a107c3e8", "a" * 64)
GIVE_EXAMPLE: Json = {
    "thing_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a57",
    "thing_hash": HASHES[0],
    "other_id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a91",
    "other_hash": HASHES[1],
    "verdict": "different",
    "reason_th": "กรมทำเฉพาะไหล่ทาง จังหวัดทำผิวจราจร",
}
SIDE_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a57",
    "content_hash": HASHES[0],
    "content": {
        "kind": "budget_request",
        "unit": "area:57",
        "area_code": "57",
        "function_code": None,
        "fiscal_year": 2558,
        "title_th": "ปรับปรุง ทล.118 แม่เจดีย์-แม่ขะจาน กม.76+000-80+000",
        "place_th": "อ.เวียงป่าเป้า จ.เชียงราย",
        "stretch_th": None,
        "project_kind": None,
        "activity_th": "ปรับปรุงผิวจราจร",
        "amount": "38000000.00",
    },
}
EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a95",
    "number": 1,
    "verdict": "different",
    "reason_th": GIVE_EXAMPLE["reason_th"],
    "sides": [SIDE_EXAMPLE, {**SIDE_EXAMPLE, "id": GIVE_EXAMPLE["other_id"], "content_hash": HASHES[1]}],
    "score": 0.968,
    "scale_version": 1,
    "given_for": "province:57",
    "given_at": "2014-10-20T03:20:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class DuplicateVerdictGive(In):
    """What the caller judges of two things as it saw them."""

    model_config = _example(GIVE_EXAMPLE)

    thing_id: UUID
    thing_hash: Hash
    other_id: UUID
    other_hash: Hash
    verdict: Annotated[Verdict, Field(description=MEANT)]
    reason_th: Annotated[Prose, Field(description="why, as both sides and the reviewers read it")]


class VerdictSide(Out):
    """One side of the pair as it was seen."""

    id: UUID
    content_hash: str
    content: dict[str, Any] = Field(description="what of it was compared then")


class DuplicateVerdict(Out):
    """What was judged of a pair. It never changes; the one with the highest number counts."""

    model_config = _example(EXAMPLE)

    id: UUID
    number: int = Field(description="counts from 1 within the pair")
    verdict: Verdict = Field(description=MEANT)
    reason_th: str
    sides: list[VerdictSide] = Field(description="both, in the order of their ids")
    score: NumberOut = Field(description="how probably they were the same by the weights then")
    scale_version: int = Field(description="version of the table of weights")
    given_for: str = Field(description="role and unit for which it was given")
    given_at: Instant


class DuplicateVerdictPage(Out):
    """One page of verdicts."""

    model_config = _example({"items": [EXAMPLE], "next_cursor": None})

    items: list[DuplicateVerdict]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class DuplicateVerdictSort(StrEnum):
    """How a list of verdicts may be sorted; a minus reverses."""

    GIVEN = "given_at"
    GIVEN_LAST_FIRST = "-given_at"


class DuplicateVerdictFilter(Filters):
    """Which verdicts are wanted; filters narrow together."""

    thing_id: Annotated[UUID, Field(description="either side of the pair")] | SkipJsonSchema[None] = None
    verdict: Verdict | SkipJsonSchema[None] = None
