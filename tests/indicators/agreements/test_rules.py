"""The rules of agreements, by table and by property: states, faults, gaps, and the checks of a year."""

import csv
from dataclasses import replace
from decimal import Decimal
from importlib.resources import files
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.achievement import Aim, status_of
from services.indicators.agreements.rules.agreement import (
    HIGHER_IS_BETTER,
    LOWER_IS_BETTER,
    MONITORING,
    STATES,
    STRATEGIC,
    AgreementFacts,
    KpiFacts,
    RubricFacts,
    faults_of,
    faults_of_indicators,
    gaps_of,
    weights_of,
)
from services.indicators.agreements.rules.checks import (
    CHECKS,
    MUST,
    NOT_OK,
    OK,
    REASONED,
    SHOULD,
    STRENGTHS,
    WAIVED,
    StatedRule,
    Waived,
    answers_of,
    refusals_of,
)
from services.indicators.agreements.rules.totals import TOTAL_KINDS
from services.indicators.agreements.schemas.fields import AgreementState, RuleStrength, TotalKind
from services.indicators.joint.rules.counting import first_reporter, reporters_of
from services.shared.errors import Text

MEMBERS = frozenset({"50", "51", "52", "58"})
SENTENCE = Text("ควรมีตัวชี้วัดไม่เกิน 3 ตัวชี้วัด", "There should be not more than 3 indicators")
DOMAINS = {"economy": ["A1", "B1"], "society": ["A2.2", "B4"], "environment": ["A2.1", "B2"], "security": ["B3"]}
FULL = KpiFacts(
    indicator_code="K1",
    is_published=True,
    level="hybrid",
    topics=frozenset({"B1.2"}),
    kind=STRATEGIC,
    weight=None,
    target_years=(2558,),
    stated_total=None,
    stated_total_kind="none",
    rubric=None,
    participants=MEMBERS,
    has_plan_issue_or_policy=True,
    is_taken_from_plan=False,
    has_support=True,
    has_method=True,
    is_revenue_driver=True,
    has_development_index=True,
)


def rule(code: str, strength: str = SHOULD, value: int | None = 3, **changed: Any) -> StatedRule:
    return StatedRule(code, strength, value, changed.get("domains", DOMAINS), SENTENCE)


def kpi(code: str = "K1", **changed: Any) -> KpiFacts:
    return replace(FULL, indicator_code=code, **changed)


def agreement(*kpis: KpiFacts, level: str = "cluster", year: int = 2558) -> AgreementFacts:
    return AgreementFacts(level, year, MEMBERS if level == "cluster" else frozenset(), kpis)


def found(faults: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in faults]


def shipped() -> list[dict[str, str]]:
    text = files("services.indicators.agreements").joinpath("data/agreement_rules.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def test_the_contract_names_what_the_rules_name() -> None:
    assert set(get_args(AgreementState)) == set(STATES)
    assert set(get_args(RuleStrength)) == set(STRENGTHS)
    assert set(get_args(TotalKind)) == set(TOTAL_KINDS)


def test_each_shipped_rule_has_its_function_and_each_function_its_rule() -> None:
    assert {row["code"] for row in shipped()} == set(CHECKS)
    assert {row["strength"] for row in shipped()} == set(STRENGTHS)


def test_the_limits_are_those_of_the_document_and_what_was_measured_is_no_limit() -> None:
    numbers = {
        (row["level"], row["first_fiscal_year"], row["code"], row["strength"]): row["value"]
        for row in shipped()
        if row["value"]
    }
    assert numbers == {
        ("cluster", "2557", "measured_count", "fact"): "2",
        ("province", "2557", "measured_count", "fact"): "3",
        ("cluster", "2558", "count_limit", "must"): "3",
        ("province", "2558", "count_limit", "must"): "5",
        ("province", "2558", "monitoring_count", "should"): "3",
    }


def test_no_two_rows_of_a_rule_hold_in_one_year() -> None:
    years = [
        (row["level"], row["code"], year)
        for row in shipped()
        for year in range(int(row["first_fiscal_year"]), int(row["last_fiscal_year"]) + 1)
    ]
    assert len(set(years)) == len(years)
    of_2558 = {level: sum(each[0] == level and each[2] == 2558 for each in years) for level in ("cluster", "province")}
    assert of_2558 == {"cluster": 8, "province": 9}


KEPT: dict[str, list[KpiFacts]] = {
    "measured_count": [kpi()],
    "from_plan_issue_or_policy": [kpi()],
    "all_members_take_part": [kpi()],
    "revenue_driver": [kpi("K1", is_revenue_driver=False), kpi("K2")],
    "emphasise_domains": [kpi("K1"), kpi("K2", topics=frozenset({"A2.1"})), kpi("K3", topics=frozenset({"B9.1"}))],
    "measured_in_context": [kpi()],
    "project_and_budget_support": [kpi()],
    "count_limit": [kpi("K1"), kpi("K2"), kpi("K3"), kpi("K4", kind=MONITORING)],
    "taken_from_plan": [kpi()],
    "development_index": [kpi("K1", has_development_index=False), kpi("K2")],
    "cover_domains": [
        kpi("K1"),
        kpi("K2", topics=frozenset({"B2"})),
        kpi("K3", topics=frozenset({"B3.1", "B4.2"})),
    ],
    "output_and_outcome": [kpi("K1", level="output"), kpi("K2", level="outcome")],
    "monitoring_count": [kpi("K1", kind=MONITORING), kpi("K2", kind=MONITORING), kpi("K3", kind=MONITORING)],
}
BROKEN: dict[str, tuple[list[KpiFacts], dict[str, Any]]] = {
    "from_plan_issue_or_policy": ([kpi("K1"), kpi("K2", has_plan_issue_or_policy=False)], {"without": ["K2"]}),
    "all_members_take_part": ([kpi(participants=frozenset({"50", "52"}))], {"missing": {"K1": ["51", "58"]}}),
    "revenue_driver": ([kpi(is_revenue_driver=False)], {"found": []}),
    "emphasise_domains": ([kpi("K1"), kpi("K2", topics=frozenset({"B9.1"}))], {"inside": 1, "outside": 1}),
    "measured_in_context": ([kpi(has_method=False)], {"without": ["K1"]}),
    "project_and_budget_support": ([kpi(has_support=False)], {"without": ["K1"]}),
    "count_limit": ([kpi(f"K{each}") for each in range(4)], {"counted": 4, "allowed": 3}),
    "development_index": ([kpi(has_development_index=False)], {"found": []}),
    "cover_domains": ([kpi("K1"), kpi("K2", topics=frozenset({"B10.1"}))], {"missing": [*DOMAINS][1:]}),
    "output_and_outcome": ([kpi(level="outcome")], {"missing": ["output"]}),
    "monitoring_count": ([kpi("K1", kind=MONITORING)], {"counted": 1, "wanted": 3}),
}


@pytest.mark.parametrize("code", CHECKS)
def test_a_rule_that_is_kept_is_ok(code: str) -> None:
    (answer,) = answers_of([rule(code)], agreement(*KEPT[code]), {}, [])
    assert (answer.state, answer.finding.is_kept) == (OK, True)


@pytest.mark.parametrize("code", [code for code in CHECKS if code not in ("measured_count", "taken_from_plan")])
def test_a_rule_that_is_broken_says_what_was_counted(code: str) -> None:
    kpis, facts = BROKEN[code]
    (answer,) = answers_of([rule(code)], agreement(*kpis), {}, [])
    assert (answer.state, answer.finding.facts) == (NOT_OK, facts)


@pytest.mark.parametrize("code", ["measured_count", "taken_from_plan"])
def test_what_was_measured_and_what_may_be_done_refuse_nothing(code: str) -> None:
    for kpis in ([], [kpi(f"K{each}", is_taken_from_plan=True) for each in range(9)]):
        (answer,) = answers_of([rule(code)], agreement(*kpis), {}, [])
        assert answer.state == OK


def test_monitoring_kpis_are_no_concern_of_the_rules_for_strategic_ones() -> None:
    spoilt = kpi("M1", kind=MONITORING, has_support=False, has_plan_issue_or_policy=False, participants=frozenset())
    codes = ["from_plan_issue_or_policy", "project_and_budget_support", "all_members_take_part", "count_limit"]
    answers = answers_of([rule(code) for code in codes], agreement(kpi(), spoilt), {}, [])
    assert [answer.state for answer in answers] == [OK] * 4


def test_what_is_only_recommended_takes_a_reason_and_what_must_be_kept_does_not() -> None:
    kpis = agreement(*BROKEN["count_limit"][0])
    reasons = {"count_limit": "จำเป็น"}
    for strength, state in ((SHOULD, REASONED), (MUST, NOT_OK)):
        assert [each.state for each in answers_of([rule("count_limit", strength)], kpis, reasons, [])] == [state]


def test_a_year_without_rules_asks_nothing() -> None:
    assert answers_of([], agreement(*BROKEN["count_limit"][0]), {}, []) == ()


@given(waived_at=st.integers(4, 9), counted=st.integers(1, 9), strength=st.sampled_from([MUST, SHOULD]))
def test_a_waiver_covers_what_was_found_when_it_was_given_and_nothing_else(
    waived_at: int, counted: int, strength: str
) -> None:
    waivers = [Waived("count_limit", {"counted": waived_at, "allowed": 3})]
    kpis = agreement(*(kpi(f"K{each}") for each in range(counted)))
    (answer,) = answers_of([rule("count_limit", strength)], kpis, {}, waivers)
    assert answer.state == (OK if counted <= 3 else WAIVED if counted == waived_at else NOT_OK)
    (other,) = answers_of([rule("count_limit", strength)], kpis, {}, [Waived("monitoring_count", waivers[0].facts)])
    assert other.state == (OK if counted <= 3 else NOT_OK)


def test_the_rules_that_must_be_kept_are_told_first_with_the_documents_sentence() -> None:
    kpis = agreement(*(kpi(f"K{each}", has_support=False) for each in range(4)))
    rules = [rule("project_and_budget_support"), rule("count_limit", MUST)]
    first, second = refusals_of(answers_of(rules, kpis, {}, []))
    assert (first.pointer, first.code) == ("/kpis", "count_limit")
    assert first.text.th == "ควรมีตัวชี้วัดไม่เกิน 3 ตัวชี้วัด: มีตัวชี้วัดยุทธศาสตร์ 4 ตัว กำหนดไม่เกิน 3 ตัว"
    assert second.pointer == "/reasons/project_and_budget_support"
    assert refusals_of(answers_of(rules, agreement(kpi()), {}, [])) == ()


@given(st.permutations([kpi(f"K{each}", level=level) for each, level in enumerate(["output", "outcome", "hybrid"])]))
def test_the_order_of_the_kpis_changes_no_answer(kpis: list[KpiFacts]) -> None:
    rules = [rule(code) for code in CHECKS]
    ordered = sorted(kpis, key=lambda each: each.indicator_code)
    assert answers_of(rules, agreement(*kpis), {}, []) == answers_of(rules, agreement(*ordered), {}, [])


RISING, FALLING = tuple(map(Decimal, "12345")), tuple(map(Decimal, "54321"))


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"kind": MONITORING, "weight": Decimal(10)}, [("/kpis/0/weight", "weight_without_use")]),
        ({"target_years": (2557, 2558, 2557)}, [("/kpis/0/targets", "year_twice")]),
        ({"stated_total": Decimal(20)}, [("/kpis/0/stated_total", "total_and_kind_disagree")]),
        ({"stated_total_kind": "sum"}, [("/kpis/0/stated_total", "total_and_kind_disagree")]),
        ({"stated_total": Decimal(20), "stated_total_kind": "sum"}, []),
        (
            {"participants": frozenset({"50", "57"})},
            [("/kpis/0/participating_area_codes", "area_outside_cluster")],
        ),
        ({"rubric": RubricFacts("five_level", HIGHER_IS_BETTER, RISING)}, []),
        ({"rubric": RubricFacts("five_level", LOWER_IS_BETTER, FALLING)}, []),
        (
            {"rubric": RubricFacts("five_level", LOWER_IS_BETTER, RISING)},
            [("/kpis/0/rubric/anchors", "anchors_do_not_fit")],
        ),
        (
            {"rubric": RubricFacts("three_target", HIGHER_IS_BETTER, RISING)},
            [("/kpis/0/rubric/anchors", "anchors_do_not_fit")],
        ),
        (
            {"rubric": RubricFacts("three_target", HIGHER_IS_BETTER, (Decimal(1), Decimal(1), Decimal(2)))},
            [("/kpis/0/rubric/anchors", "anchors_do_not_fit")],
        ),
    ],
)
def test_what_contradicts_itself_is_named(changed: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert found(faults_of(agreement(kpi(**changed)))) == expected


def test_participants_belong_to_a_cluster_and_an_indicator_stands_once() -> None:
    assert found(faults_of(agreement(kpi(), level="province"))) == [
        ("/kpis/0/participating_area_codes", "participants_without_use")
    ]
    assert found(faults_of_indicators(["a", "b", "a"])) == [("/kpis/2/indicator_id", "indicator_twice")]


@pytest.mark.parametrize(
    ("kpis", "expected"),
    [
        ([kpi()], []),
        ([], [("/kpis", "missing")]),
        ([kpi(kind=MONITORING)], [("/kpis", "missing")]),
        ([kpi(target_years=(2557, 2559))], [("/kpis/0/targets", "target_of_year_missing")]),
        ([kpi(is_published=False)], [("/kpis/0/indicator_id", "indicator_not_published")]),
        ([kpi("K1", weight=Decimal(60)), kpi("K2", weight=Decimal(40)), kpi("M", kind=MONITORING)], []),
        (
            [kpi("K1", weight=Decimal(60)), kpi("K2")],
            [("/kpis/1/weight", "weight_missing"), ("/kpis", "weights_do_not_add_up")],
        ),
        (
            [kpi("K1", weight=Decimal("33.3333")), kpi("K2", weight=Decimal("66.6666"))],
            [("/kpis", "weights_do_not_add_up")],
        ),
    ],
)
def test_what_is_missing_for_submission_is_named(kpis: list[KpiFacts], expected: list[tuple[str, str]]) -> None:
    assert found(gaps_of(agreement(*kpis))) == expected


WEIGHTS = st.none() | st.decimals(min_value="0.0001", max_value=100, places=4)


@given(st.lists(st.tuples(st.sampled_from([STRATEGIC, MONITORING]), WEIGHTS), min_size=1, max_size=6), st.booleans())
def test_weights_are_given_to_all_scored_kpis_or_to_none_and_make_a_hundred(
    drawn: list[tuple[str, Decimal | None]], is_filled_up: bool
) -> None:
    drawn = [(kind, None if kind == MONITORING else weight) for kind, weight in drawn]
    given = [weight for _, weight in drawn if weight is not None]
    if is_filled_up and given and sum(given) < 100:
        drawn.append((STRATEGIC, Decimal(100) - sum(given)))
    scored = [weight for kind, weight in drawn if kind == STRATEGIC]
    kpis = [kpi(f"K{place}", kind=kind, weight=weight) for place, (kind, weight) in enumerate(drawn)]
    codes = [gap.code for gap in gaps_of(agreement(*kpis)) if "weight" in gap.code]
    stated = [weight for weight in scored if weight is not None]
    assert codes.count("weight_missing") == (scored.count(None) if stated else 0)
    assert ("weights_do_not_add_up" in codes) == (bool(stated) and sum(stated) != 100)


@given(st.lists(st.decimals("0.0001", 100, places=4), min_size=1, max_size=30))
def test_weights_add_up_exactly_in_any_order(weights: list[Decimal]) -> None:
    kpis = [kpi(f"K{each}", weight=weight) for each, weight in enumerate(weights)]
    assert (
        weights_of(kpis) == weights_of(kpis[::-1]) == Decimal(sum(int(weight * 10_000) for weight in weights)) / 10_000
    )


@pytest.mark.parametrize(
    ("aim", "actual", "is_complete", "expected"),
    [
        (Aim("higher", Decimal(5)), None, False, "not_reported"),
        (Aim("higher", Decimal(5)), Decimal(5), True, "achieved"),
        (Aim("higher", Decimal(5)), Decimal("4.9999"), True, "below_target"),
        (Aim("higher", Decimal(5)), Decimal(9), False, "incomplete"),
        (Aim("higher", None), Decimal(9), True, "no_target"),
        (Aim("lower", Decimal(5)), Decimal(5), True, "achieved"),
        (Aim("lower", Decimal(5)), Decimal("5.0001"), True, "below_target"),
        (Aim("range", None, Decimal("6.5"), Decimal(8)), Decimal(7), True, "achieved"),
        (Aim("range", Decimal(7), Decimal("6.5"), Decimal(8)), Decimal(9), True, "below_target"),
    ],
)
def test_an_actual_value_stands_to_its_target(
    aim: Aim, actual: Decimal | None, is_complete: bool, expected: str
) -> None:
    assert status_of(aim, actual, is_complete=is_complete) == expected


def test_the_areas_own_value_counts_before_the_host_agencys() -> None:
    order = reporters_of("50", "05")
    assert order == ("area:50", "function:05")
    assert first_reporter(order, ["function:05", "area:50"]) == "area:50"
    assert first_reporter(order, ["function:05", "function:11", "area:51"]) == "function:05"
    assert first_reporter(order, ["function:11", "area:51"]) is None
    assert reporters_of("50", None) == ("area:50",)
