"""Putting the matrix together: what indicators, budget and evaluation say of the same cells."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Answers:
    """What each service said: None where it gave no answer, and none is remembered."""

    indicators: Json | None
    budget: Json | None
    evaluation: Json | None


def joint_ids(indicators: Json | None) -> list[str]:
    """Return the ids of the joint indicators in the answer of the indicators service."""
    return [each["id"] for each in indicators["joint_indicators"]] if indicators else []


def area_codes(indicators: Json | None) -> list[str]:
    """Return the areas that stand in some cell, in order."""
    return sorted({cell["area_code"] for each in _joint(indicators) for cell in each["cells"]})


def rows_of(answers: Answers) -> list[dict[str, Any]] | None:
    """Return the joint indicators, each cell with the money behind it and its score; None when they are not known.

    A cell's money is null when the budget service gave no answer, and zero only when it said so; the score is null
    until the scorecard of the area scores this indicator.
    """
    if answers.indicators is None:
        return None
    return [{**each, "cells": [_cell(answers, each, cell) for cell in each["cells"]]} for each in _joint_of(answers)]


def areas_of(answers: Answers) -> list[dict[str, Any]] | None:
    """Return, for each area of the matrix, its scorecard as far as it is known; None without the indicators."""
    if answers.indicators is None:
        return None
    return [{"code": code, "scorecard": _scorecard(answers, code)} for code in area_codes(answers.indicators)]


def _joint(indicators: Json | None) -> Iterator[dict[str, Any]]:
    yield from indicators["joint_indicators"] if indicators else ()


def _joint_of(answers: Answers) -> Iterator[dict[str, Any]]:
    return _joint(answers.indicators)


def _cell(answers: Answers, joint: Json, cell: Json) -> dict[str, Any]:
    code = cell["area_code"]
    return {**cell, "money": _money(answers, joint["id"], code), "score": _score(answers, joint["indicator_id"], code)}


def _money(answers: Answers, joint_id: str, code: str) -> Any:  # noqa: ANN401 - as the budget service says it
    if answers.budget is None:
        return None
    areas: Json = answers.budget["objects"].get(joint_id, {}).get("areas", {})
    return areas.get(code, NO_MONEY)


def _evaluation_of(answers: Answers, code: str) -> Json:
    if answers.evaluation is None:
        return {}
    found: Json = answers.evaluation["areas"].get(code, {}).get("scorecards", {})
    return found


def _scorecard(answers: Answers, code: str) -> Any:  # noqa: ANN401 - as the evaluation service says it
    return _evaluation_of(answers, code).get("scorecard")


def _score(answers: Answers, indicator_id: str, code: str) -> Any:  # noqa: ANN401 - a JSON number or null
    scores = {each["indicator_id"]: each["score"] for each in _evaluation_of(answers, code).get("kpis", ())}
    return scores.get(indicator_id)


# What the budget service means by not naming an area: no request of it serves this indicator.
NO_MONEY: Json = {"asked_amount": "0.00", "held_amount": "0.00", "approved_amount": "0.00", "requests": 0}
