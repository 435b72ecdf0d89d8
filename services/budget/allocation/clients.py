"""What an allocation asks of the indicators service: what an indicator says of every area in a year."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from services.budget.allocation.rules.inputs import AreaReading, Question, Reading
from services.shared.columns import now
from services.shared.errors import NotFound, UpstreamBroken
from services.shared.neighbours import Asker

INDICATORS = "indicators"


async def readings_of(asker: Asker, questions: Iterable[Question]) -> dict[Question, Reading | None]:
    """Return what the caller sees of each indicator, asked once each; None where there is no such indicator.

    Whose value counts is answered there, and a year that is not whole has no value.
    """
    return {question: await _reading_of(asker, question) for question in dict.fromkeys(questions)}


async def _reading_of(asker: Asker, question: Question) -> Reading | None:
    params = {"fiscal_year": question.fiscal_year, "level": question.level}
    try:
        answer = await asker.ask(INDICATORS, f"/v1/indicators/{question.indicator_id}/ranking", params)
    except NotFound:
        return None
    try:
        return _read(answer)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError) as problem:
        raise UpstreamBroken(service=INDICATORS) from problem


def _read(answer: Mapping[str, Any]) -> Reading:
    indicator = answer["indicator"]
    return Reading(
        code=indicator["code"],
        name_th=indicator["name_th"],
        unit_th=indicator["unit_name_th"],
        definition_version=int(indicator["definition_version"]),
        areas={each["standing"]["area_code"]: _area(each["value"], each["standing"]) for each in answer["places"]},
        unknown={each["area_code"]: each["reason"] for each in answer["not_ranked"]},
        read_at=now(),
    )


def _area(value: float, standing: Mapping[str, Any]) -> AreaReading:
    return AreaReading(
        # The shortest text that means it, which for up to 15 digits is the number that was sent.
        value=Decimal(repr(value)),
        reporter=standing["reporter"],
        made_of=tuple({"period": each["period"], "revision": int(each["revision"])} for each in standing["made_of"]),
        is_final=bool(standing["is_final"]),
        is_settled=standing["settled"] is not None,
    )
