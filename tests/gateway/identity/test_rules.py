"""The rules of clients, secrets and assignments, without a database."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.identity.errors import OAuthRefusal
from gateway.identity.rules import (
    ASSIGNABLE,
    ENDED,
    LIVE,
    MOST_GRANTS,
    PAST,
    ROLE_TITLES,
    UNIT_KINDS,
    UPCOMING,
    Period,
    expiry_faults,
    grant_faults,
    is_client_id,
    overlaps_any,
    period_faults,
    state_of_assignment,
    subject_faults,
)
from gateway.identity.usecases.assignments import unit_kinds
from services.shared.auth import LONGEST_TOKEN
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, Role

DAY = dt.date(2015, 1, 9)
NOON = dt.datetime(2015, 1, 9, 5, tzinfo=dt.UTC)
DAYS = st.dates(dt.date(2010, 1, 1), dt.date(2020, 12, 31))


def codes(faults: list[object]) -> list[str]:
    return [fault.code for fault in faults]  # type: ignore[attr-defined]  # field errors


@pytest.mark.parametrize("text", ["abc", "moph-kpi-push", "a.b-9", "0a0", "a" * 64])
def test_a_client_id_is_small_letters_digits_dots_and_hyphens(text: str) -> None:
    assert is_client_id(text)


@pytest.mark.parametrize(
    "text", ["", "ab", "-ab", "ab-", "A-client", "a b c", "a:b:c", "a/b", "ก-ข-ค", "a" * 65, "abc\n", "a\x00c", "a_c"]
)
def test_anything_else_is_no_client_id(text: str) -> None:
    assert not is_client_id(text)


@pytest.mark.parametrize(
    ("subject", "known", "expected"),
    [
        ("moph-kpi-push", True, []),
        ("moph-kpi-push", False, ["client_unknown"]),
        ("person:7f9c2b", False, []),
        ("person:7f9c2b", True, []),
        ("person:somchai@example.go.th", False, ["subject_malformed"]),
        ("person:สมชาย", False, ["subject_malformed"]),
        ("person:", False, ["subject_malformed"]),
        ("Somchai", False, ["subject_malformed"]),
        ("", False, ["subject_malformed"]),
    ],
)
def test_a_subject_is_a_known_client_or_a_person_without_a_name(subject: str, known: bool, expected: list[str]) -> None:
    assert codes(list(subject_faults(subject, is_known_client=known))) == expected


@given(st.from_regex(r"person:[A-Za-z0-9._-]{1,120}", fullmatch=True))
def test_no_person_can_be_taken_for_a_client(subject: str) -> None:
    assert not is_client_id(subject)
    assert subject_faults(subject, is_known_client=False) == []


@pytest.mark.parametrize(
    ("grant", "expected"),
    [
        ("province:50", []),
        ("province_committee:50", []),
        ("good_governance:38", []),
        ("local_government:50", []),
        ("cluster:C52-15", []),
        ("cluster_committee:C60-01", []),
        ("ministry:21", []),
        ("ministry:11", []),  # also the code of a province
        ("department:OPDC", []),
        ("opdc", []),
        ("operator", []),
        ("service", ["role_not_assignable"]),
        ("province", ["grant_malformed"]),
        ("province:", ["grant_malformed"]),
        ("opdc:50", ["grant_malformed"]),
        ("emperor", ["grant_malformed"]),
        ("Province:50", ["grant_malformed"]),
        ("", ["grant_malformed"]),
        (":", ["grant_malformed"]),
        ("province:99", ["unit_does_not_fit_role"]),
        ("province:10", ["unit_does_not_fit_role"]),  # Bangkok
        ("province:C52-15", ["unit_does_not_fit_role"]),
        ("province:TH", ["unit_does_not_fit_role"]),
        ("province:50:51", ["unit_does_not_fit_role"]),
        ("cluster:50", ["unit_does_not_fit_role"]),
        ("cluster:R60-N", ["unit_does_not_fit_role"]),
        ("ministry:OPDC", ["unit_does_not_fit_role"]),
        ("ministry:50", ["unit_does_not_fit_role"]),
        ("department:21", ["unit_does_not_fit_role"]),
    ],
)
def test_a_grant_names_a_unit_that_fits_its_role(grant: str, expected: list[str]) -> None:
    assert codes(list(grant_faults(grant, unit_kinds()))) == expected


def test_only_an_installation_makes_inner_services() -> None:
    assert grant_faults("service", unit_kinds(), frozenset(Role)) == []
    assert frozenset(Role) - {Role.SERVICE} == ASSIGNABLE


@given(st.text(max_size=40))
def test_no_text_whatever_breaks_the_reading_of_a_grant(text: str) -> None:
    assert len(grant_faults(text, unit_kinds())) <= 1


def test_every_role_has_a_title_and_every_role_of_a_unit_its_kind() -> None:
    assert set(ROLE_TITLES) == set(Role)
    assert set(UNIT_KINDS) == AREA_ROLES | FUNCTION_ROLES


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (DAY, None, []),
        (DAY, DAY, []),
        (DAY, DAY - dt.timedelta(days=1), ["ends_before_it_begins"]),
    ],
)
def test_the_days_of_an_assignment(first: dt.date, last: dt.date | None, expected: list[str]) -> None:
    assert codes(list(period_faults(Period(first, last)))) == expected


@given(first=DAYS, last=st.none() | DAYS, other_first=DAYS, other_last=st.none() | DAYS, day=DAYS)
def test_two_periods_overlap_when_and_only_when_they_share_a_day(
    first: dt.date, last: dt.date | None, other_first: dt.date, other_last: dt.date | None, day: dt.date
) -> None:
    one = Period(first, last and max(first, last))
    other = Period(other_first, other_last and max(other_first, other_last))
    later = max(one.first, other.first)
    assert one.overlaps(other) == other.overlaps(one) == (one.holds_on(later) and other.holds_on(later))
    if one.holds_on(day) and other.holds_on(day):
        assert overlaps_any(one, [other])


def test_nothing_overlaps_with_nothing() -> None:
    assert not overlaps_any(Period(DAY, None), [])


@pytest.mark.parametrize(
    ("first", "last", "ended", "expected"),
    [
        (0, None, False, LIVE),
        (0, 0, False, LIVE),
        (-1, 1, False, LIVE),
        (1, None, False, UPCOMING),
        (-2, -1, False, PAST),
        (0, None, True, ENDED),
        (-2, -1, True, ENDED),
    ],
)
def test_the_state_of_an_assignment_today(first: int, last: int | None, ended: bool, expected: str) -> None:
    days = Period(DAY + dt.timedelta(days=first), None if last is None else DAY + dt.timedelta(days=last))
    assert state_of_assignment(days, NOON if ended else None, DAY) == expected


def test_a_secret_expires_in_the_future() -> None:
    assert expiry_faults(None, NOON) == []
    assert expiry_faults(NOON + dt.timedelta(seconds=1), NOON) == []
    assert codes(list(expiry_faults(NOON, NOON))) == ["not_in_the_future"]


def test_a_token_with_as_many_grants_as_there_may_be_fits_into_a_header() -> None:
    longest = max(len(f"{role}:{code}") for role in Role for code in ("C52-15", "DOT-TOUR-DOT-TOUR"[:16])) + 4
    assert MOST_GRANTS * longest * 4 / 3 + 800 < LONGEST_TOKEN


@pytest.mark.parametrize("refusal", OAuthRefusal.__subclasses__(), ids=lambda refusal: refusal.code)
def test_an_error_description_holds_only_what_rfc_6749_allows(refusal: type[OAuthRefusal]) -> None:
    allowed = {0x20, 0x21, *range(0x23, 0x5C), *range(0x5D, 0x7F)}
    assert {ord(character) for character in refusal.detail.en} <= allowed
    assert refusal.status in (400, 401)
