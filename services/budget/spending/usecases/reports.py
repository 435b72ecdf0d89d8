"""Reading how money is spent by the end of a quarter."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.ledger.repository import sight_of
from services.budget.spending.repository.reports import load_ledger
from services.budget.spending.repository.targets import latest_targets
from services.budget.spending.rules.reports import Ledger, Parts, Rank, Unit, parts_of, ranks_of, rates_of
from services.budget.spending.rules.targets import goals_at
from services.budget.spending.schemas.reports import QuarterReportQuery
from services.shared import fiscal, reference
from services.shared.access import Principal
from services.shared.columns import now
from services.shared.scope import Scope

NATION, REGION, CLUSTER, PROVINCE, MINISTRY = "nation", "region", "cluster", "province", "ministry"


@dataclass(frozen=True)
class Report:
    """What was found of one unit."""

    unit: Unit
    name_th: str
    parts: Parts
    ranks: Mapping[str, Rank | None]


@dataclass(frozen=True)
class Reports:
    """What was asked, what was found of each unit, and what it is compared to."""

    query: QuarterReportQuery
    goals: Mapping[tuple[str, str], Decimal]
    targets_id: UUID | None
    as_of: dt.datetime
    found: list[Report]


async def reports_of(session: AsyncSession, principal: Principal, query: QuarterReportQuery) -> Reports:
    """Return the reports of the units of a level that the caller may see, with their ranks among all of them.

    Five statements at most, whatever there is: two for the targets, three for the books.
    """
    as_of = now()
    targets = await latest_targets(session, principal, query.fiscal_year)
    ledger = await load_ledger(session, query.fiscal_year, query.fund_code, query.quarter)
    scope = sight_of(principal)
    found = [
        report
        for report in reports_in(ledger, query)
        if is_wanted(report.unit, query) and is_seen(report.unit, scope, query)
    ]
    goals = goals_at([row.goal for row in targets.goals], query.quarter) if targets else {}
    return Reports(query, goals, targets.id if targets else None, as_of, found)


def reports_in(ledger: Ledger, query: QuarterReportQuery) -> list[Report]:
    """Return the report of every unit of a level, with its ranks; the nation has nobody to be compared with."""
    units = units_of(query.level, query.fiscal_year)
    parts = {code: parts_of(unit, ledger) for code, (unit, _) in units.items()}
    rates = rates_of({code: each.whole for code, each in parts.items()}) if query.level != NATION else {}
    ranks = {measure: ranks_of(of_units) for measure, of_units in rates.items()}
    return [
        Report(unit, name_th, parts[code], {measure: of_units.get(code) for measure, of_units in ranks.items()})
        for code, (unit, name_th) in units.items()
    ]


def units_of(level: str, fiscal_year: int) -> dict[str, tuple[Unit, str]]:
    """Return the units of a level in a fiscal year by their code, each with its Thai name.

    A cluster's money is its own account with what hangs under it; a region's that of its clusters and provinces.
    """
    if level == MINISTRY:
        year = fiscal.first_day(fiscal_year), fiscal.last_day(fiscal_year)
        return {
            each.code: (Unit(level, function_code=each.code), each.name_th)
            for each in sorted(reference.functions(), key=lambda each: each.code)
            if each.kind is reference.FunctionKind.MINISTRY and _exists_in(each, *year)
        }
    found = [each for each in reference.areas() if each.kind == level and reference.in_fiscal_year(each, fiscal_year)]
    if level == PROVINCE:
        found = list(reference.provinces(fiscal_year))
    return {
        each.code: (Unit(level, each.code, area_codes=codes_of(level, each.code, fiscal_year)), each.name_th)
        for each in sorted(found, key=lambda each: each.code)
    }


def _exists_in(function: reference.Function, first: dt.date, last: dt.date) -> bool:
    starts, ends = function.valid_from, function.valid_to
    return (starts is None or starts <= last) and (ends is None or ends >= first)


def codes_of(level: str, code: str, fiscal_year: int) -> frozenset[str] | None:
    """Return the areas whose accounts are a unit's; None for the nation, whose are all."""
    if level == NATION:
        return None
    if level != REGION:
        return frozenset({code})
    clusters = reference.members_of(code, fiscal_year)
    return clusters.union(*(reference.members_of(each, fiscal_year) for each in clusters))


def is_wanted(unit: Unit, query: QuarterReportQuery) -> bool:
    """Return whether a unit is among those asked for."""
    of_area = query.area_code is None or unit.area_code == query.area_code
    return of_area and (query.function_code is None or unit.function_code == query.function_code)


def is_seen(unit: Unit, scope: Scope, query: QuarterReportQuery) -> bool:
    """Return whether the caller sees the account of a unit, and so its report: as the ledger's `visible_to` has it."""
    if scope.is_nationwide:
        return True
    if unit.area_code is None:
        return unit.function_code in scope.insider_functions
    above = reference.cluster_of(unit.area_code, query.fiscal_year)
    return unit.area_code in {*scope.insider_areas, *scope.areas} or (above is not None and above in scope.clusters)
