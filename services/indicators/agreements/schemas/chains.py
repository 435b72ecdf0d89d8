"""How chains are shown, and where an agreement is along its own."""

import datetime as dt
from typing import Literal
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.indicators.agreements.schemas import examples
from services.indicators.agreements.schemas.fields import AgreementLevel, example
from services.shared.schemas import Filters, FiscalYear, Instant, Out, Sentence

StepKind = Literal["draft", "hearing", "analysis", "committee", "notice"]
ChainBasis = Literal["own_year", "earlier_year", "later_year"]
StepOutcome = Literal[
    "presented",
    "submitted",
    "withdrawn",
    "analysed",
    "endorsed",
    "approved",
    "returned",
    "rejected",
    "notified",
    "acknowledged",
]


class AgreementChainStep(Out):
    """One step of a chain, with the document's own sentence where there is one."""

    position: int = Field(description="its place, from 1")
    code: str = Field(examples=["supervision"])
    kind: StepKind = Field(
        description="a committee decides by resolution; every one but the last endorses, the last approves"
    )
    actor: str = Field(
        description="who takes the step: area, opdc, or the kind of committee", examples=["evaluation_committee"]
    )
    may_return: bool = Field(description="whether it may send the agreement back to its draft")
    host_opinion: Literal["may", "must"] = Field(
        description="of an analysis: must: it ends only when the host agency of every KPI that has one has answered"
    )
    name_th: str
    name_en: str
    sentence_th: str | None = Field(description="the document's sentence, word for word; null: it does not say")
    sentence_en: str | None
    reading: str | None = Field(description="what is this system's reading, not the document's; null: nothing")
    source: str


class AgreementChain(Out):
    """The chain of a fiscal year and level, as a document tells of it."""

    model_config = example(examples.CHAIN)

    code: str
    fiscal_year: int = Field(
        description="the year that the document tells of; later years use it until there is another"
    )
    level: AgreementLevel
    basis: ChainBasis | None = Field(
        description="how it comes to be the chain of the year asked for; null where none was asked for"
    )
    name_th: str
    name_en: str
    reading: str
    source: str
    dated_on: dt.date
    steps: list[AgreementChainStep] = Field(description="in their order")


class AgreementChainPage(Out):
    """The chains, by year and level."""

    model_config = example({"items": [examples.CHAIN], "next_cursor": None})

    items: list[AgreementChain]
    next_cursor: str | None = Field(description="always null: the chains fit one page; null ends the list")


class AgreementChainFilter(Filters):
    """Which chains are wanted."""

    fiscal_year: FiscalYear | SkipJsonSchema[None] = Field(default=None, description="the chain that this year uses")
    level: AgreementLevel | SkipJsonSchema[None] = None


class AgreementStepProgress(AgreementChainStep):
    """A step of the agreement's own chain, and how it stands."""

    state: Literal["passed", "current", "ahead"] = Field(
        description="current: where the agreement is, or where it ended"
    )
    opens_on: dt.date | None = Field(description="null where no day was set")
    due_on: dt.date | None = Field(description="the last day, until 24:00 in Bangkok; null where none was set")


class AgreementPassage(Out):
    """Who took a step, when, and by which resolution or letter."""

    id: UUID
    round: int = Field(description="how often the agreement had begun its way, from 1")
    step_code: str
    outcome: StepOutcome
    content_hash: str = Field(description="what the agreement said then")
    passed_by: str = Field(description="post or machine", examples=["opdc"])
    passed_at: Instant
    resolution_id: UUID | None = Field(description="the resolution of a committee's step; null for any other")
    reason_th: str | None = Field(description="why it was sent back or rejected, or what was added; null: nothing")
    document_number: str | None = Field(description="of a notice: its letter; null for any other step")
    document_dated_on: dt.date | None


class AgreementWaiting(Out):
    """Who is to do what next."""

    action: str = Field(description="what is to be done", examples=["performance_agreement.analyse"])
    who: str = Field(description="the role that is asked, with its area", examples=["opdc"])
    title: Sentence
    due_at: Instant | None = Field(description="null where no day was set")


class AgreementProgress(Out):
    """Where an agreement is along the chain that it entered, which stays its own."""

    chain_code: str
    chain_fiscal_year: int
    basis: ChainBasis = Field(description="whether the chain is of the agreement's year, or of another for want of one")
    told: Sentence = Field(description="the basis in a sentence")
    name_th: str
    name_en: str
    source: str
    dated_on: dt.date
    round: int = Field(description="how often the agreement began its way: each return and withdrawal begins another")
    steps: list[AgreementStepProgress]
    passages: list[AgreementPassage] = Field(description="the first first")
    waits_for: AgreementWaiting | None = Field(description="null: at the end of its way, or given up")
