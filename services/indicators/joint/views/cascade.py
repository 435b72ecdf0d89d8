"""How a cascade is shown at its three levels."""

import datetime as dt
from decimal import Decimal

from services.indicators.joint.models import JointIndicator, JointOffer
from services.indicators.joint.rules.cascade import in_force, unassigned_of, whole_of
from services.indicators.joint.rules.states import OUT, STANDING, WITHDRAWN
from services.indicators.joint.rules.tallies import Tally
from services.indicators.joint.schemas import cascade as schemas
from services.indicators.joint.usecases.asking import name_of
from services.indicators.joint.usecases.terms import limit_of
from services.indicators.joint.views.indicators import line_of
from services.shared import reference
from services.shared.schemas import Json


def cascade_of(joint: JointIndicator, day: dt.date) -> schemas.JointCascade:
    """Return the target of the nation, of who answers for it, and of each province, with what they come to."""
    asked = [offer for offer in joint.offers if offer.state not in OUT]
    now_of = {offer: in_force(offer.state, offer.target, offer.counter_target) for offer in joint.offers}
    total = sum((now_of[offer] for offer in asked), Decimal(0))
    agreed = sum((now_of[offer] for offer in asked if offer.state in STANDING), Decimal(0))
    adds_up = limit_of(joint) is not None and joint.national_target is not None
    shown = [offer for offer in joint.offers if offer.state != WITHDRAWN]
    return schemas.JointCascade.model_validate(
        {
            "joint_indicator_id": joint.id,
            "definition_version": joint.definition_version,
            "fiscal_year": joint.fiscal_year,
            "cascade_way": joint.cascade_way,
            "unit_name_th": joint.frozen.definition["unit_name_th"],
            "nation": {
                "target": joint.national_target,
                "overlap_value": joint.overlap_value,
                "whole": whole_of(joint.national_target, joint.overlap_value)
                if adds_up and joint.national_target is not None
                else None,
            },
            "function": {
                "ministry_code": joint.ministry_code,
                "function_code": joint.function_code,
                "department_code": joint.department_code,
                "carried_by": joint.carrier_code,
                "target": joint.national_target,
                "line": line_of(joint, Tally(assigned=total), day),
            },
            "provinces": {
                "areas": len(asked),
                "total": total if adds_up else None,
                "agreed_total": agreed if adds_up else None,
                "items": [_province(joint, offer, now_of[offer]) for offer in shown],
            },
            "reconciles": reconciles(joint, total) if adds_up else None,
        }
    )


def reconciles(joint: JointIndicator, total: Decimal) -> bool:
    """Return whether provinces and the unassigned line are the whole, worked out apart from each other."""
    assert joint.national_target is not None
    parts = [in_force(offer.state, offer.target, offer.counter_target) for offer in joint.offers]
    rest = unassigned_of(joint.national_target, joint.overlap_value, parts)
    return total + rest == whole_of(joint.national_target, joint.overlap_value)


def _province(joint: JointIndicator, offer: JointOffer, now: Decimal) -> Json:
    return {
        "area_code": offer.area_code,
        "name_th": name_of(offer.area_code),
        "cluster_code": reference.cluster_of(offer.area_code, joint.fiscal_year),
        "state": offer.state,
        "target": offer.target,
        "in_force": now,
        "has_residue": offer.has_residue,
    }
