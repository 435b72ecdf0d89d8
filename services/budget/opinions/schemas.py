"""What goes in and out about opinions on a request."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from services.budget.early_notices.schemas import FunctionCodes
from services.budget.requests.schemas.fields import HASH, REQUEST_ID
from services.shared.schemas import AllowedAction, Day, In, Instant, Json, Line, Out, Prose

Degree = Literal["high", "medium", "low"]
Level = Annotated[Degree, Field(description="this product's own degrees; no document has any")]

ASK_EXAMPLE: Json = {
    "function_codes": ["05"],
    "question_th": "ขอความเห็นว่าสอดคล้องกับยุทธศาสตร์กระทรวงและมีผลผลิตใดรองรับได้",
    "answer_by": "2013-11-20",
}
ANSWER_EXAMPLE: Json = {
    "supports": True,
    "strategy_fit": "high",
    "strategy_fit_th": "ตรงกับยุทธศาสตร์ส่งเสริมการท่องเที่ยวเชิงวัฒนธรรมของกระทรวง",
    "need": "medium",
    "need_th": "เส้นทางเดิมรองรับได้บางส่วน แต่ยังขาดลานกิจกรรม",
    "priority": "high",
    "priority_th": "เป็นลำดับแรกของจังหวัดในปีนี้",
    "output_code": None,
    "output_th": "ผลผลิต: แหล่งท่องเที่ยวทางวัฒนธรรมได้รับการพัฒนา",
}
GIVEN_EXAMPLE: Json = {
    **ANSWER_EXAMPLE,
    "request_version": 4,
    "content_hash": HASH,
    "given_at": "2013-11-18T03:20:00.000000Z",
}
OPINION_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a72",
    "request_id": REQUEST_ID,
    "function_code": "05",
    "question_th": ASK_EXAMPLE["question_th"],
    "answer_by": "2013-11-20",
    "asked_at": "2013-11-05T03:20:00.000000Z",
    "answer": GIVEN_EXAMPLE,
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class OpinionAsk(In):
    """Which ministries and departments are asked, and by when."""

    model_config = _example(ASK_EXAMPLE)

    function_codes: FunctionCodes
    question_th: Annotated[Prose | None, Field(description="what is to be said in particular; null: nothing")] = None
    answer_by: Annotated[Day | None, Field(description="day by which an opinion helps; null: none")] = None


class OpinionAnswerIn(In):
    """What the ministry or department thinks: by each criterion a degree and a sentence, and whether it supports."""

    model_config = _example(ANSWER_EXAMPLE)

    supports: bool
    strategy_fit: Annotated[Level, Field(description="fit with its strategy")]
    strategy_fit_th: Prose
    need: Level
    need_th: Prose
    priority: Level
    priority_th: Prose
    output_code: Annotated[Line | None, Field(description="code of its output that could carry it; null: none")] = None
    output_th: Annotated[Line | None, Field(description="which of its outputs could carry it; null: none")] = None


class OpinionAnswer(Out):
    """What was said, once, and of which version of the request."""

    supports: bool
    strategy_fit: Level
    strategy_fit_th: str
    need: Level
    need_th: str
    priority: Level
    priority_th: str
    output_code: str | None = Field(description="code of its output that could carry it; null: none named")
    output_th: str | None = Field(description="which of its outputs could carry it; null: none named")
    request_version: int
    content_hash: str = Field(description="`content_hash` of the request then: where it differs now, it changed since")
    given_at: Instant


class Opinion(Out):
    """That a ministry or department was asked, and what it said."""

    model_config = _example(OPINION_EXAMPLE)

    id: UUID
    request_id: UUID
    function_code: str
    question_th: str | None = Field(description="what was asked in particular; null: nothing")
    answer_by: dt.date | None = Field(description="day by which an opinion helps; null: none")
    asked_at: Instant
    answer: OpinionAnswer | None = Field(description="null until given; silence is no support")


class OpinionPage(Out):
    """All opinions on a request, by when they were asked for."""

    model_config = _example({"items": [OPINION_EXAMPLE], "next_cursor": None, "allowed_actions": []})

    items: list[Opinion]
    next_cursor: None = Field(description="always null: a request has few")
    allowed_actions: list[AllowedAction] = Field(description="what the caller may do about opinions on this request")
