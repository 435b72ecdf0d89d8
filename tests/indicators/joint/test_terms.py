"""The criteria of the document, the terms of a proposal, and the states of offers."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from services.indicators.joint.errors import AnswerByPassed, OfferChangedSince
from services.indicators.joint.rules.criteria import Past, Proposal, criteria_of, gaps_of
from services.indicators.joint.rules.states import (
    OFFER_FLOW,
    OUT,
    STANDING,
    WAITING,
    Versions,
    is_overdue,
    refuse_late,
    refuse_unread,
)
from services.indicators.joint.rules.terms import Entry, Terms, areas_of, faults_of_day, faults_of_terms
from services.shared.errors import StateDoesNotAllow

DAY = dt.date(2014, 10, 31)
LONGAN = Entry("50", choice="ลำไย")
NORTH = frozenset({"50", "51", "52", "58"})


def terms(**changed: Any) -> Terms:
    known: dict[str, Any] = {
        "scope": "listed",
        "way": "equal",
        "is_summable": True,
        "needs_choice": False,
        "choices": (),
        "entries": (Entry("50"), Entry("51")),
        "provinces": NORTH,
        "out": frozenset(),
        "limit_percent": Decimal(5),
        "limit_value": None,
        "zero_by": DAY,
        "has_overlap": False,
        "overlap_reason": None,
    }
    return Terms(**{**known, **changed})


def proposal(**changed: Any) -> Proposal:
    known: dict[str, Any] = {
        "level": "outcome",
        "scope": "all_provinces",
        "topic_scope": "all_provinces",
        "province_role": "ส่งเสริมการท่องเที่ยวในพื้นที่",
        "past": Past({"50": 2557, "51": 2556}),
        "departure_reason": None,
    }
    return Proposal(**{**known, **changed})


def test_every_criterion_is_recorded_with_its_answer_and_source() -> None:
    found = {each.code: each for each in criteria_of(proposal())}
    assert set(found) == {"cascades", "province_role", "level", "topic_scope"}
    assert all(each.is_met and each.answer and "2557" in each.source for each in found.values())
    assert found["cascades"].answer == "มีค่าที่รายงานของทุกพื้นที่ (2 พื้นที่) ปีล่าสุด พ.ศ. 2556 ถึง 2557"
    assert [each.code for each in criteria_of(proposal()) if each.is_required] == ["province_role", "level"]


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"province_role": None}, [("/province_role_th", "criterion_not_met")]),
        ({"level": "output"}, [("/indicator_id", "criterion_not_met")]),
        ({"level": "hybrid"}, []),
        ({"past": Past({})}, [("/departure_reason_th", "departure_unexplained")]),
        ({"past": Past({"50": 2557, "38": None})}, [("/departure_reason_th", "departure_unexplained")]),
        ({"past": Past({"38": None}), "departure_reason": "เริ่มเก็บข้อมูลปีนี้"}, []),
        ({"scope": "listed"}, [("/departure_reason_th", "departure_unexplained")]),
        ({"scope": "listed", "departure_reason": "เฉพาะภาคเหนือ"}, []),
        ({"topic_scope": None, "scope": "listed"}, []),
    ],
)
def test_conditions_must_be_met_and_departures_explained(changed: dict[str, Any], expected: list[Any]) -> None:
    assert [(gap.pointer, gap.code) for gap in gaps_of(criteria_of(proposal(**changed)))] == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, []),
        ({"entries": ()}, [("/areas", "missing")]),
        ({"entries": (Entry("50"), Entry("50"))}, [("/areas/1/area_code", "area_twice")]),
        ({"entries": (Entry("10"),)}, [("/areas/0/area_code", "not_a_province")]),
        ({"out": frozenset({"50"})}, [("/areas/0/area_code", "area_released")]),
        ({"entries": (Entry("50", baseline=Decimal(1)),)}, [("/areas/0/baseline_source_th", "missing")]),
        ({"entries": (Entry("50", target=Decimal(1)),)}, [("/areas/0/target", "without_use")]),
        ({"entries": (Entry("50", target=Decimal(1)),), "way": "by_hand"}, []),
        ({"needs_choice": True}, [("/choices", "missing")]),
        (
            {"needs_choice": True, "choices": ("ลำไย", "โคเนื้อ"), "entries": (Entry("50", choice="ลำไย"), Entry("51"))},
            [],
        ),
        (
            {"choices": ("ลำไย",), "entries": (Entry("50", choice="ทุเรียน"),)},
            [("/areas/0/choice_th", "choice_not_allowed")],
        ),
        ({"entries": (Entry("50", choice="ลำไย"),)}, [("/areas/0/choice_th", "choice_not_allowed")]),
        ({"choices": ("ลำไย", "ลำไย")}, [("/choices/1/name_th", "choice_twice")]),
        ({"limit_value": Decimal(1)}, [("/unassigned_limit_percent", "one_limit")]),
        ({"limit_percent": None}, [("/unassigned_limit_percent", "one_limit")]),
        ({"zero_by": None}, [("/unassigned_zero_by", "missing")]),
        ({"is_summable": False}, [("/unassigned_limit_percent", "without_use")]),
        ({"is_summable": False, "limit_percent": None}, [("/unassigned_zero_by", "without_use")]),
        ({"is_summable": False, "limit_percent": None, "zero_by": None}, []),
        ({"has_overlap": True}, [("/overlap_reason_th", "missing")]),
    ],
)
def test_terms_that_contradict_themselves_are_named(changed: dict[str, Any], expected: list[Any]) -> None:
    assert [(fault.pointer, fault.code) for fault in faults_of_terms(terms(**changed))] == expected


def test_all_provinces_are_in_whoever_is_named_and_the_released_are_out() -> None:
    named = terms(scope="all_provinces", entries=(Entry("51", conditions="สนับสนุนงบ"),), out=frozenset({"58"}))
    found = areas_of(named)
    assert [entry.area_code for entry in found] == ["50", "51", "52"]
    assert [entry.conditions for entry in found] == [None, "สนับสนุนงบ", None]


@pytest.mark.parametrize(("day", "late"), [(DAY, False), (DAY + dt.timedelta(days=1), True)])
def test_the_day_to_answer_by_is_in_time_itself(day: dt.date, late: bool) -> None:
    assert is_overdue("offered", DAY, day) is late
    assert is_overdue("agreed", DAY, day) is False
    assert bool(faults_of_day(DAY, day)) is late
    if late:
        with pytest.raises(AnswerByPassed):
            refuse_late(DAY, day)
    else:
        refuse_late(DAY, day)


@pytest.mark.parametrize("seen", [Versions(1, 2), Versions(2, 1)])
def test_nobody_signs_what_they_have_not_read(seen: Versions) -> None:
    refuse_unread(Versions(2, 2), Versions(2, 2))
    with pytest.raises(OfferChangedSince) as refused:
        refuse_unread(seen, Versions(2, 2))
    assert refused.value.facts == {"definition_version": 2, "offer_version": 2}


def test_only_a_signature_or_a_resolution_makes_an_offer_stand() -> None:
    into = {(verb, after) for verb, moves in OFFER_FLOW.moves.items() for after in moves.values()}
    assert {verb for verb, after in into if after in STANDING} == {"sign", "settle"}
    assert {verb for verb, after in into if after == "released"} == {"release"}
    assert STANDING | WAITING | OUT | {"draft"} == set(OFFER_FLOW.states)


def test_what_a_committee_released_stays_out() -> None:
    for verb in OFFER_FLOW.moves:
        with pytest.raises(StateDoesNotAllow):
            OFFER_FLOW.after("released", verb)
