"""Recording the targets of a year."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.spending import access
from services.budget.spending.errors import TargetsReplaced
from services.budget.spending.models import SpendingGoal, SpendingTargets
from services.budget.spending.repository import targets as repository
from services.budget.spending.rules.targets import goal_faults
from services.budget.spending.schemas.targets import SpendingTargetsRecord
from services.shared.access import Principal, authorise
from services.shared.columns import new_id, now
from services.shared.errors import Invalid
from services.shared.events.record import EVERYONE, Change, record
from services.shared.idempotency import Once
from services.shared.numbers import number_of

OBJECT = "spending_targets"


async def record_targets(
    session: AsyncSession, principal: Principal, once: Once, body: SpendingTargetsRecord
) -> SpendingTargets:
    """Record the targets of a year as a new version, which counts from now on. Raises Invalid, TargetsReplaced."""
    authorise(principal, access.RECORD_TARGETS)
    await once.begin(session, principal)
    before = await repository.latest_targets(session, principal, body.fiscal_year)
    if (before.edition if before else None) != body.replaces_edition:
        raise TargetsReplaced()
    targets = SpendingTargets(
        id=new_id(),
        fiscal_year=body.fiscal_year,
        edition=(body.replaces_edition or 0) + 1,
        reason=body.reason,
        recorded_by=principal.subject,
        recorded_at=now(),
        goals=[SpendingGoal(**goal.model_dump()) for goal in body.goals],
    )
    if faults := tuple(goal_faults([row.goal for row in targets.goals])):
        raise Invalid(*faults)
    await repository.add_targets(session, targets)
    await record(session, principal, change_of(targets, before))
    return targets


def change_of(targets: SpendingTargets, before: SpendingTargets | None) -> Change:
    """Return the event of a new version; everyone may know of it."""
    payload = {"fiscal_year": targets.fiscal_year, "edition": targets.edition}
    changes = {"goals": [shown(before) if before else None, shown(targets)], "reason": targets.reason}
    everyone = frozenset({EVERYONE})
    return Change(f"{OBJECT}.recorded", OBJECT, targets.id, targets.edition, everyone, payload, changes)


def shown(targets: SpendingTargets) -> dict[str, int | float]:
    """Return goals as the history has them: percent by measure, class and quarter."""
    return {
        f"{row.measure} {row.expenditure_class} q{row.quarter}": number_of(row.percent)
        for row in sorted(targets.goals, key=lambda row: (*row.goal.row, row.quarter))
    }
