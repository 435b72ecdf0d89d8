"""The rules of the ledger, by table and by property."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.budget.ledger.errors import (
    CapBelowUse,
    CeilingExceeded,
    CommittedPastPosted,
    DisbursedPastPosted,
    MovedPastLeft,
    ReturnedPastDisbursed,
)
from services.budget.ledger.rules import (
    KINDS,
    Balances,
    Effect,
    Opening,
    Parent,
    check_amount,
    effect_of,
    faults_of,
    faults_of_commitment,
    faults_of_day,
    level_of,
    rate_of,
    refusal_of,
)
from services.shared.errors import Invalid, Refusal


@pytest.mark.parametrize(
    ("kind", "amount", "held", "effect"),
    [
        ("hold", 100, 0, Effect(pending=100)),
        ("post", 100, 100, Effect(pending=-100, posted=100)),
        ("post", 40, 100, Effect(pending=-100, posted=40)),
        ("void", 100, 100, Effect(pending=-100)),
        ("expire", 100, 100, Effect(pending=-100)),
        ("cap", -5, 0, Effect(cap=-5)),
        ("disburse", 7, 0, Effect(disbursed=7)),
        ("return", 7, 0, Effect(disbursed=-7)),
        ("commit", 7, 0, Effect(committed=7)),
        ("release", 7, 0, Effect(committed=-7)),
        ("carry_forward", 7, 0, Effect(committed=-7, carried=7)),
        ("bring_forward", 7, 0, Effect(cap=7, posted=7, committed=7)),
    ],
)
def test_each_kind_changes_its_own_balances(kind: str, amount: int, held: int, effect: Effect) -> None:
    assert effect_of(kind, amount, held) == effect


def test_what_pays_a_commitment_moves_it_to_the_disbursed() -> None:
    assert effect_of("disburse", 7, settled=7) == Effect(disbursed=7, committed=-7)
    assert effect_of("release", 7, settled=7) == Effect(committed=-7)


@pytest.mark.parametrize(
    ("kind", "names_one", "code"),
    [
        ("disburse", True, None),
        ("disburse", False, None),
        ("release", True, None),
        ("release", False, "commitment_missing"),
        ("commit", True, "commitment_needless"),
        ("return", True, "commitment_needless"),
        ("commit", False, None),
        ("return", False, None),
    ],
)
def test_who_names_a_commitment(kind: str, names_one: bool, code: str | None) -> None:
    assert [fault.code for fault in faults_of_commitment(kind, names_one)] == ([code] if code else [])


def test_an_unknown_kind_has_no_effect_and_no_refusal() -> None:
    with pytest.raises(ValueError):
        effect_of("gift", 1)
    with pytest.raises(ValueError):
        refusal_of("post", Balances("province", 0, 0, 0, 0, 0, 0), 1)


@given(st.integers(1, 10**15), st.data())
def test_what_a_hold_took_its_resolution_gives_back(held: int, data: st.DataObject) -> None:
    posted = data.draw(st.integers(1, held))
    taken = effect_of("hold", held)
    for kind, amount in (("post", posted), ("void", held), ("expire", held)):
        given_back = effect_of(kind, amount, held)
        assert taken.pending + given_back.pending == 0
        assert 0 <= given_back.posted <= held


@pytest.mark.parametrize("amount", [0, -1, -(10**15)])
def test_an_amount_of_nothing_or_less_is_refused(amount: int) -> None:
    with pytest.raises(Invalid) as refused:
        check_amount(amount)
    assert refused.value.errors[0].code == "amount_not_positive"


def test_more_than_is_held_cannot_be_posted() -> None:
    check_amount(100, 100)
    with pytest.raises(Invalid) as refused:
        check_amount(101, 100)
    assert refused.value.errors[0].code == "amount_past_hold"


@pytest.mark.parametrize(
    ("kind", "refusal"),
    [
        ("hold", CeilingExceeded),
        ("cap", CapBelowUse),
        ("disburse", DisbursedPastPosted),
        ("commit", CommittedPastPosted),
        ("move", MovedPastLeft),
        ("return", ReturnedPastDisbursed),
    ],
)
def test_a_refusal_names_the_figures_and_what_to_do(kind: str, refusal: type[Refusal]) -> None:
    refused = refusal_of(kind, Balances("cluster", 10_000, 4_050, 5_000, 100, 200, 0), 950)
    assert isinstance(refused, refusal)
    expected = {"ceiling": "100.00", "held": "40.50", "posted": "50.00", "asked": "9.50"}
    assert expected.items() <= refused.facts.items()
    assert "9.50" in refused.sentence().th
    assert "9.50" in refused.sentence().en


def test_a_hold_past_the_ceiling_is_told_to_go_above_or_lower() -> None:
    sentence = refusal_of("hold", Balances("nation", 1, 0, 0, 0, 0, 0), 2).sentence()
    assert "above" in sentence.th
    assert "above" in sentence.en


@pytest.mark.parametrize(
    ("disbursed", "posted", "rate"),
    [(0, 0, None), (0, 5, 0.0), (1, 3, 33.33), (2, 3, 66.67), (1, 800, 0.13), (5, 5, 100.0)],
)
def test_the_rate_is_of_posted_money_and_unknown_without_any(disbursed: int, posted: int, rate: float | None) -> None:
    assert rate_of(disbursed, posted) == rate


@given(st.integers(1, 10**17), st.data())
def test_the_rate_lies_between_nothing_and_all(posted: int, data: st.DataObject) -> None:
    rate = rate_of(data.draw(st.integers(0, posted)), posted)
    assert rate is not None
    assert 0 <= rate <= 100


@pytest.mark.parametrize(
    ("owner", "level"),
    [
        (("nation", False, None), "nation"),
        (("cluster", False, None), "cluster"),
        (("province", True, None), "province"),
        (("region", False, None), None),
        (("special", False, None), None),
        (("province", False, None), None),
        ((None, False, "ministry"), "ministry"),
        ((None, False, "department"), None),
    ],
)
def test_the_owner_says_at_which_level_its_account_stands(owner: Any, level: str | None) -> None:
    assert level_of(*owner) == level


CLUSTER = Parent(2558, "AREA", "cluster", "C52-15")
NATION = Parent(2558, "AREA", "nation", "TH")
PROVINCE = Opening(2558, "AREA", True, "province", True, "C52-15", CLUSTER)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({}, None),
        ({"parent": None}, None),
        ({"parent": NATION}, None),
        ({"level": "cluster", "cluster": None, "parent": NATION}, None),
        ({"level": "ministry", "cluster": None, "parent": NATION}, None),
        ({"cluster": "C52-16"}, "parent_does_not_fit"),
        ({"level": "cluster"}, "parent_does_not_fit"),
        ({"level": "ministry"}, "parent_does_not_fit"),
        ({"level": "nation", "parent": NATION}, "parent_does_not_fit"),
        ({"parent": replace(CLUSTER, fiscal_year=2559)}, "parent_does_not_fit"),
        ({"parent": replace(CLUSTER, fund_code="OSM")}, "parent_does_not_fit"),
        ({"parent": replace(NATION, level="province")}, "parent_does_not_fit"),
        ({"level": None}, "owner_without_account"),
        ({"owner_counts": False}, "owner_without_account"),
        ({"fund_counts": False}, "fund_unknown"),
    ],
)
def test_where_an_account_may_hang(changed: Any, code: str | None) -> None:
    assert [fault.code for fault in faults_of(replace(PROVINCE, **changed))] == ([code] if code else [])


@pytest.mark.parametrize(
    ("paid_on", "code"),
    [
        (dt.date(2014, 10, 1), None),
        (dt.date(2015, 9, 30), None),
        (dt.date(2014, 9, 30), "day_outside_fiscal_year"),
        (dt.date(2015, 10, 1), "day_outside_fiscal_year"),
    ],
)
def test_a_payment_lies_in_the_fiscal_year_of_its_account(paid_on: dt.date, code: str | None) -> None:
    faults = faults_of_day(2558, paid_on, dt.date(2016, 1, 1))
    assert [fault.code for fault in faults] == ([code] if code else [])


def test_a_payment_is_not_recorded_before_its_day() -> None:
    today = dt.date(2014, 12, 15)
    assert faults_of_day(2558, today, today) == ()
    assert [fault.code for fault in faults_of_day(2558, today + dt.timedelta(1), today)] == ["day_to_come"]


def test_every_kind_has_an_effect() -> None:
    assert all(effect_of(kind, 1, 1) for kind in KINDS)
