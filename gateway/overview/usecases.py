"""Making an overview: ask all services, keep what they say, show the last answer where one is silent."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from gateway.overview.memory import LastAnswers, Question
from gateway.overview.rules import Facts, Failure, Overview, combine
from gateway.overview.schemas import AreaOverview, OverviewArea
from gateway.parts import Parts, ask_all
from gateway.upstreams import Upstreams
from services.shared import reference
from services.shared.access import Principal
from services.shared.errors import NotFound, Refusal, UpstreamBroken
from services.shared.schemas import Instant

INSTANT: TypeAdapter[dt.datetime] = TypeAdapter(Instant)


async def show_area(
    upstreams: Upstreams,
    last_answers: LastAnswers,
    principal: Principal,
    authorization: str | None,
    code: str,
    fiscal_year: int,
) -> AreaOverview:
    """Return the overview of an area in a fiscal year; raises NotFound. A silent service is no error here."""
    area = reference.area(code)
    if area is None:
        raise NotFound()
    target = f"/internal/facts/areas?fiscal_year={fiscal_year}&area_code={code}"
    answers = {
        name: _facts(name, answer, code) for name, answer in (await ask_all(upstreams, target, authorization)).items()
    }
    overview = recalled(last_answers, {name: Question(principal, name, target) for name in answers}, answers)
    return AreaOverview(
        area=OverviewArea.model_validate(area),
        fiscal_year=fiscal_year,
        parts=Parts.model_validate(overview.parts),
        complete=overview.is_complete,
        **overview.facts,
    )


def recalled(
    last_answers: LastAnswers, questions: Mapping[str, Question], answers: Mapping[str, Facts | Failure]
) -> Overview:
    """Return the overview of `answers` by service, the last ones in place of those that failed; keep the fresh ones."""
    remembered = {name: found for name, asked in questions.items() if (found := last_answers.find(asked))}
    for name, answer in answers.items():
        if isinstance(answer, Facts):
            last_answers.keep(questions[name], answer)
    return combine(answers, remembered)


def _facts(name: str, answer: dict[str, Any] | Refusal, code: str) -> Facts | Failure:
    if isinstance(answer, Refusal):
        return Failure(answer.code)
    try:
        return Facts(INSTANT.validate_python(answer["as_of"]), dict(answer["areas"][code]))
    except (KeyError, TypeError, ValueError):
        return Failure(UpstreamBroken(service=name).code)
