"""The rules of meetings, by table and by property."""

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.plans.committees.rules import Quorum
from services.plans.meetings.rules import attendance_faults, day_faults, presence_of

IDS = st.sets(st.integers(0, 30).map(lambda number: UUID(int=number)))
HALF = Quorum(1, 2)


@given(IDS, IDS)
def test_only_members_of_the_day_count(members: set[UUID], attending: set[UUID]) -> None:
    presence = presence_of(HALF, members, attending)
    assert presence.present == len(members & attending) <= presence.members
    assert presence == presence_of(HALF, members, [*attending, *attending])


@given(IDS.filter(bool), IDS)
def test_one_more_member_never_takes_a_quorum_away(members: set[UUID], attending: set[UUID]) -> None:
    before = presence_of(HALF, members, attending)
    after = presence_of(HALF, members, attending | {min(members)})
    assert after.has_quorum or not before.has_quorum


@pytest.mark.parametrize(("attending", "quorum"), [(4, False), (5, True), (10, True)])
def test_half_of_ten_is_five(attending: int, quorum: bool) -> None:
    members = [UUID(int=number) for number in range(10)]
    assert presence_of(HALF, members, members[:attending]).has_quorum is quorum


@pytest.mark.parametrize(
    ("attending", "interested", "codes"),
    [
        ([1], [], []),
        ([1, 9], [], ["not_a_member"]),
        ([1], [2], ["was_not_there"]),
        ([], [1], ["was_not_there"]),
        ([1, 2], [2], []),
    ],
)
def test_an_attendance_names_members_who_were_there(
    attending: list[int], interested: list[int], codes: list[str]
) -> None:
    members = {UUID(int=number): "ตำแหน่ง" for number in (1, 2, 3)}
    faults = attendance_faults(members, [UUID(int=n) for n in attending], [UUID(int=n) for n in interested])
    assert [fault.code for fault in faults] == codes


@pytest.mark.parametrize(("day", "fits"), [(1, False), (2, True), (8, True), (9, False)])
def test_a_committee_meets_while_it_is_in_force(day: int, fits: bool) -> None:
    faults = day_faults(dt.date(2015, 1, day), dt.date(2015, 1, 2), dt.date(2015, 1, 8))
    assert (faults == ()) is fits
