"""Keeping what can be the same as something else, and finding what is near to it."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Uuid, and_, bindparam, func, or_, select, text, true, union
from sqlalchemy import Text as SqlText
from sqlalchemy.dialects.postgresql import ARRAY, insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.duplicates.models import Comparable
from services.budget.duplicates.rules.things import DESK, KNOWN, OPEN, Thing
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.scope import any_of, scope_of

NAMES = tuple(field.name for field in fields(Thing))


def visible_to(principal: Principal) -> Select[Comparable]:
    """Return a select of what `principal` may see: its own until it is gone, everybody's once it left their desks.

    Whoever is at work sees what others ask for wherever they are, so that the same is not asked twice (S1 point 5).
    """
    scope = scope_of(principal)
    units = [f"area:{code}" for code in scope.insider_areas] + [f"function:{code}" for code in scope.insider_functions]
    is_own_draft = (Comparable.standing == DESK) & any_of(Comparable.unit.expression, "insider_units")
    is_known = or_(*(Comparable.standing == standing for standing in KNOWN))
    return select(Comparable).where(or_(is_known, is_own_draft)).params(insider_units=units)


async def load_things(session: AsyncSession, principal: Principal, ids: Sequence[UUID]) -> dict[UUID, Thing]:
    """Return those things that the caller sees, by id."""
    found = await session.scalars(visible_to(principal).where(Comparable.id.in_(ids)))
    return {row.id: Thing(**{name: getattr(row, name) for name in NAMES}) for row in found}


async def near_to(
    session: AsyncSession, principal: Principal, asked: Sequence[dict[str, Any]], most: int, *, is_open: bool
) -> dict[UUID, list[Thing]]:
    """Return, by what is asked after, the visible things whose titles are nearest to its own.

    Those of its provinces and those that name none, or of the whole country where it names none itself; at most `most`
    of each for each, all from an index, in one statement however many are asked after. `asked` has the id, the run and
    the provinces of each. `is_open`: only what still asks.
    """
    found = await session.execute(near_statement(principal, asked, most, is_open=is_open))
    near: dict[UUID, list[Thing]] = {each["id"]: [] for each in asked}
    for row in found.mappings():
        near[row["asked_id"]].append(Thing(**{name: row[name] for name in NAMES}))
    return near


def near_statement(
    principal: Principal, asked: Sequence[dict[str, Any]], most: int, *, is_open: bool
) -> Select[tuple[Any, ...]]:
    """Return the statement of `near_to`."""
    values = [
        bindparam("asked_ids", [each["id"] for each in asked], type_=ARRAY(Uuid())),
        bindparam("asked_runs", [each["run"] for each in asked], type_=ARRAY(SqlText())),
        bindparam("asked_provinces", ["|".join(each["provinces"]) for each in asked], type_=ARRAY(SqlText())),
    ]
    wanted = func.unnest(*values).table_valued("id", "run", "provinces", name="asked").render_derived()
    seen = visible_to(principal).where(Comparable.id != wanted.c.id)
    if is_open:
        seen = seen.where(or_(Comparable.standing == OPEN, Comparable.standing == DESK))
    likeness = func.similarity(Comparable.run, wanted.c.run).desc()
    is_near, is_anywhere = Comparable.run.op("%")(wanted.c.run), Comparable.provinces == text("'{}'")
    ways = (
        Comparable.provinces.op("&&")(func.string_to_array(wanted.c.provinces, "|")),
        and_(is_near, is_anywhere),
        and_(is_near, wanted.c.provinces == ""),
    )
    nearest = [
        seen.where(way).order_by(likeness, Comparable.id).limit(most).correlate(wanted).subquery() for way in ways
    ]
    columns = [select(*(each.c[name] for name in NAMES)) for each in nearest]
    near = union(*columns).lateral("near")
    return select(wanted.c.id.label("asked_id"), *near.c).join_from(wanted, near, true())


def compared_ids() -> Select[tuple[UUID]]:
    """Return a select of the ids of all that is compared and left its owner's desk."""
    seen = visible_to(CLERK).subquery()
    return select(seen.c.id)


async def save_things(session: AsyncSession, rows: Sequence[dict[str, Any]]) -> None:
    """Add or write what can be the same as something else, however many, in one statement."""
    new = insert(Comparable).values(list(rows))
    written = {name: new.excluded[name] for name in rows[0] if name != "id"}
    await session.execute(new.on_conflict_do_update(index_elements=[Comparable.id], set_=written))
