"""Rows that name things by the sender's own codes, put into ours before they are read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.codes.errors import code_unknown
from services.indicators.codes.repository import codes_of
from services.indicators.codes.rules import Codes, Kind
from services.indicators.observations.errors import CODE_AND_OURS
from services.indicators.observations.rules.rows import Fault
from services.shared.access import Principal
from services.shared.errors import FieldError

# The own name of a thing, and the field of ours that it stands for.
OWN_CODES = {Kind.INDICATOR: ("external_code", "indicator_id"), Kind.AREA: ("external_area_code", "area_code")}
_OWN = tuple(own for own, _ in OWN_CODES.values())


async def translate(
    session: AsyncSession, principal: Principal, rows: Sequence[Any]
) -> tuple[dict[int, Any], list[Fault]]:
    """Return the rows by their places with our ids in place of own codes, and what is wrong with the others.

    One statement when any row has such a code, none otherwise.
    """
    codes = await codes_of(session, principal, set(_codes_in(rows)))
    faults = [Fault(place, error) for place, row in enumerate(rows) for error in _faults_of(row, codes)]
    faulty = {fault.index for fault in faults}
    return {place: _translated(row, codes) for place, row in enumerate(rows) if place not in faulty}, faults


def _codes_in(rows: Iterable[Any]) -> Iterator[str]:
    for row in rows:
        if isinstance(row, Mapping):
            yield from (row[own] for own in _OWN if isinstance(row.get(own), str))


def _faults_of(row: Any, codes: Codes) -> Iterator[FieldError]:  # noqa: ANN401 - a row may be any JSON value
    if not isinstance(row, Mapping):
        return
    for kind, (own, ours) in OWN_CODES.items():
        code = row.get(own)
        if code is None:
            continue
        if row.get(ours) is not None:
            yield FieldError(f"/{own}", *CODE_AND_OURS)
        elif not isinstance(code, str) or code not in codes.of(kind):
            yield code_unknown(f"/{own}", kind, str(code)[:100])


def _translated(row: Any, codes: Codes) -> Any:  # noqa: ANN401 - a row may be any JSON value
    if not isinstance(row, Mapping) or not any(own in row for own in _OWN):
        return row
    known = {name: value for name, value in row.items() if name not in _OWN}
    for kind, (own, ours) in OWN_CODES.items():
        if row.get(own) is not None:
            known[ours] = codes.of(kind)[row[own]]
    return known
