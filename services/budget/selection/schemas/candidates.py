"""How a candidate is shown, and the smallest change that lets it in."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.budget.ledger.schemas.fields import EXAMPLE_ID
from services.budget.requests.schemas.fields import REQUEST_ID, SUBMISSION_ID, TITLE
from services.budget.selection.schemas.bodies import Verdict, example
from services.budget.selection.schemas.reasons import CEILING_KEY, REASON_EXAMPLE, SelectionReason, SelectionState
from services.shared.numbers import NumberOut
from services.shared.schemas import AmountOut, Filters, Json, Out, Sentence

Standing = Annotated[
    Literal["both", "only_strict", "only_optimum", "neither"],
    Field(description="which of the two rankings takes it"),
]

CANDIDATE_EXAMPLE: Json = {
    "id": REQUEST_ID,
    "position": 2,
    "title_th": TITLE,
    "requests": [
        {
            "id": REQUEST_ID,
            "version": 3,
            "content_hash": "9f2c51d8a07b4e6c3d1f8e5a2b7c9d0e4f6a8b1c3d5e7f9a0b2c4d6e8f0a1b3c",
            "state": "submitted",
            "area_code": "50",
            "fund_code": "AREA",
            "amount": "400000.00",
            "submission_id": SUBMISSION_ID,
            "priority": 2,
            "scores": {"severity": 5, "benefit": 9},
        }
    ],
    "amount": "400000.00",
    "value": 6.6,
    "dimension": "economy",
    "standing": "neither",
    "strict": {"is_in": False, "would_fit": False, "reasons": [REASON_EXAMPLE]},
    "optimum": {"is_in": False, "reasons": [REASON_EXAMPLE]},
    "overruled": None,
}
CHANGE_EXAMPLE: Json = {
    "state": "solved",
    "job_id": EXAMPLE_ID,
    "changes": [
        {
            "kind": "ceiling",
            "state": "found",
            "by_amount": "150000.00",
            "to_amount": None,
            "by_value": None,
            "to_value": None,
            "raises": [{"key": CEILING_KEY, "title_th": "เชียงใหม่ AREA", "amount": "150000.00"}],
            "is_verified": True,
            "sentence": {
                "th": "เพิ่มกรอบ เชียงใหม่ AREA 150000.00 บาท แล้วคำนวณใหม่ ได้รับเลือก",
                "en": "With เชียงใหม่ AREA raised by 150000.00 baht and everything solved again, it is in.",
            },
        }
    ],
}


class SelectionRequest(Out):
    """A request as it stood when the run began."""

    id: UUID
    version: int
    content_hash: str
    state: str
    area_code: str
    fund_code: str
    amount: AmountOut = Field(description="what is asked; where it was screened, what the screening proposes")
    submission_id: UUID
    priority: int = Field(description="its place in its list")
    scores: dict[str, NumberOut] = Field(description="as stated, by criterion")


class SelectionStrictVerdict(Out):
    """What the strict ranking says of a candidate."""

    is_in: bool
    would_fit: bool = Field(description="it is under a line, and the money that is left would still do for it")
    reasons: list[SelectionReason]


class SelectionOptimumVerdict(Out):
    """What the best choice says of a candidate."""

    is_in: bool
    reasons: list[SelectionReason] = Field(description="all that stands against adding it to the choice as it is")


class SelectionCandidate(Out):
    """A candidate: a request, or the requests of several areas for one project, in or out as a whole."""

    model_config = example(CANDIDATE_EXAMPLE)

    id: UUID = Field(description="its request's; of a joint project its first request's")
    position: int = Field(description="place in the strict ranking, 1 the first")
    title_th: str
    requests: list[SelectionRequest]
    amount: AmountOut
    value: NumberOut = Field(description="weighted scores as stated; of a joint project the sum of its requests'")
    dimension: str | None = Field(description="null where none was stated")
    standing: Standing
    strict: SelectionStrictVerdict
    optimum: SelectionOptimumVerdict | None = Field(description="null where there is no best choice")
    overruled: Verdict | None = Field(description="what the committee said last; null: nothing")


class SelectionCandidatePage(Out):
    """One page of candidates, in the order of the strict ranking."""

    model_config = example({"items": [CANDIDATE_EXAMPLE], "next_cursor": None})

    items: list[SelectionCandidate]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class SelectionCandidateFilter(Filters):
    """Which candidates are wanted."""

    standing: Standing | SkipJsonSchema[None] = None


class SelectionRaise(Out):
    """By how much a ceiling rises."""

    key: str
    title_th: str
    amount: AmountOut


class SelectionChange(Out):
    """The smallest change of one kind with which every best choice has the candidate."""

    kind: Literal["value", "cost", "ceiling"]
    state: Literal["found", "not_needed", "impossible", "not_proven"] = Field(
        description="not_needed: it is in every best choice already, the run's gap apart; not_proven: the time was over"
    )
    by_amount: AmountOut | None = Field(description="how much cheaper, or how much more money; null of a value")
    to_amount: AmountOut | None = Field(description="what it may cost at most; null of a value or a ceiling")
    by_value: NumberOut | None = Field(description="how much more it would have to be worth; null unless of a value")
    to_value: NumberOut | None = Field(description="what it would have to be worth; null unless of a value")
    raises: list[SelectionRaise] = Field(description="the ceilings that rise")
    is_verified: bool = Field(description="whether it was in when everything was solved again with the change made")
    sentence: Sentence


class SelectionSmallestChange(Out):
    """The smallest changes, once they were asked for."""

    model_config = example(CHANGE_EXAMPLE)

    state: SelectionState
    job_id: UUID
    changes: list[SelectionChange] = Field(description="one of each kind, once they were found")


class SelectionCandidateDetail(SelectionCandidate):
    """A candidate, with the smallest change that lets it in where that was asked for."""

    model_config = example({**CANDIDATE_EXAMPLE, "smallest_change": CHANGE_EXAMPLE})

    smallest_change: SelectionSmallestChange | None = Field(description="null until it was asked for")
