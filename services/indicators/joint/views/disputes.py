"""How disputes are shown."""

from collections.abc import Mapping, Sequence
from typing import Any

from services.indicators.joint import access
from services.indicators.joint.models import JointDispute
from services.indicators.joint.rules.disputes import SETTLED_BY
from services.indicators.joint.schemas import disputes as schemas
from services.indicators.joint.usecases.disputes import subject_of_dispute
from services.indicators.joint.usecases.reviewing import Reviewed
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action

_STORED = ("id", "version", "content_hash", "joint_indicator_id", "area_code", "state", "definition_version")
_MORE = ("tolerance_percent", "closed_because", "opened_at", "updated_at")


def fields_of(dispute: JointDispute) -> schemas.JointDisputeFields:
    """Return what every representation of a dispute shows."""
    joint = dispute.joint
    known: Json = {name: getattr(dispute, name) for name in (*_STORED, *_MORE)}
    known |= {name: joint.frozen.definition[name] for name in ("name_th", "unit_name_th")}
    known |= {name: getattr(joint, name) for name in ("function_code", "fiscal_year", "side_of_record")}
    known |= {
        "indicator_code": joint.indicator.code,
        "difference": abs(dispute.area_value - dispute.function_value),
        "of_area": _side(dispute, "area", f"area:{dispute.area_code}"),
        "of_function": _side(dispute, "function", f"function:{dispute.function_reporter_code}"),
        "settled_by": SETTLED_BY,
        "statements": [schemas.DisputeStatement.model_validate(each) for each in dispute.statements],
        "proposal": _outcome(dispute, "proposed", reason_th=dispute.proposal_reason_th),
        "settlement": _settlement(dispute),
    }
    return schemas.JointDisputeFields.model_validate(known)


def _side(dispute: JointDispute, side: str, reporter: str) -> Json:
    made_of = [{"period": period, "revision": revision} for period, revision in getattr(dispute, f"{side}_made_of")]
    numbers = {name: getattr(dispute, f"{side}_{name}") for name in ("value", "numerator", "denominator")}
    return {"reporter": reporter, "made_of": made_of, **numbers}


def _outcome(dispute: JointDispute, what: str, **more: Any) -> Json | None:  # noqa: ANN401 - JSON values
    if getattr(dispute, f"{what}_outcome") is None:
        return None
    names = ("outcome", "value", "numerator", "denominator")
    return {**{name: getattr(dispute, f"{what}_{name}") for name in names}, **more}


def _settlement(dispute: JointDispute) -> Json | None:
    names = ("resolution_id", "resolution_number", "decided_on")
    more = {name: getattr(dispute, name) for name in names}
    return _outcome(dispute, "settled", **more, reason_th=dispute.decision_reason_th)


def dispute_of(dispute: JointDispute, principal: Principal) -> schemas.JointDispute:
    """Return the representation of a dispute."""
    answers = allowed_actions(principal, access.ON_DISPUTE, subject_of_dispute(dispute))
    shown = [allowed_action(answer) for answer in answers]
    return schemas.JointDispute(**dict(fields_of(dispute)), allowed_actions=shown)


def disputes_of(
    found: Sequence[JointDispute], page: PageRequest, filters: Mapping[str, Any], sort: str
) -> schemas.JointDisputePage:
    """Return a page of disputes."""
    items, cursor = page.cut(found, sort, filters, lambda each: getattr(each, sort.removeprefix("-")))
    return schemas.JointDisputePage(items=[fields_of(each) for each in items], next_cursor=cursor)


def review_of(reviewed: Reviewed) -> schemas.JointDisputeReview:
    """Return what a look at both sides' values came to."""
    return schemas.JointDisputeReview(
        joint_indicator_id=reviewed.joint.id,
        opened=[dispute.area_code for dispute in reviewed.opened],
        changed=[dispute.area_code for dispute in reviewed.changed],
        closed=[dispute.area_code for dispute in reviewed.closed],
    )
