"""`/v1/topics` and `/v1/indicators` over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Path, Query, Request, Response
from pydantic.json_schema import SkipJsonSchema

from services.indicators.catalogue import access, views
from services.indicators.catalogue.errors import (
    AggregationFrozen,
    IndicatorExists,
    IndicatorIncomplete,
    IndicatorInUse,
)
from services.indicators.catalogue.repository import read_indicator, read_indicators
from services.indicators.catalogue.schemas.definitions import IndicatorDefinitionPage
from services.indicators.catalogue.schemas.indicators import (
    Indicator,
    IndicatorCreate,
    IndicatorPage,
    IndicatorPatch,
    IndicatorRetire,
)
from services.indicators.catalogue.schemas.lists import IndicatorExpand, IndicatorFilter, IndicatorSort
from services.indicators.catalogue.schemas.topics import Topic, TopicFilter, TopicPage
from services.indicators.catalogue.usecases import indicators as usecases
from services.indicators.catalogue.usecases.topics import show_topic, show_topics
from services.shared.auth import Caller
from services.shared.caching import IfNoneMatch, cacheable, cached_answer
from services.shared.database import Read, Session
from services.shared.declare import BODY, KEYED, OBJECT, VERSIONED, new_router, operation
from services.shared.errors import CursorInvalid, StateDoesNotAllow
from services.shared.events.history import HistoryPage
from services.shared.idempotency import Key
from services.shared.paging import Paging
from services.shared.preconditions import IfMatch

TAG = "indicators"
TAGS = {TAG: "ทะเบียนตัวชี้วัด: what each indicator measures and how, by topic, in versions, from draft to retirement."}
PATH = "/v1/indicators"
# Only an id stands there, so that what else the service puts under the path is no indicator.
ONE = f"{PATH}/{{indicator_id:uuid}}"

router = new_router(TAG)

CREATED = ("ETag", "Location", "Idempotent-Replayed")
MOVED = ("ETag", "Idempotent-Replayed")
Sort = Annotated[IndicatorSort, Query(description="how to sort, names in Thai dictionary order; a minus reverses")]
Expand = Annotated[IndicatorExpand | SkipJsonSchema[None], Query(description="what each item carries beside")]
Code = Annotated[str, Path(description="code of the topic", examples=["B1.2"], max_length=16)]


@router.get(
    "/v1/topics",
    response_model=TopicPage,
    **cacheable(operation("listTopics", access.READ_TOPICS, "List topics", headers=["ETag"])),
)
async def list_topics(
    request: Request, session: Session, filters: Annotated[TopicFilter, Query()], _tag: IfNoneMatch = None
) -> Response:
    """List the topics of both taxonomies that are in force side by side, with the mapping between them."""
    topics = await show_topics(session, filters.taxonomy)
    return cached_answer(request, topics.model_dump_json().encode(), views.JSON)


@router.get(
    "/v1/topics/{code}",
    response_model=Topic,
    **cacheable(operation("getTopic", access.READ_TOPICS, "Read a topic", refuses=OBJECT, headers=["ETag"])),
)
async def get_topic(request: Request, session: Session, code: Code, _tag: IfNoneMatch = None) -> Response:
    """Read one topic, what it falls under in the other taxonomy, and how sure that is."""
    topic = await show_topic(session, code)
    return cached_answer(request, topic.model_dump_json().encode(), views.JSON)


@router.get(
    PATH,
    response_model=IndicatorPage,
    **operation("listIndicators", access.READ, "List indicators", refuses=[CursorInvalid]),
)
async def list_indicators(
    reader: Read,
    principal: Caller,
    page: Paging,
    filters: Annotated[IndicatorFilter, Query()],
    sort: Sort = IndicatorSort.NAME,
    expand: Expand = None,
) -> Response:
    """List indicators: the published and retired ones to everyone, drafts to their owner and to ก.พ.ร."""
    wanted = filters.model_dump()
    rows = await read_indicators(reader, principal, wanted, sort, page)
    return views.list_of(rows, principal, page, wanted, sort, expand)


@router.post(
    PATH,
    status_code=201,
    response_model=Indicator,
    **operation(
        "createIndicator",
        access.CREATE,
        "Create an indicator",
        refuses=[*BODY, *KEYED, IndicatorExists],
        headers=CREATED,
    ),
)
async def create_indicator(session: Session, principal: Caller, once: Key, body: IndicatorCreate) -> Response:
    """Create a draft for a unit of the caller's; ก.พ.ร. may do so for any unit. The code is taken for good."""
    indicator = await usecases.create_indicator(session, principal, once, body)
    answer = views.one_of(indicator, principal)
    return await once.answer(session, answer, status=201, location=f"{PATH}/{indicator.id}", version=indicator.version)


@router.get(
    ONE,
    response_model=Indicator,
    **operation("getIndicator", access.READ, "Read an indicator", refuses=OBJECT, headers=["ETag"]),
)
async def get_indicator(reader: Read, principal: Caller, indicator_id: UUID) -> Response:
    """Read one indicator, with what the caller may do with it now; the ETag is its version."""
    return views.read_of(await read_indicator(reader, principal, indicator_id), principal)


@router.patch(
    ONE,
    response_model=Indicator,
    **operation(
        "updateIndicator",
        access.UPDATE,
        "Change an indicator",
        refuses=[
            *OBJECT,
            *BODY,
            *VERSIONED,
            StateDoesNotAllow,
            IndicatorIncomplete,
            AggregationFrozen,
            IndicatorInUse,
        ],
        headers=["ETag"],
    ),
)
async def update_indicator(
    session: Session, principal: Caller, indicator_id: UUID, tag: IfMatch, body: IndicatorPatch
) -> Response:
    """Change a draft, or a published one, whose definition then gets a new version and needs a reason."""
    indicator = await usecases.update_indicator(session, principal, indicator_id, tag, body)
    return views.answer_of(indicator, principal)


@router.post(
    f"{ONE}/publish",
    response_model=Indicator,
    **operation(
        "publishIndicator",
        access.PUBLISH,
        "Publish an indicator",
        refuses=[*OBJECT, *KEYED, StateDoesNotAllow, IndicatorIncomplete],
        headers=MOVED,
    ),
)
async def publish_indicator(session: Session, principal: Caller, indicator_id: UUID, once: Key) -> Response:
    """Put a complete draft in force, as the first version of its definition; everyone reads it from then on."""
    indicator = await usecases.publish_indicator(session, principal, once, indicator_id)
    return await once.answer(session, views.one_of(indicator, principal), version=indicator.version)


@router.post(
    f"{ONE}/retire",
    response_model=Indicator,
    **operation(
        "retireIndicator",
        access.RETIRE,
        "Retire an indicator",
        refuses=[*OBJECT, *BODY, *KEYED, StateDoesNotAllow, IndicatorInUse],
        headers=MOVED,
    ),
)
async def retire_indicator(
    session: Session, principal: Caller, indicator_id: UUID, once: Key, body: IndicatorRetire
) -> Response:
    """Take a published indicator out of use, with the reason and what replaces it. It and its data stay readable."""
    indicator = await usecases.retire_indicator(session, principal, once, indicator_id, body)
    return await once.answer(session, views.one_of(indicator, principal), version=indicator.version)


@router.get(
    f"{ONE}/definitions",
    response_model=IndicatorDefinitionPage,
    **operation("listIndicatorDefinitions", access.READ, "List the versions of a definition", refuses=OBJECT),
)
async def list_indicator_definitions(
    session: Session, principal: Caller, indicator_id: UUID
) -> IndicatorDefinitionPage:
    """List what the indicator meant from when on, the newest first; a draft has no version yet."""
    return await usecases.show_definitions(session, principal, indicator_id)


@router.get(
    f"{ONE}/history",
    response_model=HistoryPage,
    **operation("listIndicatorHistory", access.READ_HISTORY, "Read an indicator's history", refuses=OBJECT),
)
async def list_indicator_history(session: Session, principal: Caller, indicator_id: UUID) -> HistoryPage:
    """List what happened to an indicator, the newest first: what changed, from what, by whom, why."""
    return await usecases.show_history(session, principal, indicator_id)
