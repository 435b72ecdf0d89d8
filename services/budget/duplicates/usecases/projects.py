"""Pushing the projects of one's own agency."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.duplicates import access
from services.budget.duplicates.errors import AgencyNotYours
from services.budget.duplicates.models import AgencyProject
from services.budget.duplicates.repository import projects
from services.budget.duplicates.rules.things import AGENCY_PROJECT, code_faults
from services.budget.duplicates.schemas.projects import AgencyProjectIn, AgencyProjectPush
from services.budget.duplicates.usecases.keeping import keep
from services.shared.access import Principal
from services.shared.columns import new_id, now
from services.shared.errors import Invalid
from services.shared.events.record import Change, difference, record
from services.shared.idempotency import Once
from services.shared.money import format_amount
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS
from services.shared.schemas import Json

# Every role that may read them.
AUDIENCE = frozenset(f"role:{role}" for role in AREA_ROLES | FUNCTION_ROLES | OVERSEERS)


@dataclass(frozen=True)
class Pushed:
    """What came of a push: the codes that are new, that changed, and that stood as they were sent."""

    created: list[str]
    changed: list[str]
    unchanged: list[str]


async def push_projects(session: AsyncSession, principal: Principal, once: Once, body: AgencyProjectPush) -> Pushed:
    """Have an agency's projects of a year stand as they are sent, all of them or none; the others stay.

    A fixed number of statements however many they are. Raises AgencyNotYours, Invalid.
    """
    if f"function:{body.function_code}" not in principal.units:
        own = ", ".join(str(grant) for grant in principal.grants if grant.role in access.PUSH.roles)
        raise AgencyNotYours(action=access.PUSH.name, units=own)
    await once.begin(session, principal)
    codes = [each.code for each in body.projects]
    if faults := code_faults(codes):
        raise Invalid(*faults)
    standing = await projects.lock_projects(session, principal, body.function_code, body.fiscal_year, codes)
    before = {code: shown(project) for code, project in standing.items()}
    moved = [each for each in body.projects if before.get(each.code) != shown_as_sent(body, each)]
    rows = [row_of(body, each, standing.get(each.code)) for each in moved]
    if rows:
        await projects.save_projects(session, rows)
        written = [AgencyProject(**row) for row in rows]
        await keep(session, *(each.thing for each in written))
        await record(session, principal, *changes_of(written, before))
    created = [each.code for each in moved if each.code not in standing]
    changed = [each.code for each in moved if each.code in standing]
    return Pushed(created, changed, [code for code in codes if code not in {*created, *changed}])


def row_of(body: AgencyProjectPush, sent: AgencyProjectIn, standing: AgencyProject | None) -> Json:
    """Return a project as it is written: under its id where it stands, with its next version."""
    at = now()
    return {
        "id": standing.id if standing else new_id(),
        "version": standing.version + 1 if standing else 1,
        "function_code": body.function_code,
        "fiscal_year": body.fiscal_year,
        "source": body.source,
        **sent.model_dump(),
        "created_at": standing.created_at if standing else at,
        "updated_at": at,
    }


_TOLD = ("title_th", "area_code", "place_th", "stretch_th", "project_kind", "activity_th", "state")


def shown(project: AgencyProject) -> Json:
    """Return what is told of a project, as JSON values."""
    told: dict[str, Any] = {name: getattr(project, name) for name in (*_TOLD, "source")}
    return {**told, "amount": format_amount(project.amount)}


def shown_as_sent(body: AgencyProjectPush, sent: AgencyProjectIn) -> Json:
    """Return what is told of a project once it stands as it was sent."""
    told: dict[str, Any] = {name: getattr(sent, name) for name in _TOLD}
    return {**told, "source": body.source, "amount": format_amount(sent.amount)}


def changes_of(written: Iterable[AgencyProject], before: dict[str, Json]) -> list[Change]:
    """Return the event of each project that was written."""
    return [
        Change(
            f"{AGENCY_PROJECT}.{'changed' if project.code in before else 'pushed'}",
            AGENCY_PROJECT,
            project.id,
            project.version,
            AUDIENCE,
            {
                "function_code": project.function_code,
                "fiscal_year": project.fiscal_year,
                "code": project.code,
                "amount": format_amount(project.amount),
                "state": project.state,
            },
            difference(before.get(project.code, {}), shown(project)),
        )
        for project in written
    ]
