"""What was recorded of datasets that were found visible, and what units read in their data."""

import datetime as dt
from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager

from services.indicators.datasets.models.analyses import DatasetAnalysis, DatasetAnalysisVersion
from services.indicators.datasets.models.records import (
    DatasetAssessment,
    DatasetDigitisation,
    DatasetUpdate,
    DigitisationDefinition,
    DigitisationStep,
)
from services.indicators.datasets.models.registry import Dataset
from services.indicators.datasets.repository.registry import is_visible, scope_values
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset, parse_instant

Record = TypeVar("Record", DatasetUpdate, DatasetAssessment, DatasetDigitisation)
NEWEST = "-recorded_at"


async def load_records(
    session: AsyncSession, model: type[Record], dataset_id: UUID, page: PageRequest
) -> Sequence[Record]:
    """Return up to one record more than the page holds of a dataset that was found visible, the newest first."""
    key = SortKey(model.recorded_at.expression, parse_instant)
    after = page.after(NEWEST, {"dataset_id": dataset_id}, key)
    found = keyset(select(model), NEWEST, key, model.id.expression, goes_on=after is not None)
    return (await session.scalars(found.where(model.dataset_id == dataset_id).params(**page.start(after)))).all()


async def last_revision(session: AsyncSession, dataset_id: UUID, as_of: dt.date) -> int:
    """Return the highest revision of the data of a day in a dataset that was found visible; 0 when there are none."""
    highest = select(func.max(DatasetUpdate.revision))
    found = highest.where(DatasetUpdate.dataset_id == dataset_id, DatasetUpdate.as_of == as_of)
    return await session.scalar(found) or 0


async def load_update(
    session: AsyncSession, principal: Principal, update_id: UUID, *, hold: bool = False
) -> DatasetUpdate:
    """Return an update with its visible dataset, held as it is when asked; raises NotFound."""
    found = (
        select(DatasetUpdate).join(DatasetUpdate.dataset).where(is_visible(principal)).params(**scope_values(principal))
    )
    found = found.where(DatasetUpdate.id == update_id).options(contains_eager(DatasetUpdate.dataset))
    if hold:
        found = found.with_for_update(of=Dataset, read=True)
    update_ = (await session.scalars(found)).one_or_none()
    if update_ is None:
        raise NotFound()
    return update_


def _analyses_seen_by(principal: Principal) -> Select[DatasetAnalysis]:
    found = select(DatasetAnalysis).join(DatasetAnalysis.dataset).join(DatasetAnalysis.data)
    whole = (contains_eager(DatasetAnalysis.dataset), contains_eager(DatasetAnalysis.data))
    return found.where(is_visible(principal)).params(**scope_values(principal)).options(*whole)


async def load_analysis(
    session: AsyncSession, principal: Principal, analysis_id: UUID, *, lock: bool = False
) -> DatasetAnalysis:
    """Return an analysis of data that the caller sees, its row locked when asked; raises NotFound."""
    found = _analyses_seen_by(principal).where(DatasetAnalysis.id == analysis_id)
    if lock:
        found = found.with_for_update(of=DatasetAnalysis)
    analysis = (await session.scalars(found)).one_or_none()
    if analysis is None:
        raise NotFound()
    return analysis


async def load_analyses(session: AsyncSession, principal: Principal, update_id: UUID) -> Sequence[DatasetAnalysis]:
    """Return every analysis of the data of an update, by unit."""
    found = _analyses_seen_by(principal).where(DatasetAnalysis.update_id == update_id)
    return (await session.scalars(found.order_by(DatasetAnalysis.unit))).all()


async def load_versions(session: AsyncSession, analysis_id: UUID) -> Sequence[DatasetAnalysisVersion]:
    """Return the versions of an analysis that was found visible, the newest first."""
    versions = select(DatasetAnalysisVersion).where(DatasetAnalysisVersion.analysis_id == analysis_id)
    return (await session.scalars(versions.order_by(DatasetAnalysisVersion.analysis_version.desc()))).all()


async def definition_in(session: AsyncSession, fiscal_year: int) -> DigitisationDefinition | None:
    """Return what a document says of the KPI in a fiscal year."""
    found = select(DigitisationDefinition).where(*_in_force(DigitisationDefinition, fiscal_year))
    return (await session.scalars(found)).one_or_none()


async def steps_in(session: AsyncSession, fiscal_year: int) -> Sequence[DigitisationStep]:
    """Return the steps of digitisation in a fiscal year, in order."""
    found = select(DigitisationStep).where(*_in_force(DigitisationStep, fiscal_year))
    return (await session.scalars(found.order_by(DigitisationStep.position))).all()


async def known_steps(session: AsyncSession) -> set[str]:
    """Return the codes of all steps, of whatever years."""
    return set(await session.scalars(select(DigitisationStep.code)))


def _in_force(
    model: type[DigitisationDefinition | DigitisationStep], fiscal_year: int
) -> tuple[ColumnElement[bool], ...]:
    first, last = model.first_fiscal_year, model.last_fiscal_year
    return first <= fiscal_year, or_(last.is_(None), last >= fiscal_year)
