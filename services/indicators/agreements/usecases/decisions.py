"""Carrying out what the committee that supervises the evaluation of provinces resolved on an agreement."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.agreements.errors import DecisionNotForAgreements
from services.indicators.agreements.models import PerformanceAgreement
from services.indicators.agreements.usecases.changes import OBJECT, link_of, move, owner_of
from services.shared.access import Principal
from services.shared.columns import now
from services.shared.decisions.rules import ConfirmedResolution, Deciding, DecisionItem
from services.shared.errors import Text
from services.shared.tasks.repository import open_task

# What is decided, which is also the verb of the workflow → the event that says so.
DECISIONS = {
    "approve": "performance_agreement.approved",
    "return": "performance_agreement.returned",
    "reject": "performance_agreement.rejected",
}


async def carry_out(
    session: AsyncSession,
    actor: Principal,
    resolution: ConfirmedResolution,
    item: DecisionItem,
    agreement: PerformanceAgreement,
) -> None:
    """Approve, return or reject a submitted agreement, and let its area know.

    Raises CommitteeMayNotDecide, DecisionNotForAgreements, StateDoesNotAllow.
    """
    resolution.refuse_other_than(item.decision, Deciding.EVALUATION)
    if item.decision not in DECISIONS:
        raise DecisionNotForAgreements(decision=item.decision, known=", ".join(DECISIONS))
    note = item.reason_th or item.condition_th
    agreement.resolution_id, agreement.decided_at, agreement.decision_note_th = resolution.id, now(), note
    happening = DECISIONS[item.decision]
    await move(session, actor, agreement, item.decision, happening, reason=note, resolution_id=resolution.id)
    if item.decision == "return":
        title = Text("แก้ไขคำรับรองที่ส่งกลับ", "Correct the returned agreement")
        about = (OBJECT, agreement.id)
        await open_task(session, f"{OBJECT}.correct", owner_of(agreement), title, about, link_of(agreement))
