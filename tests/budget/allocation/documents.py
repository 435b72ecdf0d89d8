"""Pools as documents: the JSON of docs/allocation.md, and the snapshot of a run."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from services.budget.allocation.rules.method import EQUAL, REFUSE, Band, Bounds, Criterion, Pool
from services.budget.allocation.rules.result import result_of
from services.shared.money import format_amount
from tests.budget.allocation.reference import satang
from tests.contract.operations import Json


def pool_of(document: Mapping[str, Any]) -> Pool:
    """The JSON of the page as the services have it."""
    return Pool(
        amount=satang(document["amount"]),
        unit=satang(document["unit"]),
        areas=tuple(document["areas"]),
        criteria=tuple(criterion_of(each) for each in document["criteria"]),
        bounds=bounds_of(document.get("bounds", {})),
        exceptions={area: bounds_of(each) for area, each in document.get("exceptions", {}).items()},
        last_year={area: satang(text) for area, text in document.get("last_year", {}).items()},
    )


def criterion_of(document: Mapping[str, Any]) -> Criterion:
    """One criterion of the page."""
    least = document.get("least_input")
    return Criterion(
        key=document["key"],
        kind=document["kind"],
        weight=Decimal(document["weight"]),
        inputs={area: Decimal(text) for area, text in document.get("inputs", {}).items()},
        missing=document.get("missing", REFUSE),
        least_input=None if least is None else Decimal(least),
        bands=tuple(Band(Decimal(each["at_least"]), Decimal(each["points"])) for each in document.get("bands", ())),
    )


def bounds_of(document: Mapping[str, Any]) -> Bounds:
    """The bounds of the page."""
    read: dict[str, Any] = {
        name: satang(text) if name.endswith("_amount") else Decimal(text) for name, text in document.items()
    }
    return Bounds(**read)


def snapshot_of(*pools: Pool) -> Json:
    """The snapshot of a run that has these pools, of provinces and, where there are two, of clusters."""
    frame = sum(pool.amount for pool in pools)
    return {
        "format": "buranakan.allocation.snapshot/1",
        "method": "1",
        "fiscal_year": 2563,
        "fund_code": "AREA",
        "frame_amount": format_amount(frame),
        "unit_amount": format_amount(pools[0].unit),
        "pools": [
            _snapshot_pool(pool, level, Decimal(pool.amount * 100) / frame)
            for pool, level in zip(pools, ("province", "cluster"), strict=False)
        ],
    }


def told_of(*pools: Pool) -> tuple[Json, Json]:
    """The snapshot of a run that has these pools, and its result."""
    snapshot = snapshot_of(*pools)
    return snapshot, result_of(snapshot, "0" * 64)


def _snapshot_pool(pool: Pool, level: str, percent: Decimal) -> Json:
    amounts = [{"area_code": area, "amount": format_amount(amount)} for area, amount in pool.last_year.items()]
    return {
        "level": level,
        "percent": f"{percent.normalize():f}",
        "areas": list(pool.areas),
        "criteria": [_snapshot_criterion(each) for each in pool.criteria],
        "bounds": _snapshot_bounds(pool.bounds),
        "exceptions": [
            {"area_code": area, "bounds": _snapshot_bounds(each), "reason_th": "ทดสอบ"}
            for area, each in pool.exceptions.items()
        ],
        "last_year": {"kind": "given" if amounts else None, "source": None, "amounts": amounts},
    }


def _snapshot_criterion(criterion: Criterion) -> Json:
    least, no_input = criterion.least_input, criterion.kind == EQUAL
    return {
        "key": criterion.key,
        "name_th": f"เกณฑ์ {criterion.key}",
        "kind": criterion.kind,
        "weight": f"{criterion.weight:f}",
        "missing": criterion.missing,
        "least_input": None if least is None else f"{least:f}",
        "bands": [{"at_least": f"{band.at_least:f}", "points": f"{band.points:f}"} for band in criterion.bands],
        "why_th": "ทดสอบ",
        "source": "ทดสอบ",
        "origin": None if no_input else {"kind": "given", "unit_th": "คน", "source": "ทดสอบ", "dated_on": "2019-09-30"},
        "inputs": [{"area_code": area, "value": f"{value:f}"} for area, value in criterion.inputs.items()],
    }


def _snapshot_bounds(bounds: Bounds) -> Json:
    return {
        name: None if value is None else format_amount(value) if isinstance(value, int) else f"{value:f}"
        for name, value in vars(bounds).items()
    }
