"""How a change is written: subjects, hashes, signatures, tasks, the event of each step."""

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.indicators.aggregation import Measure
from services.indicators.joint.models import JointIndicator, JointOffer, JointSignature
from services.indicators.joint.rules.states import AREA, FUNCTION
from services.indicators.joint.rules.terms import DEFINITION_FIELDS
from services.indicators.joint.schemas.bodies import JointIndicatorPatch
from services.shared.access import Grant, Principal, Subject
from services.shared.canonical import sha256
from services.shared.columns import new_id, now
from services.shared.events.record import Change
from services.shared.fiscal import day_in_bangkok
from services.shared.numbers import number_of
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS, Role

OBJECT, OFFER = "joint_indicator", "joint_offer"
PATH = "/v1/joint-indicators"
# Whoever holds a role may know of what was sent.
AUDIENCE = frozenset(f"role:{role}" for role in AREA_ROLES | FUNCTION_ROLES | OVERSEERS)


def function_side(joint: JointIndicator) -> frozenset[str]:
    """Return the units of the function side: who proposed, its responsible department, the ministry above."""
    codes = {joint.function_code, joint.ministry_code, joint.department_code}
    return frozenset(f"function:{code}" for code in codes if code)


def subject_of(joint: JointIndicator) -> Subject:
    """Return what access asks: it is its function's, lies within its ministry, and is shared with who takes part.

    That is the responsible department, and the areas that the workshop is recorded with.
    """
    shared = {f"area:{code}" for code in joint.workshop_area_codes}
    shared |= {f"function:{joint.department_code}"} if joint.department_code else set()
    return Subject(
        f"function:{joint.function_code}",
        within=frozenset({f"function:{joint.ministry_code}"}),
        shared=frozenset(shared),
        state=joint.state,
    )


def subject_of_offer(offer: JointOffer) -> Subject:
    """Return what access asks of an offer: it is its area's, the function side is named on it."""
    return Subject(f"area:{offer.area_code}", shared=function_side(offer.joint), state=offer.state)


def today() -> dt.date:
    """Return the day it is in Bangkok, in which days to answer by are counted."""
    return day_in_bangkok(now())


def measure_of(joint: JointIndicator) -> Measure:
    """Return what the indicator means, as its frozen definition says."""
    definition = joint.frozen.definition
    return Measure(
        unit_code=definition["unit_code"],
        decimals=definition["decimals"],
        direction=definition["direction"],
        range_lower=_decimal(definition["range_lower"]),
        range_upper=_decimal(definition["range_upper"]),
        time_aggregation=definition["time_aggregation"],
        area_aggregation=definition["area_aggregation"],
    )


def _decimal(number: float | None) -> Decimal | None:
    # repr of a float is the shortest text that means it, which for a bound is what was sent.
    return None if number is None else Decimal(repr(number))


def json_of(value: object) -> Any:  # noqa: ANN401 - any JSON value
    """Return a field as a JSON value, for hashes and the history's [from, to]."""
    if isinstance(value, Decimal):
        return number_of(value)
    if isinstance(value, list):
        return list(value)
    return value.isoformat() if isinstance(value, dt.date) else value


def shown(joint: JointIndicator) -> dict[str, Any]:
    """Return the terms of a joint indicator as JSON values."""
    return {name: json_of(getattr(joint, name)) for name in JointIndicatorPatch.model_fields if name != "areas"}


def content_of(joint: JointIndicator) -> dict[str, Any]:
    """Return the definition of a joint indicator, of which `content_hash` is the hash."""
    return {
        "indicator_id": str(joint.indicator_id),
        "indicator_definition_version": joint.indicator_definition_version,
        "function_code": joint.function_code,
        "fiscal_year": joint.fiscal_year,
        **{name: json_of(getattr(joint, name)) for name in DEFINITION_FIELDS},
    }


OFFER_FIELDS = ("target", "conditions_th", "choice_th", "counter_target", "counter_conditions_th", "counter_reason_th")


def content_of_offer(offer: JointOffer, definition_hash: str) -> dict[str, Any]:
    """Return an offer as a side signs it and a committee sees it, of which `content_hash` is the hash."""
    return {
        "joint_indicator_id": str(offer.joint_indicator_id),
        "definition_hash": definition_hash,
        "definition_version": offer.definition_version,
        "area_code": offer.area_code,
        "offer_version": offer.offer_version,
        **{name: json_of(getattr(offer, name)) for name in OFFER_FIELDS},
    }


def touch(offer: JointOffer, joint: JointIndicator) -> None:
    """Note that an offer changed: its hash and its time."""
    offer.content_hash = sha256(content_of_offer(offer, joint.content_hash))
    offer.updated_at = now()


def touch_joint(joint: JointIndicator) -> None:
    """Note that a joint indicator changed: its hash and its time."""
    joint.content_hash = sha256(content_of(joint))
    joint.updated_at = now()


def clear_counter(offer: JointOffer) -> None:
    """Take an answered counter away; what it asked stays in the history."""
    offer.counter_target = offer.counter_conditions_th = offer.counter_reason_th = None


def signature_of(principal: Principal, offer: JointOffer, side: str) -> JointSignature:
    """Return the signature of one side on an offer as it stands."""
    grant = grant_of(principal, side, offer.joint, offer.area_code)
    return JointSignature(
        id=new_id(),
        offer_id=offer.id,
        side=side,
        definition_version=offer.definition_version,
        offer_version=offer.offer_version,
        offer_hash=offer.content_hash,
        signed_by=principal.subject,
        signed_as=str(grant),
        signed_at=now(),
    )


SIGNING = {AREA: frozenset({Role.PROVINCE}), FUNCTION: FUNCTION_ROLES}


def grant_of(principal: Principal, side: str, joint: JointIndicator, area_code: str) -> Grant:
    """Return the role in which a caller that was found permitted acts for a side."""
    units = {f"area:{area_code}"} if side == AREA else function_side(joint)
    return next(grant for grant in principal.grants if grant.unit in units and grant.role in SIGNING[side])


def change_of(joint: JointIndicator, happening: str, changes: Mapping[str, Any]) -> Change:
    """Return the event of a change of a joint indicator; a draft is its function's own affair."""
    audience = function_side(joint) if joint.offered_at is None else AUDIENCE
    payload = {
        "fiscal_year": joint.fiscal_year,
        "function_code": joint.function_code,
        "indicator_id": str(joint.indicator_id),
        "state": joint.state,
        "definition_version": joint.definition_version,
    }
    return Change(f"{OBJECT}.{happening}", OBJECT, joint.id, joint.version, audience, payload, changes)


def change_of_offer(
    offer: JointOffer,
    joint: JointIndicator,
    happening: str,
    changes: Mapping[str, Any],
    resolution: Any = None,  # noqa: ANN401
) -> Change:
    """Return the event of a change of an offer."""
    payload = {
        "joint_indicator_id": str(joint.id),
        "fiscal_year": joint.fiscal_year,
        "function_code": joint.function_code,
        "area_code": offer.area_code,
        "state": offer.state,
        "definition_version": offer.definition_version,
        "offer_version": offer.offer_version,
    }
    return Change(f"{OFFER}.{happening}", OFFER, offer.id, offer.version, AUDIENCE, payload, changes, resolution)


def link_of(offer: JointOffer) -> str:
    """Return where an offer is read."""
    return f"{PATH}/{offer.joint_indicator_id}/offers/{offer.area_code}"
