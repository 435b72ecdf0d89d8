"""A snapshot divides into the same bytes always, and its result explains every satang in exact text."""

import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from services.budget.allocation.rules.exact import exact_text, number_text
from services.budget.allocation.rules.faults import faults_of
from services.budget.allocation.rules.method import Bounds, Pool
from services.budget.allocation.rules.result import amounts_of, area_of, result_of
from services.budget.allocation.rules.settings import CriterionFacts, LastYearFacts, PoolFacts, settings_faults
from services.budget.allocation.rules.snapshot import document_of, faults_of_snapshot, pools_of
from services.budget.allocation.usecases.running import computed_of
from services.shared.canonical import canonical
from services.shared.money import amount_or_none, format_amount, parse_amount
from tests.budget.allocation.test_rules import bounded_pools

Json = dict[str, Any]


def bounds_of(bounds: Bounds) -> Json:
    """Bounds as a snapshot has them."""
    fall, rise = bounds.most_fall_percent, bounds.most_rise_percent
    return {
        "least_amount": amount_or_none(bounds.least_amount),
        "most_amount": amount_or_none(bounds.most_amount),
        "most_fall_percent": None if fall is None else number_text(fall),
        "most_rise_percent": None if rise is None else number_text(rise),
    }


def snapshot_of(pool: Pool) -> Json:
    """The snapshot of a round that is one pool."""
    criteria = [
        {
            "key": each.key,
            "kind": each.kind,
            "weight": number_text(each.weight),
            "missing": each.missing,
            "least_input": None if each.least_input is None else number_text(each.least_input),
            "bands": [{"at_least": str(band.at_least), "points": str(band.points)} for band in each.bands],
            "inputs": [{"area_code": code, "value": number_text(value)} for code, value in each.inputs.items()],
        }
        for each in pool.criteria
    ]
    last = [{"area_code": code, "amount": format_amount(amount)} for code, amount in pool.last_year.items()]
    shared = {"bounds": bounds_of(pool.bounds), "exceptions": [], "last_year": {"amounts": last}}
    of_pool = {"level": "province", "percent": "100", "areas": list(pool.areas), "criteria": criteria, **shared}
    head = {"method": "1", "frame_amount": format_amount(pool.amount), "unit_amount": format_amount(pool.unit)}
    return {**head, "pools": [of_pool]}


def value_of(text: str) -> Fraction:
    """What an exact text says."""
    assert not text.startswith("~")
    return Fraction(text)


@given(bounded_pools())
def test_a_snapshot_is_the_pool_and_divides_into_the_same_bytes_again(pool: Pool) -> None:
    snapshot = snapshot_of(pool)
    assert {fault.code for fault in faults_of_snapshot(snapshot)} == {fault.code for fault in faults_of(pool)}
    assume(not faults_of(pool))
    assert pools_of(snapshot)["province"] == pool
    computed = computed_of(snapshot)
    # The bytes alone are enough, in whatever order somebody else's program writes the members.
    again = computed_of(json.loads(json.dumps(document_of(computed.snapshot), sort_keys=True, indent=1)))
    assert again == computed
    assert canonical(document_of(computed.result)) == computed.result


@given(bounded_pools())
def test_a_result_explains_every_satang(pool: Pool) -> None:
    assume(not faults_of(pool))
    result = result_of(snapshot_of(pool), "hash")
    [divided] = result["pools"]
    assert sum(amounts_of(result).values()) == parse_amount(divided["amount"]) == pool.amount
    for area in divided["areas"]:
        told = [each["amount"] for each in area["contributions"]] + [area["bounds_amount"], area["rounding_amount"]]
        assert sum(map(parse_amount, told)) == parse_amount(area["amount"])
    for criterion in divided["criteria"]:
        shares = [
            each["share"]
            for area in divided["areas"]
            for each in area["contributions"]
            if each["key"] == criterion["key"]
        ]
        if not any(share.startswith("~") for share in shares):
            assert sum(map(value_of, shares)) == 1
    first = divided["areas"][0]
    assert area_of(result, first["area_code"]) == (divided, first)
    assert area_of(result, "99") is None


@given(st.fractions())
def test_an_exact_text_says_whether_it_is_exact(value: Fraction) -> None:
    text = exact_text(value)
    if text.startswith("~"):
        assert abs(Fraction(text[1:]) - value) <= abs(value) / 10**14
    else:
        assert value_of(text) == value
        assert len(text) <= 30


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(3), "3"),
        (Fraction(5, 12), "5/12"),
        (Fraction(10**20, 3), "100000000000000000000/3"),
        (Fraction(1, 3) + Fraction(1, 10**17), "~0.333333333333333"),
        (Fraction(10**30 + 1), "~1000000000000000000000000000000"),
    ],
)
def test_exact_texts(value: Fraction, text: str) -> None:
    assert exact_text(value) == text


@pytest.mark.parametrize(("value", "text"), [("1E+3", "1000"), ("2.50", "2.5"), ("-0.10", "-0.1"), ("120", "120")])
def test_a_number_has_one_spelling(value: str, text: str) -> None:
    assert number_text(Decimal(value)) == text


EQUAL = CriterionFacts("equal", "equal", None, has_indicator=False, has_least_input=False, bands_from=())
POOR = CriterionFacts("poor", "direct", ["50"], has_indicator=False, has_least_input=False, bands_from=())


def facts(**changed: Any) -> PoolFacts:
    """A pool in which nothing contradicts itself."""
    known: Json = {
        "level": "province",
        "sharing": ("50", "51"),
        "areas": None,
        "has_areas_reason": False,
        "criteria": [EQUAL, POOR],
        "excepted": [],
        "last_year": None,
    }
    return PoolFacts(**{**known, **changed})


def criterion(**changed: Any) -> CriterionFacts:
    """A criterion, equal unless told otherwise."""
    return CriterionFacts(**{**vars(EQUAL), "key": "other", **changed})


@pytest.mark.parametrize(
    ("changed", "codes"),
    [
        ({}, []),
        ({"areas": ["50"]}, ["areas_reason"]),
        ({"has_areas_reason": True}, ["areas_reason"]),
        ({"areas": ["50", "10", "50"], "has_areas_reason": True}, ["area_twice", "area_does_not_share"]),
        ({"criteria": [EQUAL, EQUAL]}, ["key_twice"]),
        ({"criteria": [criterion(input_areas=["50"])]}, ["inputs_not_needed"]),
        ({"criteria": [criterion(kind="score")]}, ["one_source"]),
        ({"criteria": [criterion(kind="direct", input_areas=[], has_indicator=True)]}, ["one_source"]),
        (
            {"criteria": [criterion(kind="direct", input_areas=["50", "50", "52"])]},
            ["area_twice", "area_does_not_share"],
        ),
        ({"criteria": [criterion(has_least_input=True)]}, ["least_input_of_inverse"]),
        ({"criteria": [criterion(bands_from=(Decimal(1),))]}, ["bands_of_score"]),
        (
            {"criteria": [criterion(kind="score", has_indicator=True, bands_from=(Decimal(2), Decimal(2)))]},
            ["bands_not_ascending"],
        ),
        ({"excepted": ["52"]}, ["area_does_not_share"]),
        ({"last_year": LastYearFacts("given", names_round=False, has_source=True, areas=["50"])}, []),
        (
            {"last_year": LastYearFacts("given", names_round=True, has_source=False, areas=["50", "50"])},
            ["round_of_last_year", "amounts_of_last_year", "area_twice"],
        ),
        (
            {"last_year": LastYearFacts("round", names_round=False, has_source=True, areas=[])},
            ["round_of_last_year", "amounts_of_last_year"],
        ),
        ({"last_year": LastYearFacts("ledger", names_round=False, has_source=False, areas=[])}, []),
    ],
)
def test_what_contradicts_itself_in_a_round(changed: Json, codes: list[str]) -> None:
    faults = settings_faults([facts(**changed)])
    assert [fault.code for fault in faults] == codes
    assert all(fault.pointer.startswith("/pools/0/") for fault in faults)


def test_a_level_has_one_pool() -> None:
    assert [fault.code for fault in settings_faults([facts(), facts()])] == ["level_twice"]
