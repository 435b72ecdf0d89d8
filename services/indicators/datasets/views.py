"""How datasets, what is recorded of them and what units read in them are shown."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Response

from services.indicators.datasets import access
from services.indicators.datasets.models.analyses import DatasetAnalysis, DatasetAnalysisVersion
from services.indicators.datasets.models.registry import Dataset
from services.indicators.datasets.repository.records import NEWEST, Record
from services.indicators.datasets.repository.registry import NO_DAY
from services.indicators.datasets.repository.reports import BY_KEY
from services.indicators.datasets.rules.analyses import side_by_side
from services.indicators.datasets.rules.digitisation import Digitised
from services.indicators.datasets.rules.promise import freshness_of, is_past_due
from services.indicators.datasets.schemas import analyses as analysis_schemas
from services.indicators.datasets.schemas import datasets as schemas
from services.indicators.datasets.schemas import reports as report_schemas
from services.indicators.datasets.usecases.analyses import subject_of as subject_of_analysis
from services.indicators.datasets.usecases.changes import subject_of, today
from services.indicators.datasets.usecases.reports import Counted
from services.shared.access import Principal, allowed_actions
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import AllowedAction, allowed_action

_STANDING = {"promise", "freshness", "is_past_due", "usability"}
_USABILITY = {True: "usable", False: "not_usable", None: "not_assessed"}


def fields_of(dataset: Dataset, day: dt.date) -> dict[str, Any]:
    """Return what every representation of a dataset shows, as it stands on a day."""
    names = [name for name in schemas.DatasetFields.model_fields if name not in _STANDING]
    promise = dataset.promise
    return {name: getattr(dataset, name) for name in names} | {
        "promise": None
        if promise is None
        else {
            "every": promise.every,
            "unit": promise.unit,
            "ready_within_days": promise.ready_within_days,
            "basis_th": dataset.promise_basis_th,
        },
        "freshness": freshness_of(dataset.last_as_of, dataset.expected, day),
        "is_past_due": is_past_due(dataset.expected, day),
        "usability": _USABILITY[dataset.is_usable],
    }


def one_of(dataset: Dataset, principal: Principal) -> schemas.Dataset:
    """Return the representation of a dataset as it stands today."""
    return schemas.Dataset(**fields_of(dataset, today()), allowed_actions=_actions(dataset, principal))


def answer_of(dataset: Dataset, principal: Principal) -> Response:
    """Return the answer to a read, or to a change that needs no key."""
    body = one_of(dataset, principal).model_dump_json()
    return Response(body, media_type="application/json", headers={"ETag": etag(dataset.version)})


def page_of(
    found: Sequence[Dataset],
    principal: Principal,
    page: PageRequest,
    filters: Mapping[str, Any],
    sort: str,
    expand: str | None,
) -> schemas.DatasetPage:
    """Return a page of datasets as they stand today."""
    shown, cursor = page.cut(found, sort, filters, lambda dataset: _sort_value(dataset, sort))
    day = today()
    items = [
        schemas.DatasetListItem(
            **fields_of(dataset, day), allowed_actions=_actions(dataset, principal) if expand else None
        )
        for dataset in shown
    ]
    return schemas.DatasetPage(items=items, next_cursor=cursor)


def _sort_value(dataset: Dataset, sort: str) -> object:
    match sort.removeprefix("-"):
        case "name_th":
            return dataset.name_sort
        case "due_on":
            return dataset.due_on or NO_DAY
        case _:
            return dataset.updated_at


def _actions(dataset: Dataset, principal: Principal) -> list[AllowedAction]:
    return [allowed_action(answer) for answer in allowed_actions(principal, access.ON_DATASET, subject_of(dataset))]


def records_of(found: Sequence[Record], page: PageRequest, dataset_id: UUID) -> tuple[Sequence[Record], str | None]:
    """Return the records of a page and the cursor of the next one."""
    return page.cut(found, NEWEST, {"dataset_id": dataset_id}, lambda each: each.recorded_at)


def analysis_of(analysis: DatasetAnalysis, principal: Principal) -> analysis_schemas.DatasetAnalysis:
    """Return the representation of an analysis."""
    answers = allowed_actions(principal, access.ON_ANALYSIS, subject_of_analysis(analysis))
    return analysis_schemas.DatasetAnalysis(
        **_analysis_fields(analysis), allowed_actions=[allowed_action(answer) for answer in answers]
    )


def analysis_answer_of(analysis: DatasetAnalysis, principal: Principal) -> Response:
    """Return the answer to a read of an analysis, or to its revision."""
    body = analysis_of(analysis, principal).model_dump_json()
    return Response(body, media_type="application/json", headers={"ETag": etag(analysis.version)})


def _analysis_fields(analysis: DatasetAnalysis) -> dict[str, Any]:
    data = {"as_of": analysis.data.as_of, "revision": analysis.data.revision}
    names = [name for name in analysis_schemas.DatasetAnalysisFields.model_fields if name not in data]
    return {**{name: getattr(analysis, name) for name in names}, **data}


def analyses_of(found: Sequence[DatasetAnalysis]) -> analysis_schemas.DatasetAnalyses:
    """Return what units read in the same data, side by side."""
    compared = side_by_side({analysis.unit: analysis.numbers for analysis in found})
    return analysis_schemas.DatasetAnalyses(
        items=[analysis_schemas.DatasetAnalysisFields(**_analysis_fields(each)) for each in found],
        figures=[
            analysis_schemas.ComparedFigure(
                name_th=each.name_th,
                unit_th=each.unit_th,
                values=[analysis_schemas.FigureValue(unit=unit, value=value) for unit, value in each.values.items()],
                differs=each.differs,
                spread=each.spread,
            )
            for each in compared
        ],
        next_cursor=None,
    )


def versions_of(found: Sequence[DatasetAnalysisVersion]) -> analysis_schemas.DatasetAnalysisVersionPage:
    """Return every version of an analysis."""
    items = [analysis_schemas.DatasetAnalysisVersion.model_validate(each) for each in found]
    return analysis_schemas.DatasetAnalysisVersionPage(items=items, next_cursor=None)


def freshness_report(
    found: Sequence[Any], page: PageRequest, filters: Mapping[str, Any], day: dt.date
) -> report_schemas.FreshnessReport:
    """Return a page of the report; the row past the page only says that there is a next one."""
    shown, cursor = found[: page.limit], None
    if len(found) > page.limit:
        cursor = page.next_cursor(BY_KEY, filters, shown[-1].key, UUID(int=0))
    items = [report_schemas.FreshnessRow.model_validate(row) for row in shown]
    return report_schemas.FreshnessReport(today=day, items=items, next_cursor=cursor)


def digitisation_report(counted: Counted) -> report_schemas.DigitisationReport:
    """Return the KPI of digitised data in a fiscal year."""
    order = [*(step.code for step in counted.steps), None]
    definition = counted.definition
    return report_schemas.DigitisationReport(
        fiscal_year=counted.fiscal_year,
        counted_on=counted.day,
        definition=None
        if definition is None
        else report_schemas.DigitisationDefinition.model_validate(definition, from_attributes=True),
        steps=[report_schemas.DigitisationStep.model_validate(step, from_attributes=True) for step in counted.steps],
        items=[_owner(owner, found, order) for owner, found in counted.owners.items()] if definition else [],
        next_cursor=None,
    )


def _owner(
    owner: tuple[str | None, str | None], found: Digitised, order: list[str | None]
) -> report_schemas.DigitisationOfOwner:
    area, function = owner
    standing = {step if step in order else None: 0 for step in found.by_step}
    for step, count in found.by_step.items():
        standing[step if step in order else None] += count
    return report_schemas.DigitisationOfOwner(
        owner_area_code=area,
        owner_function_code=function,
        datasets=found.datasets,
        digitised=found.digitised,
        percent=found.percent,
        steps=[
            report_schemas.StepCount(step_code=step, datasets=standing[step]) for step in order if standing.get(step)
        ],
    )
