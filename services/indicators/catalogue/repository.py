"""Every SQL statement about the catalogue."""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import (
    JSON,
    ColumnElement,
    DateTime,
    Select,
    Text,
    Uuid,
    bindparam,
    cast,
    delete,
    func,
    literal_column,
    or_,
    select,
    true,
    update,
)
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import joinedload, selectinload

from services.indicators.catalogue.models import (
    DefinitionVersion,
    Indicator,
    IndicatorReporter,
    IndicatorTopic,
    Topic,
    TopicMapping,
)
from services.indicators.catalogue.rules import OPEN_TO_ALL, RETIRED
from services.indicators.catalogue.schemas.indicators import IndicatorFields
from services.shared.access import Principal
from services.shared.database import JsonQuery, Reader, instant_json, json_rows
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, in_order, keyset, parse_instant
from services.shared.roles import Role
from services.shared.scope import is_insider, scope_of
from services.shared.text import search_key

SORTS = {
    "updated_at": SortKey(Indicator.updated_at.expression, parse_instant),
    "name_th": SortKey(Indicator.name_sort.expression),
    "code": SortKey(Indicator.code.expression),
}
# What the caller of a read needs beside the JSON: to decide on actions, and to go on with the next page.
BESIDE = ("id_", "state_", "owner_area_", "owner_function_", "version_", "sort_")

_AMONG = Indicator.id == bindparam("ids", type_=ARRAY(Uuid)).any_()
_DATA_BEGIN = (
    update(Indicator)
    .where(_AMONG)
    .values(
        data_since=bindparam("at", type_=DateTime(timezone=True)),
        updated_at=bindparam("at", type_=DateTime(timezone=True)),
        version=Indicator.version + 1,
    )
)


def visible_to(principal: Principal) -> Select[Indicator]:
    """Return a select of the indicators that `principal` may see: all that were published, and its own drafts."""
    return select(Indicator).where(_is_visible(sees_drafts(principal))).params(**scope_of(principal).values())


def sees_drafts(principal: Principal) -> bool:
    """Return whether the caller sees everyone's drafts: สำนักงาน ก.พ.ร., which publishes them."""
    return principal.holds({Role.OPDC})


def _is_visible(all_drafts: bool) -> ColumnElement[bool]:
    if all_drafts:
        return true()
    is_open = or_(*(Indicator.state == state for state in OPEN_TO_ALL))
    return or_(is_open, is_insider(Indicator.owner_area_code.expression, Indicator.owner_function_code.expression))


async def load_indicator(
    session: AsyncSession, principal: Principal, indicator_id: UUID, *, lock: bool = False
) -> Indicator:
    """Return a visible indicator with its topics, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(Indicator.id == indicator_id).options(selectinload(Indicator.topics))
    if lock:
        found = found.with_for_update(of=Indicator)
    indicator = (await session.scalars(found)).one_or_none()
    if indicator is None:
        raise NotFound()
    return indicator


async def load_others(session: AsyncSession, principal: Principal, ids: Iterable[UUID]) -> Sequence[Indicator]:
    """Return the visible ones of `ids`, held as they are until the transaction ends."""
    wanted = visible_to(principal).where(Indicator.id.in_(set(ids))).order_by(Indicator.id)
    return (await session.scalars(wanted.with_for_update(of=Indicator, read=True))).all()


async def load_measured(session: AsyncSession, principal: Principal, ids: Iterable[UUID]) -> Sequence[Indicator]:
    """Return the visible ones of `ids` with who was named to report them, without their topics."""
    found = visible_to(principal).where(_AMONG).params(ids=list(ids)).options(joinedload(Indicator.reporters))
    return (await session.scalars(found)).unique().all()


async def name_reporter(
    session: AsyncSession, named_by_id: UUID, indicator_id: UUID, fiscal_year: int, function_code: str
) -> None:
    """Let a function report an indicator in a year, in place of the one that was named by the same before."""
    named = insert(IndicatorReporter).values(
        named_by_id=named_by_id, indicator_id=indicator_id, fiscal_year=fiscal_year, function_code=function_code
    )
    instead = named.on_conflict_do_update(index_elements=["named_by_id"], set_={"function_code": function_code})
    await session.execute(instead)


async def forget_reporter(session: AsyncSession, named_by_id: UUID) -> None:
    """Take back what `name_reporter` let a function do; what it reported stays."""
    await session.execute(delete(IndicatorReporter).where(IndicatorReporter.named_by_id == named_by_id))


async def ids_of_codes(session: AsyncSession, principal: Principal, codes: Iterable[str]) -> dict[str, UUID]:
    """Return, by code, the ids of the visible indicators that have one of `codes`."""
    named = Indicator.code == bindparam("codes", type_=ARRAY(Text)).any_()
    found = await session.scalars(visible_to(principal).where(named).params(codes=sorted(set(codes))))
    return {indicator.code: indicator.id for indicator in found}


async def lock_without_data(session: AsyncSession, principal: Principal, ids: Iterable[UUID]) -> Sequence[Indicator]:
    """Return the visible ones of `ids` that have no data yet, locked in the order of their ids."""
    new = visible_to(principal).where(_AMONG, Indicator.data_since.is_(None)).order_by(Indicator.id)
    return (await session.scalars(new.params(ids=list(ids)).with_for_update(of=Indicator))).all()


async def set_data_since(session: AsyncSession, indicators: Iterable[Indicator], at: dt.datetime) -> None:
    """Write since when there are data, each indicator under its next version, in one statement."""
    await session.execute(_DATA_BEGIN, {"ids": [indicator.id for indicator in indicators], "at": at})


async def codes_made_of(session: AsyncSession, principal: Principal, indicator_id: UUID) -> Sequence[str]:
    """Return the codes of the visible indicators, retired ones apart, that have this one as a part."""
    is_part = or_(Indicator.numerator_indicator_id == indicator_id, Indicator.denominator_indicator_id == indicator_id)
    users = visible_to(principal).where(is_part, Indicator.state != RETIRED).order_by(Indicator.code)
    return [indicator.code for indicator in await session.scalars(users)]


async def assignable_topics(session: AsyncSession, codes: Iterable[str]) -> set[str]:
    """Return those of `codes` that an indicator may stand under: topics, and groups whose list is open-ended."""
    may = or_(Topic.parent_code.is_not(None), Topic.is_open_ended)
    return set(await session.scalars(select(Topic.code).where(Topic.code.in_(list(codes)), may)))


async def list_topics(session: AsyncSession, taxonomy: str | None, code: str | None = None) -> Sequence[Topic]:
    """Return topics by code, each group before its own."""
    found = select(Topic).order_by(Topic.code)
    if taxonomy is not None:
        found = found.where(Topic.taxonomy == taxonomy)
    if code is not None:
        found = found.where(Topic.code == code)
    return (await session.scalars(found)).all()


async def list_mappings(session: AsyncSession) -> Sequence[TopicMapping]:
    """Return every mapping between the taxonomies."""
    return (await session.scalars(select(TopicMapping).order_by(TopicMapping.topic_code))).all()


async def list_definitions(session: AsyncSession, indicator_id: UUID) -> Sequence[DefinitionVersion]:
    """Return the versions of the definition of an indicator that was found visible, the newest first."""
    versions = select(DefinitionVersion).where(DefinitionVersion.indicator_id == indicator_id)
    return (await session.scalars(versions.order_by(DefinitionVersion.definition_version.desc()))).all()


async def read_indicator(reader: Reader, principal: Principal, indicator_id: UUID) -> asyncpg.Record:
    """Return one visible indicator as JSON text (`body`) and the columns of BESIDE; raises NotFound."""
    values = {**scope_of(principal).values(), "indicator_id": indicator_id}
    rows = await reader.rows(_one(sees_drafts(principal)), values)
    if not rows:
        raise NotFound()
    return rows[0]


async def read_indicators(
    reader: Reader, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest
) -> Sequence[asyncpg.Record]:
    """Return up to one row more than the page holds, in order, in the form of `read_indicator`."""
    after = page.after(sort, filters, SORTS[sort.lstrip("-")])
    used = {name: value for name, value in filters.items() if value is not None}
    if "q" in used:
        used["q"] = f"%{search_key(used['q'])}%"
    values = {**scope_of(principal).values(), **used, **page.start(after)}
    return await reader.rows(_many(sees_drafts(principal), frozenset(used), sort, after is not None), values)


@lru_cache
def _one(all_drafts: bool) -> JsonQuery:
    found = _json(Indicator.id.expression).where(_is_visible(all_drafts))
    return JsonQuery.compile(json_rows(found.where(Indicator.id == bindparam("indicator_id")), *BESIDE))


@lru_cache(maxsize=512)
def _many(all_drafts: bool, filters: frozenset[str], sort: str, goes_on: bool) -> JsonQuery:
    key = SORTS[sort.lstrip("-")]
    found = _json(key.column).where(_is_visible(all_drafts), *(_FILTERS[name] for name in sorted(filters)))
    rows = json_rows(keyset(found, sort, key, Indicator.id.expression, goes_on=goes_on), *BESIDE)
    return JsonQuery.compile(in_order(rows, sort, "sort_", "id_"))


_UNDER = (
    select(1)
    .join_from(IndicatorTopic, Topic, Topic.code == IndicatorTopic.topic_code)
    .where(IndicatorTopic.indicator_id == Indicator.id)
)
_TOPIC = bindparam("topic_code", type_=Text)
_FILTERS: dict[str, ColumnElement[bool]] = {
    **{
        name: getattr(Indicator, name) == bindparam(name, type_=Text)
        for name in ("state", "code", "owner_area_code", "owner_function_code", "host_function_code", "level")
    },
    "topic_code": _UNDER.where(or_(Topic.code == _TOPIC, Topic.parent_code == _TOPIC)).exists(),
    "taxonomy": _UNDER.where(Topic.taxonomy == bindparam("taxonomy", type_=Text)).exists(),
    "use_level": bindparam("use_level", type_=Text) == Indicator.use_levels.any_(),
    "q": Indicator.name_search.like(bindparam("q", type_=Text)),
}


def _json(sort_column: ColumnElement[Any]) -> Select[Any]:
    """Select an indicator's fields in the order of schemas.IndicatorFields, and what stands beside."""
    instants = ("data_since", "created_at", "updated_at")
    special = {name: instant_json(getattr(Indicator, name).expression).label(name) for name in instants}
    special["topic_codes"] = _topics_json().label("topic_codes")
    shown = [special.get(name, getattr(Indicator, name)) for name in IndicatorFields.model_fields]
    beside = (
        Indicator.id.label("id_"),
        Indicator.state.label("state_"),
        Indicator.owner_area_code.label("owner_area_"),
        Indicator.owner_function_code.label("owner_function_"),
        Indicator.version.label("version_"),
        sort_column.label("sort_"),
    )
    return select(*shown, *beside)


def _topics_json() -> ColumnElement[Any]:
    codes = func.array_agg(aggregate_order_by(IndicatorTopic.topic_code, IndicatorTopic.topic_code))
    mine = select(func.coalesce(func.array_to_json(codes), literal_column("'[]'::json")))
    return cast(mine.where(IndicatorTopic.indicator_id == Indicator.id).correlate(Indicator).scalar_subquery(), JSON)
