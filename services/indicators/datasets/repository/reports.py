"""How the registry stands, counted: one statement each."""

import datetime as dt
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, collate, func, literal_column, or_, select, true
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.sql.selectable import LateralFromClause

from services.indicators.datasets.models.records import DatasetAssessment, DatasetDigitisation, DatasetUpdate
from services.indicators.datasets.models.registry import Dataset
from services.indicators.datasets.repository.registry import freshness_now, freshness_on, visible_to
from services.indicators.datasets.rules.promise import FRESHNESS, NEVER_UPDATED
from services.indicators.datasets.rules.states import IN_USE
from services.shared.access import Principal
from services.shared.fiscal import end_of_day
from services.shared.paging import PageRequest, SortKey

BY_KEY = "key"
BY_AGENCY = ("owner_area_code", "owner_function_code", "duty_area_code", "duty_function_code", "duty_agency_th")


def agency_key() -> ColumnElement[str]:
    """Return one text per owner and agency, by which the report is ordered and goes on."""
    names = (func.coalesce(getattr(Dataset, name), literal_column("''")) for name in BY_AGENCY)
    return collate(func.concat_ws(literal_column("chr(1)"), *names), "C")


async def freshness_rows(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], page: PageRequest, today: dt.date
) -> Sequence[Any]:
    """Return how the datasets in use stand on a day by owner and agency, up to one row more than the page holds."""
    by, key = [getattr(Dataset, name) for name in BY_AGENCY], agency_key()
    late = Dataset.due_on < today
    counts = {state: func.count().filter(freshness_now(today) == state) for state in FRESHNESS}
    counted = {**counts, "past_due": func.count().filter(late), "not_usable": func.count().filter(~Dataset.is_usable)}
    columns = [count.label(name) for name, count in counted.items()]
    owners = [getattr(Dataset, name) == filters[name] for name in BY_AGENCY[:2] if filters[name] is not None]
    in_use = visible_to(principal).where(Dataset.state.in_(IN_USE), *owners)
    found: Select[Any] = in_use.with_only_columns(
        *by,
        func.count().label("datasets"),
        *columns,
        func.min(Dataset.due_on).label("oldest_due_on"),
        key.label("key"),
    )
    if after := page.after(BY_KEY, filters, SortKey(key)):
        found = found.where(key > after.value)
    if filters["stale"]:
        found = found.having(func.count().filter(late) > 0)
    rows: Sequence[Any] = (await session.execute(found.group_by(*by).order_by(key).limit(page.limit + 1))).all()
    return rows


async def steps_by_owner(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], day: dt.date
) -> Sequence[Any]:
    """Return (owner area, owner function, step, how many) of what the registry had when a day ended: one statement."""
    owners = [getattr(Dataset, name) == filters[name] for name in BY_AGENCY[:2] if filters[name] is not None]
    stood = registered_by(principal, end_of_day(day)).where(*owners)
    each = stood.with_only_columns(Dataset.owner_area_code, Dataset.owner_function_code, step_on(day)).subquery()
    counted = select(*each.c, func.count()).group_by(*each.c).order_by(*each.c)
    return (await session.execute(counted)).all()


def registered_by(principal: Principal, until: dt.datetime) -> Select[Dataset]:
    """Return a select of the visible datasets that were shared before an instant and not retired by then."""
    stood = or_(Dataset.retired_at.is_(None), Dataset.retired_at >= until)
    return visible_to(principal).where(Dataset.shared_at < until, stood)


def step_on(day: dt.date) -> ColumnElement[str | None]:
    """Return the step that a dataset had reached on a day."""
    reached = select(DatasetDigitisation.step_code).where(DatasetDigitisation.dataset_id == Dataset.id)
    last = (DatasetDigitisation.reached_on.desc(), DatasetDigitisation.recorded_at.desc())
    found = reached.where(DatasetDigitisation.reached_on <= day).order_by(*last).limit(1)
    return found.correlate(Dataset).scalar_subquery().label("step")


async def standing_by_area(
    session: AsyncSession, principal: Principal, area_codes: Collection[str], day: dt.date, *, is_past: bool
) -> Sequence[Any]:
    """Return (area, freshness, usable, step, how many) of what areas own, as it stood when a day ended."""
    stood = registered_by(principal, end_of_day(day)).where(Dataset.owner_area_code.in_(set(area_codes)))
    fresh, usable = freshness_now(day), Dataset.is_usable.expression
    if is_past:
        last = _last_of(DatasetUpdate, day, DatasetUpdate.as_of.desc(), DatasetUpdate.revision.desc())
        found = _last_of(DatasetAssessment, day, DatasetAssessment.recorded_at.desc())
        stood = stood.outerjoin(last, true()).outerjoin(found, true())
        then = freshness_on(day, last.c.as_of, last.c.expected_on, last.c.due_on)
        fresh, usable = func.coalesce(then, NEVER_UPDATED), found.c.is_usable
    each = stood.with_only_columns(
        Dataset.owner_area_code, fresh.label("freshness"), usable.label("is_usable"), step_on(day)
    ).subquery()
    return (await session.execute(select(*each.c, func.count()).group_by(*each.c))).all()


def _last_of(
    model: type[DatasetUpdate | DatasetAssessment], day: dt.date, *order: ColumnElement[Any]
) -> LateralFromClause:
    mine = select(model).where(model.dataset_id == Dataset.id, model.recorded_at < end_of_day(day))
    return mine.order_by(*order).limit(1).correlate(Dataset).lateral()
