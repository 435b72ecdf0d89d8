"""Making the matrix: the joint indicators first, then the money and the scores of what stands in them."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from pydantic import ValidationError

from gateway.matrix import rules
from gateway.matrix.schemas import JointMatrix
from gateway.overview.memory import LastAnswers, Question
from gateway.overview.rules import Facts, Failure
from gateway.overview.usecases import INSTANT, recalled
from gateway.upstreams import COMPOSITE_SECONDS, Upstreams
from services.shared.access import Principal
from services.shared.errors import DeadlinePassed, Refusal, UpstreamBroken

BEHIND = ("budget", "evaluation")
NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Asking:
    """Who asks, and until when the answer must be there."""

    upstreams: Upstreams
    principal: Principal
    authorization: str | None
    until: float
    clock: Callable[[], float] = time.monotonic

    async def ask(self, service: str, target: str) -> Facts | Failure:
        """Return what a service says within what is left of the time."""
        left = self.until - self.clock()
        if left <= 0:
            return Failure(DeadlinePassed.code)
        try:
            answer = await self.upstreams.ask(service, target, self.authorization, left)
            return Facts(INSTANT.validate_python(answer["as_of"]), answer)
        except Refusal as refusal:
            return Failure(refusal.code)
        except (KeyError, TypeError, ValueError):
            return Failure(UpstreamBroken.code)


async def show_matrix(
    upstreams: Upstreams,
    last_answers: LastAnswers,
    principal: Principal,
    authorization: str | None,
    fiscal_year: int,
    function: str | None,
) -> JointMatrix:
    """Return the matrix of a fiscal year. A silent service is no error here: its part is named and null."""
    asking = Asking(upstreams, principal, authorization, time.monotonic() + COMPOSITE_SECONDS)
    first = {"indicators": _target("/internal/joint-matrix", fiscal_year=fiscal_year, function=function)}
    told = {"indicators": await asking.ask("indicators", first["indicators"])}
    indicators = recalled(last_answers, _questions(principal, first), told).facts["indicators"]
    targets = first | _targets_behind(indicators, fiscal_year)
    overview = recalled(last_answers, _questions(principal, targets), told | await _ask_behind(asking, targets, told))
    asked = {"fiscal_year": fiscal_year, "function": function}
    try:
        answers = rules.Answers(**overview.facts)
        shown = {"joint_indicators": rules.rows_of(answers), "areas": rules.areas_of(answers)}
        return JointMatrix.model_validate({**asked, "parts": overview.parts, "complete": overview.is_complete, **shown})
    except (KeyError, TypeError, AttributeError, ValidationError) as problem:
        raise UpstreamBroken(service=", ".join(overview.facts)) from problem


def _targets_behind(indicators: rules.Json | None, fiscal_year: int) -> dict[str, str]:
    """Return what the others are asked about: the money by joint indicator, the scorecards by area."""
    return {
        "budget": _target("/internal/facts/objects/joint_indicator", id=rules.joint_ids(indicators)),
        "evaluation": _target("/internal/facts/areas", fiscal_year=fiscal_year, area_code=rules.area_codes(indicators)),
    }


async def _ask_behind(
    asking: Asking, targets: Mapping[str, str], told: Mapping[str, Facts | Failure]
) -> dict[str, Facts | Failure]:
    """Ask the others at once. Where no joint indicator is known there is nothing to ask them about."""
    if "id=" in targets["budget"]:
        answers = await asyncio.gather(*(asking.ask(name, targets[name]) for name in BEHIND))
        return dict(zip(BEHIND, answers, strict=True))
    indicators = told["indicators"]
    if isinstance(indicators, Failure):
        return dict.fromkeys(BEHIND, Failure(NOT_ASKED))
    return {"budget": Facts(indicators.as_of, {"objects": {}}), "evaluation": Facts(indicators.as_of, {"areas": {}})}


def _questions(principal: Principal, targets: Mapping[str, str]) -> dict[str, Question]:
    return {name: Question(principal, name, target) for name, target in targets.items()}


def _target(path: str, **params: object) -> str:
    given = {name: value for name, value in params.items() if value is not None}
    return f"{path}?{urlencode(given, doseq=True)}"
