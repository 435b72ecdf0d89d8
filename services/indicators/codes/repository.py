"""Every SQL statement about clients' own codes."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, Text, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.codes.models import ExternalCode
from services.indicators.codes.rules import Codes, Kind
from services.shared.access import Principal
from services.shared.errors import NotFound
from services.shared.paging import PageRequest, SortKey, keyset

IN_ORDER = "code"
BY_CODE = SortKey(ExternalCode.code.expression)


def visible_to(principal: Principal) -> Select[ExternalCode]:
    """Return a select of the codes of the client that the caller comes through; nobody else sees them."""
    return select(ExternalCode).where(ExternalCode.client == principal.client)


async def load_code(
    session: AsyncSession, principal: Principal, kind: Kind, code: str, *, lock: bool = False
) -> ExternalCode:
    """Return a code of the caller's client, its row locked when asked; raises NotFound."""
    found = visible_to(principal).where(ExternalCode.kind == kind, ExternalCode.code == code)
    mapped = (await session.scalars(found.with_for_update() if lock else found)).one_or_none()
    if mapped is None:
        raise NotFound()
    return mapped


async def load_codes(
    session: AsyncSession, principal: Principal, filters: dict[str, Any], page: PageRequest
) -> Sequence[ExternalCode]:
    """Return up to one row more than the page holds, by code."""
    after = page.after(IN_ORDER, filters, BY_CODE)
    found = visible_to(principal).where(
        *(getattr(ExternalCode, name) == value for name, value in filters.items() if value is not None)
    )
    found = keyset(found, IN_ORDER, BY_CODE, ExternalCode.id.expression, goes_on=after is not None)
    return (await session.scalars(found.params(**page.start(after)))).all()


async def codes_of(session: AsyncSession, principal: Principal, codes: Collection[str]) -> Codes:
    """Return what those of `codes` that the caller's client has mapped stand for, in one statement."""
    if not codes:
        return Codes()
    among = ExternalCode.code == bindparam("codes", type_=ARRAY(Text)).any_()
    found = (await session.scalars(visible_to(principal).where(among).params(codes=sorted(codes)))).all()
    return Codes(
        indicators={each.code: each.indicator_id for each in found if each.indicator_id},
        areas={each.code: each.area_code for each in found if each.area_code},
    )


async def save_code(session: AsyncSession, mapped: ExternalCode) -> None:
    """Add or write a code; a second one of the same client and kind is refused here."""
    session.add(mapped)
    await session.flush()
