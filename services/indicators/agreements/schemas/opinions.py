"""What is said of an agreement on its way: comments, and what host agencies are asked. Units and posts, no names."""

import datetime as dt
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field
from pydantic.json_schema import SkipJsonSchema

from services.indicators.agreements.schemas import way_examples
from services.indicators.agreements.schemas.fields import example
from services.shared.schemas import Day, Filters, In, Instant, Line, Out, Prose

CommentChannel = Literal["meeting", "questionnaire", "online_survey", "letter"]
CommentDisposition = Literal["accepted", "accepted_in_part", "not_accepted", "noted"]
HostOpinion = Literal["agree", "change", "disagree"]
Post = Annotated[Line, Field(description="the post of whoever speaks, never a person's name")]


class PerformanceAgreementCommentCreate(In):
    """A comment on the draft, or on one of its KPIs."""

    model_config = example(way_examples.COMMENT_IN)

    indicator_id: Annotated[UUID | None, Field(description="the KPI that it is on; null: the whole agreement")] = None
    channel: Annotated[
        CommentChannel,
        Field(description="how it came: said in the meeting, on the questionnaire, in the online survey, by letter"),
    ] = "meeting"
    unit_name_th: Annotated[
        Line | None,
        Field(
            description="whose comment it is, when recorded for another (a questionnaire); else the caller's own unit"
        ),
    ] = None
    post_th: Post
    text_th: Prose


class PerformanceAgreementCommentAnswerIn(In):
    """What becomes of a comment."""

    model_config = example({"disposition": "accepted", "answer_th": "ปรับค่าเป้าหมายปี 2558 เป็นร้อยละ 3.5 แล้ว"})

    disposition: CommentDisposition
    answer_th: Prose


class AgreementCommentAnswer(Out):
    """What became of a comment."""

    disposition: CommentDisposition
    answer_th: str
    answered_by: str
    answered_at: Instant


class AgreementComment(Out):
    """A comment: whose, on what, in which step, and the answer to it."""

    model_config = example(way_examples.COMMENT)

    id: UUID
    round: int = Field(description="the way that it belongs to, as in `progress`")
    step_code: str = Field(description="the step at which the agreement was", examples=["hearing"])
    agreement_version: int = Field(description="the version that was commented on")
    indicator_id: UUID | None = Field(description="null: the whole agreement")
    channel: CommentChannel
    unit: str | None = Field(
        description="the unit that its author holds a role for; null for a national body", examples=["area:50"]
    )
    unit_name_th: str
    post_th: str
    is_host: bool = Field(description="whether the unit is the host agency of what it comments on")
    text_th: str
    recorded_by: str
    recorded_at: Instant
    answer: AgreementCommentAnswer | None = Field(description="null: not answered")


class AgreementCommentPage(Out):
    """One page of comments, the first first."""

    model_config = example({"items": [way_examples.COMMENT], "next_cursor": None})

    items: list[AgreementComment]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class AgreementCommentFilter(Filters):
    """Which comments are wanted; filters narrow together."""

    indicator_id: UUID | SkipJsonSchema[None] = Field(default=None, description="comments on this KPI")
    step_code: Annotated[str, Field(max_length=40)] | SkipJsonSchema[None] = Field(
        default=None, description="comments made at this step"
    )
    round: Annotated[int, Field(ge=1, le=999)] | SkipJsonSchema[None] = Field(
        default=None, description="comments of this round"
    )
    is_answered: bool | SkipJsonSchema[None] = Field(default=None, description="answered ones, or those that are not")


class PerformanceAgreementConsultationCreate(In):
    """What the host agency of a KPI is asked."""

    model_config = example(way_examples.CONSULTATION_IN)

    indicator_id: Annotated[UUID, Field(description="the KPI; its host agency is that of /v1/indicators")]
    question_th: Prose
    answer_by: Annotated[Day | None, Field(description="until when an answer is asked for; silence is no consent")] = (
        None
    )


class PerformanceAgreementHostOpinionIn(In):
    """What the host agency says of the KPI."""

    model_config = example(
        {
            "opinion": "change",
            "text_th": "ควรใช้ข้อมูลรายได้จากการท่องเที่ยวของกรมการท่องเที่ยวแทนข้อมูลสำรวจของจังหวัด",
            "post_th": "ผู้อำนวยการกองยุทธศาสตร์และแผนงาน",
        }
    )

    opinion: HostOpinion
    text_th: Prose
    post_th: Post


class AgreementHostOpinion(Out):
    """What the host agency said of the KPI."""

    opinion: HostOpinion
    text_th: str
    post_th: str
    given_by: str
    given_at: Instant


class AgreementConsultation(Out):
    """That the host agency of a KPI was asked, and what it said."""

    model_config = example(way_examples.CONSULTATION)

    id: UUID
    round: int = Field(description="the way that it belongs to, as in `progress`")
    indicator_id: UUID
    indicator_code: str
    function_code: str = Field(description="the host agency")
    question_th: str
    answer_by: dt.date | None = Field(description="null: no day was named")
    asked_by: str
    asked_at: Instant
    opinion: AgreementHostOpinion | None = Field(description="null: it has not answered, which is no consent")


class AgreementConsultationPage(Out):
    """Whom ก.พ.ร. asked, the first first."""

    model_config = example({"items": [way_examples.CONSULTATION], "next_cursor": None})

    items: list[AgreementConsultation]
    next_cursor: str | None = Field(description="always null: there are at most as many as KPIs; null ends the list")
