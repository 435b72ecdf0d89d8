"""The rules of requests and lists, by tables and properties."""

from collections.abc import Sequence
from dataclasses import replace
from typing import get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.budget.requests.rules.advice import ADVICE_CODES, Agency, Background, advice_of, reason_faults
from services.budget.requests.rules.lines import Ask, Part, later_years, line_faults, sums_by
from services.budget.requests.rules.project import (
    CHANGED,
    CURRENT,
    GONE,
    Project,
    differences_of,
    project_faults,
    snapshot_state_of,
)
from services.budget.requests.rules.request import (
    DECISIONS,
    FLOW,
    OFF_THE_DESK,
    JointIndicator,
    Readiness,
    ceiling_gaps,
    gaps_of,
    is_grantable,
    joint_faults,
    proposed_of,
    screening_faults,
)
from services.budget.requests.schemas.fields import PROJECT_EXAMPLE, AdviceCode
from services.budget.submissions.rules import Listed, in_order, order_faults, order_gaps, totals_of
from services.shared.errors import FieldError

PROJECT = Project.of(PROJECT_EXAMPLE)
READY = Readiness("รายได้ลดลง", 1, CURRENT, is_within=True, has_account=True)


def codes(faults: Sequence[FieldError]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in faults]


@pytest.mark.parametrize(
    ("readiness", "gaps"),
    [
        (READY, []),
        (replace(READY, problem_th=None), [("/problem_th", "missing")]),
        (replace(READY, problem_rank=None), [("/problem_rank", "missing")]),
        (replace(READY, snapshot_state=CHANGED), [("/project_id", "project_changed")]),
        (replace(READY, snapshot_state=GONE), [("/project_id", "project_withdrawn")]),
        (replace(READY, has_account=False), [("/fund_code", "account_missing")]),
        (replace(READY, has_account=False, is_within=False), []),
    ],
)
def test_what_stands_against_submitting(readiness: Readiness, gaps: list[tuple[str, str]]) -> None:
    assert codes(gaps_of(readiness)) == gaps


@pytest.mark.parametrize(
    ("asked", "lines", "code"),
    [
        (100, [60, 40], None),
        (100, [60, 41], "lines_do_not_add_up"),
        (100, [60, 39], "lines_do_not_add_up"),
        (100, [], "lines_do_not_add_up"),
        (100, [100, 0], "amount_not_positive"),
        (0, [], "amount_not_positive"),
    ],
)
def test_lines_add_up_to_the_satang(asked: int, lines: list[int], code: str | None) -> None:
    parts = [Part("capital", amount, 2558, None) for amount in lines]
    assert [fault.code for fault in line_faults(Ask(asked, 2558, {"50"}), parts)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("parts", "faults"),
    [
        ([Part("capital", 100, 2558, "50"), Part("capital", 900, 2559, None)], []),
        ([Part("capital", 60, 2558, "50"), Part("recurrent", 40, 2558, "51")], []),
        ([Part("capital", 60, 2558, "50"), Part("recurrent", 40, 2558, None)], [("/lines", "shares_do_not_add_up")]),
        ([Part("capital", 60, 2558, None), Part("capital", 40, 2559, None)], [("/lines", "lines_do_not_add_up")]),
        (
            [Part("capital", 100, 2557, None), Part("capital", 100, 2558, "10")],
            [("/lines/0/fiscal_year", "line_of_a_past_year"), ("/lines/1/area_code", "line_of_another_area")],
        ),
    ],
)
def test_lines_say_their_year_and_province(parts: list[Part], faults: list[tuple[str, str]]) -> None:
    assert codes(line_faults(Ask(100, 2558, {"50", "51"}), parts)) == faults


@given(
    st.lists(
        st.builds(
            Part,
            st.sampled_from(["capital", "recurrent"]),
            st.integers(1, 10**12),
            st.sampled_from([2558, 2559, 2560]),
            st.sampled_from(["50", "51"]),
        )
    )
)
def test_what_is_told_of_lines_adds_up_to_what_is_asked(parts: list[Part]) -> None:
    asked = sum(part.amount for part in parts if part.fiscal_year == 2558)
    for key in (lambda part: part.area_code, lambda part: part.expenditure_class):
        assert sum(sums_by(parts, 2558, key).values()) == asked
    assert asked + sum(later_years(parts, 2558).values()) == sum(part.amount for part in parts)
    expected = [] if asked else [("/asked_amount", "amount_not_positive")]
    assert codes(line_faults(Ask(asked, 2558, {"50", "51"}), parts)) == expected


FINE = Background(
    ("state", "people"),
    has_forum=True,
    has_owner=True,
    is_planned=True,
    is_regular_mission=False,
    has_framework=True,
    has_kind=True,
    agency=None,
    is_clusters=True,
    has_shares=True,
)


@pytest.mark.parametrize(
    ("background", "code"),
    [
        (replace(FINE, sides=()), "evidence_missing"),
        (replace(FINE, sides=("state", "state")), "evidence_one_sided"),
        (replace(FINE, has_forum=False), "forum_missing"),
        (replace(FINE, has_owner=False), "owner_missing"),
        (replace(FINE, is_planned=False), "plan_item_missing"),
        (replace(FINE, is_regular_mission=True), "regular_mission"),
        (replace(FINE, has_kind=False), "project_kind_missing"),
        (replace(FINE, has_shares=False), "shares_missing"),
        (replace(FINE, agency=Agency("ทางหลวง", "DOH", "กรมทางหลวง", "Department of Highways")), "kind_of_an_agency"),
    ],
)
def test_what_a_committee_will_ask_about_can_be_given_a_reason(background: Background, code: str) -> None:
    assert advice_of(FINE) == ()
    assert [fault.code for fault in advice_of(background)] == [code]
    assert code in ADVICE_CODES


def test_reasons_are_given_for_what_is_pointed_out_and_once() -> None:
    assert set(get_args(AdviceCode)) == set(ADVICE_CODES)
    assert codes(reason_faults(["forum_missing", "owner_missing", "forum_missing"])) == [
        ("/reasons/2/finding", "reason_twice")
    ]


def test_a_year_without_a_framework_asks_for_no_kind_and_a_province_for_no_shares() -> None:
    assert advice_of(replace(FINE, has_framework=False, has_kind=False)) == ()
    assert advice_of(replace(FINE, is_clusters=False, has_shares=False)) == ()


def test_an_order_that_lacks_a_request_is_named() -> None:
    one, other = UUID(int=1), UUID(int=2)
    assert codes(order_gaps([one, other], [other, one])) == []
    assert codes(order_gaps([one], [one, other])) == [("/request_order", "order_incomplete")]


@pytest.mark.parametrize(
    ("screened", "reason", "code"),
    [
        (100, None, None),
        (99, "ราคากลางต่ำกว่า", None),
        (99, None, "missing"),
        (101, "ขอเพิ่ม", "amount_past_asked"),
        (0, "ตัดทั้งหมด", "amount_past_asked"),
    ],
)
def test_a_screened_amount_is_up_to_what_is_asked_and_says_why(
    screened: int, reason: str | None, code: str | None
) -> None:
    assert [fault.code for fault in screening_faults(100, screened, reason)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("decision", "amount", "grantable"),
    [
        ("approve", None, True),
        ("approve", 80, True),
        ("approve", 100, False),
        ("approve_changed", None, False),
        ("approve_changed", 1, True),
        ("approve_changed", 100, True),
        ("approve_changed", 101, False),
        ("approve_changed", 0, False),
    ],
)
def test_what_is_proposed_is_approved_and_what_differs_is_changed(
    decision: str, amount: int | None, grantable: bool
) -> None:
    assert is_grantable(decision, amount, asked=100, proposed=proposed_of(100, 80)) is grantable


def test_what_was_not_screened_is_proposed_as_asked() -> None:
    assert proposed_of(100, None) == 100


@given(st.lists(st.integers(1, 1_000)), st.integers(0, 2_000))
def test_what_fits_under_a_ceiling_is_taken_in_order_and_never_past_it(asked: list[int], left: int) -> None:
    fitting = [amount for amount, gap in zip(asked, ceiling_gaps(asked, left), strict=True) if gap is None]
    assert sum(fitting) <= left
    remaining = left
    for amount, gap in zip(asked, ceiling_gaps(asked, left), strict=True):
        assert (gap is None) is (amount <= remaining)
        remaining -= amount if gap is None else 0


@pytest.mark.parametrize(
    ("found", "state"),
    [
        (PROJECT, CURRENT),
        (replace(PROJECT, version=9, state="endorsed"), CURRENT),
        (replace(PROJECT, content_hash="0" * 64, title_th="ชื่อใหม่"), CHANGED),
        (replace(PROJECT, state="cancelled"), GONE),
        (replace(PROJECT, state="rejected"), GONE),
        (replace(PROJECT, state="returned"), GONE),
        (None, GONE),
    ],
)
def test_how_a_project_fares(found: Project | None, state: str) -> None:
    assert snapshot_state_of(PROJECT, found) == state


def test_differences_name_what_a_project_is_and_not_its_passing_state() -> None:
    found = replace(PROJECT, version=9, state="endorsed", content_hash="0" * 64, title_th="ชื่อใหม่")
    assert differences_of(PROJECT, found) == {"title_th": [PROJECT.title_th, "ชื่อใหม่"]}


@pytest.mark.parametrize(
    ("project", "area", "year", "code"),
    [
        (PROJECT, "50", 2558, None),
        (None, "50", 2558, "project_unknown"),
        (replace(PROJECT, state="cancelled"), "50", 2558, "project_withdrawn"),
        (PROJECT, "50", 2559, "project_of_another_year"),
        (PROJECT, "51", 2558, "project_of_another_area"),
        (replace(PROJECT, owner_area_code=None, owner_function_code="05"), "50", 2558, None),
    ],
)
def test_for_which_projects_an_area_asks_money(project: Project | None, area: str, year: int, code: str | None) -> None:
    assert [fault.code for fault in project_faults(project, area, year)] == ([code] if code else [])


@pytest.mark.parametrize(
    ("joint", "code"),
    [
        (JointIndicator(2558, "05"), None),
        (JointIndicator(2559, "05"), "joint_indicator_of_another_year"),
        (None, "joint_indicator_unknown"),
    ],
)
def test_money_serves_a_joint_indicator_of_its_own_year(joint: JointIndicator | None, code: str | None) -> None:
    assert [fault.code for fault in joint_faults(joint, 2558)] == ([code] if code else [])


def test_a_project_is_stored_and_read_back_as_it_was() -> None:
    assert Project.of(PROJECT.document()) == PROJECT
    assert PROJECT.document() == PROJECT_EXAMPLE


def test_a_project_that_lacks_a_fact_is_not_read() -> None:
    with pytest.raises(KeyError):
        Project.of({name: value for name, value in PROJECT_EXAMPLE.items() if name != "content_hash"})


def test_no_decision_leads_back_from_an_end() -> None:
    ends = {"approved", "rejected", "referred", "withdrawn"}
    assert {(verb, state) for verb, moves in FLOW.moves.items() for state in moves if state in ends} == set()
    assert {state for verb in DECISIONS for state in FLOW.moves[verb].values()} <= set(OFF_THE_DESK)


ids = st.integers(1, 2**64).map(lambda number: UUID(int=number))
listed = st.builds(Listed, ids, st.just("hash"), st.sampled_from(["within", "above"]), st.integers(1, 10**15))
lists = st.lists(listed, unique_by=lambda request: request.id, max_size=20)


@given(lists, st.data())
def test_a_list_keeps_its_order_and_its_sums(requests: list[Listed], data: st.DataObject) -> None:
    order = data.draw(st.permutations([request.id for request in requests]))
    known, new = requests[: len(requests) // 2], requests[len(requests) // 2 :]
    before = [each for each in order if each in {request.id for request in known}]
    placed = [request.id for request in in_order(before, requests)]
    assert placed[: len(before)] == before
    assert placed[len(before) :] == sorted(request.id for request in new)
    totals = totals_of(requests)
    assert totals.within + totals.above == sum(request.asked_amount for request in requests)


@given(st.lists(ids, unique=True, max_size=8), st.data())
def test_an_order_names_every_request_once(order: list[UUID], data: st.DataObject) -> None:
    assert order_faults(order, data.draw(st.permutations(order))) == ()
    stranger = data.draw(ids.filter(lambda each: each not in order))
    assert codes(order_faults(order, [*order, stranger])) == [("/request_ids", "order_does_not_fit")]
    if order:
        assert order_faults(order, order[1:])
        assert order_faults(order, [*order, order[0]])
