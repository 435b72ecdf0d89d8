"""What scoring asks of the other services: the KPIs of an area with their results, and its money."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import TypeAdapter

from services.evaluation.scorecards.rules.inputs import AreaKpis, Fetched, Ledger, ReadAt
from services.shared import reference
from services.shared.errors import NotFound, UpstreamBroken
from services.shared.neighbours import Asker

INDICATORS, BUDGET = "indicators", "budget"
FACTS = "/internal/facts/areas"
# Where a service has nothing to say of an area, nothing is known: no agreement, no account.
_NO_AGREEMENT: Mapping[str, Any] = {"agreement": None, "kpis": []}
_KPIS, _LEDGER = TypeAdapter(AreaKpis), TypeAdapter(Ledger)
_NO_MONEY = dict.fromkeys(("cap_amount", "held_amount", "posted_amount", "disbursed_amount", "disbursement_rate"))


async def fetch_inputs(asker: Asker, fiscal_year: int, area_code: str) -> Fetched:
    """Return what a province's score is made of; its cluster is the one of that fiscal year.

    Raises Unavailable, DeadlinePassed, UpstreamBroken: a score names its inputs, so without one of them there is none.
    """
    cluster = reference.cluster_of(area_code, fiscal_year)
    kpis, indicators_read_at = await fetch_kpis(asker, fiscal_year, [code for code in (area_code, cluster) if code])
    ledger, budget_read_at = await fetch_ledger(asker, fiscal_year, area_code)
    return Fetched(
        kpis[area_code], kpis[cluster] if cluster else None, ledger, ReadAt(indicators_read_at, budget_read_at)
    )


async def fetch_kpis(
    asker: Asker, fiscal_year: int, area_codes: Sequence[str]
) -> tuple[dict[str, AreaKpis], dt.datetime]:
    """Return the KPIs of each area's agreement of the year with their results, and when they were read."""
    answers, read_at = await _ask(asker, INDICATORS, fiscal_year, area_codes)
    try:
        found = {
            code: _KPIS.validate_python({"area_code": code, **(answers[code].get("agreements") or _NO_AGREEMENT)})
            for code in area_codes
        }
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise UpstreamBroken(service=INDICATORS) from problem
    return found, read_at


async def fetch_ledger(asker: Asker, fiscal_year: int, area_code: str) -> tuple[Ledger, dt.datetime]:
    """Return the money of an area in the year, of all funds together, and when it was read."""
    answers, read_at = await _ask(asker, BUDGET, fiscal_year, [area_code])
    try:
        ledger = _LEDGER.validate_python(
            {"area_code": area_code, **_NO_MONEY, **(answers[area_code].get("ledger") or {})}
        )
    except (KeyError, TypeError, ValueError, AttributeError) as problem:
        raise UpstreamBroken(service=BUDGET) from problem
    return ledger, read_at


async def _ask(
    asker: Asker, service: str, fiscal_year: int, area_codes: Sequence[str]
) -> tuple[dict[str, Any], dt.datetime]:
    try:
        answer = await asker.ask(service, FACTS, {"fiscal_year": fiscal_year, "area_code": list(area_codes)})
        areas: dict[str, Any] = answer["areas"]
        return areas, dt.datetime.fromisoformat(answer["as_of"])
    except (NotFound, KeyError, TypeError, ValueError) as problem:
        raise UpstreamBroken(service=service) from problem
