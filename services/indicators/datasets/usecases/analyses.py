"""What units read in the data: one analysis of each unit on the same data, every version kept."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.datasets import access
from services.indicators.datasets.models.analyses import DatasetAnalysis, DatasetAnalysisVersion
from services.indicators.datasets.models.registry import unit_of
from services.indicators.datasets.repository import records, registry
from services.indicators.datasets.schemas.analyses import DatasetAnalysisCreate, DatasetAnalysisPatch
from services.indicators.datasets.schemas.fields import FigureIn
from services.indicators.datasets.usecases.changes import audience_of
from services.shared.access import Principal, Subject, authorise, check_state
from services.shared.columns import new_id, now
from services.shared.errors import FieldError, Invalid, Text
from services.shared.events.record import EVERYONE, Change, difference, record
from services.shared.idempotency import Once
from services.shared.preconditions import check_version
from services.shared.roles import AREA_ROLES, FUNCTION_ROLES, OVERSEERS
from services.shared.schemas import Json

OBJECT = "dataset_analysis"


def subject_of(analysis: DatasetAnalysis) -> Subject:
    """Return what access asks of an analysis: whose it is, and the state of the dataset."""
    return Subject(analysis.unit, state=analysis.dataset.state)


async def create_analysis(
    session: AsyncSession, principal: Principal, once: Once, update_id: UUID, body: DatasetAnalysisCreate
) -> DatasetAnalysis:
    """Add what a unit of the caller's reads in data that it sees. Raises NotPermitted, DatasetAnalysisExists."""
    if (body.area_code is None) == (body.function_code is None):
        sentence = Text("ระบุหน่วยงานเดียวที่เป็นเจ้าของบทวิเคราะห์", "Name the one unit whose analysis it is.")
        raise Invalid(FieldError("/area_code", "one_unit", sentence))
    update = await records.load_update(session, principal, update_id, hold=True)
    unit = unit_of(body.area_code, body.function_code)
    subject = Subject(unit, state=update.dataset.state)
    authorise(principal, access.ANALYSE, subject)
    await once.begin(session, principal)
    check_state(access.ANALYSE, subject)
    at = now()
    analysis = DatasetAnalysis(
        id=new_id(),
        dataset_id=update.dataset_id,
        update_id=update.id,
        unit=unit,
        text_th=body.text_th,
        figures=plain(body.figures),
        created_at=at,
        updated_at=at,
        dataset=update.dataset,
        data=update,
    )
    await save(
        session, principal, analysis, "created", {name: [None, value] for name, value in shown(analysis).items()}
    )
    return analysis


async def revise_analysis(
    session: AsyncSession, principal: Principal, analysis_id: UUID, tag: str, body: DatasetAnalysisPatch
) -> DatasetAnalysis:
    """Change what was sent, with the reason; the version before stays. Raises VersionStale, StateDoesNotAllow."""
    analysis = await records.load_analysis(session, principal, analysis_id, lock=True)
    authorise(principal, access.REVISE, subject_of(analysis))
    check_version(tag, analysis.version)
    check_state(access.REVISE, subject_of(analysis))
    before = shown(analysis)
    if "text_th" in body.model_fields_set:
        analysis.text_th = body.text_th
    if "figures" in body.model_fields_set:
        analysis.figures = plain(body.figures)
    changes = {**difference(before, shown(analysis)), "reason": body.reason_th}
    await save(session, principal, analysis, "revised", changes, body.reason_th)
    return analysis


async def save(
    session: AsyncSession,
    principal: Principal,
    analysis: DatasetAnalysis,
    happening: str,
    changes: dict[str, Any],
    reason: str | None = None,
) -> None:
    """Write an analysis under its next version, that version beside it, and the event."""
    analysis.updated_at = now()
    await registry.save(session, analysis)
    version = DatasetAnalysisVersion(
        analysis_id=analysis.id,
        analysis_version=analysis.version,
        text_th=analysis.text_th,
        figures=analysis.figures,
        reason_th=reason,
        recorded_by=principal.subject,
        recorded_at=analysis.updated_at,
    )
    await registry.save(session, version)
    payload = {
        "dataset_id": str(analysis.dataset_id),
        "update_id": str(analysis.update_id),
        "as_of": analysis.data.as_of.isoformat(),
        "unit": analysis.unit,
    }
    audience = readers_of(analysis)
    change = Change(f"{OBJECT}.{happening}", OBJECT, analysis.id, analysis.version, audience, payload, changes)
    await record(session, principal, change)


def readers_of(analysis: DatasetAnalysis) -> frozenset[str]:
    """Return who may know of an analysis: who sees the dataset; of a public one every role, but not the public."""
    audience = audience_of(analysis.dataset)
    if EVERYONE in audience:
        audience = frozenset(f"role:{role}" for role in OVERSEERS | AREA_ROLES | FUNCTION_ROLES)
    return audience | {analysis.unit}


def plain(figures: list[FigureIn]) -> list[Json]:
    """Return figures as JSON values."""
    return [figure.model_dump(mode="json") for figure in figures]


def shown(analysis: DatasetAnalysis) -> dict[str, Any]:
    """Return what an analysis says as JSON values, for the history's [from, to]."""
    return {"text_th": analysis.text_th, "figures": analysis.figures}
