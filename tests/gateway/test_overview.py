"""Overviews: what is shown when services answer, are down, hang, talk nonsense and come back."""

import datetime as dt
from typing import Any

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.overview import memory
from gateway.overview.memory import KEPT_SECONDS, LastAnswers, Question
from gateway.overview.rules import Facts, Failure, combine
from services.shared.access import PUBLIC, Grant, Principal
from tests.conftest import As
from tests.gateway.houses import answering, gateway_before, hanging
from tests.gateway.servers import free_port, scripted
from tests.stack import Stack

PATH = "/v1/overview/areas/50?fiscal_year=2558"
TARGET = "/internal/facts/areas?fiscal_year=2558&area_code=50"
SERVICES = ("plans", "indicators", "budget", "evaluation")
NOW = dt.datetime(2015, 1, 9, 2, 15, tzinfo=dt.UTC)
BEFORE = NOW - dt.timedelta(minutes=5)
AS_OF = "2015-01-09T02:15:00.000000Z"
MONEY: dict[str, Any] = {"ledger": {"posted_amount": "1250000.00"}}


def facts(by_feature: dict[str, Any], as_of: str = AS_OF) -> dict[str, Any]:
    """Return what a service answers about Chiang Mai."""
    return {"as_of": as_of, "areas": {"50": by_feature}}


async def show(client: httpx.AsyncClient, headers: dict[str, str] | None = None) -> dict[str, Any]:
    answer = await client.get(PATH, headers=headers)
    assert answer.status_code == 200, answer.text
    document: dict[str, Any] = answer.json()
    return document


async def test_all_four_services_answer(api: httpx.AsyncClient, as_: As) -> None:
    shown = await show(api, as_("province:50"))
    assert shown["area"] == {"code": "50", "kind": "province", "name_th": "เชียงใหม่", "name_en": "Chiang Mai"}
    assert shown["fiscal_year"] == 2558
    assert shown["complete"] is True
    for name in SERVICES:
        assert shown["parts"][name]["state"] == "ok"
        assert isinstance(shown[name], dict)


async def test_the_public_may_ask_too_and_sees_what_services_show_it(api: httpx.AsyncClient) -> None:
    assert (await show(api))["complete"] is True


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/v1/overview/areas/99?fiscal_year=2558", 404, "not_found"),
        ("/v1/overview/areas/50", 422, "invalid"),
        ("/v1/overview/areas/50?fiscal_year=2015", 422, "invalid"),
    ],
)
async def test_what_cannot_be_shown_is_refused_by_name(
    api: httpx.AsyncClient, path: str, status: int, code: str
) -> None:
    answer = await api.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_a_part_that_is_down_is_null_and_named_and_the_others_are_there(stack: Stack, as_: As) -> None:
    async with gateway_before(stack, {"budget": f"http://127.0.0.1:{free_port()}"}) as client:
        shown = await show(client, as_("province:50"))
    assert shown["parts"]["budget"] == {"state": "unavailable", "as_of": None, "reason": "unavailable"}
    assert shown["budget"] is None
    assert shown["complete"] is False
    assert {shown["parts"][name]["state"] for name in SERVICES if name != "budget"} == {"ok"}


async def test_a_part_that_hangs_costs_three_seconds_and_nothing_else(stack: Stack, as_: As) -> None:
    async with scripted(hanging) as hung, gateway_before(stack, {"budget": hung.url, "plans": hung.url}) as client:
        shown = await show(client, as_("province:50"))
    for name in ("budget", "plans"):
        assert shown["parts"][name] == {"state": "unavailable", "as_of": None, "reason": "deadline_passed"}
        assert shown[name] is None
    assert shown["parts"]["indicators"]["state"] == "ok"


@pytest.mark.parametrize(
    ("document", "status"),
    [
        ({"as_of": AS_OF}, b"200 OK"),
        ({"as_of": AS_OF, "areas": {"51": {}}}, b"200 OK"),
        ({"as_of": AS_OF, "areas": {"50": None}}, b"200 OK"),
        ({"as_of": "yesterday", "areas": {"50": {}}}, b"200 OK"),
        ({"code": "unexpected"}, b"500 Internal Server Error"),
        ({"code": "not_permitted"}, b"403 Forbidden"),
    ],
)
async def test_a_part_that_talks_nonsense_is_unavailable(stack: Stack, document: dict[str, Any], status: bytes) -> None:
    async with scripted(answering(document, status)) as broken, gateway_before(stack, {"budget": broken.url}) as client:
        shown = await show(client)
    assert shown["parts"]["budget"] == {"state": "unavailable", "as_of": None, "reason": "upstream_broken"}
    assert shown["budget"] is None


async def test_the_last_answer_stands_in_with_its_time_and_the_part_recovers_by_itself(stack: Stack, as_: As) -> None:
    port, owner = free_port(), as_("province:50")
    async with gateway_before(stack, {"budget": f"http://127.0.0.1:{port}"}) as client:
        async with scripted(answering(facts(MONEY)), port):
            assert (await show(client, owner))["budget"] == MONEY
        shown = await show(client, owner)
        assert (shown["parts"]["budget"]["state"], shown["parts"]["budget"]["as_of"]) == ("stale", AS_OF)
        assert shown["parts"]["budget"]["reason"] in ("unavailable", "upstream_broken")
        assert shown["budget"] == MONEY
        assert shown["complete"] is False
        later = "2015-01-09T02:16:00.000000Z"
        async with scripted(answering(facts({}, later)), port):
            shown = await show(client, owner)
            assert shown["parts"]["budget"] == {"state": "ok", "as_of": later, "reason": None}
            assert shown["budget"] == {}


async def test_what_one_caller_was_told_is_not_shown_to_another(stack: Stack, as_: As) -> None:
    port = free_port()
    async with gateway_before(stack, {"budget": f"http://127.0.0.1:{port}"}) as client:
        async with scripted(answering(facts(MONEY)), port):
            assert (await show(client, as_("province:50")))["budget"] == MONEY
        for other in (None, as_("province:51"), as_("province:50", "opdc"), as_("province_committee:50")):
            shown = await show(client, other)
            assert (shown["parts"]["budget"]["state"], shown["budget"]) == ("unavailable", None)


async def test_services_are_asked_as_the_caller_and_as_no_one_else(stack: Stack, as_: As) -> None:
    heads: list[bytes] = []

    async def handler(connection: Any) -> None:
        while True:
            heads.append(await connection.request())
            await connection.answer(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n")

    owner = as_("province:50")
    async with scripted(handler) as budget, gateway_before(stack, {"budget": budget.url}) as client:
        assert (await show(client, owner))["parts"]["budget"]["reason"] == "unavailable"
        await show(client)
    assert heads[0].startswith(b"GET /internal/facts/areas?fiscal_year=2558&area_code=50 HTTP/1.1\r\n")
    assert owner["Authorization"].encode() in heads[0]
    assert b"authorization" not in heads[1].lower()
    assert b"x-deadline-ms: 3000" in heads[0].lower()


@given(
    st.dictionaries(st.sampled_from(SERVICES), st.sampled_from(["facts", "failure"]), min_size=4),
    st.sets(st.sampled_from(SERVICES)),
)
def test_every_part_is_named_and_shown_exactly_as_far_as_it_is_known(answered: dict[str, str], kept: set[str]) -> None:
    fresh, old = Facts(NOW, {"a": 1}), Facts(BEFORE, {"a": 0})
    answers: dict[str, Facts | Failure] = {
        name: fresh if kind == "facts" else Failure("unavailable") for name, kind in answered.items()
    }
    overview = combine(answers, dict.fromkeys(kept, old))
    for name, kind in answered.items():
        expected = ("ok", fresh) if kind == "facts" else ("stale", old) if name in kept else ("unavailable", None)
        assert overview.parts[name]["state"] == expected[0]
        assert overview.parts[name]["as_of"] == (expected[1].as_of if expected[1] else None)
        assert overview.facts[name] == (expected[1].by_feature if expected[1] else None)
        assert (overview.parts[name]["reason"] is None) is (kind == "facts")
    assert overview.is_complete is (set(answered.values()) == {"facts"})


def question(principal: Principal = PUBLIC, **changed: Any) -> Question:
    return Question(principal, "budget", TARGET)._replace(**changed)


def test_an_answer_is_kept_for_ten_minutes() -> None:
    at = 0.0
    kept = LastAnswers(lambda: at)
    kept.keep(question(), Facts(NOW, {}))
    at = KEPT_SECONDS
    assert kept.find(question()) == Facts(NOW, {})
    at = KEPT_SECONDS + 1
    assert kept.find(question()) is None


def test_an_answer_belongs_to_one_caller_service_and_question() -> None:
    kept = LastAnswers()
    kept.keep(question(), Facts(NOW, {}))
    owner = Principal("public", "public", (Grant.parse("province:50"),))
    others: list[dict[str, Any]] = [
        {"principal": owner},
        {"service": "plans"},
        {"target": TARGET.replace("50", "51")},
    ]
    assert [kept.find(question(**changed)) for changed in others] == [None] * 3


def test_the_oldest_answers_make_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_ANSWERS", 2)
    kept = LastAnswers()
    for year in (2556, 2557, 2556, 2558):
        kept.keep(question(target=str(year)), Facts(NOW, {"year": year}))
    found = [year for year in (2556, 2557, 2558) if kept.find(question(target=str(year)))]
    assert found == [2556, 2558]
