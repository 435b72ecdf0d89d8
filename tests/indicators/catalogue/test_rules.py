"""The rules of an indicator, by table and by property."""

from decimal import Decimal
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.indicators.catalogue.models import Indicator
from services.indicators.catalogue.rules import (
    DEFINITION_FIELDS,
    FLOW,
    FREQUENCIES,
    FROZEN_FIELDS,
    OPEN_TO_ALL,
    USE_LEVELS,
    IndicatorFacts,
    PartFacts,
    faults_of,
    faults_with_data,
    gaps_of,
    is_redefined,
    is_summable,
    national_value_derivable,
)
from services.indicators.catalogue.schemas.definitions import IndicatorMeaning
from services.indicators.catalogue.schemas.indicators import AreaAggregation, IndicatorPatch, IndicatorState, UseLevel
from services.indicators.observations.rules.periods import MONTHS_IN, PERIODS, SHORTEST
from services.shared.errors import StateDoesNotAllow

SUMMED = PartFacts("published", "baht", "sum")
COMPLETE: dict[str, Any] = {
    "id": "it",
    "unit_code": "baht",
    "direction": "higher",
    "range_lower": None,
    "range_upper": None,
    "area_aggregation": "sum",
    "numerator": None,
    "denominator": None,
    "parts": {},
    "texts": {"definition_th": "รายได้", "data_source": "สำรวจ"},
    "topic_codes": ["B1.2"],
}
RATIO: dict[str, Any] = {
    "unit_code": "percent",
    "area_aggregation": "ratio",
    "numerator": "n",
    "denominator": "d",
    "parts": {"n": SUMMED, "d": SUMMED},
}
UNITS = st.sampled_from(["percent", "baht", "count"])
AGGREGATIONS = st.sampled_from(get_args(AreaAggregation))


def indicator(**changed: Any) -> IndicatorFacts:
    return IndicatorFacts(**{**COMPLETE, **changed})


def codes(faults: tuple[Any, ...]) -> list[tuple[str, str]]:
    return [(fault.pointer, fault.code) for fault in faults]


@pytest.mark.parametrize(
    "kind", [{}, RATIO, {"direction": "range", "range_lower": Decimal(1), "range_upper": Decimal(2)}]
)
def test_a_complete_indicator_has_neither_faults_nor_gaps(kind: dict[str, Any]) -> None:
    assert faults_of(indicator(**kind)) == ()
    assert gaps_of(indicator(**kind)) == ()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"direction": "range"}, [("/range_lower", "range_without_bounds")]),
        ({"direction": "range", "range_lower": Decimal(0)}, [("/range_upper", "range_without_bounds")]),
        (
            {"direction": "range", "range_lower": Decimal(3), "range_upper": Decimal(3)},
            [("/range_upper", "range_upside_down")],
        ),
        ({"range_lower": Decimal(0)}, [("/range_lower", "bounds_without_range")]),
        ({"direction": "lower", "range_upper": Decimal(0)}, [("/range_upper", "bounds_without_range")]),
        ({"unit_code": "percent"}, [("/area_aggregation", "percentage_not_aggregated")]),
        (
            {"unit_code": "percent", "area_aggregation": "average"},
            [("/area_aggregation", "percentage_not_aggregated")],
        ),
        ({"unit_code": "percent", "area_aggregation": "none"}, []),
        ({"area_aggregation": "average"}, []),
        (
            {**RATIO, "numerator": None, "denominator": None},
            [("/numerator_indicator_id", "part_missing"), ("/denominator_indicator_id", "part_missing")],
        ),
        ({**RATIO, "area_aggregation": "weighted_average", "numerator": None}, []),
        ({**RATIO, "area_aggregation": "weighted_average"}, [("/numerator_indicator_id", "part_without_use")]),
        (
            {**RATIO, "area_aggregation": "none"},
            [("/numerator_indicator_id", "part_without_use"), ("/denominator_indicator_id", "part_without_use")],
        ),
        ({**RATIO, "denominator": "n"}, [("/denominator_indicator_id", "parts_alike")]),
        ({**RATIO, "numerator": "it"}, [("/numerator_indicator_id", "part_of_itself")]),
        ({**RATIO, "parts": {"d": SUMMED}}, [("/numerator_indicator_id", "indicator_unknown")]),
        (
            {**RATIO, "parts": {"n": SUMMED, "d": PartFacts("retired", "baht", "sum")}},
            [("/denominator_indicator_id", "part_retired")],
        ),
        (
            {**RATIO, "parts": {"n": SUMMED, "d": PartFacts("published", "baht", "ratio")}},
            [("/denominator_indicator_id", "part_not_summable")],
        ),
        (
            {**RATIO, "parts": {"n": SUMMED, "d": PartFacts("published", "percent", "sum")}},
            [("/denominator_indicator_id", "part_not_summable")],
        ),
    ],
)
def test_what_contradicts_itself_is_named(changed: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert codes(faults_of(indicator(**changed))) == expected


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"texts": {"definition_th": None, "data_source": "สำรวจ"}}, [("/definition_th", "missing")]),
        ({"texts": {"definition_th": "รายได้", "data_source": None}}, [("/data_source", "missing")]),
        ({"topic_codes": []}, [("/topic_codes", "missing")]),
        (
            {**RATIO, "parts": {"n": PartFacts("draft", "baht", "sum"), "d": SUMMED}},
            [("/numerator_indicator_id", "part_not_published")],
        ),
    ],
)
def test_what_publication_lacks_is_named(changed: dict[str, Any], expected: list[tuple[str, str]]) -> None:
    assert codes(gaps_of(indicator(**changed))) == expected


@pytest.mark.parametrize(
    ("unit", "aggregation", "parts", "expected"),
    [
        ("baht", "sum", (False, False), True),
        ("percent", "sum", (False, False), False),
        ("percent", "average", (False, False), False),
        ("score", "average", (False, False), True),
        ("percent", "ratio", (True, True), True),
        ("percent", "ratio", (True, False), False),
        ("percent", "ratio", (False, False), False),
        ("percent", "weighted_average", (False, True), True),
        ("percent", "weighted_average", (False, False), False),
        ("percent", "none", (True, True), False),
        ("baht", "none", (False, False), False),
    ],
)
def test_the_national_value_follows_only_where_something_adds_up(
    unit: str, aggregation: str, parts: tuple[bool, bool], expected: bool
) -> None:
    derivable = national_value_derivable(unit, aggregation, has_numerator=parts[0], has_denominator=parts[1])
    assert derivable is expected


@given(AGGREGATIONS, st.booleans(), st.booleans())
def test_a_percentage_without_its_parts_is_never_derivable(aggregation: str, one: bool, other: bool) -> None:
    found = national_value_derivable("percent", aggregation, has_numerator=one, has_denominator=other)
    assert not (found and not other)


@given(UNITS, AGGREGATIONS)
def test_only_a_sum_that_is_no_percentage_adds_up(unit: str, aggregation: str) -> None:
    assert is_summable(unit, aggregation) is (aggregation == "sum" and unit != "percent")


NAMES = st.sampled_from("abcde")
NODE = st.tuples(UNITS, AGGREGATIONS, st.none() | NAMES, st.none() | NAMES)


@given(st.dictionaries(NAMES, NODE))
def test_what_the_rules_accept_has_no_circle(catalogue: dict[str, tuple[str, str, str | None, str | None]]) -> None:
    parts = {name: PartFacts("published", unit, aggregation) for name, (unit, aggregation, _, _) in catalogue.items()}
    accepted = {
        name: {part for part in (numerator, denominator) if part is not None}
        for name, (unit, aggregation, numerator, denominator) in catalogue.items()
        if not faults_of(
            indicator(
                id=name,
                unit_code=unit,
                area_aggregation=aggregation,
                numerator=numerator,
                denominator=denominator,
                parts=parts,
            )
        )
    }
    for made_of in accepted.values():
        assert not any(accepted.get(part) for part in made_of)


@given(st.decimals(-1000, 1000, places=2), st.decimals(-1000, 1000, places=2))
def test_a_range_is_accepted_exactly_when_it_has_an_inside(lower: Decimal, upper: Decimal) -> None:
    facts = indicator(direction="range", range_lower=lower, range_upper=upper)
    assert (faults_of(facts) == ()) is (lower < upper)


@given(st.sampled_from([*DEFINITION_FIELDS, "name_en", "topic_codes", "host_function_code", "source"]))
def test_a_changed_field_is_a_new_definition_or_a_better_label(name: str) -> None:
    named = dict.fromkeys([*DEFINITION_FIELDS, "name_en", "topic_codes", "host_function_code", "source"], "old")
    before: dict[str, Any] = {**named, **MEASURED}
    after = {**before, name: {"decimals": 3, "frequency": "monthly"}.get(name, "new")}
    assert is_redefined(before, after) is (name in DEFINITION_FIELDS)
    frozen = [(f"/{name}", "frozen")] if name in FROZEN_FIELDS else []
    assert codes(faults_with_data(before, after)) == frozen


MEASURED: dict[str, Any] = {"decimals": 2, "frequency": "quarterly", "area_aggregation": "sum"}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({}, {"decimals": 3}, []),
        ({}, {"decimals": 1}, [("/decimals", "fewer_decimals")]),
        ({"area_aggregation": "ratio"}, {"decimals": 3}, [("/decimals", "decimals_of_ratio")]),
        ({"area_aggregation": "ratio"}, {"decimals": 1}, [("/decimals", "decimals_of_ratio")]),
        ({"area_aggregation": "ratio"}, {}, []),
        ({}, {"frequency": "monthly"}, []),
        ({}, {"frequency": "yearly"}, [("/frequency", "coarser_frequency")]),
        ({"frequency": "monthly"}, {"frequency": "quarterly"}, [("/frequency", "coarser_frequency")]),
        (
            {},
            {"frequency": "yearly", "decimals": 0},
            [("/decimals", "fewer_decimals"), ("/frequency", "coarser_frequency")],
        ),
    ],
)
def test_decimals_and_frequency_keep_to_the_data_that_stand(
    before: dict[str, Any], after: dict[str, Any], expected: list[tuple[str, str]]
) -> None:
    stood = {**dict.fromkeys(FROZEN_FIELDS, "same"), **MEASURED, **before}
    assert codes(faults_with_data(stood, {**stood, **after})) == expected


KINDS = st.fixed_dictionaries({"decimals": st.integers(0, 4), "frequency": st.sampled_from(FREQUENCIES)})


@given(KINDS, KINDS, st.sampled_from(PERIODS), st.decimals(-1000, 1000, places=4))
def test_what_was_reported_could_be_reported_after_every_change_that_is_let_through(
    one: dict[str, Any], other: dict[str, Any], period: str, value: Decimal
) -> None:
    same = {**dict.fromkeys(FROZEN_FIELDS, "same"), "area_aggregation": "sum"}

    def accepts(kind: dict[str, Any]) -> bool:
        fits = round(value, kind["decimals"]) == value
        return fits and len(MONTHS_IN[period]) >= SHORTEST[kind["frequency"]]

    if accepts(one) and not faults_with_data({**same, **one}, {**same, **other}):
        assert accepts(other)


def test_the_definition_the_patch_and_the_table_name_the_same_fields() -> None:
    assert set(IndicatorMeaning.model_fields) == set(DEFINITION_FIELDS)
    assert set(DEFINITION_FIELDS) <= set(IndicatorPatch.model_fields)
    assert set(FROZEN_FIELDS) <= set(DEFINITION_FIELDS) <= set(Indicator.__table__.columns.keys())


def test_the_contract_names_every_state() -> None:
    assert set(get_args(IndicatorState)) == set(FLOW.states)
    assert set(OPEN_TO_ALL) < set(FLOW.states)
    assert get_args(UseLevel) == USE_LEVELS
    assert set(FREQUENCIES) == set(SHORTEST)


@pytest.mark.parametrize("verb", sorted(FLOW.moves))
@pytest.mark.parametrize("state", FLOW.states)
def test_a_verb_moves_from_its_states_and_from_no_other(verb: str, state: str) -> None:
    if state in FLOW.from_states(verb):
        assert FLOW.after(state, verb) in FLOW.states
    else:
        with pytest.raises(StateDoesNotAllow):
            FLOW.after(state, verb)
