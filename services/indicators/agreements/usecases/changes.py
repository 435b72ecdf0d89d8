"""How a change of an agreement is written: the row with its content hash, the event, who may know of it."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements.models import PerformanceAgreement
from services.indicators.agreements.rules.agreement import APPROVED, CLUSTER, OFF_THE_DESK
from services.indicators.agreements.rules.chains import Stage
from services.indicators.agreements.schemas.answers import KpiContent, WaiverContent
from services.shared import reference
from services.shared.access import Grant, Principal, Subject
from services.shared.canonical import sha256
from services.shared.columns import now
from services.shared.events.record import EVERYONE, Change, record
from services.shared.roles import FUNCTION_ROLES, OVERSEERS, Role
from services.shared.schemas import Json

OBJECT = "performance_agreement"
INSIDE = f"role:{Role.OPDC}"


def subject_of(area_code: str, fiscal_year: int, stage: str = Stage.DRAFTING, hosts: Iterable[str] = ()) -> Subject:
    """Return what access asks of an agreement: its area, the cluster above, its KPIs' host agencies, its stage."""
    above = reference.cluster_of(area_code, fiscal_year)
    within = frozenset({f"area:{above}"} if above else ())
    return Subject(f"area:{area_code}", within, frozenset(f"function:{code}" for code in hosts), str(stage))


def subject_of_agreement(agreement: PerformanceAgreement) -> Subject:
    """Return what access asks of a loaded agreement."""
    return subject_of(agreement.area_code, agreement.fiscal_year, agreement.stage, hosts_of(agreement).values())


def hosts_of(agreement: PerformanceAgreement) -> dict[UUID, str]:
    """Return the host agency of each KPI that has one, by indicator."""
    hosts = {kpi.indicator_id: kpi.indicator.host_function_code for kpi in agreement.kpis}
    return {indicator_id: code for indicator_id, code in hosts.items() if code}


def content_of(agreement: PerformanceAgreement) -> Json:
    """Return what a committee decides on, as JSON values: the fields that `content_hash` is made of."""
    return {
        "area_code": agreement.area_code,
        "fiscal_year": agreement.fiscal_year,
        "note_th": agreement.note_th,
        "reasons": dict(agreement.reasons),
        "kpis": [KpiContent.model_validate(kpi).model_dump(mode="json") for kpi in agreement.kpis],
        "waivers": [WaiverContent.model_validate(waiver).model_dump(mode="json") for waiver in agreement.waivers],
    }


async def save(
    session: AsyncSession,
    principal: Principal,
    agreement: PerformanceAgreement,
    happening: str,
    changes: dict[str, Any],
    resolution_id: UUID | None = None,
) -> None:
    """Write the row under its next version with the hash of what it says now, and the event beside it."""
    agreement.updated_at = now()
    agreement.content_hash = sha256(content_of(agreement))
    await session.flush()
    await record(session, principal, change_of(agreement, happening, changes, resolution_id))


def change_of(
    agreement: PerformanceAgreement, happening: str, changes: dict[str, Any], resolution_id: UUID | None = None
) -> Change:
    """Return the event of a change."""
    payload = {
        "area_code": agreement.area_code,
        "fiscal_year": agreement.fiscal_year,
        "state": agreement.state,
        "stage": agreement.stage,
        "step_code": agreement.step_code,
        "content_hash": agreement.content_hash,
    }
    audience = audience_of(agreement, changes.get("state", [agreement.state]))
    return Change(happening, OBJECT, agreement.id, agreement.version, audience, payload, changes, resolution_id)


def audience_of(agreement: PerformanceAgreement, states: Iterable[str]) -> frozenset[str]:
    """Return who may know of a change to an agreement that was or is in `states`: whoever may see it then."""
    known = set(states)
    if APPROVED in known:
        return frozenset({EVERYONE})
    inside = {agreement.owner, INSIDE}
    if not known & set(OFF_THE_DESK):
        return frozenset(inside)
    overseers = {f"role:{role}" for role in OVERSEERS | FUNCTION_ROLES}
    return frozenset(inside | overseers | _neighbours(agreement))


def _neighbours(agreement: PerformanceAgreement) -> set[str]:
    """Return the units of the same cluster in the agreement's year."""
    cluster = reference.cluster_of(agreement.area_code, agreement.fiscal_year) or agreement.area_code
    return {f"area:{code}" for code in {cluster, *reference.members_of(cluster, agreement.fiscal_year)}}


def owner_of(agreement: PerformanceAgreement) -> Grant:
    """Return the grant whose holders draft and correct an agreement."""
    return Grant(Role.CLUSTER if agreement.level == CLUSTER else Role.PROVINCE, area=agreement.area_code)


def link_of(agreement: PerformanceAgreement) -> str:
    """Return where an agreement is read."""
    return f"/v1/performance-agreements/{agreement.id}"
