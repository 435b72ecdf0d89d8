"""Rows that name things by the sender's own codes, put into ours before they are read."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.codes.errors import code_unknown
from services.indicators.codes.repository import codes_of
from services.indicators.codes.rules import Codes, Kind
from services.indicators.observations.errors import CODE_AND_OURS, cells_differ
from services.indicators.observations.schemas import OWN_CODES
from services.indicators.observations.usecases.reading import Table, Unread
from services.shared.access import Principal
from services.shared.errors import FieldError

_KINDS = {"indicator_id": Kind.INDICATOR, "area_code": Kind.AREA}
_OWN = frozenset(OWN_CODES.values())


async def translate_rows(session: AsyncSession, principal: Principal, rows: Sequence[Any]) -> Sequence[Any]:
    """Return rows with our ids in place of own codes; in place of one that cannot be told, what is wrong with it.

    One statement when any row has such a code, none otherwise.
    """
    own = [index for index, row in enumerate(rows) if type(row) is dict and not _OWN.isdisjoint(row)]
    if not own:
        return rows
    codes = await codes_of(session, principal, set(_codes_in(rows[index] for index in own)))
    translated = list(rows)
    for index in own:
        translated[index] = _translated(rows[index], codes)
    return translated


async def translate_table(
    session: AsyncSession, principal: Principal, table: Table
) -> tuple[Table, dict[int, Sequence[FieldError]]]:
    """Return a table with our columns in place of own codes, and what is wrong with rows that cannot be told."""
    if _OWN.isdisjoint(table.header):
        return table, {}
    named = [dict(zip(table.header, map(_filled, cells), strict=False)) for cells in table.rows]
    codes = await codes_of(session, principal, set(_codes_in(named)))
    header = [*dict.fromkeys(_OURS.get(name, name) for name in table.header)]
    unread: dict[int, Sequence[FieldError]] = {}
    rows: list[Sequence[str]] = []
    for index, row in enumerate(named):
        cells, known = len(table.rows[index]), _translated(row, codes)
        if cells != len(table.header):
            known = Unread([cells_differ(cells, len(table.header))])
        if isinstance(known, Unread):
            unread[index] = known.errors
        rows.append(
            [""] * len(header) if isinstance(known, Unread) else [str(known.get(name) or "") for name in header]
        )
    return Table(header, rows, table.lines), unread


_OURS = {own: ours for ours, own in OWN_CODES.items()}


def _filled(cell: str) -> str | None:
    return cell or None


def _codes_in(rows: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    for row in rows:
        yield from (row[own] for own in _OWN if isinstance(row.get(own), str))


def _translated(row: Mapping[str, Any], codes: Codes) -> dict[str, Any] | Unread:
    """Return a row with our ids alone, as text, or what is wrong with it."""
    known = {name: value for name, value in row.items() if name not in _OWN}
    errors = list[FieldError]()
    for ours, own in OWN_CODES.items():
        code = row.get(own)
        if code is None:
            continue
        meant = codes.of(_KINDS[ours]).get(code) if isinstance(code, str) else None
        if row.get(ours) is not None:
            errors.append(FieldError(f"/{own}", *CODE_AND_OURS))
        elif meant is None:
            errors.append(code_unknown(f"/{own}", _KINDS[ours], str(code)[:100]))
        else:
            known[ours] = str(meant)
    return Unread(errors) if errors else known
