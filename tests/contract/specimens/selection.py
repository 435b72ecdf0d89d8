"""Choices of projects: two desks, and one choice that is computed once for all that only read it."""

from dataclasses import dataclass, field

from tests.budget.ledger.books import Json
from tests.budget.selection.choices import Choices, choices_of
from tests.contract.world import COMMITTEE, PROVINCE, Make, Specimen, World, fixed


@dataclass
class _Kept:
    """What was made once for this process."""

    choices: list[Choices] = field(default_factory=list)
    computed: list[Json] = field(default_factory=list)


_KEPT = _Kept()


async def desks(world: World) -> Choices:
    """The desks whose requests are chosen among."""
    if not _KEPT.choices:
        _KEPT.choices.append(await choices_of(world))
    return _KEPT.choices[0]


async def computed(world: World) -> tuple[Choices, Json]:
    """A choice that was computed."""
    choices = await desks(world)
    if not _KEPT.computed:
        _KEPT.computed.append(await choices.made())
    return choices, _KEPT.computed[0]


async def new_choice(world: World) -> Specimen:
    """A choice of a number that is not taken."""
    return Specimen(PROVINCE, json=(await desks(world)).body())


async def read(world: World) -> Specimen:
    """A computed choice."""
    _, choice = await computed(world)
    return Specimen(PROVINCE, {"selection_id": choice["id"]})


async def one_candidate(world: World) -> Specimen:
    """A candidate of a computed choice that is not in."""
    choices, choice = await computed(world)
    return Specimen(PROVINCE, {"selection_id": choice["id"], "request_id": choices.ids[1]})


async def overruling(world: World) -> Specimen:
    """The committee's word against a computed choice."""
    choices, choice = await computed(world)
    body = {"request_id": choices.ids[1], "verdict": "in", "reason": "ที่ประชุมเห็นว่าเป็นความเดือดร้อนเร่งด่วน"}
    return Specimen(COMMITTEE, {"selection_id": choice["id"]}, json=body)


async def its_job(world: World) -> Specimen:
    """The job of a computed choice."""
    _, choice = await computed(world)
    return Specimen(PROVINCE, {"job_id": choice["job_id"]})


async def open_job(world: World) -> Specimen:
    """The job of a choice that waits to be computed."""
    choices = await desks(world)
    made = await choices.post(choices.body())
    return Specimen(PROVINCE, {"job_id": made.json()["job_id"]})


SPECIMENS: dict[str, Make] = {
    "listProjectSelections": fixed(grant=PROVINCE),
    "createProjectSelection": new_choice,
    "getProjectSelection": read,
    "listSelectionCandidates": read,
    "getSelectionCandidate": one_candidate,
    "askSmallestChange": one_candidate,
    "overruleProjectSelection": overruling,
    "getProjectSelectionJob": its_job,
    "cancelProjectSelectionJob": open_job,
}
