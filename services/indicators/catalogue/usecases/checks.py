"""What is checked before an indicator may be as it is to be."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue import repository
from services.indicators.catalogue.errors import AggregationFrozen, IndicatorIncomplete, IndicatorInUse
from services.indicators.catalogue.models import Indicator
from services.indicators.catalogue.rules import (
    COMPLETE_FIELDS,
    PART_FIELDS,
    IndicatorFacts,
    PartFacts,
    faults_of,
    faults_with_data,
    gaps_of,
    is_summable,
    national_value_derivable,
)
from services.shared.access import Principal
from services.shared.errors import FieldError, Invalid, Text
from services.shared.schemas import format_instant


def is_derivable(indicator: Indicator) -> bool:
    """Return whether roll-ups over areas have a value."""
    return national_value_derivable(
        indicator.unit_code,
        indicator.area_aggregation,
        has_numerator=indicator.numerator_indicator_id is not None,
        has_denominator=indicator.denominator_indicator_id is not None,
    )


async def refuse_faults(session: AsyncSession, indicator: IndicatorFacts) -> None:
    """Raise Invalid when an indicator contradicts itself or names a topic or part that it may not."""
    known = await repository.assignable_topics(session, indicator.topic_codes)
    faults = [
        FieldError(f"/topic_codes/{place}", "topic_unknown", _TOPIC_UNKNOWN)
        for place, code in enumerate(indicator.topic_codes)
        if code not in known
    ]
    faults += faults_of(indicator)
    if faults:
        raise Invalid(*faults)


_TOPIC_UNKNOWN = Text(
    "ไม่มีประเด็นรหัสนี้ หรือเป็นกลุ่มที่ต้องเลือกประเด็นข้างใน ดูที่ /v1/topics",
    "No topic has this code, or it is a group of which a topic must be chosen; /v1/topics lists them.",
)


async def facts_of(session: AsyncSession, principal: Principal, indicator: Indicator) -> IndicatorFacts:
    """Return what the rules ask of an indicator, its parts held until the transaction ends."""
    ids = [code for name in PART_FIELDS if (code := getattr(indicator, name)) is not None and code != indicator.id]
    parts = await repository.load_others(session, principal, ids) if ids else []
    return IndicatorFacts(
        id=str(indicator.id),
        unit_code=indicator.unit_code,
        direction=indicator.direction,
        range_lower=indicator.range_lower,
        range_upper=indicator.range_upper,
        area_aggregation=indicator.area_aggregation,
        numerator=None if (numerator := indicator.numerator_indicator_id) is None else str(numerator),
        denominator=None if (denominator := indicator.denominator_indicator_id) is None else str(denominator),
        parts={str(part.id): PartFacts(part.state, part.unit_code, part.area_aggregation) for part in parts},
        texts={name: getattr(indicator, name) for name in COMPLETE_FIELDS},
        topic_codes=indicator.topic_codes,
    )


def refuse_frozen(indicator: Indicator, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
    """Raise AggregationFrozen when values have been reported and something changed that they rest on."""
    if indicator.data_since is None:
        return
    if faults := faults_with_data(before, after):
        fields = ", ".join(fault.pointer[1:] for fault in faults)
        raise AggregationFrozen(*faults, fields=fields, data_since=format_instant(indicator.data_since))


async def refuse_lost_part(
    session: AsyncSession, principal: Principal, indicator: Indicator, before: dict[str, Any]
) -> None:
    """Raise IndicatorInUse when it no longer adds up and another indicator is made of it."""
    could = is_summable(before["unit_code"], before["area_aggregation"])
    if could and not is_summable(indicator.unit_code, indicator.area_aggregation):
        await refuse_use(session, principal, indicator)


async def refuse_use(session: AsyncSession, principal: Principal, indicator: Indicator) -> None:
    """Raise IndicatorInUse when another indicator is made of this one."""
    if codes := await repository.codes_made_of(session, principal, indicator.id):
        raise IndicatorInUse(codes=", ".join(codes))


def refuse_gaps(indicator: IndicatorFacts, *, lacks_reason: bool = False) -> None:
    """Raise IndicatorIncomplete unless an indicator can stand as published, and its change is explained."""
    gaps = gaps_of(indicator)
    if lacks_reason:
        sentence = Text("ต้องบอกเหตุผลที่เปลี่ยนคำนิยาม", "Say why the definition changes.")
        gaps = (*gaps, FieldError("/reason", "missing", sentence))
    if gaps:
        raise IndicatorIncomplete(*gaps)
