"""What people do with indicators."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue import access, repository
from services.indicators.catalogue.models import Indicator, IndicatorTopic
from services.indicators.catalogue.rules import DRAFT, FLOW, PUBLISHED, is_redefined
from services.indicators.catalogue.schemas.definitions import IndicatorDefinition, IndicatorDefinitionPage
from services.indicators.catalogue.schemas.indicators import IndicatorCreate, IndicatorPatch, IndicatorRetire
from services.indicators.catalogue.usecases.changes import (
    OBJECT,
    change_of,
    define,
    save,
    shown,
    subject_of,
    subject_of_indicator,
)
from services.indicators.catalogue.usecases.checks import (
    facts_of,
    is_derivable,
    refuse_faults,
    refuse_frozen,
    refuse_gaps,
    refuse_lost_part,
    refuse_use,
)
from services.shared.access import Action, Principal, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.history import HistoryPage, history_of
from services.shared.events.record import difference, record
from services.shared.idempotency import Once
from services.shared.preconditions import check_version


async def create_indicator(session: AsyncSession, principal: Principal, once: Once, body: IndicatorCreate) -> Indicator:
    """Add a draft for a unit the caller acts for. Raises NotPermitted, Invalid, IndicatorExists."""
    if (body.owner_area_code is None) == (body.owner_function_code is None):
        sentence = Text("ระบุเจ้าของหนึ่งเดียว: พื้นที่หรือหน่วยงาน", "Name one owner: an area or a function.")
        raise Invalid(FieldError("/owner_area_code", "one_owner", sentence))
    authorise(principal, access.CREATE, subject_of(body.owner_area_code, body.owner_function_code, DRAFT))
    await once.begin(session, principal)
    indicator = new_indicator(body)
    await refuse_faults(session, await facts_of(session, principal, indicator))
    session.add(indicator)
    await session.flush()
    await record(session, principal, change_of(indicator, "indicator.created", shown(indicator)))
    return indicator


def new_indicator(body: IndicatorCreate) -> Indicator:
    """Return a draft of what was sent."""
    at = now()
    indicator = Indicator(
        id=new_id(),
        state=DRAFT,
        definition_version=0,
        data_since=None,
        retire_reason=None,
        replaced_by_id=None,
        created_at=at,
        updated_at=at,
        **body.model_dump(exclude={"topic_codes"}),
    )
    indicator.topics = [IndicatorTopic(topic_code=code) for code in body.topic_codes]
    indicator.national_value_derivable = is_derivable(indicator)
    return indicator


async def update_indicator(
    session: AsyncSession, principal: Principal, indicator_id: UUID, tag: str, body: IndicatorPatch
) -> Indicator:
    """Change what was sent; a published one whose definition changes gets a new version of it, with the reason.

    Raises VersionStale, StateDoesNotAllow, Invalid, AggregationFrozen, IndicatorInUse.
    """
    indicator = await lock_for(session, principal, indicator_id, access.UPDATE)
    check_version(tag, indicator.version)
    check_state(access.UPDATE, subject_of_indicator(indicator))
    before = shown(indicator)
    for name, value in body.model_dump(exclude_unset=True, exclude={"topic_codes", "reason"}).items():
        setattr(indicator, name, value)
    if "topic_codes" in body.model_fields_set:
        merge_topics(indicator, body.topic_codes)
    after = shown(indicator)
    refuse_frozen(indicator, before, after)
    facts = await facts_of(session, principal, indicator)
    await refuse_faults(session, facts)
    await refuse_lost_part(session, principal, indicator, before)
    indicator.national_value_derivable = is_derivable(indicator)
    if indicator.state == PUBLISHED:
        redefined = is_redefined(before, after)
        refuse_gaps(facts, lacks_reason=redefined and body.reason is None)
        if redefined:
            define(session, indicator, body.reason)
    changes = difference(before, after) | ({"reason": body.reason} if body.reason else {})
    await save(session, principal, indicator, "indicator.updated", changes)
    return indicator


def merge_topics(indicator: Indicator, codes: list[str]) -> None:
    """Make an indicator's topics those that were sent, keeping the rows that stay."""
    kept = [topic for topic in indicator.topics if topic.topic_code in codes]
    known = {topic.topic_code for topic in kept}
    indicator.topics = kept + [IndicatorTopic(topic_code=code) for code in codes if code not in known]


async def publish_indicator(session: AsyncSession, principal: Principal, once: Once, indicator_id: UUID) -> Indicator:
    """Put a complete draft in force as the first version of its definition. Raises IndicatorIncomplete, Invalid."""
    indicator = await lock_for(session, principal, indicator_id, access.PUBLISH)
    await once.begin(session, principal)
    check_state(access.PUBLISH, subject_of_indicator(indicator))
    facts = await facts_of(session, principal, indicator)
    await refuse_faults(session, facts)
    refuse_gaps(facts)
    indicator.state = FLOW.after(indicator.state, "publish")
    define(session, indicator, None)
    await save(session, principal, indicator, "indicator.published", {"state": [DRAFT, indicator.state]})
    return indicator


async def retire_indicator(
    session: AsyncSession, principal: Principal, once: Once, indicator_id: UUID, body: IndicatorRetire
) -> Indicator:
    """Take an indicator out of use, with the reason and what replaces it. Raises Invalid, IndicatorInUse."""
    indicator = await lock_for(session, principal, indicator_id, access.RETIRE)
    await once.begin(session, principal)
    check_state(access.RETIRE, subject_of_indicator(indicator))
    await refuse_use(session, principal, indicator)
    if body.replaced_by_id is not None:
        others = await repository.load_others(session, principal, {body.replaced_by_id} - {indicator.id})
        if not any(other.state == PUBLISHED for other in others):
            raise Invalid(FieldError("/replaced_by_id", "not_published", _NO_REPLACEMENT))
    before = indicator.state
    indicator.state = FLOW.after(before, "retire")
    indicator.retire_reason, indicator.replaced_by_id = body.reason, body.replaced_by_id
    changes: dict[str, Any] = {"state": [before, indicator.state], "reason": body.reason}
    if body.replaced_by_id is not None:
        changes["replaced_by_id"] = [None, str(body.replaced_by_id)]
    await save(session, principal, indicator, "indicator.retired", changes)
    return indicator


_NO_REPLACEMENT = Text(
    "ตัวชี้วัดที่แทนต้องเป็นอีกตัวหนึ่งซึ่งประกาศใช้อยู่", "What replaces it must be another indicator that is published."
)


async def show_definitions(session: AsyncSession, principal: Principal, indicator_id: UUID) -> IndicatorDefinitionPage:
    """Return every version of the definition of a visible indicator; a draft has none yet."""
    indicator = await repository.load_indicator(session, principal, indicator_id)
    versions = await repository.list_definitions(session, indicator.id)
    items = [IndicatorDefinition.model_validate(version) for version in versions]
    return IndicatorDefinitionPage(items=items, next_cursor=None)


async def show_history(session: AsyncSession, principal: Principal, indicator_id: UUID) -> HistoryPage:
    """Return what happened to an indicator, for those who may see its inside."""
    indicator = await repository.load_indicator(session, principal, indicator_id)
    authorise(principal, access.READ_HISTORY, subject_of_indicator(indicator))
    return await history_of(session, OBJECT, indicator_id)


async def lock_for(session: AsyncSession, principal: Principal, indicator_id: UUID, action: Action) -> Indicator:
    """Return the indicator, locked, when the caller sees it (else NotFound) and may do `action` (else NotPermitted)."""
    indicator = await repository.load_indicator(session, principal, indicator_id, lock=True)
    authorise(principal, action, subject_of_indicator(indicator))
    return indicator
