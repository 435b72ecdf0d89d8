"""How joint indicators, offers and results are shown."""

import datetime as dt
from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import Response

from services.indicators.joint import access
from services.indicators.joint.models import JointIndicator, JointOffer, JointTopic
from services.indicators.joint.rules.states import (
    AGREED,
    COUNTERED,
    OFFERED,
    SETTLED,
    WAITING,
    is_overdue,
    refuse_late,
)
from services.indicators.joint.rules.tallies import Tally, standing_of
from services.indicators.joint.schemas import indicators as schemas
from services.indicators.joint.schemas import offers as offer_schemas
from services.indicators.joint.schemas import results as result_schemas
from services.indicators.joint.usecases.changes import subject_of, subject_of_offer, today
from services.indicators.joint.usecases.results import Results
from services.indicators.joint.usecases.terms import limit_of
from services.indicators.observations.rules import YearValue
from services.shared.access import ActionAnswer, Principal, allowed_actions
from services.shared.errors import Refusal
from services.shared.numbers import number_of
from services.shared.paging import PageRequest
from services.shared.preconditions import etag
from services.shared.schemas import Json, allowed_action

_OWN = {"indicator_code", "name_th", "unit_name_th", "cascade", "agreement"}


def fields_of(joint: JointIndicator, tally: Tally, day: dt.date) -> schemas.JointIndicatorFields:
    """Return what every representation of a joint indicator shows, as it stands on a day."""
    stored = {name: getattr(joint, name) for name in schemas.JointIndicatorFields.model_fields if name not in _OWN}
    return schemas.JointIndicatorFields(
        **stored,
        indicator_code=joint.indicator.code,
        name_th=joint.frozen.definition["name_th"],
        unit_name_th=joint.frozen.definition["unit_name_th"],
        cascade=_cascade(joint, tally, day),
        agreement=schemas.AgreementState(
            areas=tally.asked,
            agreed=tally.of(AGREED),
            settled=tally.of(SETTLED),
            offered=tally.of(OFFERED),
            countered=tally.of(COUNTERED),
            released=tally.released,
            overdue=tally.overdue,
        ),
    )


def _cascade(joint: JointIndicator, tally: Tally, day: dt.date) -> schemas.CascadeState | None:
    limit = limit_of(joint)
    if limit is None or joint.national_target is None:
        return None
    standing = standing_of(joint.national_target, joint.overlap_value, tally.assigned, limit, day)
    return schemas.CascadeState.model_validate(
        {
            "assigned": standing.assigned,
            "unassigned": standing.unassigned,
            "unassigned_limit": standing.limit,
            "unassigned_state": standing.state,
        }
    )


def one_of(joint: JointIndicator, tally: Tally, principal: Principal) -> schemas.JointIndicator:
    """Return the representation of a joint indicator."""
    answers = allowed_actions(principal, access.ON_INDICATOR, subject_of(joint))
    fields = dict(fields_of(joint, tally, today()))
    return schemas.JointIndicator(**fields, allowed_actions=[allowed_action(answer) for answer in answers])


def answer_of(joint: JointIndicator, tally: Tally, principal: Principal) -> Response:
    """Return the answer to a read, or to a change that needs no key."""
    body = one_of(joint, tally, principal).model_dump_json()
    return Response(body, media_type="application/json", headers={"ETag": etag(joint.version)})


def page_of(
    found: Sequence[JointIndicator], tallies: Mapping[UUID, Tally], page: PageRequest, filters: Json, sort: str
) -> schemas.JointIndicatorPage:
    """Return a page of joint indicators."""
    items, cursor = page.cut(found, sort, filters, lambda each: getattr(each, sort.removeprefix("-")))
    day = today()
    shown = [fields_of(each, tallies.get(each.id, Tally()), day) for each in items]
    return schemas.JointIndicatorPage(items=shown, next_cursor=cursor)


def topics_of(topics: Sequence[JointTopic]) -> schemas.JointTopicPage:
    """Return every topic."""
    items = [schemas.JointTopic.model_validate(topic) for topic in topics]
    return schemas.JointTopicPage(items=items, next_cursor=None)


def offer_fields(offer: JointOffer, day: dt.date) -> offer_schemas.JointOfferFields:
    """Return what every representation of an offer shows."""
    own = {"is_overdue", "signatures"}
    stored = {name: getattr(offer, name) for name in offer_schemas.JointOfferFields.model_fields if name not in own}
    signatures = [offer_schemas.Signature.model_validate(each) for each in offer.current_signatures]
    overdue = is_overdue(offer.state, offer.answer_by, day)
    return offer_schemas.JointOfferFields(**stored, is_overdue=overdue, signatures=signatures)


def offer_of(offer: JointOffer, principal: Principal) -> offer_schemas.JointOffer:
    """Return the representation of an offer."""
    day = today()
    answers = allowed_actions(principal, access.ON_OFFER, subject_of_offer(offer))
    shown = [allowed_action(_in_time(answer, offer, day)) for answer in answers]
    return offer_schemas.JointOffer(**dict(offer_fields(offer, day)), allowed_actions=shown)


def _in_time(answer: ActionAnswer, offer: JointOffer, day: dt.date) -> ActionAnswer:
    """Add to what the table says that an area answers by its day."""
    refusal: Refusal | None = answer.refusal
    if refusal is None and answer.action in (access.SIGN.name, access.COUNTER.name) and offer.state in WAITING:
        try:
            refuse_late(offer.answer_by, day)
        except Refusal as late:
            refusal = late
    return ActionAnswer(answer.action, answer.title, refusal)


def offers_of(offers: Sequence[JointOffer]) -> offer_schemas.JointOfferPage:
    """Return the offers to all areas."""
    day = today()
    return offer_schemas.JointOfferPage(items=[offer_fields(offer, day) for offer in offers], next_cursor=None)


def results_of(results: Results) -> result_schemas.JointResults:
    """Return what came of a joint indicator."""
    joint, national = results.joint, results.national
    return result_schemas.JointResults.model_validate(
        {
            "joint_indicator_id": joint.id,
            "definition_version": joint.definition_version,
            "fiscal_year": joint.fiscal_year,
            "side_of_record": joint.side_of_record,
            "tolerance_percent": joint.tolerance_percent,
            "disputes_settled_by": "evaluation_committee",
            "national": {
                "target": joint.national_target,
                "unassigned": results.unassigned,
                "value": national.value,
                "value_state": national.value_state,
                "reason": national.reason,
                "counted_areas": national.counted,
                "standing_areas": national.standing,
                "disputed_areas": national.disputed,
                "overlap_value": joint.overlap_value,
                "is_overlap_subtracted": national.is_overlap_subtracted,
            },
            "areas": [
                {
                    "area_code": area.area_code,
                    "offer_state": area.offer_state,
                    "target": area.target,
                    "actual": area.record.value if area.record else None,
                    "actual_reporter": results.reporters[area.area_code][0],
                    "actual_status": area.actual_status,
                    "status": area.verdict,
                    "of_record": _side(area.record, results.reporters[area.area_code][0]),
                    "of_other": _side(area.other, results.reporters[area.area_code][1]),
                }
                for area in results.areas
            ],
        }
    )


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
                "actual_reporter": results.reporters[area.area_code][0],
                "actual_status": area.actual_status,
                "status": area.verdict,
                "other_actual": number_of(area.other.value) if area.other else None,
            }
            for area in results.areas
            if area_codes is None or area.area_code in area_codes
        ],
    }
