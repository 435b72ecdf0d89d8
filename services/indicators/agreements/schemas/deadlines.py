"""From when to when the steps of a fiscal year are to be taken."""

import datetime as dt
from typing import Annotated

from pydantic import Field, StringConstraints

from services.indicators.agreements.schemas import way_examples
from services.indicators.agreements.schemas.fields import AgreementLevel, example
from services.shared.schemas import Day, In, Instant, Line, Out, Prose

MOST_DEADLINES = 50


class AgreementDeadlineIn(In):
    """The days of one step."""

    level: AgreementLevel
    step_code: Annotated[
        str,
        StringConstraints(pattern=r"^[a-z][a-z_]{1,39}$"),
        Field(description="a step of the year's chain, as /v1/performance-agreements/chains gives it"),
    ]
    opens_on: Day | None = None
    due_on: Annotated[Day, Field(description="the last day, until 24:00 in Bangkok; the task of the step carries it")]
    source: Annotated[Line, Field(description="the letter or circular it stands in; example data says that it is")]
    dated_on: Annotated[Day | None, Field(description="day of that document")] = None


class PerformanceAgreementDeadlinesReplace(In):
    """All days of a fiscal year, in place of those before."""

    model_config = example(way_examples.DEADLINES_IN)

    deadlines: Annotated[list[AgreementDeadlineIn], Field(max_length=MOST_DEADLINES)]
    reason: Annotated[Prose | None, Field(description="why they change")] = None


class AgreementDeadline(Out):
    """The days of one step."""

    level: AgreementLevel
    step_code: str
    opens_on: dt.date | None
    due_on: dt.date
    source: str
    dated_on: dt.date | None


class PerformanceAgreementDeadlines(Out):
    """The days of a fiscal year. Nothing is refused by them: the tasks carry them, and who is late is seen."""

    model_config = example(way_examples.DEADLINES)

    fiscal_year: int
    version: int = Field(
        description="the ETag is this number in quotes; 0: nobody set any day, and the first PUT says 0"
    )
    deadlines: list[AgreementDeadline] = Field(description="by level and day")
    updated_at: Instant | None = Field(description="null: nobody set any day")
