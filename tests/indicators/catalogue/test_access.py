"""Who may do what with an indicator: every identity, every action, every state, by the table and by the routes."""

from uuid import uuid4

import httpx
import pytest

from services.indicators.catalogue import access
from services.indicators.catalogue.rules import FLOW
from services.indicators.catalogue.usecases.changes import subject_of
from services.shared.access import Grant, Principal, allowed_actions
from tests.access.identities import IDENTITIES, NATIONAL_IDENTITIES
from tests.conftest import As
from tests.indicators.catalogue.conftest import KEEPER, OWNER, PATH, Make

DOERS = {
    "indicator.read_history": {OWNER, *NATIONAL_IDENTITIES},
    "indicator.update": {OWNER, KEEPER},
    "indicator.publish": {KEEPER},
    "indicator.retire": {KEEPER},
}
STATES = {
    "indicator.read_history": {"draft", "published", "retired"},
    "indicator.update": {"draft", "published"},
    "indicator.publish": {"draft"},
    "indicator.retire": {"published"},
}


@pytest.mark.parametrize("state", FLOW.states)
def test_the_table_answers_for_every_identity(state: str) -> None:
    subject = subject_of(None, "05", state)
    for identity in IDENTITIES:
        principal = Principal(identity, "test", (Grant.parse(identity),))
        answers = {each.action: each.allowed for each in allowed_actions(principal, access.ACTIONS, subject)}
        expected = {name: identity in DOERS[name] and state in STATES[name] for name in DOERS}
        assert answers == expected, identity


@pytest.mark.parametrize("state", ["draft", "published", "retired"])
@pytest.mark.parametrize(("verb", "name"), [("publish", "indicator.publish"), ("retire", "indicator.retire")])
async def test_the_routes_answer_as_the_table(
    api: httpx.AsyncClient, as_: As, make_indicator: Make, state: str, verb: str, name: str
) -> None:
    indicator = await make_indicator(state)
    for identity in sorted(IDENTITIES, key=lambda each: each == KEEPER):  # the keeper last: it changes the state
        headers = {**as_(identity), "Idempotency-Key": str(uuid4())}
        answer = await api.post(f"{PATH}/{indicator['id']}/{verb}", json={"reason": "ทดสอบ"}, headers=headers)
        if identity != KEEPER:
            assert answer.status_code == 403, (identity, answer.text)
        else:
            assert answer.status_code == (200 if state in STATES[name] else 409), answer.text


@pytest.mark.parametrize("state", ["draft", "published", "retired"])
async def test_anothers_draft_and_nothing_answer_alike_to_who_may_change_some(
    api: httpx.AsyncClient, as_: As, make_indicator: Make, state: str
) -> None:
    indicator = await make_indicator(state)
    for identity in ("province:50", "cluster:C52-15", "ministry:07", "department:PRD"):
        headers = {**as_(identity), "If-Match": f'"{indicator["version"]}"'}
        answers = [
            await api.patch(f"{PATH}/{code}", json={"name_en": "x"}, headers=headers)
            for code in (indicator["id"], "0193a1de-7a10-7c3e-8f00-000000000000")
        ]
        assert [answer.status_code for answer in answers] == [404 if state == "draft" else 403, 404], identity
        if state == "draft":
            told = [{**answer.json(), "request_id": None} for answer in answers]
            assert told[0] == told[1]
