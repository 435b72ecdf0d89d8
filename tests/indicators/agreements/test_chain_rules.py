"""The chains as data and as rules: what ships can be gone through, no step is skipped, nobody acts out of turn."""

import csv
import datetime as dt
from importlib.resources import files
from itertools import product
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.agreements import access
from services.indicators.agreements.rules.agreement import STATES
from services.indicators.agreements.rules.chains import (
    BASES,
    EARLIER_YEAR,
    LATER_YEAR,
    OWN_YEAR,
    STAGES_OF_STATES,
    VERBS,
    Chain,
    Kind,
    Place,
    Stage,
    Step,
    chain_for,
    faults_of_chain,
)
from services.indicators.agreements.rules.deadlines import DeadlineFacts, deadline_faults
from services.indicators.agreements.rules.issues import Issue, fault_of_issue
from services.indicators.agreements.rules.opinions import (
    CHANNELS,
    DISPOSITIONS,
    OPINIONS,
    OUTCOMES,
    RECOMMENDATIONS,
    Asked,
    analysis_faults,
    silent_hosts,
)
from services.indicators.agreements.schemas import chains as chain_schemas
from services.indicators.agreements.schemas import opinions as opinion_schemas
from services.indicators.agreements.schemas.fields import AgreementStage, AgreementState
from services.indicators.agreements.schemas.steps import Recommendation
from services.indicators.agreements.usecases.changes import subject_of
from services.shared.access import Grant, Principal, authorise, check_state
from services.shared.decisions.rules import Deciding
from services.shared.errors import NotPermitted, Refusal, StateDoesNotAllow
from tests.access.identities import IDENTITIES

FORWARD = {"present", "submit", "analyse", "endorse", "approve"}
MOVES = (*sorted(FORWARD), "return", "withdraw", "reject", "cancel", "notify", "acknowledge")
HOME, KEEPER = "province:50", "opdc"
# By hand, apart from the product's tables: at which stage who takes which step. Committees decide by resolution.
TURNS = {
    Stage.DRAFTING: {("submit", HOME), ("cancel", HOME), ("cancel", KEEPER)},
    Stage.DRAFTING_FOR_HEARING: {("present", KEEPER), ("cancel", HOME), ("cancel", KEEPER)},
    Stage.HEARING: {("submit", HOME), ("cancel", HOME), ("cancel", KEEPER)},
    Stage.ANALYSIS: {("analyse", KEEPER), ("return", KEEPER), ("withdraw", HOME)},
    # What a committee has before it only the area takes back: ก.พ.ร. is its secretariat, and sends nothing back itself.
    Stage.COMMITTEE: {("withdraw", HOME)},
    Stage.NOTICE: {("notify", KEEPER)},
    Stage.ACKNOWLEDGEMENT: {("acknowledge", HOME)},
}
ACTIONS = {action.name.removeprefix("performance_agreement."): action for action in access.ACTIONS if action.on_object}


def rows(name: str) -> list[dict[str, str]]:
    text = files("services.indicators.agreements").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def shipped() -> dict[str, Chain]:
    """The chains of the files, by code."""
    steps = rows("approval_chain_steps")
    return {
        row["code"]: Chain(
            row["code"],
            int(row["fiscal_year"]),
            tuple(
                Step(
                    each["code"], Kind(each["kind"]), each["actor"], each["may_return"] == "true", each["host_opinion"]
                )
                for each in steps
                if each["chain_code"] == row["code"]
            ),
        )
        for row in rows("approval_chains")
    }


CHAINS = shipped()


def places_of(chain: Chain) -> set[Place]:
    """Every place that can be come to along a chain."""
    found, fresh = {chain.start}, {chain.start}
    while fresh:
        reached = set()
        for place, verb in product(fresh, MOVES):
            if place.stage in VERBS[verb]:
                reached.add(chain.after(place, verb))
        fresh = reached - found
        found |= fresh
    return found


@st.composite
def chains(draw: st.DrawFn) -> Chain:
    """Any chain that can be gone through: with or without a hearing, an analysis and a notice, and some committees."""
    is_heard = draw(st.booleans())
    steps = [Step("draft", Kind.DRAFT, KEEPER if is_heard else "area")]
    steps += [Step("hearing", Kind.HEARING, "area")] if is_heard else []
    steps += [Step("analysis", Kind.ANALYSIS, KEEPER, True)] if draw(st.booleans()) else []
    for number in range(draw(st.integers(1, 3))):
        steps.append(Step(f"committee_{number}", Kind.COMMITTEE, draw(st.sampled_from(list(Deciding))).value, True))
    steps += [Step("notice", Kind.NOTICE, KEEPER)] if draw(st.booleans()) else []
    return Chain("drawn", 2570, tuple(steps))


def test_the_contract_names_what_the_rules_name() -> None:
    assert set(get_args(AgreementState)) == set(STATES)
    assert set(get_args(AgreementStage)) == set(Stage)
    assert set(get_args(chain_schemas.StepKind)) == set(Kind)
    assert set(get_args(chain_schemas.StepOutcome)) == set(OUTCOMES)
    assert set(get_args(chain_schemas.ChainBasis)) == set(BASES)
    assert set(get_args(Recommendation)) == set(RECOMMENDATIONS)
    assert set(get_args(opinion_schemas.HostOpinion)) == set(OPINIONS)
    assert set(get_args(opinion_schemas.CommentChannel)) == set(CHANNELS)
    assert set(get_args(opinion_schemas.CommentDisposition)) == set(DISPOSITIONS)


def test_the_chains_that_ship_are_the_documents_and_can_be_gone_through() -> None:
    assert [fault for chain in CHAINS.values() for fault in faults_of_chain(chain)] == []
    told = {code: [(step.kind.value, step.actor) for step in chain.steps] for code, chain in CHAINS.items()}
    heard = [("draft", "opdc"), ("hearing", "area"), ("committee", "evaluation_committee")]
    assert told == {
        "hearing_2558_cluster": heard,
        "hearing_2558_province": heard,
        "approval_2566_province": [
            ("draft", "area"),
            ("analysis", "opdc"),
            ("committee", "evaluation_committee"),
            ("committee", "monitoring_subcommittee"),
            ("notice", "opdc"),
        ],
    }
    for row in rows("approval_chains"):
        assert row["source"]
        assert row["reading"]
        assert dt.date.fromisoformat(row["dated_on"]).year in (2014, 2022)
    for row in rows("approval_chain_steps"):
        assert row["sentence_th"] or (row["reading"] and "ไม่มีในเอกสาร" in row["source"]), row["code"]
        assert bool(row["sentence_th"]) == bool(row["sentence_en"])


@pytest.mark.parametrize(
    ("kinds", "fault"),
    [
        (["draft", "notice"], "there is a committee"),
        (["hearing", "draft", "committee"], "it begins with its one draft"),
        (["draft", "analysis", "hearing", "committee"], "a hearing comes right after the draft"),
        (["draft", "committee", "analysis"], "an analysis comes before the committees"),
        (["draft", "committee", "notice", "committee"], "a notice comes last"),
    ],
)
def test_a_chain_that_cannot_be_gone_through_is_found(kinds: list[str], fault: str) -> None:
    actors = {"draft": "area", "hearing": "area", "analysis": KEEPER, "notice": KEEPER}
    steps = (Step(f"{kind}_{at}", Kind(kind), actors.get(kind, "policy_committee")) for at, kind in enumerate(kinds))
    assert fault in faults_of_chain(Chain("drawn", 2570, tuple(steps)))


@pytest.mark.parametrize(
    ("fiscal_year", "expected"),
    [
        (2553, ("a2558", LATER_YEAR)),
        (2558, ("a2558", OWN_YEAR)),
        (2565, ("a2558", EARLIER_YEAR)),
        (2566, ("b2566", OWN_YEAR)),
        (2600, ("b2566", EARLIER_YEAR)),
    ],
)
def test_a_year_without_a_chain_uses_the_latest_earlier_one_and_says_so(
    fiscal_year: int, expected: tuple[str, str]
) -> None:
    steps = CHAINS["approval_2566_province"].steps
    known = [Chain("a2558", 2558, steps), Chain("a2566", 2566, steps), Chain("b2566", 2566, steps)]
    chain, basis = chain_for(known, fiscal_year)
    assert (chain.code, basis) == expected


@pytest.mark.parametrize("code", CHAINS)
def test_nobody_acts_out_of_turn(code: str) -> None:
    chain = CHAINS[code]
    for place, identity, verb in product(places_of(chain), IDENTITIES, set(MOVES) & set(ACTIONS)):
        principal = Principal(identity, "test", (Grant.parse(identity),))
        subject = subject_of("50", 2566, place.stage)
        is_allowed = (verb, identity) in TURNS.get(place.stage, set())
        try:
            authorise(principal, ACTIONS[verb], subject)
            check_state(ACTIONS[verb], subject)
        except (NotPermitted, StateDoesNotAllow):
            assert not is_allowed, (place, identity, verb)
        else:
            assert is_allowed, (place, identity, verb)
            assert chain.after(place, verb) != place


@pytest.mark.parametrize("code", CHAINS)
def test_what_the_stage_does_not_allow_leads_nowhere(code: str) -> None:
    chain = CHAINS[code]
    for place, verb in product(places_of(chain), VERBS):
        assert (place.state, place.stage.value) in STAGES_OF_STATES
        if place.stage in VERBS[verb]:
            chain.after(place, verb)
        else:
            with pytest.raises(StateDoesNotAllow):
                chain.after(place, verb)


@given(chains(), st.lists(st.sampled_from(MOVES), max_size=40))
def test_no_step_is_skipped_on_any_way_to_the_approval(chain: Chain, verbs: list[str]) -> None:
    assert faults_of_chain(chain) == []
    place, passed = chain.start, list[str]()
    codes = [step.code for step in chain.steps]
    last_committee = codes.index(chain.committees[-1].code)
    for verb in verbs:
        if verb in ("endorse", "approve") and place.stage is Stage.COMMITTEE:
            verb = chain.decisions_at(place.step_code)[0]  # the other word of the two is not this committee's
        try:
            after = chain.after(place, verb)
        except Refusal:
            continue
        if verb in FORWARD:
            passed.append(place.step_code)
        if verb in ("return", "withdraw"):
            passed = codes[: codes.index(after.step_code)]
        place = after
        if place.state == "approved":
            assert passed == codes[: last_committee + 1]
    if place.state not in ("rejected", "cancelled", "approved"):
        assert passed == codes[: codes.index(place.step_code)]


@given(chains())
def test_the_last_committee_approves_and_those_before_it_endorse(chain: Chain) -> None:
    words = [chain.decisions_at(step.code)[0] for step in chain.committees]
    assert words == ["endorse"] * (len(words) - 1) + ["approve"]


def test_an_analysis_says_something_of_each_kpi_once() -> None:
    assert analysis_faults(["a", "b"], ["b", "a"]) == ()
    found = [(fault.pointer, fault.code) for fault in analysis_faults(["a", "x", "a"], ["a", "b"])]
    assert found == [
        ("/kpis/1/indicator_id", "kpi_unknown"),
        ("/kpis/2/indicator_id", "kpi_twice"),
        ("/kpis", "kpi_not_analysed"),
    ]


def test_silence_of_a_host_is_no_consent_where_the_chain_asks_for_its_opinion() -> None:
    hosts = [("K1", "05"), ("K2", "07"), ("K3", "05")]
    asked = [Asked("K1", "05", is_answered=True), Asked("K2", "07", is_answered=False)]
    assert silent_hosts("must", hosts, asked) == ["K2: 07", "K3: 05"]
    assert silent_hosts("may", hosts, asked) == []
    assert silent_hosts("must", hosts[:1], asked) == []


@pytest.mark.parametrize(
    ("issue", "expected"),
    [
        (("50", 2557, 2560), None),
        (("C52-15", 2557, 2560), None),
        (("51", 2557, 2560), "strategic_issue_of_another_area"),
        (("50", 2559, 2562), "strategic_issue_of_another_period"),
        (None, "strategic_issue_unknown"),
    ],
)
def test_an_issue_is_of_the_areas_plan_or_its_clusters(
    issue: tuple[str, int, int] | None, expected: str | None
) -> None:
    known = Issue(*issue, snapshot={}) if issue else None
    assert fault_of_issue(known, "50", "C52-15", 2558) == expected


def test_days_are_for_steps_of_the_year_each_once_and_forward() -> None:
    day = dt.date(2022, 10, 1)
    deadlines = [
        DeadlineFacts("province", "draft", None, day),
        DeadlineFacts("province", "draft", day, day),
        DeadlineFacts("cluster", "analysis", None, day),
        DeadlineFacts("province", "analysis", day, dt.date(2022, 9, 30)),
    ]
    steps = {"province": frozenset({"draft", "analysis"}), "cluster": frozenset({"draft"})}
    assert [(fault.pointer, fault.code) for fault in deadline_faults(deadlines, steps)] == [
        ("/deadlines/1/step_code", "step_twice"),
        ("/deadlines/2/step_code", "step_unknown"),
        ("/deadlines/3/due_on", "due_before_it_opens"),
    ]
