"""Who may see and do what with a dataset: by the table, and by the routes."""

from uuid import UUID

import pytest
from sqlalchemy import select

from services.indicators.datasets import access
from services.indicators.datasets.models.registry import Dataset
from services.indicators.datasets.repository.registry import visible_to
from services.indicators.datasets.rules.states import FLOW
from services.indicators.datasets.schemas.analyses import CREATE_EXAMPLE as ANALYSIS
from services.shared.access import PUBLIC, Grant, Principal, Subject, allowed_actions
from services.shared.events.models import Event
from tests.access.identities import IDENTITIES, NATIONAL_IDENTITIES
from tests.indicators.datasets.conftest import DUTY, OWNER, PATH, UPDATES, Json, Registry, ago
from tests.stack import Stack

OVERSEERS = set(NATIONAL_IDENTITIES)
DOERS = {
    "dataset.read_history": {OWNER, DUTY, *OVERSEERS},
    "dataset.update": {OWNER},
    "dataset.share": {OWNER},
    "dataset.publish": {OWNER},
    "dataset.retire": {OWNER},
    "dataset.record_update": {OWNER, DUTY},
    "dataset.digitise": {OWNER, DUTY},
    "dataset.assess": {OWNER, *OVERSEERS},
}
EVERY, IN_USE = {"draft", "shared", "published", "retired"}, {"shared", "published"}
STATES = {
    "dataset.read_history": EVERY,
    "dataset.update": EVERY - {"retired"},
    "dataset.share": {"draft"},
    "dataset.publish": {"draft", "shared"},
    "dataset.retire": EVERY - {"retired"},
    "dataset.record_update": IN_USE,
    "dataset.digitise": IN_USE,
    "dataset.assess": IN_USE,
}


@pytest.mark.parametrize("state", FLOW.states)
def test_the_table_answers_for_every_identity(state: str) -> None:
    subject = Subject("area:50", shared=frozenset({"function:PRD"}), state=state)
    for identity in IDENTITIES:
        principal = Principal(identity, "test", (Grant.parse(identity),))
        answers = {each.action: each.allowed for each in allowed_actions(principal, access.ON_DATASET, subject)}
        expected = {name: identity in DOERS[name] and state in STATES[name] for name in DOERS}
        assert answers == expected, identity


# Who sees what left the desk whatever its sharing: the owner's own offices, who must update, who oversees.
CLOSE = {
    OWNER,
    DUTY,
    "province_committee:50",
    "good_governance:50",
    "local_government:50",
    "service",
    *OVERSEERS,
}
NAMED = {"province:57", "province_committee:57", "good_governance:57", "local_government:57", "ministry:07"}


@pytest.mark.parametrize(
    ("state", "sharing", "seers"),
    [
        ("draft", "all_units", {OWNER}),
        ("shared", "named_units", CLOSE | NAMED),
        ("shared", "all_units", set(IDENTITIES)),
        ("published", "named_units", {*IDENTITIES, None}),
        ("retired", "named_units", CLOSE | NAMED),
    ],
)
async def test_a_dataset_is_seen_as_its_sharing_says(
    registry: Registry, stack: Stack, state: str, sharing: str, seers: set[str | None]
) -> None:
    shares: Json = {"shared_area_codes": ["57"], "shared_function_codes": ["07"], "duty_function_code": "PRD"}
    dataset = await registry.make(state, sharing=sharing, **shares)
    async with stack.sessions("indicators")() as session:
        for identity in (*IDENTITIES, None):
            principal = Principal("x", "x", (Grant.parse(identity),)) if identity else PUBLIC
            found = await session.scalars(visible_to(principal).where(Dataset.id == UUID(dataset["id"])))
            assert len(found.all()) == (identity in seers), identity
    for identity in (OWNER, DUTY, "ministry:05", None):
        headers, sees = registry.as_(identity) if identity else {}, identity in seers
        for path in ("", "/updates", "/assessments", "/digitisation"):
            answer = await registry.api.get(f"{PATH}/{dataset['id']}{path}", headers=headers)
            assert answer.status_code == (200 if sees else 404), (identity, path)


async def test_anothers_draft_and_nothing_answer_alike_to_who_may_change_some(registry: Registry) -> None:
    dataset = await registry.make("draft")
    nothing = "0193a1de-7a10-7c3e-8f00-000000000000"
    for identity in ("province:51", "cluster:C52-15", "ministry:07", DUTY):
        for verb, body in (("share", None), ("updates", {"as_of": "2014-10-31"}), ("retire", {"reason": "x"})):
            answers = [
                await registry.post(f"{PATH}/{each}/{verb}", identity, body) for each in (dataset["id"], nothing)
            ]
            told = [{**answer.json(), "request_id": None} for answer in answers]
            assert told[0] == told[1], (identity, verb)
            assert answers[0].status_code == 404


async def test_a_unit_registers_for_itself_alone(registry: Registry) -> None:
    from_afar = await registry.post(PATH, "province:51", {"owner_area_code": "50", "name_th": "ข้อมูลของผู้อื่น"})
    assert (from_afar.status_code, from_afar.json()["code"]) == (403, "not_permitted")
    dataset = await registry.make(duty_function_code="PRD")
    by_duty = await registry.post(f"{PATH}/{dataset['id']}/publish", DUTY)
    assert by_duty.status_code == 403
    told = {each["action"]: each["allowed"] for each in (await registry.read(dataset, DUTY))["allowed_actions"]}
    assert told["dataset.record_update"] is True
    assert told["dataset.update"] is told["dataset.assess"] is False


async def audiences(stack: Stack, object_id: str) -> dict[str, set[str]]:
    """Return who may know of what happened to an object, by what happened."""
    async with stack.sessions("indicators")() as session:
        events = await session.scalars(select(Event).where(Event.object_id == UUID(object_id)))
        return {each.type.partition(".")[2]: set(each.audience) for each in events}


async def test_who_may_know_of_a_change_is_who_may_see_the_dataset(registry: Registry, stack: Stack) -> None:
    shares: Json = {"sharing": "named_units", "shared_area_codes": ["57"], "duty_function_code": "PRD"}
    dataset = await registry.make(**shares)
    overseers = {f"role:{identity}" for identity in OVERSEERS}
    data = await registry.refresh(dataset, ago(1))
    await registry.done(f"{PATH}/{dataset['id']}/publish", OWNER)
    told = await audiences(stack, dataset["id"])
    assert told["created"] == {"area:50"}
    assert told["shared"] == told["refreshed"] == {"area:50", "area:57", "function:PRD", *overseers}
    assert told["published"] == {"public"}
    ours = await registry.done(f"{UPDATES}/{data['id']}/analyses", OWNER, ANALYSIS)
    of_analysis = (await audiences(stack, ours["id"]))["created"]
    assert "public" not in of_analysis
    assert {"area:50", "role:province", "role:ministry", "role:local_government"} <= of_analysis
