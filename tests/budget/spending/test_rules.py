"""The rules of spending, by table and by property."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.budget.spending.rules.reports import (
    Books,
    Figures,
    Ledger,
    Paid,
    Rank,
    Spending,
    Unit,
    compared,
    ledger_of,
    money_of,
    parts_of,
    ranks_of,
)
from services.budget.spending.rules.savings import (
    Amounts,
    Told,
    Use,
    amount_faults,
    shape_faults,
    subject_key,
    undecided_of,
)
from services.budget.spending.rules.targets import Goal, goal_faults, goals_at

NEED = UUID("0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55")


def goal(quarter: int, percent: str, name: str = "overall", measure: str = "disbursed") -> Goal:
    return Goal(measure, name, quarter, Decimal(percent))


@pytest.mark.parametrize(
    ("goals", "codes"),
    [
        ([goal(1, "30"), goal(2, "51"), goal(3, "72"), goal(4, "93")], []),
        ([goal(3, "46", "capital"), goal(1, "79", "recurrent"), goal(1, "81.74", measure="spent")], []),
        ([goal(1, "30"), goal(1, "31")], [("/goals/1", "goal_twice")]),
        ([goal(4, "40"), goal(1, "51")], [("/goals/0/percent", "goals_fall")]),
        ([goal(1, "51"), goal(3, "40"), goal(4, "93")], [("/goals/1/percent", "goals_fall")]),
    ],
)
def test_goals_of_a_year_are_told_once_and_never_fall(goals: list[Goal], codes: list[tuple[str, str]]) -> None:
    assert [(fault.pointer, fault.code) for fault in goal_faults(goals)] == codes


def test_a_row_without_a_goal_for_the_quarter_is_left_out() -> None:
    assert goals_at([goal(3, "72"), goal(4, "93"), goal(4, "75", "capital")], 3) == {
        ("disbursed", "overall"): Decimal(72)
    }


@pytest.mark.parametrize(
    ("rate", "target", "points", "standing"),
    [
        (73.2, "72", "1.2", "ahead"),  # A4.5: 1.20 above target
        (78.88, "81.74", "-2.86", "behind"),  # A4.5: 2.86 below
        (72.0, "72", "0", "on"),
        (None, "72", None, None),
        (73.2, None, None, None),
    ],
)
def test_a_rate_is_compared_in_points(
    rate: float | None, target: str | None, points: str | None, standing: str | None
) -> None:
    found = compared(rate, Decimal(target) if target else None)
    assert (found.points, found.standing) == (Decimal(points) if points else None, standing)


def test_equal_rates_share_a_place_and_the_next_is_left_out() -> None:
    ranks = ranks_of({"50": 73.2, "51": 80.0, "52": 73.2, "58": 12.5, "38": None})
    assert ranks == {"51": Rank(1, 4, 1), "50": Rank(2, 4, 2), "52": Rank(2, 4, 2), "58": Rank(4, 4, 1)}


def test_every_kind_does_to_a_class_what_it_does_to_the_ledger() -> None:
    account = uuid4()

    def paid(kind: str, name: str, amount: int, *, settles: bool = False, is_brought: bool = False) -> Paid:
        return Paid(account, kind, name, settles, is_brought, amount)

    entries = [
        paid("commit", "capital", 700),
        paid("disburse", "capital", 300, settles=True),
        paid("disburse", "capital", 50),
        paid("release", "capital", 100, settles=True),
        paid("carry_forward", "capital", 200, settles=True),
        paid("return", "recurrent", 5),
        paid("disburse", "recurrent", 20),
        paid("bring_forward", "capital", 80, is_brought=True),
        paid("disburse", "capital", 30, settles=True, is_brought=True),
    ]
    ledger = ledger_of([], entries, {})
    assert ledger.paid == {account: {"capital": Spending(350, 300), "recurrent": Spending(15, 0)}}
    assert ledger.brought == {account: Spending(30, 50, 80)}


def test_what_was_brought_forward_is_in_no_rate_of_the_year() -> None:
    account = books("province", "50", cap=180, posted=180)
    ledger = replace(year_of(account, spent={account.id: Spending(50)}), brought={account.id: Spending(30, 50, 80)})
    found = money_of([account], ledger)
    assert found is not None
    assert (found.cap, found.whole, found.whole.rate("disbursed")) == (100, Figures(100, 50, 0), 50.0)
    assert (found.brought, found.brought.rate("disbursed")) == (Figures(80, 30, 50), 37.5)


def books(level: str, owner: str, above: Books | None = None, cap: int = 0, posted: int = 0) -> Books:
    own = uuid4()
    area, function = (None, owner) if level == "ministry" else (owner, None)
    return Books(own, level, area, function, [*(above.path if above else ()), own], cap, posted)


def year_of(*accounts: Books, spent: Mapping[UUID, Spending] | None = None) -> Ledger:
    return Ledger(accounts, {each: {"capital": found} for each, found in (spent or {}).items()}, {})


def test_money_under_another_account_counts_once_and_agencies_stand_apart() -> None:
    nation = books("nation", "TH", cap=1000, posted=600)
    cluster = books("cluster", "C60-15", nation, cap=500, posted=400)
    province = books("province", "50", cluster, cap=300, posted=250)
    ministry = books("ministry", "05", nation, cap=400, posted=150)
    spent = {province.id: Spending(100, 20), ministry.id: Spending(30), cluster.id: Spending(5)}
    ledger = year_of(nation, cluster, province, ministry, spent=spent)
    parts = parts_of(Unit("nation", "TH"), ledger)
    assert parts.whole is not None
    assert parts.area is not None
    assert parts.agencies is not None
    assert (parts.whole.cap, parts.whole.whole) == (1000, Figures(600, 135, 20))
    assert (parts.area.cap, parts.area.whole) == (500, Figures(400, 105, 20))
    assert (parts.agencies.cap, parts.agencies.whole) == (400, Figures(150, 30, 0))
    region = parts_of(Unit("region", "R60-N", area_codes=frozenset({"C60-15", "50"})), ledger)
    assert region.whole == parts.area
    assert region.agencies is None
    of_ministry = parts_of(Unit("ministry", function_code="05"), ledger)
    assert (of_ministry.whole, of_ministry.area) == (parts.agencies, None)


def test_what_has_no_account_is_not_known() -> None:
    parts = parts_of(Unit("province", "50", area_codes=frozenset({"50"})), year_of(books("province", "51")))
    assert (parts.whole, parts.area, parts.agencies) == (None, None, None)


@pytest.mark.parametrize(("capital", "rate"), [(60, 50.0), (59, None)])
def test_a_class_has_a_rate_only_when_all_posted_money_says_its_class(capital: int, rate: float | None) -> None:
    account = books("province", "50", cap=200, posted=100)
    ledger = replace(
        year_of(account, spent={account.id: Spending(30)}),
        posted_of={(account.id, "capital"): capital, (account.id, "recurrent"): 40},
    )
    found = money_of([account], ledger)
    assert found is not None
    assert found.by_class["capital"].rate("disbursed") == rate
    assert found.whole.rate("disbursed") == 30.0
    assert found.by_class["recurrent"].spent == 0


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 1000)), min_size=1, max_size=8), st.data())
def test_of_any_tree_and_any_part_of_it_each_satang_counts_once(
    plan: list[tuple[int, int]], data: st.DataObject
) -> None:
    # Each account hangs under an earlier one, or none; what is posted on it is its own and that of those under it.
    made: list[Books] = []
    for parent, _ in plan:
        above = made[parent % len(made)] if made and parent < 5 else None
        made.append(books("province", "50", above))
    own = {account.id: amount for account, (_, amount) in zip(made, plan, strict=True)}
    accounts = [replace(each, posted=sum(own[one.id] for one in made if each.id in one.path)) for each in made]
    mine = data.draw(st.lists(st.sampled_from(accounts), min_size=1, unique_by=lambda each: each.id))
    found = money_of(mine, year_of(*accounts, spent={each: Spending(amount) for each, amount in own.items()}))
    assert found is not None
    ids = {each.id for each in mine}
    once = sum(own[each.id] for each in accounts if ids.intersection(each.path))
    assert (found.whole.posted, found.whole.disbursed) == (once, once)


ACCOUNT = Told("account", None, None, None, None, ())
REQUEST = Told("request", NEED, None, None, 100, ())
PROJECT = Told("project", None, "โครงการ ก", None, 100, ())


@pytest.mark.parametrize(
    ("told", "codes"),
    [
        (ACCOUNT, []),
        (REQUEST, []),
        (PROJECT, []),
        (replace(PROJECT, posted=500), []),
        (replace(ACCOUNT, posted=5, spent=5), ["posted_is_known", "spent_of_parts"]),
        (replace(REQUEST, request_id=None, spent=None), ["request_of_request", "spent_of_parts"]),
        (replace(REQUEST, posted=5), ["posted_is_known"]),
        (replace(PROJECT, project_title_th=None), ["title_of_project"]),
        (replace(ACCOUNT, uses=(Use("returned", 5, None), Use("unfunded_needs", 5, None))), ["need_of_use"]),
        (replace(ACCOUNT, uses=(Use("returned", 5, NEED),)), ["need_of_use"]),
    ],
)
def test_what_is_closed_names_itself(told: Told, codes: list[str]) -> None:
    assert [fault.code for fault in shape_faults(told)] == codes


@pytest.mark.parametrize(
    ("amounts", "uses", "codes"),
    [
        (Amounts(500, 400), (Use("returned", 100, None),), []),
        (Amounts(None, 400), (), []),
        (Amounts(500, 501), (), ["spent_past_posted", "spent_past_books"]),
        (Amounts(900, 600), (), ["spent_past_books"]),
        (Amounts(500, 400), (Use("returned", 60, None), Use("unfunded_needs", 41, NEED)), ["uses_past_saved"]),
        (Amounts(None, 400), (Use("returned", 1, None),), ["uses_past_saved"]),
    ],
)
def test_figures_of_a_saving_fit_the_books(amounts: Amounts, uses: tuple[Use, ...], codes: list[str]) -> None:
    assert [fault.code for fault in amount_faults(amounts, uses, 500)] == codes


def test_what_is_not_known_to_be_posted_is_no_saving_of_nothing() -> None:
    # S3: 798,390 baht disbursed, budget spared, and no word of how much.
    amounts = Amounts(None, 79_839_000)
    assert (amounts.saved, undecided_of(amounts.saved, [])) == (None, None)
    assert undecided_of(Amounts(500, 400).saved, [60]) == 40


def test_the_same_project_written_otherwise_is_the_same() -> None:
    spaced = replace(PROJECT, project_title_th="โครงการ  ก")
    assert subject_key(spaced) == subject_key(PROJECT)
    assert len({subject_key(told) for told in (ACCOUNT, REQUEST, PROJECT)}) == 3
