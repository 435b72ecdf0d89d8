"""The snapshot of a run: everything that the method needs, as one JSON document; amounts and numbers are texts."""

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.budget.allocation import errors
from services.budget.allocation.rules.division import split_frame
from services.budget.allocation.rules.exact import number_text
from services.budget.allocation.rules.faults import faults_of
from services.budget.allocation.rules.method import Band, Bounds, Criterion, Pool
from services.shared.errors import FieldError
from services.shared.money import parse_amount

Document = Mapping[str, Any]
FORMAT = "buranakan.allocation.snapshot/1"
_HUNDRED = 100


def document_of(content: bytes) -> dict[str, Any]:
    """Return a document of its bytes."""
    document: dict[str, Any] = json.loads(content)
    return document


def pools_of(snapshot: Document) -> dict[str, Pool]:
    """Return the pools of a snapshot by their level, in its order; their parts add up to 100 and units are whole."""
    frame, unit = parse_amount(snapshot["frame_amount"]), parse_amount(snapshot["unit_amount"])
    percents = {each["level"]: Decimal(each["percent"]) for each in snapshot["pools"]}
    amounts = split_frame(frame, unit, percents)
    return {each["level"]: _pool(each, amounts[each["level"]], unit) for each in snapshot["pools"]}


def faults_of_snapshot(snapshot: Document) -> tuple[FieldError, ...]:
    """Return every reason why a snapshot cannot be divided, each pointing to its place in the round; none when it can.

    Within a pool nothing can be judged before it is known how much it is.
    """
    frame, unit = parse_amount(snapshot["frame_amount"]), parse_amount(snapshot["unit_amount"])
    faults = []
    if frame % unit:
        faults.append(errors.unit_does_not_divide("/frame_amount", unit))
    total = sum((Decimal(each["percent"]) for each in snapshot["pools"]), Decimal(0))
    if total != _HUNDRED:
        faults.append(errors.parts_not_hundred("/pools", number_text(total)))
    if faults:
        return tuple(faults)
    pools = pools_of(snapshot).values()
    return tuple(fault for place, pool in enumerate(pools) for fault in faults_of(pool, f"/pools/{place}"))


def _pool(document: Document, amount: int, unit: int) -> Pool:
    return Pool(
        amount=amount,
        unit=unit,
        areas=tuple(document["areas"]),
        criteria=tuple(_criterion(each) for each in document["criteria"]),
        bounds=_bounds(document["bounds"]),
        exceptions={each["area_code"]: _bounds(each["bounds"]) for each in document["exceptions"]},
        last_year={each["area_code"]: parse_amount(each["amount"]) for each in document["last_year"]["amounts"]},
    )


def _criterion(document: Document) -> Criterion:
    return Criterion(
        key=document["key"],
        kind=document["kind"],
        weight=Decimal(document["weight"]),
        inputs={each["area_code"]: Decimal(each["value"]) for each in document["inputs"]},
        missing=document["missing"],
        least_input=_number(document["least_input"]),
        bands=tuple(Band(Decimal(each["at_least"]), Decimal(each["points"])) for each in document["bands"]),
    )


def _bounds(document: Document) -> Bounds:
    return Bounds(
        least_amount=_amount(document["least_amount"]),
        most_amount=_amount(document["most_amount"]),
        most_fall_percent=_number(document["most_fall_percent"]),
        most_rise_percent=_number(document["most_rise_percent"]),
    )


def _number(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _amount(text: str | None) -> int | None:
    return None if text is None else parse_amount(text)
