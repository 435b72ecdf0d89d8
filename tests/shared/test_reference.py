"""The reference data that ships, what is asked of it, and the check that guards it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.shared import reference
from services.shared.reference import AreaKind, AreaRelation, FunctionKind, RelationKind
from services.shared.reference.validity import faults_in
from services.shared.text import has_forbidden_characters

Relations = tuple[AreaRelation, ...]

YEARS_OF_CLUSTERS = range(2552, 2572)
BUENG_KAN, NONG_KHAI = "38", "43"


def test_the_data_that_ships_holds_together() -> None:
    assert reference.check_reference() == []


def test_every_kind_of_area_is_there_in_its_number() -> None:
    kinds = [area.kind for area in reference.areas()]
    assert {kind: kinds.count(kind) for kind in AreaKind} == {
        AreaKind.NATION: 1,
        AreaKind.REGION: 6,
        AreaKind.CLUSTER: 36,
        AreaKind.PROVINCE: 76,
        AreaKind.SPECIAL: 1,
    }


def test_bangkok_is_in_the_list_and_is_not_a_province() -> None:
    bangkok = reference.area("10")
    assert bangkok is not None
    assert (bangkok.kind, bangkok.name_th, bangkok.iso_3166_2) == (AreaKind.SPECIAL, "กรุงเทพมหานคร", "TH-10")
    assert bangkok not in reference.provinces(2565)
    assert reference.cluster_of("10", 2565) is None
    assert not [each for each in reference.relations() if "10" in (each.area_code, each.related_code)]


@pytest.mark.parametrize(("fiscal_year", "count"), [(2552, 75), (2554, 75), (2555, 76), (2561, 76), (2570, 76)])
def test_a_fiscal_year_has_its_number_of_provinces(fiscal_year: int, count: int) -> None:
    assert len(reference.provinces(fiscal_year)) == count


@pytest.mark.parametrize(("day", "count"), [(date(2011, 3, 22), 75), (date(2011, 3, 23), 76), (date(2026, 1, 1), 76)])
def test_a_day_has_its_number_of_provinces(day: date, count: int) -> None:
    assert len(reference.provinces_on(day)) == count


@pytest.mark.parametrize("fiscal_year", YEARS_OF_CLUSTERS)
def test_eighteen_clusters_hold_every_province_of_a_fiscal_year_once(fiscal_year: int) -> None:
    clusters = reference.clusters(fiscal_year)
    members = [code for cluster in clusters for code in reference.members_of(cluster.code, fiscal_year)]
    assert len(clusters) == 18
    assert sorted(members) == sorted(province.code for province in reference.provinces(fiscal_year))
    for cluster in clusters:
        for code in reference.members_of(cluster.code, fiscal_year):
            assert reference.cluster_of(code, fiscal_year) == cluster.code


@pytest.mark.parametrize(("fiscal_year", "prefix"), [(2552, "C52"), (2561, "C52"), (2562, "C60"), (2570, "C60")])
def test_the_structure_of_2560_begins_with_the_plans_of_2562(fiscal_year: int, prefix: str) -> None:
    assert {cluster.code[:3] for cluster in reference.clusters(fiscal_year)} == {prefix}


def test_there_are_no_clusters_before_the_first_announcement() -> None:
    assert reference.clusters(2551) == ()
    assert reference.cluster_of("50", 2551) is None


def test_upper_northern_1_is_chiang_mai_lamphun_lampang_and_mae_hong_son() -> None:
    assert reference.members_of("C52-15", 2558) == {"50", "51", "52", "58"}


def test_songkhla_and_satun_left_the_southern_border_with_the_structure_of_2560() -> None:
    assert reference.members_of("C52-08", 2561) == {"90", "91", "94", "95", "96"}
    assert reference.members_of("C60-07", 2562) == {"94", "95", "96"}
    assert (reference.cluster_of("90", 2561), reference.cluster_of("90", 2562)) == ("C52-08", "C60-05")


def test_by_day_the_structures_change_before_they_do_in_plans() -> None:
    assert reference.members_on("C52-15", date(2017, 11, 16)) == {"50", "51", "52", "58"}
    assert reference.members_on("C52-15", date(2017, 11, 17)) == frozenset()
    assert reference.members_on("C60-15", date(2017, 11, 17)) == {"50", "51", "52", "58"}
    assert reference.members_of("C60-15", 2561) == frozenset()


def test_bueng_kan_joins_its_cluster_after_the_split() -> None:
    assert BUENG_KAN not in reference.members_of("C52-10", 2554)
    assert BUENG_KAN in reference.members_of("C52-10", 2555)
    assert BUENG_KAN not in reference.members_on("C52-10", date(2011, 3, 27))
    assert BUENG_KAN in reference.members_on("C52-10", date(2011, 3, 28))


def test_bueng_kan_succeeds_nong_khai_whose_earlier_values_cover_both() -> None:
    assert reference.predecessors(BUENG_KAN) == (NONG_KHAI,)
    assert reference.predecessors(NONG_KHAI) == ()
    assert reference.covers(NONG_KHAI, 2554) == (NONG_KHAI, BUENG_KAN)
    assert reference.covers(NONG_KHAI, 2555) == (NONG_KHAI,)
    assert reference.covers(BUENG_KAN, 2555) == (BUENG_KAN,)


@pytest.mark.parametrize(
    ("region", "count"), [("R60-C", 17), ("R60-S", 11), ("R60-SB", 3), ("R60-E", 8), ("R60-NE", 20), ("R60-N", 17)]
)
def test_a_region_holds_its_provinces_through_its_clusters(region: str, count: int) -> None:
    clusters = reference.members_of(region, 2562)
    assert sum(len(reference.members_of(cluster, 2562)) for cluster in clusters) == count


def test_the_nation_holds_regions_since_2562_and_clusters_before() -> None:
    assert reference.members_of("TH", 2562) == {"R60-C", "R60-E", "R60-N", "R60-NE", "R60-S", "R60-SB"}
    assert reference.members_of("TH", 2561) == {cluster.code for cluster in reference.clusters(2561)}


@pytest.mark.parametrize("code", ["99", "", "ก", "C52", "50 "])
def test_an_unknown_code_is_nobody(code: str) -> None:
    assert reference.area(code) is None
    assert reference.function(code) is None
    assert reference.members_of(code, 2562) == frozenset()
    assert reference.cluster_of(code, 2562) is None
    assert reference.departments_of(code) == ()


def test_ministries_have_two_digits_and_departments_know_their_ministry() -> None:
    ministries = [each for each in reference.functions() if each.kind is FunctionKind.MINISTRY]
    assert len([each for each in ministries if each.valid_to is None]) == 20
    assert all(each.code[:2].isdigit() and each.code[2:] in ("", "H") for each in ministries)
    assert "CDD" in {department.code for department in reference.departments_of("15")}
    assert reference.departments_of("CDD") == ()


def test_every_text_of_the_data_may_be_stored_and_names_its_source() -> None:
    rows = [*reference.rows_of_areas(), *reference.rows_of_relations(), *reference.rows_of_functions()]
    assert not [row for row in rows if any(has_forbidden_characters(str(value)) for value in row.values())]
    assert all(row["source"] for row in rows)


def test_rows_have_days_years_and_plain_text_ready_to_insert() -> None:
    row = next(row for row in reference.rows_of_areas() if row["code"] == BUENG_KAN)
    assert (row["valid_from"], row["first_fiscal_year"], row["last_fiscal_year"]) == (date(2011, 3, 23), 2555, None)
    assert type(row["kind"]) is str
    assert len(reference.rows_of_areas()) == len(reference.areas())
    assert len(reference.rows_of_relations()) == len(reference.relations())
    assert len(reference.rows_of_functions()) == len(reference.functions())


def _membership(relation: AreaRelation, area_code: str, related_code: str) -> bool:
    return (relation.area_code, relation.kind, relation.related_code) == (
        area_code,
        RelationKind.MEMBER_OF,
        related_code,
    )


def _without_a_member(relations: Relations) -> Relations:
    return tuple(each for each in relations if not _membership(each, "51", "C60-15"))


def _with_a_second_cluster(relations: Relations) -> Relations:
    return (
        *relations,
        *(replace(each, related_code="C60-16") for each in relations if _membership(each, "51", "C60-15")),
    )


def _with_an_unknown_end(relations: Relations) -> Relations:
    return (*relations, replace(relations[-1], area_code="99"))


def _without_centres(relations: Relations) -> Relations:
    return tuple(each for each in relations if each.kind is not RelationKind.CENTRE_OF)


def _with_a_centre_from_elsewhere(relations: Relations) -> Relations:
    return tuple(
        replace(each, area_code="57") if (each.kind, each.related_code) == (RelationKind.CENTRE_OF, "C60-15") else each
        for each in relations
    )


def _with_a_membership_before_the_province(relations: Relations) -> Relations:
    return tuple(
        replace(each, valid_from=date(2010, 1, 1)) if _membership(each, BUENG_KAN, "C52-10") else each
        for each in relations
    )


def _with_the_ends_swapped(relations: Relations) -> Relations:
    return tuple(
        replace(each, area_code="C60-15", related_code="51") if _membership(each, "51", "C60-15") else each
        for each in relations
    )


def _without_covers(relations: Relations) -> Relations:
    return tuple(each for each in relations if each.kind is not RelationKind.COVERS)


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (_without_a_member, "51: in 0 clusters in fiscal year 2562, not in one"),
        (_with_a_second_cluster, "51: member of C60-15 and C60-16 at one time"),
        (_with_an_unknown_end, "99 covers 38: no area 99"),
        (_without_centres, "C60-15: no province is its centre all the time"),
        (_with_a_centre_from_elsewhere, "C60-15: its centre 57 is not a member all the time"),
        (_with_a_membership_before_the_province, "38 member_of C52-10: it lasts longer than 38"),
        (_with_the_ends_swapped, "C60-15 member_of 51: these kinds of area are not so related"),
        (_without_covers, "38 succeeds 43: 43 does not cover 38 up to the split"),
    ],
)
def test_the_check_names_a_fault_in_relations(spoil: Callable[[Relations], Relations], fault: str) -> None:
    assert fault in faults_in(reference.areas(), spoil(reference.relations()), reference.functions())


@pytest.mark.parametrize(
    ("code", "changes", "fault"),
    [
        ("51", {"name_th": "ลําพูน"}, "51: the Thai name is empty or not in its one spelling"),
        ("51", {"name_th": "ลำปาง"}, "51, 52: both are named ลำปาง at one time"),
        ("51", {"code": "52"}, "area 52: the code is there twice"),
        ("10", {"counts_as_province": True}, "10: provinces count as provinces, nothing else does"),
        ("51", {"valid_from": date(2020, 1, 1), "valid_to": date(2019, 1, 1)}, "51: valid_to is before valid_from"),
        (
            "51",
            {"first_fiscal_year": 2563, "last_fiscal_year": 2562},
            "51: last_fiscal_year is before first_fiscal_year",
        ),
    ],
)
def test_the_check_names_a_fault_in_areas(code: str, changes: dict[str, Any], fault: str) -> None:
    areas = tuple(replace(each, **changes) if each.code == code else each for each in reference.areas())
    assert fault in faults_in(areas, reference.relations(), reference.functions())


def test_the_check_names_a_department_without_a_ministry() -> None:
    functions = tuple(replace(each, parent_code="99") if each.code == "CDD" else each for each in reference.functions())
    assert faults_in(reference.areas(), reference.relations(), functions) == ["CDD: 99 is not a ministry"]
