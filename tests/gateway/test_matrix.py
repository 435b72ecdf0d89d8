"""The joint matrix: three services on one page, each cell as far as it is known."""

from typing import Any

import httpx
import pytest

from gateway.matrix.rules import NO_MONEY, Answers, area_codes, areas_of, joint_ids, rows_of
from gateway.matrix.schemas import CELL, EXAMPLE
from tests.conftest import As
from tests.gateway.houses import answering, gateway_before, hanging
from tests.gateway.servers import free_port, scripted
from tests.stack import Stack

PATH = "/v1/overview/joint-matrix?fiscal_year=2558&function=05"
AS_OF = "2015-01-09T02:15:00.000000Z"
JOINT = EXAMPLE["joint_indicators"][0]
MONEY = {"asked_amount": "1250000.00", "held_amount": "0.00", "approved_amount": "1000000.00", "requests": 1}
SCORECARD = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a59",
    "version": 2,
    "state": "open",
    "score": None,
    "scored_weight": 60,
    "weights": 100,
    "band": None,
}


def cell(code: str) -> dict[str, Any]:
    return {name: value for name, value in CELL.items() if name not in ("money", "score")} | {"area_code": code}


INDICATORS = {"as_of": AS_OF, "joint_indicators": [{**JOINT, "cells": [cell("50"), cell("51")]}]}
BUDGET = {"as_of": AS_OF, "objects": {JOINT["id"]: {"areas": {"50": MONEY}}}}
KPIS = [{"indicator_id": JOINT["indicator_id"], "score": 4.5}]
EVALUATION = {"as_of": AS_OF, "areas": {"50": {"scorecards": {"scorecard": SCORECARD, "kpis": KPIS}}, "51": {}}}


def test_the_questions_follow_from_the_joint_indicators() -> None:
    assert joint_ids(INDICATORS) == [JOINT["id"]]
    assert area_codes(INDICATORS) == ["50", "51"]
    assert (joint_ids(None), area_codes(None)) == ([], [])


@pytest.mark.parametrize(
    ("budget", "evaluation", "money", "scores"),
    [
        (BUDGET, EVALUATION, [MONEY, NO_MONEY], [4.5, None]),
        (None, EVALUATION, [None, None], [4.5, None]),
        (BUDGET, None, [MONEY, NO_MONEY], [None, None]),
    ],
)
def test_a_cell_says_what_is_known_and_null_is_never_zero(
    budget: dict[str, Any] | None, evaluation: dict[str, Any] | None, money: list[Any], scores: list[Any]
) -> None:
    rows = rows_of(Answers(INDICATORS, budget, evaluation))
    assert rows is not None
    assert [each["money"] for each in rows[0]["cells"]] == money
    assert [each["score"] for each in rows[0]["cells"]] == scores


def test_without_the_indicators_nothing_is_known() -> None:
    answers = Answers(None, BUDGET, EVALUATION)
    assert rows_of(answers) is areas_of(answers) is None


async def show(client: httpx.AsyncClient, headers: dict[str, str], status: int = 200) -> dict[str, Any]:
    answer = await client.get(PATH, headers=headers)
    assert answer.status_code == status, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def test_three_services_make_one_matrix(stack: Stack, as_: As) -> None:
    async with (
        scripted(answering(INDICATORS)) as indicators,
        scripted(answering(BUDGET)) as budget,
        scripted(answering(EVALUATION)) as evaluation,
        gateway_before(
            stack, {"indicators": indicators.url, "budget": budget.url, "evaluation": evaluation.url}
        ) as client,
    ):
        shown = await show(client, as_("ministry:05"))
    assert shown["complete"] is True
    assert [each["money"] for each in shown["joint_indicators"][0]["cells"]] == [MONEY, NO_MONEY]
    assert shown["areas"] == [{"code": "50", "scorecard": SCORECARD}, {"code": "51", "scorecard": None}]


async def test_a_service_that_is_down_is_named_and_the_rest_is_there(stack: Stack, as_: As) -> None:
    down = f"http://127.0.0.1:{free_port()}"
    async with (
        scripted(answering(INDICATORS)) as indicators,
        scripted(answering(EVALUATION)) as evaluation,
        gateway_before(stack, {"indicators": indicators.url, "budget": down, "evaluation": evaluation.url}) as client,
    ):
        shown = await show(client, as_("ministry:05"))
    assert shown["parts"]["budget"] == {"state": "unavailable", "as_of": None, "reason": "unavailable"}
    assert shown["complete"] is False
    assert [each["money"] for each in shown["joint_indicators"][0]["cells"]] == [None, None]


async def test_without_the_indicators_the_others_are_not_asked(stack: Stack, as_: As) -> None:
    async with scripted(hanging) as hung, gateway_before(stack, {"indicators": hung.url}) as client:
        shown = await show(client, as_("ministry:05"))
    assert shown["joint_indicators"] is shown["areas"] is None
    assert shown["parts"]["indicators"]["reason"] == "deadline_passed"
    assert shown["parts"]["budget"]["reason"] == shown["parts"]["evaluation"]["reason"] == "not_asked"


async def test_nonsense_is_not_shown(stack: Stack, as_: As) -> None:
    nonsense = {"as_of": AS_OF, "joint_indicators": [{"id": "x", "cells": []}]}
    async with (
        scripted(answering(nonsense)) as indicators,
        gateway_before(stack, {"indicators": indicators.url}) as client,
    ):
        assert (await show(client, as_("ministry:05"), 502))["code"] == "upstream_broken"
