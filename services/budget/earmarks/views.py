"""How reserves are shown."""

from collections.abc import Sequence
from typing import Any

from services.budget.earmarks import access, schemas
from services.budget.earmarks.models import Earmark, EarmarkRevision
from services.budget.earmarks.repository import SORT
from services.budget.earmarks.rules import implied_by
from services.budget.earmarks.usecases import subject_of
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action


def one_of(earmark: Earmark, principal: Principal) -> schemas.Earmark:
    """Return the representation of a reserve."""
    answers = allowed_actions(principal, access.ACTIONS, subject_of(earmark))
    return schemas.Earmark(
        **_fields_of(earmark),
        revisions=[_revision(each) for each in earmark.revisions],
        allowed_actions=[allowed_action(answer) for answer in answers],
    )


def page_of(found: Sequence[Earmark], page: PageRequest, filters: Json) -> schemas.EarmarkPage:
    """Return a page of reserves."""
    shown, cursor = page.cut(found, SORT, filters, lambda each: each.fiscal_year)
    return schemas.EarmarkPage(
        items=[schemas.EarmarkListItem(**_fields_of(each)) for each in shown], next_cursor=cursor
    )


def _stated(revision: EarmarkRevision) -> dict[str, Any]:
    return {
        "rate_from_percent": revision.rate_from,
        "rate_to_percent": revision.rate_to,
        "base_amount": revision.base_amount,
        "base_th": revision.base_th,
        "amount": revision.amount,
        "certainty": revision.certainty,
        "source": revision.source,
        "stated_on": revision.stated_on,
    }


def _revision(revision: EarmarkRevision) -> schemas.EarmarkRevised:
    return schemas.EarmarkRevised(
        **_stated(revision),
        number=revision.number,
        reason=revision.reason,
        actor=revision.actor,
        recorded_at=revision.recorded_at,
    )


def _fields_of(earmark: Earmark) -> dict[str, Any]:
    stated, account = earmark.latest, earmark.account
    return {
        **_stated(stated),
        **{name: getattr(earmark, name) for name in ("id", "version", "fiscal_year", "function_code")},
        "implied_from_amount": implied_by(stated.rate_from, stated.base_amount),
        "implied_to_amount": implied_by(stated.rate_to, stated.base_amount),
        "account_id": earmark.account_id,
        "held_amount": account.pending if account else None,
        "used_amount": account.posted if account else None,
        "left_amount": account.cap - account.pending - account.posted if account else None,
        "created_at": earmark.created_at,
        "updated_at": earmark.updated_at,
    }
