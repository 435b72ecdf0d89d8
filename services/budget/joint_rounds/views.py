"""How joint rounds are shown."""

from collections.abc import Sequence
from typing import Any

from services.budget.joint_rounds import access, schemas
from services.budget.joint_rounds.models import JointRound
from services.budget.joint_rounds.usecases import awaited_of, paid_by, subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action

_NAMES = tuple(name for name in schemas.JointRoundFields.model_fields if name != "awaited_from")


def _fields(held: JointRound) -> dict[str, Any]:
    return {**{name: getattr(held, name) for name in _NAMES}, "awaited_from": awaited_of(held)}


def one_of(held: JointRound, principal: Principal) -> schemas.JointRound:
    """Return the representation of a joint round."""
    permitted = allowed_actions(principal, access.ACTIONS, subject_of(held))
    return schemas.JointRound.model_validate(
        {
            **_fields(held),
            "items": held.items,
            "paid": [{"unit": unit, "amount": amount} for unit, amount in paid_by(held.items).items()],
            "confirmations": held.confirmations,
            "allowed_actions": [allowed_action(answer) for answer in permitted],
        }
    )


def page_of(found: Sequence[JointRound], page: PageRequest, filters: Json, sort: str) -> schemas.JointRoundPage:
    """Return a page of joint rounds."""
    shown, cursor = page.cut(found, sort, filters, lambda held: held.updated_at)
    items = [schemas.JointRoundListItem.model_validate(_fields(each)) for each in shown]
    return schemas.JointRoundPage(items=items, next_cursor=cursor)
