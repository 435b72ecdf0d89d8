"""Writing rows of joint indicators: one by one, or all that changed in one statement."""

from collections.abc import Collection, Iterable
from typing import TypeVar, cast

from sqlalchemy import Table, bindparam, column, delete, func, inspect, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.exc import StaleDataError

from services.indicators.base import Base
from services.indicators.joint.models import JointDispute, JointIndicator, JointOffer

Versioned = TypeVar("Versioned", JointOffer, JointDispute)


async def save(session: AsyncSession, *rows: Base) -> None:
    """Add or write rows; a proposal that stands already is refused here."""
    session.add_all(rows)
    await session.flush()


async def write_all(session: AsyncSession, rows: Iterable[Versioned]) -> None:
    """Write the changed ones of rows that are there already, each under its next version: one statement for all.

    SQLAlchemy writes versioned rows one at a time, which for the offers to 76 provinces is 76 statements.
    """
    changed = [row for row in rows if inspect(row).persistent and session.is_modified(row)]
    if not changed:
        return
    table = cast("Table", type(changed[0]).__table__)
    names: list[str] = [each.name for each in table.c if each.name != "id"]
    arrays = (bindparam(f"sent_{name}", type_=ARRAY(table.c[name].type, dimensions=1)) for name in ("id", *names))
    named = (column(name, table.c[name].type) for name in ("id", *names))
    sent = func.unnest(*arrays).table_valued(*named, name="sent").render_derived()
    values = {name: sent.c[name] for name in names if name != "version"}
    same = (table.c.id == sent.c.id, table.c.version == sent.c.version)
    writing = update(table).where(*same).values(**values, version=table.c.version + 1).returning(table.c.id)
    rows_sent = {f"sent_{name}": [getattr(row, name) for row in changed] for name in ("id", *names)}
    with session.no_autoflush:
        written = (await session.execute(writing, rows_sent)).all()
    if len(written) != len(changed):
        raise StaleDataError(f"{len(written)} of {len(changed)} rows of {table.name} were as they had been read")
    for row in changed:
        for name in names:
            set_committed_value(row, name, getattr(row, name))
        set_committed_value(row, "version", row.version + 1)


async def drop_offers(session: AsyncSession, joint: JointIndicator, codes: Collection[str]) -> None:
    """Take the planned offers to some areas away from a draft, in one statement."""
    gone = [offer for offer in joint.offers if offer.area_code in codes and inspect(offer).persistent]
    if gone:
        with session.no_autoflush:
            await session.execute(delete(JointOffer).where(JointOffer.id.in_([offer.id for offer in gone])))
        for offer in gone:
            session.expunge(offer)
    kept = [offer for offer in joint.offers if offer.area_code not in codes]
    set_committed_value(joint, "offers", kept)
