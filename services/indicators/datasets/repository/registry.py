"""The entries of the registry: who sees them, their lists, those that are late."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Select, Text, Uuid, and_, bindparam, case, func, or_, select, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue.models import Topic
from services.indicators.datasets.models.registry import Dataset
from services.indicators.datasets.rules.promise import DUE, FRESH, NEVER_UPDATED, OVERDUE
from services.indicators.datasets.rules.states import ALL_UNITS, IN_USE
from services.shared import reference
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant
from services.shared.roles import OVERSEERS, Role
from services.shared.scope import any_of, is_insider, scope_of
from services.shared.text import search_key

# Data of the whole country are of each of its areas.
NATION = next(area.code for area in reference.areas() if area.kind is reference.AreaKind.NATION)
# What is not in use has no due day; it comes after every day there is.
NO_DAY = dt.date(9999, 12, 31)
SORTS = {
    "updated_at": SortKey(Dataset.updated_at.expression, parse_instant),
    "name_th": SortKey(Dataset.name_sort.expression),
    "due_on": SortKey(func.coalesce(Dataset.due_on, NO_DAY), dt.date.fromisoformat),
}

_ASKED = (
    update(Dataset)
    .where(Dataset.id == bindparam("ids", type_=ARRAY(Uuid)).any_())
    .values(asked_for=Dataset.due_on)
    .execution_options(synchronize_session=False)
)


def visible_to(principal: Principal) -> Select[Dataset]:
    """Return a select of the datasets that `principal` may see."""
    return select(Dataset).where(is_visible(principal)).params(**scope_values(principal))


def is_visible(principal: Principal) -> ColumnElement[bool]:
    """Return the predicate of `visible_to`; its parameters are those of `_scope`."""
    published = Dataset.published_at.is_not(None)
    if principal.is_public:
        return published
    mine = is_insider(Dataset.owner_area_code.expression, Dataset.owner_function_code.expression)
    left_the_desk = Dataset.shared_at.is_not(None)
    if principal.holds(OVERSEERS | {Role.SERVICE}):
        return or_(published, mine, left_the_desk)
    is_open = or_(
        Dataset.sharing == ALL_UNITS,
        Dataset.shared_with.overlap(bindparam("units", type_=ARRAY(Text))),
        is_insider(Dataset.duty_area_code.expression, Dataset.duty_function_code.expression),
        any_of(Dataset.owner_area_code.expression, "scope_areas"),
    )
    return or_(published, mine, and_(left_the_desk, is_open))


def scope_values(principal: Principal) -> dict[str, Any]:
    return {**scope_of(principal).values(), "units": sorted(principal.units)}


def freshness_on(
    today: dt.date, as_of: ColumnElement[Any], expected_on: ColumnElement[Any], due_on: ColumnElement[Any]
) -> ColumnElement[str | None]:
    """Return how a dataset stands on a day, as rules.promise.freshness_of says it; a test compares them."""
    day = bindparam("today", today, type_=Date)
    return case(
        (expected_on.is_(None), None),
        (as_of.is_(None), NEVER_UPDATED),
        (expected_on >= day, FRESH),
        (due_on >= day, DUE),
        else_=OVERDUE,
    )


def freshness_now(today: dt.date) -> ColumnElement[str | None]:
    """Return how a dataset stands today."""
    return freshness_on(today, Dataset.last_as_of.expression, Dataset.expected_on.expression, Dataset.due_on.expression)


async def load_dataset(session: AsyncSession, principal: Principal, dataset_id: UUID, *, lock: bool = False) -> Dataset:
    """Return a visible dataset, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(Dataset.id == dataset_id)
    if lock:
        found = found.with_for_update(of=Dataset)
    dataset = (await session.scalars(found)).one_or_none()
    if dataset is None:
        raise NotFound()
    return dataset


async def load_datasets(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], sort: str, page: PageRequest, today: dt.date
) -> Sequence[Dataset]:
    """Return up to one row more than the page holds, in order, as they stand on a day."""
    key = SORTS[sort.removeprefix("-")]
    after = page.after(sort, filters, key)
    found = keyset(visible_to(principal), sort, key, Dataset.id.expression, goes_on=after is not None)
    found = found.where(*(_filter(name, value, today) for name, value in filters.items() if value is not None))
    return (await session.scalars(found.params(**page.start(after)))).all()


async def datasets_by_ids(session: AsyncSession, principal: Principal, ids: Collection[UUID]) -> Sequence[Dataset]:
    """Return the visible ones of `ids`."""
    return (await session.scalars(visible_to(principal).where(Dataset.id.in_(list(ids))))).all()


def _filter(name: str, value: object, today: dt.date) -> ColumnElement[bool]:
    found: ColumnElement[bool]
    match name:
        case "freshness":
            found = freshness_now(today) == value
        case "usability":
            found = Dataset.is_usable.is_({"usable": True, "not_usable": False, "not_assessed": None}[str(value)])
        case "past_due":
            found = Dataset.due_on < today if value else or_(Dataset.due_on.is_(None), Dataset.due_on >= today)
        case "area_code":
            found = Dataset.area_codes.overlap([value, NATION])
        case "indicator_id":
            found = Dataset.indicator_ids.contains([value])
        case "topic_code":
            group = select(Topic.code).where(or_(Topic.code == value, Topic.parent_code == value))
            found = Dataset.topic_codes.overlap(func.array(group.scalar_subquery()))
        case "q":
            found = Dataset.name_search.like(f"%{search_key(str(value))}%")
        case _:
            found = getattr(Dataset, name) == value
    return found


async def known_topics(session: AsyncSession, codes: Collection[str]) -> set[str]:
    """Return those of `codes` that are topics or groups of topics."""
    return set(await session.scalars(select(Topic.code).where(Topic.code.in_(list(codes)))))


async def save(session: AsyncSession, *rows: object) -> None:
    """Add or write rows; a name that stands already is refused here."""
    session.add_all(rows)
    await session.flush()


async def lock_unasked(session: AsyncSession, principal: Principal, today: dt.date, limit: int) -> Sequence[Dataset]:
    """Return datasets whose promised day has ended and for which nobody was asked yet, locked, the latest first.

    Rows that another process has in hand are passed over; a row it has asked for since is looked at anew.
    """
    late = visible_to(principal).where(
        Dataset.state.in_(IN_USE), Dataset.due_on < today, Dataset.asked_for.is_distinct_from(Dataset.due_on)
    )
    late = late.order_by(Dataset.due_on, Dataset.id).limit(limit)
    return (await session.scalars(late.with_for_update(of=Dataset, skip_locked=True))).all()


async def set_asked(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Write that somebody was asked for what is due, in one statement; the datasets' versions stay."""
    await session.execute(_ASKED, {"ids": list(ids)})
