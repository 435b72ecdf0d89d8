"""How resolutions are shown."""

from collections.abc import Sequence
from uuid import UUID

from services.plans.delegations.models import Delegation
from services.plans.meetings.errors import CommitteeNotOfRecord
from services.plans.meetings.usecases import acts_for
from services.plans.resolutions import access, schemas
from services.plans.resolutions.errors import SecondPersonNeeded
from services.plans.resolutions.models import Resolution, ResolutionItem
from services.plans.resolutions.usecases import subject_of
from services.shared.access import Action, ActionAnswer, Principal, allowed_actions
from services.shared.errors import Refusal
from services.shared.money import format_amount
from services.shared.paging import PageRequest
from services.shared.schemas import Json, allowed_action, format_instant


def one_of(resolution: Resolution, principal: Principal) -> schemas.Resolution:
    """Return the representation of a resolution."""
    fields = schemas.ResolutionFields.model_validate(resolution)
    answers = allowed_actions(principal, access.ACTIONS, subject_of(resolution))
    actions = {action.name: action for action in access.ACTIONS}
    shown = [_ruled(answer, actions[answer.action], resolution, principal) for answer in answers]
    return schemas.Resolution(**dict(fields), allowed_actions=[allowed_action(answer) for answer in shown])


def _ruled(answer: ActionAnswer, action: Action, resolution: Resolution, principal: Principal) -> ActionAnswer:
    """Add to what the tables say whose committee it is, and that a second person confirms."""
    refusal: Refusal | None = answer.refusal
    if refusal is None:
        try:
            acts_for(principal, resolution.meeting.committee, action)
        except CommitteeNotOfRecord as not_of_record:
            refusal = not_of_record
    if refusal is None and action is access.CONFIRM and principal.subject == resolution.recorded_by:
        refusal = SecondPersonNeeded(action=action.name)
    return ActionAnswer(answer.action, answer.title, refusal)


def page_of(found: Sequence[Resolution], page: PageRequest, filters: Json, sort: str) -> schemas.ResolutionPage:
    """Return a page of resolutions."""
    items, cursor = page.cut(found, sort, filters, lambda each: each.created_at)
    shown = [schemas.ResolutionListItem.model_validate(each) for each in items]
    return schemas.ResolutionPage(items=shown, next_cursor=cursor)


def items_of(found: Sequence[ResolutionItem], page: PageRequest, resolution_id: UUID) -> schemas.ResolutionItemPage:
    """Return a page of items; the row past it only says that there is a next one."""
    items = found[: page.limit]
    cursor = None
    if len(found) > page.limit:
        cursor = page.next_cursor("position", {"resolution": resolution_id}, items[-1].position, items[-1].object_id)
    shown = [schemas.ResolutionItem.model_validate(each) for each in items]
    return schemas.ResolutionItemPage(items=shown, next_cursor=cursor)


def asked_for(resolution: Resolution, items: Sequence[ResolutionItem], powers: Sequence[Delegation]) -> Json:
    """Return a resolution as the services ask for it: whose it is, what was delegated to it, and what it decided."""
    committee, confirmed_at = resolution.meeting.committee, resolution.confirmed_at
    return {
        "id": str(resolution.id),
        "number": resolution.number,
        "title_th": resolution.title_th,
        "state": resolution.state,
        "committee_kind": committee.kind,
        "committee_area_code": committee.area_code,
        "held_on": resolution.meeting.held_on.isoformat(),
        "confirmed_at": format_instant(confirmed_at) if confirmed_at else None,
        "powers": [_asked_power(each) for each in powers],
        "items": [_asked_item(item) for item in items],
    }


def _asked_power(power: Delegation) -> Json:
    limits = {name: getattr(power, name) for name in ("limit_per_item_amount", "limit_per_year_amount")}
    return {
        "id": str(power.id),
        "power": power.power,
        "fiscal_year": power.fiscal_year,
        "document_number": power.document_number,
        **{name: None if value is None else format_amount(value) for name, value in limits.items()},
    }


def _asked_item(item: ResolutionItem) -> Json:
    return {
        "position": item.position,
        "object_id": str(item.object_id),
        "object_version": item.object_version,
        "content_hash": item.content_hash,
        "decision": item.decision,
        "amount": None if item.amount is None else format_amount(item.amount),
        "condition_th": item.condition_th,
        "reason_th": item.reason_th,
        "function_code": item.function_code,
        "into_id": None if item.into_id is None else str(item.into_id),
    }
