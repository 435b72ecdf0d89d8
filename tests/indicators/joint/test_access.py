"""Who may do what with joint indicators and offers: every identity, every action, every state, by table and route."""

from uuid import uuid4

import pytest

from services.indicators.joint import access
from services.indicators.joint.rules.disputes import DISPUTE_FLOW
from services.indicators.joint.rules.states import FLOW, OFFER_FLOW
from services.shared.access import Action, Grant, Principal, Subject, allowed_actions
from tests.access.identities import IDENTITIES, NATIONAL_IDENTITIES
from tests.contract.specimens.catalogue import MINISTRY
from tests.contract.specimens.joint import COUNTER, SEEN
from tests.contract.world import World
from tests.indicators.joint.conftest import offered

AREA = "province:50"
REVIEWERS = {"province", "ministry", "department", "opdc", "evaluation_committee"}
ON_INDICATOR = {
    "update": {"draft"},
    "offer": {"draft"},
    "redefine": {"offered"},
    "assign": {"draft", "offered"},
    "record_workshop": {"draft", "offered"},
    "withdraw": {"draft", "offered"},
}
OF_AREA = {"sign": {"offered", "countered"}, "counter": {"offered", "countered"}}
OF_FUNCTION = {"revise": {"offered", "countered", "agreed"}, "decline": {"countered"}}
OFFICES_OF_AREA = {f"{role}:50" for role in ("province", "province_committee", "good_governance", "local_government")}


def answers(identity: str, actions: tuple[Action, ...], subject: Subject) -> dict[str, bool]:
    """What the table says of an identity."""
    principal = Principal(identity, "test", (Grant.parse(identity),))
    return {each.action.partition(".")[2]: each.allowed for each in allowed_actions(principal, actions, subject)}


@pytest.mark.parametrize("state", FLOW.states)
def test_only_the_proposing_function_acts_on_a_joint_indicator(state: str) -> None:
    subject = Subject("function:05", state=state)
    for identity in IDENTITIES:
        expected = {verb: identity == MINISTRY and state in states for verb, states in ON_INDICATOR.items()}
        expected["read_history"] = identity in {MINISTRY, *NATIONAL_IDENTITIES}
        expected["confirm_workshop"] = False
        expected["review_disputes"] = state == "offered" and identity.partition(":")[0] in REVIEWERS
        assert answers(identity, access.ON_INDICATOR, subject) == expected, identity


@pytest.mark.parametrize("state", OFFER_FLOW.states)
def test_each_side_of_an_offer_does_its_own(state: str) -> None:
    subject = Subject("area:50", shared=frozenset({"function:05"}), state=state)
    for identity in IDENTITIES:
        expected = {verb: identity == AREA and state in states for verb, states in OF_AREA.items()}
        expected |= {verb: identity == MINISTRY and state in states for verb, states in OF_FUNCTION.items()}
        expected["read_history"] = identity in {MINISTRY, *OFFICES_OF_AREA, *NATIONAL_IDENTITIES}
        assert answers(identity, access.ON_OFFER, subject) == expected, identity


@pytest.mark.parametrize("state", DISPUTE_FLOW.states)
def test_both_sides_state_their_case_and_the_secretariat_proposes(state: str) -> None:
    subject = Subject("area:50", shared=frozenset({"function:05"}), state=state)
    sides, secretariat = {AREA, MINISTRY}, {"evaluation_committee", "opdc"}
    for identity in IDENTITIES:
        is_open = state == "open"
        expected = dict.fromkeys(("state", "attach"), identity in sides and is_open)
        expected |= dict.fromkeys(("propose", "detach"), identity in secretariat and is_open)
        expected["reopen"] = identity in secretariat and state == "settled"
        expected["read_history"] = identity in {MINISTRY, *OFFICES_OF_AREA, *NATIONAL_IDENTITIES}
        assert answers(identity, access.ON_DISPUTE, subject) == expected, identity


def test_the_ministry_above_and_the_responsible_department_do_their_part() -> None:
    subject = Subject(
        "function:PRD",
        within=frozenset({"function:01"}),
        shared=frozenset({"function:OPDC", "area:50"}),
        state="offered",
    )
    all_of_it = {"redefine", "assign", "record_workshop", "withdraw", "review_disputes", "read_history"}
    for identity, expected in (
        ("department:PRD", all_of_it),
        ("ministry:01", all_of_it),
        ("department:OPDC", {"record_workshop", "review_disputes", "read_history"}),
        ("ministry:05", {"review_disputes"}),
        (AREA, {"confirm_workshop", "review_disputes"}),
        ("province:51", {"review_disputes"}),
    ):
        found = answers(identity, access.ON_INDICATOR, subject)
        assert {verb for verb, may in found.items() if may} == expected, identity


@pytest.mark.parametrize(
    ("verb", "body", "doer"),
    [
        ("sign", SEEN, AREA),
        ("counter", COUNTER, AREA),
        ("revise", {"target": 1000, "reason": "ปรับ"}, MINISTRY),
        ("decline", {"reason": "คงเดิม"}, MINISTRY),
    ],
)
async def test_the_routes_answer_as_the_table(world: World, verb: str, body: dict[str, object], doer: str) -> None:
    sides = await offered(world)
    if verb == "decline":
        await sides.counter("50", 900)
    for identity in sorted(IDENTITIES, key=lambda each: each == doer):  # the doer last: it changes the state
        headers = {**world.as_(identity), "Idempotency-Key": str(uuid4())}
        answer = await world.api.post(f"{sides.path}/offers/50/{verb}", json=body, headers=headers)
        assert answer.status_code == (200 if identity == doer else 403), (identity, answer.text)
