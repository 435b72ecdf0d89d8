"""How the equity report of a run and the comparison of runs are shown."""

from collections.abc import Sequence
from dataclasses import asdict
from decimal import Decimal
from fractions import Fraction
from typing import Any
from uuid import UUID

from services.budget.allocation.models import AllocationRun
from services.budget.allocation.rules.comparing import ComparedArea
from services.budget.allocation.rules.equity import (
    AreaMoney,
    GroupMoney,
    Moved,
    Spread,
    amounts_spread,
    areas_spread,
    equal_of,
    extremes_of,
    group_of,
    heads_spread,
    moves_of,
)
from services.budget.allocation.rules.exact import rounded
from services.budget.allocation.schemas import comparison, equity
from services.budget.allocation.usecases.reporting import Compared, PoolReport, name_of
from services.budget.allocation.views.rounds import run_head
from services.shared.schemas import Json

_SHARE_PLACES, _PERCENT_PLACES, _HUNDRED = 6, 4, 100


def equity_out(run: AllocationRun, reports: Sequence[PoolReport]) -> equity.AllocationEquity:
    """Return the equity report of a run."""
    shown = [_pool(report) for report in reports]
    head = {"round_id": run.round_id, "run_id": run.id, "fiscal_year": run.round.fiscal_year}
    return equity.AllocationEquity.model_validate({**head, "pools": shown})


def comparison_out(round_id: UUID, compared: Compared) -> comparison.AllocationComparison:
    """Return runs side by side."""
    runs = [_run(compared, place) for place in range(len(compared.runs))]
    areas = [
        {**asdict(area), "name_th": name_of(area.area_code).th, "standings": _standings(area)}
        for area in compared.areas
    ]
    return comparison.AllocationComparison.model_validate({"round_id": round_id, "runs": runs, "areas": areas})


def _pool(report: PoolReport) -> Json:
    whole, moves, extremes = group_of("", report.areas), moves_of(report.areas), extremes_of(report.areas)
    names = {each["key"]: each for each in report.of_level["criteria"]}
    return {
        "level": report.pool["level"],
        "heads": _heads(report),
        "whole": _money(whole, whole.amount),
        "areas": [_area(area, report, moves, whole.amount) for area in report.areas],
        "clusters": [_group(each, whole.amount) for each in report.clusters],
        "regions": [_group(each, whole.amount) for each in report.regions],
        "amounts": _spread(amounts_spread(report.areas)),
        "per_head_by_area": _spread(areas_spread(report.areas)),
        "per_head_by_head": _spread(heads_spread(report.areas)),
        "without_heads": [each.area_code for each in report.areas if not each.heads],
        "most": _extreme(extremes.most) if extremes else None,
        "least": _extreme(extremes.least) if extremes else None,
        "ratio": rounded(extremes.ratio, _PERCENT_PLACES) if extremes and extremes.ratio is not None else None,
        "criteria": [_moved(each, names[each.key]) for each in moves],
    }


def _heads(report: PoolReport) -> Json | None:
    if report.criterion is None:
        nothing = dict.fromkeys(("key", "name_th", "unit_th", "source", "dated_on"))
        return {**nothing, "kind": "given"} if any(each.heads is not None for each in report.areas) else None
    origin = report.criterion["origin"]
    return {
        "kind": "criterion",
        "key": report.criterion["key"],
        "name_th": report.criterion["name_th"],
        "unit_th": origin["unit_th"],
        "source": origin["source"] or origin["indicator_code"],
        "dated_on": origin["dated_on"],
    }


def _money(money: AreaMoney | GroupMoney, pool: int) -> Json:
    change = None if money.last_year is None else money.amount - money.last_year
    return {
        "amount": money.amount,
        "share_percent": _percent(money.amount, pool),
        "heads": money.heads,
        "per_head_amount": None if money.per_head is None else round(money.per_head),
        "last_year_amount": money.last_year,
        "change_amount": change,
        "change_percent": _percent(change, money.last_year) if change is not None and money.last_year else None,
    }


def _area(area: AreaMoney, report: PoolReport, moves: Sequence[Moved], pool: int) -> Json:
    code = area.area_code
    return {
        **_money(area, pool),
        "area_code": code,
        "name_th": name_of(code).th,
        "cluster_code": report.cluster_by_area.get(code),
        "region_code": report.region_by_area.get(code),
        "equal_amount": equal_of(area, moves),
        "moves": [{"key": each.key, "amount": each.by_area[code]} for each in moves],
        "bounds_amount": area.bounds_amount,
        "rounding_amount": area.rounding_amount,
    }


def _group(group: GroupMoney, pool: int) -> Json:
    name = name_of(group.code).th
    return {**_money(group, pool), "code": group.code, "name_th": name, "area_codes": group.area_codes}


def _spread(spread: Spread | None) -> Json | None:
    if spread is None:
        return None
    points = [{"weight": _share(point.weight), "value": _share(point.value)} for point in spread.lorenz]
    return {"gini": _share(spread.gini), "lorenz": points}


def _extreme(area: AreaMoney) -> Json:
    per_head = round(area.per_head or Fraction(0))
    return {"area_code": area.area_code, "name_th": name_of(area.area_code).th, "per_head_amount": per_head}


def _moved(moved: Moved, criterion: Any) -> Json:  # noqa: ANN401 - a criterion of the snapshot
    return {
        "key": moved.key,
        "name_th": criterion["name_th"],
        "weight": Decimal(criterion["weight"]),
        "amount": moved.amount,
        "moved_amount": moved.moved,
        "moved_percent": _percent(moved.moved, moved.amount) if moved.amount else None,
        "gaining": moved.gaining,
        "losing": moved.losing,
    }


def _run(compared: Compared, place: int) -> Json:
    standings = [area.standings[place] for area in compared.areas]
    differences = [each.difference or 0 for each in standings if each is not None]
    return {
        **run_head(compared.runs[place]),
        "changes": [asdict(each) for each in compared.changes[place]],
        "raised_amount": sum(each for each in differences if each > 0),
        "raised": sum(each > 0 for each in differences),
        "lowered": sum(each < 0 for each in differences),
    }


def _standings(area: ComparedArea) -> list[Json | None]:
    return [
        None if each is None else {"amount": each.amount, "difference_amount": each.difference, "place": each.place}
        for each in area.standings
    ]


def _percent(part: int, whole: int) -> Decimal:
    return rounded(Fraction(part * _HUNDRED, whole), _PERCENT_PLACES)


def _share(part: Fraction) -> Decimal:
    return rounded(part, _SHARE_PLACES)
