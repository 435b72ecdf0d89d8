"""What the evaluation committee resolves of an offer that waits past its day."""

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.joint import repository
from services.indicators.joint.errors import AnswerStillOpen, ChoiceOpen, DecisionNotForOffers
from services.indicators.joint.models import JointOffer
from services.indicators.joint.rules.states import OFFER_FLOW, SETTLED
from services.indicators.joint.rules.terms import fault_of_silence
from services.indicators.joint.usecases.changes import OFFER, change_of_offer, clear_counter, today, touch
from services.indicators.joint.usecases.following import review_later
from services.indicators.joint.usecases.offers import fields_of, refuse_agreed_elsewhere
from services.indicators.joint.usecases.rest import tell_rest
from services.indicators.joint.usecases.terms import choices_of
from services.shared.access import Principal
from services.shared.decisions.rules import ConfirmedResolution, Deciding, DecisionItem
from services.shared.events.record import difference, record
from services.shared.tasks.repository import close_tasks

# By decision: the verb of the workflow and what the event is called.
VERBS = {"settle": ("settle", "settled"), "reject": ("release", "released")}


async def carry_out(
    session: AsyncSession, actor: Principal, resolution: ConfirmedResolution, item: DecisionItem, offer: JointOffer
) -> None:
    """Settle an offer (the function's latest stands) or release its area, as the resolution says.

    Raises CommitteeMayNotDecide, DecisionNotForOffers, AnswerStillOpen, AgreedElsewhere, ChoiceOpen, StateDoesNotAllow.
    """
    resolution.refuse_other_than(item.decision, Deciding.EVALUATION)
    if item.decision not in VERBS:
        raise DecisionNotForOffers(decision=item.decision)
    verb, happening = VERBS[item.decision]
    before, state = fields_of(offer), OFFER_FLOW.after(offer.state, verb)
    # A meeting may stand in the register before it is held: both it and today must be past the day.
    if min(resolution.held_on, today()) <= offer.answer_by:
        raise AnswerStillOpen(held_on=resolution.held_on.isoformat(), answer_by=offer.answer_by.isoformat())
    if state == SETTLED:
        await refuse_agreed_elsewhere(session, offer)
        if fault_of_silence(offer.choice_th, choices_of(offer.joint)):
            raise ChoiceOpen(area_code=offer.area_code)
    offer.state = state
    offer.resolution_id, offer.resolution_number = resolution.id, resolution.number
    offer.decided_on, offer.decision_reason_th = resolution.held_on, item.reason_th
    clear_counter(offer)
    touch(offer, offer.joint)
    await repository.save(session, offer)
    await close_tasks(session, OFFER, offer.id)
    changes = {**difference(before, fields_of(offer)), "reason": item.reason_th}
    await record(session, actor, change_of_offer(offer, offer.joint, happening, changes, resolution.id))
    await review_later(session, offer.joint)
    await tell_rest(session, offer.joint)
