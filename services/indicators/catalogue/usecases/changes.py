"""How a change of an indicator is written: the row, its definition's next version, the event."""

from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from services.indicators.catalogue.models import DefinitionVersion, Indicator
from services.indicators.catalogue.rules import DEFINITION_FIELDS, DRAFT, PART_FIELDS
from services.indicators.catalogue.schemas.indicators import IndicatorPatch
from services.shared.access import Principal, Subject
from services.shared.canonical import sha256
from services.shared.columns import now
from services.shared.events.record import EVERYONE, Change, record
from services.shared.numbers import number_of
from services.shared.roles import Role

OBJECT = "indicator"


def subject_of(owner_area: str | None, owner_function: str | None, state: str) -> Subject:
    """Return what access asks of an indicator: its owner and its state."""
    return Subject(f"area:{owner_area}" if owner_area else f"function:{owner_function}", state=state)


def subject_of_indicator(indicator: Indicator) -> Subject:
    """Return what access asks of a loaded indicator."""
    return subject_of(indicator.owner_area_code, indicator.owner_function_code, indicator.state)


async def save(
    session: AsyncSession, principal: Principal, indicator: Indicator, happening: str, changes: dict[str, Any]
) -> None:
    """Write the row under its next version and the event beside it."""
    indicator.updated_at = now()
    await session.flush()
    await record(session, principal, change_of(indicator, happening, changes))


def change_of(indicator: Indicator, happening: str, changes: dict[str, Any]) -> Change:
    """Return the event of a change; everyone may know of one that is or was published."""
    inside = frozenset({indicator.owner, f"role:{Role.OPDC}"})
    audience = inside if indicator.state == DRAFT else frozenset({EVERYONE})
    payload = {
        "code": indicator.code,
        "owner": indicator.owner,
        "state": indicator.state,
        "definition_version": indicator.definition_version,
    }
    return Change(happening, OBJECT, indicator.id, indicator.version, audience, payload, changes)


_SHOWN = tuple(name for name in IndicatorPatch.model_fields if name != "reason")


def shown(indicator: Indicator) -> dict[str, Any]:
    """Return an indicator's fields as JSON values, for the history's [from, to] and for its definition."""
    fields = {name: getattr(indicator, name) for name in _SHOWN}
    fields |= {name: str(fields[name]) for name in PART_FIELDS if fields[name] is not None}
    bounds = ("range_lower", "range_upper")
    return fields | {name: number_of(fields[name]) for name in bounds if fields[name] is not None}


def define(session: AsyncSession, indicator: Indicator, reason: str | None) -> None:
    """Add the next version of the definition as it stands now."""
    indicator.definition_version += 1
    values = shown(indicator)
    definition = {name: values[name] for name in DEFINITION_FIELDS}
    session.add(
        DefinitionVersion(
            indicator_id=indicator.id,
            definition_version=indicator.definition_version,
            definition=definition,
            content_hash=sha256(definition),
            reason=reason,
            recorded_at=now(),
        )
    )
