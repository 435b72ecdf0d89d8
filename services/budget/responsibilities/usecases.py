"""Recording a responsibility framework."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.responsibilities import access, repository
from services.budget.responsibilities.errors import FrameworkExists
from services.budget.responsibilities.models import Framework, FrameworkKind
from services.budget.responsibilities.rules import kind_faults
from services.budget.responsibilities.schemas import ResponsibilityFrameworkRecord
from services.shared.access import Principal, authorise
from services.shared.columns import new_id, now
from services.shared.errors import Invalid
from services.shared.events.record import EVERYONE, Change, record
from services.shared.idempotency import Once

OBJECT = "responsibility_framework"


async def record_framework(
    session: AsyncSession, principal: Principal, once: Once, body: ResponsibilityFrameworkRecord
) -> Framework:
    """Record the next edition of a fiscal year's framework. Raises Invalid, FrameworkExists."""
    authorise(principal, access.RECORD)
    await once.begin(session, principal)
    if faults := kind_faults([kind.code for kind in body.kinds]):
        raise Invalid(*faults)
    framework = Framework(
        id=new_id(),
        edition=await repository.next_edition(session, body.fiscal_year),
        recorded_by=principal.subject,
        created_at=now(),
        kinds=[FrameworkKind(position=place, **kind.model_dump()) for place, kind in enumerate(body.kinds)],
        **body.model_dump(exclude={"kinds"}),
    )
    if like := await repository.find_like(session, framework):
        raise FrameworkExists(framework_id=str(like))
    await repository.add_framework(session, framework)
    await record(session, principal, _recorded(framework))
    return framework


def _recorded(framework: Framework) -> Change:
    """Return the event of a new edition; everyone may know of it."""
    payload: dict[str, Any] = {name: getattr(framework, name) for name in ("fiscal_year", "edition", "source")}
    changes = {"kinds": [None, {kind.code: kind.function_code for kind in framework.kinds}]}
    return Change(f"{OBJECT}.recorded", OBJECT, framework.id, 1, frozenset({EVERYONE}), payload, changes)
