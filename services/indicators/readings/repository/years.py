"""Everything that is known of an indicator in some areas and years, in one statement."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Integer, Select, cast, func, literal_column, select

from services.indicators.agreements import repository as agreements
from services.indicators.agreements.models import AgreementKpi, AgreementTarget, PerformanceAgreement
from services.indicators.agreements.rules.agreement import APPROVED
from services.indicators.catalogue.models import DefinitionVersion
from services.indicators.observations import repository as observations
from services.indicators.observations.models import Observation
from services.indicators.readings.repository.scales import scales
from services.indicators.readings.repository.values import (
    AREAS,
    INDICATOR,
    YEARS,
    agreed,
    counted,
    current,
    current_at,
    indicator,
    listed,
)
from services.shared.access import PUBLIC, Grant, Principal
from services.shared.database import JsonQuery, Reader
from services.shared.decisions.access import CLERK
from services.shared.errors import NotFound
from services.shared.roles import Role

Json = dict[str, Any]

# What is approved is open to everyone, so it is asked for as the one who sees every state.
_KEEPER = Principal("readings", "readings", (Grant(Role.OPDC),))


@dataclass(frozen=True)
class Asked:
    """What is asked of an indicator: by which side, for which areas and years, and as the system knew it when."""

    indicator_id: UUID
    side: str
    area_codes: tuple[str, ...]
    fiscal_years: tuple[int, ...]
    as_of: dt.datetime | None = None

    def values(self) -> Json:
        """Return the parameters by name."""
        known = {"indicator_id": self.indicator_id, "side": self.side, "areas": list(self.area_codes)}
        at = {} if self.as_of is None else {"as_of": self.as_of}
        return {**known, **at, "years": list(self.fiscal_years)}


async def read_years(reader: Reader, principal: Principal, asked: Asked) -> Mapping[str, str]:
    """Return, by name, the indicator, its definitions, reported years, targets, agreed sides, and how to read them.

    All of it is JSON text, see `parsed`. Raises NotFound when no such indicator was ever published.
    """
    query = _query(principal.is_public, asked.as_of is not None)
    (found,) = await reader.rows(query, asked.values())
    if found["indicator"] is None:
        raise NotFound()
    return dict(found.items())


def parsed(text: str) -> Any:  # noqa: ANN401 - any JSON value
    """Read JSON of the database, its numbers exact."""
    return json.loads(text, parse_float=Decimal)


@lru_cache
def _query(is_public: bool, at_an_instant: bool) -> JsonQuery:
    seen_by = PUBLIC if is_public else CLERK
    known, sides = indicator(), agreed(at_an_instant=at_an_instant)
    values = counted(current_at(seen_by) if at_an_instant else current(seen_by), known, sides)
    parts = {
        "indicator": select(func.row_to_json(literal_column("one"))).select_from(known).scalar_subquery(),
        "years": listed(select(values)),
        "sides": listed(select(sides)),
        "targets": listed(_targets()),
        "definitions": listed(_definitions()),
        **scales(),
    }
    return JsonQuery.compile(select(*(part.label(name) for name, part in parts.items())))


def _targets() -> Select[Any]:
    """Return the targets that agreements of areas hold for their own year: what is approved is open to everyone."""
    found = agreements.visible_to(_KEEPER).join(PerformanceAgreement.kpis).join(AgreementKpi.targets)
    agreement = PerformanceAgreement
    columns: tuple[Any, ...] = (
        agreement.id,
        agreement.area_code,
        agreement.fiscal_year,
        AgreementTarget.value,
        AgreementKpi.baseline_value.label("baseline"),
    )
    return found.with_only_columns(*columns).where(
        agreement.state == APPROVED,
        agreement.fiscal_year == YEARS.any_(),
        agreement.area_code == AREAS.any_(),
        AgreementKpi.indicator_id == INDICATOR,
        AgreementTarget.fiscal_year == agreement.fiscal_year,
    )


def _definitions() -> Select[Any]:
    version = DefinitionVersion
    columns: tuple[Any, ...] = (version.definition_version, version.reason, version.recorded_at)
    versions = select(*columns).where(version.indicator_id == INDICATOR)
    return versions.order_by(version.definition_version)


async def read_first_days(reader: Reader, principal: Principal, asked: Asked) -> list[Json]:
    """Return when each value of one area and year first came, by reporter and period."""
    return [dict(row) for row in await reader.rows(_first(principal.is_public), asked.values())]


@lru_cache
def _first(is_public: bool) -> JsonQuery:
    table = Observation
    columns: tuple[Any, ...] = (table.reporter, table.period, table.recorded_at)
    found = observations.visible_to(PUBLIC if is_public else CLERK).with_only_columns(*columns)
    return JsonQuery.compile(
        found.where(
            table.indicator_id == INDICATOR,
            table.area_code == AREAS.any_(),
            table.fiscal_year == YEARS.any_(),
            table.revision == cast(literal_column("1"), Integer),
        )
    )
