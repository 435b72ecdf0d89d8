"""How joint indicators and offers are shown."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import Response

from services.indicators.joint import access
from services.indicators.joint.models import JointIndicator, JointOffer, JointTopic
from services.indicators.joint.rules.states import (
    AGREED,
    COUNTERED,
    OFFERED,
    SETTLED,
    WAITING,
    is_overdue,
    refuse_late,
)
from services.indicators.joint.rules.tallies import Tally, standing_of
from services.indicators.joint.schemas import indicators as schemas
from services.indicators.joint.schemas import offers as offer_schemas
from services.indicators.joint.usecases.changes import subject_of, subject_of_offer, today
from services.indicators.joint.usecases.terms import limit_of
from services.shared.access import ActionAnswer, Principal, allowed_actions
from services.shared.errors import Refusal
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import Json, allowed_action

_OWN = {"indicator_code", "name_th", "unit_name_th", "cascade", "agreement"}


def fields_of(joint: JointIndicator, tally: Tally, day: dt.date) -> schemas.JointIndicatorFields:
    """Return what every representation of a joint indicator shows, as it stands on a day."""
    stored = {name: getattr(joint, name) for name in schemas.JointIndicatorFields.model_fields if name not in _OWN}
    return schemas.JointIndicatorFields(
        **stored,
        indicator_code=joint.indicator.code,
        name_th=joint.frozen.definition["name_th"],
        unit_name_th=joint.frozen.definition["unit_name_th"],
        cascade=line_of(joint, tally, day),
        agreement=schemas.AgreementState(
            areas=tally.asked,
            agreed=tally.of(AGREED),
            settled=tally.of(SETTLED),
            offered=tally.of(OFFERED),
            countered=tally.of(COUNTERED),
            released=tally.released,
            overdue=tally.overdue,
        ),
    )


def line_of(joint: JointIndicator, tally: Tally, day: dt.date) -> schemas.CascadeState | None:
    """Return how the areas' targets stand to the whole on a day; None for what does not add up."""
    limit = limit_of(joint)
    if limit is None or joint.national_target is None:
        return None
    standing = standing_of(joint.national_target, joint.overlap_value, tally.assigned, limit, day)
    return schemas.CascadeState.model_validate(
        {
            "assigned": standing.assigned,
            "unassigned": standing.unassigned,
            "unassigned_limit": standing.limit,
            "unassigned_state": standing.state,
        }
    )


def one_of(joint: JointIndicator, tally: Tally, principal: Principal) -> schemas.JointIndicator:
    """Return the representation of a joint indicator."""
    answers = allowed_actions(principal, access.ON_INDICATOR, subject_of(joint))
    fields = dict(fields_of(joint, tally, today()))
    return schemas.JointIndicator(**fields, allowed_actions=[allowed_action(answer) for answer in answers])


def answer_of(joint: JointIndicator, tally: Tally, principal: Principal) -> Response:
    """Return the answer to a read, or to a change that needs no key."""
    body = one_of(joint, tally, principal).model_dump_json()
    return Response(body, media_type="application/json", headers={"ETag": etag(joint.version)})


def page_of(
    found: Sequence[JointIndicator], tallies: Mapping[UUID, Tally], page: PageRequest, filters: Json, sort: str
) -> schemas.JointIndicatorPage:
    """Return a page of joint indicators."""
    items, cursor = page.cut(found, sort, filters, lambda each: getattr(each, sort.removeprefix("-")))
    day = today()
    shown = [fields_of(each, tallies.get(each.id, Tally()), day) for each in items]
    return schemas.JointIndicatorPage(items=shown, next_cursor=cursor)


def topics_of(topics: Sequence[JointTopic]) -> schemas.JointTopicPage:
    """Return every topic."""
    items = [schemas.JointTopic.model_validate(topic) for topic in topics]
    return schemas.JointTopicPage(items=items, next_cursor=None)


def offer_fields(offer: JointOffer, day: dt.date) -> offer_schemas.JointOfferFields:
    """Return what every representation of an offer shows."""
    own = {"is_overdue", "signatures"}
    stored = {name: getattr(offer, name) for name in offer_schemas.JointOfferFields.model_fields if name not in own}
    signatures = [offer_schemas.Signature.model_validate(each) for each in offer.current_signatures]
    overdue = is_overdue(offer.state, offer.answer_by, day)
    return offer_schemas.JointOfferFields(**stored, is_overdue=overdue, signatures=signatures)


def offer_of(offer: JointOffer, principal: Principal) -> offer_schemas.JointOffer:
    """Return the representation of an offer."""
    day = today()
    answers = allowed_actions(principal, access.ON_OFFER, subject_of_offer(offer))
    shown = [allowed_action(_in_time(answer, offer, day)) for answer in answers]
    return offer_schemas.JointOffer(**dict(offer_fields(offer, day)), allowed_actions=shown)


def _in_time(answer: ActionAnswer, offer: JointOffer, day: dt.date) -> ActionAnswer:
    """Add to what the table says that an area answers by its day."""
    refusal: Refusal | None = answer.refusal
    if refusal is None and answer.action in (access.SIGN.name, access.COUNTER.name) and offer.state in WAITING:
        try:
            refuse_late(offer.answer_by, day)
        except Refusal as late:
            refusal = late
    return ActionAnswer(answer.action, answer.title, refusal)


def offers_of(offers: Sequence[JointOffer]) -> offer_schemas.JointOfferPage:
    """Return the offers to all areas."""
    day = today()
    return offer_schemas.JointOfferPage(items=[offer_fields(offer, day) for offer in offers], next_cursor=None)
