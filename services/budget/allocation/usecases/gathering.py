"""The snapshot of a run: the round as it is tried, with every input and every amount of last year as they are now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.budget.allocation import repository
from services.budget.allocation.models import AllocationRound
from services.budget.allocation.rules.exact import number_text
from services.budget.allocation.rules.inputs import Question, Reading
from services.budget.allocation.rules.result import amounts_of
from services.budget.allocation.rules.settings import GIVEN, LEDGER, ROUND
from services.budget.allocation.rules.snapshot import FORMAT, document_of
from services.budget.allocation.schemas.settings import BoundsIn, CriterionIn, LastYearIn, PoolIn
from services.budget.allocation.usecases.drafts import sharing
from services.budget.ledger import repository as ledger
from services.shared.access import Principal
from services.shared.decisions.access import CLERK
from services.shared.errors import FieldError, Text
from services.shared.money import amount_or_none, format_amount
from services.shared.schemas import Json, format_instant

# Edition of the method by which snapshots are divided (docs/allocation.md).
METHOD = "1"
Readings = Mapping[Question, Reading | None]


@dataclass(frozen=True)
class Tried:
    """A round as a run tries it: its head, and pools that may be changed ones. `frame` and `unit` in satang."""

    round_id: UUID
    fiscal_year: int
    fund_code: str
    frame: int
    unit: int
    pools: Sequence[PoolIn]


@dataclass
class LastYear:
    """What the areas of a pool had last year, in satang, and where that is said; `fault`: it cannot be known."""

    kind: str | None = None
    source: str | None = None
    amounts: Mapping[str, int] = field(default_factory=dict)
    fault: FieldError | None = None


def questions_of(tried: Tried) -> list[Question]:
    """Return what is to be asked of the indicators service."""
    return [
        Question(criterion.indicator.indicator_id, criterion.indicator.fiscal_year, pool.level)
        for pool in tried.pools
        for criterion in pool.criteria
        if criterion.indicator is not None
    ]


def unknown_indicators(tried: Tried, readings: Readings) -> list[FieldError]:
    """Return a fault for every criterion whose indicator nobody has shown to the caller."""
    return [
        FieldError(f"/pools/{place}/criteria/{number}/indicator", "indicator_unknown", _NO_INDICATOR)
        for place, pool in enumerate(tried.pools)
        for number, criterion in enumerate(pool.criteria)
        if criterion.indicator is not None and _reading(criterion, pool.level, readings) is None
    ]


async def last_years(session: AsyncSession, principal: Principal, tried: Tried) -> list[LastYear]:
    """Return what each pool's areas had last year, in the order of the pools."""
    return [
        await _last_year(session, principal, tried, pool, pool.last_year, f"/pools/{place}/last_year")
        for place, pool in enumerate(tried.pools)
    ]


async def _last_year(
    session: AsyncSession, principal: Principal, tried: Tried, pool: PoolIn, asked: LastYearIn | None, where: str
) -> LastYear:
    areas = areas_of(pool, tried.fiscal_year)
    if asked is None:
        return LastYear()
    if asked.kind == GIVEN:
        known = {each.area_code: each.amount for each in asked.amounts}
        return LastYear(GIVEN, asked.source, {code: known[code] for code in areas if code in known})
    year = tried.fiscal_year - 1
    if asked.kind == LEDGER:
        accounts = await ledger.accounts_of_areas(session, CLERK, year, tried.fund_code, areas)
        source = f"ledger {tried.fund_code} {year}"
        return LastYear(LEDGER, source, {account.area_code: account.cap for account in accounts if account.area_code})
    assert asked.round_id is not None  # the rules of a draft see to it
    return await _of_round(session, principal, asked.round_id, year, pool.level, areas, where)


async def _of_round(
    session: AsyncSession,
    principal: Principal,
    round_id: UUID,
    year: int,
    level: str,
    areas: Sequence[str],
    where: str,
) -> LastYear:
    found = await repository.find_published_run(session, principal, round_id)
    if found is None or found.round.fiscal_year != year:
        return LastYear(fault=FieldError(f"{where}/round_id", "round_of_another_year", _NO_ROUND))
    known = amounts_of(document_of(found.result), level)
    source = f"allocation_round {round_id}"
    return LastYear(ROUND, source, {code: known[code] for code in areas if code in known})


def areas_of(pool: PoolIn, fiscal_year: int) -> list[str]:
    """Return which areas share a pool, by code."""
    return sorted(pool.areas if pool.areas is not None else sharing(pool.level, fiscal_year))


def snapshot_of(tried: Tried, readings: Readings, last: Sequence[LastYear]) -> Json:
    """Return the snapshot; every indicator in it was read."""
    return {
        "format": FORMAT,
        "method": METHOD,
        "round_id": str(tried.round_id),
        "fiscal_year": tried.fiscal_year,
        "fund_code": tried.fund_code,
        "frame_amount": format_amount(tried.frame),
        "unit_amount": format_amount(tried.unit),
        "pools": [
            _pool(pool, areas_of(pool, tried.fiscal_year), readings, before)
            for pool, before in zip(tried.pools, last, strict=True)
        ],
    }


def _pool(pool: PoolIn, areas: Sequence[str], readings: Readings, last: LastYear) -> Json:
    return {
        "level": pool.level,
        "percent": number_text(pool.percent),
        "source": pool.source,
        "areas": list(areas),
        "areas_reason_th": pool.areas_reason_th,
        "criteria": [_criterion(each, areas, _reading(each, pool.level, readings)) for each in pool.criteria],
        "bounds": _bounds(pool.bounds),
        "exceptions": [
            {"area_code": each.area_code, "bounds": _bounds(each.bounds), "reason_th": each.reason_th}
            for each in pool.exceptions
        ],
        "last_year": {
            "kind": last.kind,
            "source": last.source,
            "amounts": [
                {"area_code": code, "amount": format_amount(amount)} for code, amount in sorted(last.amounts.items())
            ],
        },
    }


def _criterion(criterion: CriterionIn, areas: Sequence[str], reading: Reading | None) -> Json:
    inputs, unknown = _read(reading, areas) if reading else _given(criterion, areas)
    return {
        "key": criterion.key,
        "name_th": criterion.name_th,
        "kind": criterion.kind,
        "weight": number_text(criterion.weight),
        "missing": criterion.missing,
        "least_input": None if criterion.least_input is None else number_text(criterion.least_input),
        "bands": [
            {"at_least": number_text(each.at_least), "points": number_text(each.points)} for each in criterion.bands
        ],
        "why_th": criterion.why_th,
        "source": criterion.source,
        "origin": _origin(criterion, reading),
        "inputs": inputs,
        "unknown": unknown,
    }


def _read(reading: Reading, areas: Sequence[str]) -> tuple[list[Json], list[Json]]:
    known = [(code, reading.areas[code]) for code in areas if code in reading.areas]
    inputs = [
        {
            "area_code": code,
            "value": number_text(found.value),
            "reporter": found.reporter,
            "made_of": [dict(each) for each in found.made_of],
            "is_final": found.is_final,
            "is_settled": found.is_settled,
        }
        for code, found in known
    ]
    without = [code for code in areas if code not in reading.areas]
    return inputs, [{"area_code": code, "reason": reading.unknown.get(code, "not_in_year")} for code in without]


def _given(criterion: CriterionIn, areas: Sequence[str]) -> tuple[list[Json], list[Json]]:
    if criterion.inputs is None:
        return [], []
    known = {each.area_code: each.value for each in criterion.inputs.values}
    of_given: dict[str, Any] = {"reporter": None, "made_of": [], "is_final": None, "is_settled": None}
    inputs = [{"area_code": code, "value": number_text(known[code]), **of_given} for code in areas if code in known]
    return inputs, [{"area_code": code, "reason": "not_given"} for code in areas if code not in known]


def _origin(criterion: CriterionIn, reading: Reading | None) -> Json | None:
    if criterion.indicator is not None and reading is not None:
        return {
            **dict.fromkeys(("source", "dated_on")),
            "kind": "indicator",
            "unit_th": reading.unit_th,
            "indicator_id": str(criterion.indicator.indicator_id),
            "indicator_code": reading.code,
            "fiscal_year": criterion.indicator.fiscal_year,
            "definition_version": reading.definition_version,
            "read_at": format_instant(reading.read_at),
        }
    if criterion.inputs is None:
        return None
    nothing = ("indicator_id", "indicator_code", "fiscal_year", "definition_version", "read_at")
    given = criterion.inputs
    return {
        **dict.fromkeys(nothing),
        "kind": GIVEN,
        "unit_th": given.unit_th,
        "source": given.source,
        "dated_on": given.dated_on.isoformat(),
    }


def _bounds(bounds: BoundsIn) -> Json:
    fall, rise = bounds.most_fall_percent, bounds.most_rise_percent
    return {
        "least_amount": amount_or_none(bounds.least_amount),
        "most_amount": amount_or_none(bounds.most_amount),
        "most_fall_percent": None if fall is None else number_text(fall),
        "most_rise_percent": None if rise is None else number_text(rise),
    }


def _reading(criterion: CriterionIn, level: str, readings: Readings) -> Reading | None:
    if criterion.indicator is None:
        return None
    return readings[Question(criterion.indicator.indicator_id, criterion.indicator.fiscal_year, level)]


def tried_of(allocation: AllocationRound, pools: Sequence[PoolIn], frame: int) -> Tried:
    """Return a round as it is tried, with these pools and this frame."""
    return Tried(
        round_id=allocation.id,
        fiscal_year=allocation.fiscal_year,
        fund_code=allocation.fund_code,
        frame=frame,
        unit=allocation.unit,
        pools=pools,
    )


_NO_INDICATOR = Text("ไม่มีตัวชี้วัดนี้ ดูที่ /v1/indicators", "There is no such indicator; /v1/indicators lists them.")
_NO_ROUND = Text(
    "ต้องเป็นรอบที่เผยแพร่แล้วของปีงบประมาณก่อนหน้า", "It must be a published round of the fiscal year before this one."
)
