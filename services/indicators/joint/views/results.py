"""How results are shown: area by area, for the nation, and as a row of the matrix."""

from services.indicators.joint.models import JointDispute
from services.indicators.joint.rules.disputes import OPEN, SETTLED
from services.indicators.joint.schemas import results as schemas
from services.indicators.joint.usecases.results import Results
from services.indicators.observations.rules import YearValue
from services.shared.numbers import number_of
from services.shared.schemas import Json


def results_of(results: Results) -> schemas.JointResults:
    """Return what came of a joint indicator."""
    joint = results.joint
    said = {area.area_code: _said(results, area.area_code) for area in results.areas}
    return schemas.JointResults.model_validate(
        {
            "joint_indicator_id": joint.id,
            "definition_version": joint.definition_version,
            "fiscal_year": joint.fiscal_year,
            "side_of_record": joint.side_of_record,
            "tolerance_percent": joint.tolerance_percent,
            "disputes_settled_by": "evaluation_committee",
            "national": _national(results),
            "areas": [
                {
                    "area_code": area.area_code,
                    "offer_state": area.offer_state,
                    "target": area.target,
                    "actual": area.record.value if area.record else None,
                    "actual_reporter": results.counts_of(area.area_code),
                    "actual_status": area.actual_status,
                    "status": area.verdict,
                    "of_record": said[area.area_code][0],
                    "of_other": said[area.area_code][1],
                    "choice_th": results.choices.get(area.area_code),
                    "dispute": _dispute(results.disputes.get(area.area_code)),
                }
                for area in results.areas
            ],
        }
    )


def _national(results: Results) -> Json:
    joint, national = results.joint, results.national
    return {
        "target": joint.national_target,
        "unassigned": results.unassigned,
        "value": national.value,
        "value_state": national.value_state,
        "reason": national.reason,
        "counted_areas": national.counted,
        "standing_areas": national.standing,
        "disputed_areas": national.disputed,
        "disputes_open": sum(each.state == OPEN for each in results.disputes.values()),
        "settled_areas": sum(area.stands and area.actual_status == SETTLED for area in results.areas),
        "overlap_value": joint.overlap_value,
        "is_overlap_subtracted": national.is_overlap_subtracted,
    }


def _said(results: Results, area_code: str) -> list[Json | None]:
    """Return what the side of record says, then the other, whatever was settled."""
    years = results.sides[area_code].of_record(results.joint.side_of_record)
    return [_side(year, reporter) for year, reporter in zip(years, results.reporters[area_code], strict=True)]


def _dispute(dispute: JointDispute | None) -> Json | None:
    return None if dispute is None else {"id": dispute.id, "state": dispute.state}


def _side(year: YearValue | None, reporter: str) -> Json | None:
    if year is None:
        return None
    return {
        "reporter": reporter,
        "value": year.value,
        "is_final": year.is_final,
        "is_complete": year.is_complete,
        "missing": list(year.missing),
        "made_of": [{"period": period, "revision": revision} for period, revision in year.revisions],
        "recorded_at": year.recorded_at,
    }


def row_of_matrix(results: Results, area_codes: frozenset[str] | None) -> Json:
    """Return one row of the matrix ministry by province, its cells of some areas or of all; null is not known."""
    joint, national = results.joint, results.national
    return {
        "id": str(joint.id),
        "version": joint.version,
        "indicator_id": str(joint.indicator_id),
        "indicator_code": joint.indicator.code,
        "name_th": joint.frozen.definition["name_th"],
        "unit_name_th": joint.frozen.definition["unit_name_th"],
        "function_code": joint.function_code,
        "fiscal_year": joint.fiscal_year,
        "side_of_record": joint.side_of_record,
        "national": {
            "target": None if joint.national_target is None else number_of(joint.national_target),
            "unassigned": None if results.unassigned is None else number_of(results.unassigned),
            "agreed": national.standing,
            "offered_areas": len(results.areas),
            "value": None if national.value is None else number_of(national.value),
            "value_state": national.value_state,
        },
        "cells": [
            {
                "area_code": area.area_code,
                "offer_state": area.offer_state,
                "target": number_of(area.target),
                "actual": number_of(area.record.value) if area.record else None,
                "actual_reporter": results.counts_of(area.area_code),
                "actual_status": area.actual_status,
                "status": area.verdict,
                "other_actual": number_of(area.other.value) if area.other else None,
                "choice_th": results.choices.get(area.area_code),
            }
            for area in results.areas
            if area_codes is None or area.area_code in area_codes
        ],
    }
