"""The pure rules of change requests: what differs from what was agreed, who was heard, how a year is counted."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.agreements.schemas.answers import KpiContent
from services.indicators.changes.rules.request import (
    FLOW,
    OUTCOMES,
    Happened,
    Readiness,
    event_faults,
    gaps_of,
    is_past,
    opinion_state,
)
from services.indicators.changes.rules.statistics import Agreed, Asked, Tally, count_of, tally_of
from services.indicators.changes.rules.terms import (
    FIELDS,
    KINDS,
    definition_faults,
    departing,
    differences_of,
    idle_faults,
    kinds_of,
    placed,
    without,
)
from services.shared.errors import FieldError, Text

NAMES = [name for fields in FIELDS.values() for name in fields]
VALUES = st.one_of(st.none(), st.integers(0, 3), st.text(max_size=3), st.lists(st.integers(0, 3), max_size=2))
CONTENT = st.fixed_dictionaries(dict.fromkeys([*NAMES, "weight"], VALUES))
ASKED = st.dictionaries(st.sampled_from(NAMES), VALUES)
DAY = dt.date(2015, 5, 1)
TEXT = Text("ก", "a")


def test_every_field_that_may_change_is_one_of_a_kpi_and_of_one_kind() -> None:
    assert set(NAMES) <= set(KpiContent.model_fields)
    assert len(NAMES) == len(set(NAMES))
    assert {"weight", "indicator_id", "kind"}.isdisjoint(NAMES)


@given(CONTENT, ASKED)
def test_what_departs_makes_of_the_base_what_is_asked_and_nothing_more(base: Any, asked: Any) -> None:
    changed = departing(base, asked)
    assert {**base, **changed} == {**base, **asked}
    assert all(base[name] != value for name, value in changed.items())
    assert departing({**base, **changed}, changed) == {}
    assert set(differences_of(base, {**base, **changed})) == set(changed)


@given(CONTENT, CONTENT, ASKED)
def test_what_was_asked_stays_asked_from_another_base(base: Any, moved: Any, asked: Any) -> None:
    changed = departing(base, asked)
    assert {**moved, **departing(moved, changed)} == {**moved, **changed}


@given(st.lists(st.sampled_from(NAMES)))
def test_kinds_follow_from_the_fields_in_the_order_of_the_document(names: list[str]) -> None:
    kinds = kinds_of(names)
    assert kinds == [kind for kind in KINDS if set(FIELDS[kind]) & set(names)]
    for kind in KINDS:
        assert kind not in kinds_of(without(dict.fromkeys(names), kind))


@given(CONTENT, st.dictionaries(st.sampled_from(KINDS), ASKED))
def test_a_kind_that_asks_for_what_was_agreed_is_named(base: Any, asked: Any) -> None:
    idle = {fault.pointer.removeprefix("/") for fault in idle_faults(base, asked)}
    assert idle == {kind for kind, fields in asked.items() if {**base, **fields} == base}


@pytest.mark.parametrize(("wanted", "is_fault"), [(1, True), (2, False), (3, False), (4, True)])
def test_a_kpi_is_bound_to_a_definition_that_there_is_and_not_to_an_older_one(wanted: int, is_fault: bool) -> None:
    faults = definition_faults({"definition_version": 2}, {"definition_version": wanted}, current=3)
    assert bool(faults) is is_fault


@pytest.mark.parametrize(
    ("pointer", "shown"),
    [
        ("/targets", "/target/targets"),
        ("/stated_total", "/target/stated_total"),
        ("/participating_area_codes", "/detail/participating_area_codes"),
        ("/definition_version", "/detail/definition_version"),
        ("/rubric/anchors", "/scoring_criteria/anchors"),
        ("/weight", "/weight"),
    ],
)
def test_a_fault_of_a_kpi_stands_where_the_request_has_the_field(pointer: str, shown: str) -> None:
    assert placed(FieldError(pointer, "x", TEXT)).pointer == shown


@pytest.mark.parametrize(
    ("began", "ended", "codes"),
    [
        (DAY, None, []),
        (DAY, DAY, []),
        (DAY - dt.timedelta(9), DAY + dt.timedelta(9), []),
        (DAY + dt.timedelta(1), None, ["day_in_future"]),
        (DAY, DAY - dt.timedelta(1), ["ends_before_it_begins"]),
    ],
)
def test_an_event_has_begun_and_ends_after_it(began: dt.date, ended: dt.date | None, codes: list[str]) -> None:
    assert [fault.code for fault in event_faults(Happened(began, ended), DAY)] == codes


def test_each_thing_that_is_missing_is_named() -> None:
    assert gaps_of(Readiness(changes_something=True, has_event=True, evidence=1, base_moved=False)) == ()
    lacking = gaps_of(Readiness(changes_something=False, has_event=False, evidence=0, base_moved=True))
    assert [(gap.pointer, gap.code) for gap in lacking] == [
        ("", "nothing_asked"),
        ("/event", "missing"),
        ("/evidence", "missing"),
        ("/base", "base_moved"),
    ]


def test_a_closing_date_ends_with_its_day_and_a_year_without_one_never_closes() -> None:
    assert not is_past(None, DAY)
    assert not is_past(DAY, DAY)
    assert is_past(DAY, DAY + dt.timedelta(1))


@pytest.mark.parametrize(
    ("state", "host", "was_submitted", "is_given", "told"),
    [
        ("draft", "05", False, False, "not_asked"),
        ("returned", "05", True, False, "not_asked"),
        ("withdrawn", "05", False, False, "not_asked"),
        ("submitted", None, True, False, "no_host"),
        ("approved", None, True, False, "no_host"),
        ("submitted", "05", True, False, "waiting"),
        ("proposed", "05", True, False, "silent"),
        ("rejected", "05", True, False, "silent"),
        ("submitted", "05", True, True, "given"),
        ("approved", "05", True, True, "given"),
    ],
)
def test_silence_is_told_as_silence(
    state: str, host: str | None, was_submitted: bool, is_given: bool, told: str
) -> None:
    assert opinion_state(state, host, was_submitted=was_submitted, is_given=is_given) == told


REQUESTS = st.lists(
    st.builds(
        Asked,
        level=st.sampled_from(["province", "cluster"]),
        area_code=st.sampled_from(["50", "51", "52"]),
        indicator=st.integers(0, 4),
        kinds=st.lists(st.sampled_from(KINDS), min_size=1, unique=True).map(tuple),
        state=st.sampled_from(FLOW.states),
        decision=st.sampled_from([None, *OUTCOMES]),
    )
    .filter(lambda each: (each.decision is not None) == (each.state in ("approved", "rejected")))
    .filter(lambda each: (each.state == "rejected") == (each.decision == "reject"))
)


def parts_of(tally: Tally) -> int:
    return tally.approved + tally.approved_changed + tally.rejected + tally.withdrawn + tally.open


@given(REQUESTS)
def test_what_became_of_them_adds_up_to_the_requests(requests: list[Asked]) -> None:
    tally = tally_of(requests)
    assert parts_of(tally) == tally.requests == len(requests)
    counts = {level: count_of(level, requests, []) for level in ("province", "cluster")}
    assert sum(count.tally.requests for count in counts.values()) == len(requests)
    for count in counts.values():
        assert all(parts_of(each) == each.requests for each in count.by_kind.values())
        assert all(each.requests <= count.tally.requests for each in count.by_kind.values())
        assert sum(each.requests for each in count.by_kind.values()) >= count.tally.requests
        assert count.areas_asked <= 3
        assert count.indicators_asked <= 5


def test_areas_and_indicators_are_counted_once_however_often_they_ask() -> None:
    asked = [
        Asked("province", "50", 1, ("target",), "rejected", "reject"),
        Asked("province", "50", 1, ("target", "scoring_criteria"), "approved", "approve_changed"),
        Asked("province", "51", 1, ("detail",), "submitted", None),
        Asked("cluster", "C52-15", 2, ("detail",), "withdrawn", None),
    ]
    agreed = [Agreed("province", area, indicator) for area in ("50", "51", "52") for indicator in (1, 3)]
    count = count_of("province", asked, agreed)
    assert (count.areas_asked, count.areas_agreed) == (2, 3)
    assert (count.indicators_asked, count.indicators_agreed) == (1, 2)
    assert count.tally == Tally(3, approved=0, approved_changed=1, rejected=1, withdrawn=0, open=1)
    assert count.by_kind["target"] == Tally(2, approved=0, approved_changed=1, rejected=1, withdrawn=0, open=0)
    assert count_of("cluster", asked, agreed).tally.withdrawn == 1
