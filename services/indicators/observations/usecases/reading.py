"""How a push is read: whose it is, and its rows one by one."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import TypeAdapter, ValidationError

from services.indicators.observations import access
from services.indicators.observations.rules.rows import Fault, Row
from services.indicators.observations.schemas import ObservationRow
from services.shared.access import Principal, Subject, authorise
from services.shared.errors import FieldError, Invalid, Text
from services.shared.validation import field_error

_ROW = TypeAdapter(ObservationRow)


def reporter_of(principal: Principal, named: str | None) -> str:
    """Return the unit that reports. Raises NotPermitted, or Invalid where the caller's unit is not plain."""
    if named is not None:
        authorise(principal, access.PUSH, Subject(named))
        return named
    units = {grant.unit for grant in principal.grants if grant.role in access.PUSH.roles and grant.unit}
    if len(units) != 1:
        raise Invalid(FieldError("/reporter", "missing", _SEVERAL.filled({"units": ", ".join(sorted(units))})))
    return units.pop()


_SEVERAL = Text(
    "ท่านทำการแทนหลายหน่วย โปรดระบุว่ารายงานในนามหน่วยใด: {units}",
    "You act for several units. Say which one reports: {units}.",
)


def read_rows(sent_rows: Mapping[int, Any], push_reason: str | None) -> tuple[list[Row], list[Fault]]:
    """Return the rows, by their places, that can be read, and what is wrong with the others."""
    rows, faults = list[Row](), list[Fault]()
    for index, sent in sent_rows.items():
        try:
            row = _ROW.validate_python(sent)
        except ValidationError as problem:
            faults += (Fault(index, error) for error in _errors_of(problem))
        else:
            fields = dict(row)
            rows.append(Row(index, **{**fields, "reason": fields["reason"] or push_reason}))
    return rows, faults


def _errors_of(problem: ValidationError) -> Iterator[FieldError]:
    for fault in problem.errors(include_url=False, include_input=False):
        known: dict[str, Any] = {**fault, "loc": ("body", *fault["loc"])}
        pointer, code, sentence = field_error(known)
        # The name of a field that nobody knows may be any text, even one that cannot be written.
        yield FieldError(pointer.encode(errors="replace").decode(), code, sentence)
