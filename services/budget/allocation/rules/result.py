"""The result of a run: the snapshot divided, every satang explained, as one JSON document with the same bytes always.

Amounts are baht as decimal strings; exact numbers are whole, fractions, or 15 digits after a "~" (rules/exact.py).
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from services.budget.allocation.rules.criteria import bases_of
from services.budget.allocation.rules.division import divide
from services.budget.allocation.rules.exact import exact_text, number_text
from services.budget.allocation.rules.method import Contribution, Criterion, Pool, Share
from services.budget.allocation.rules.snapshot import Document, pools_of
from services.shared.money import amount_or_none, format_amount, parse_amount

FORMAT = "buranakan.allocation.result/1"
_SATANG = 100


def result_of(snapshot: Document, snapshot_sha256: str) -> dict[str, Any]:
    """Return the division of a snapshot; ValueError when `faults_of_snapshot` would name a fault."""
    pools = pools_of(snapshot)
    return {
        "format": FORMAT,
        "method": snapshot["method"],
        "snapshot_sha256": snapshot_sha256,
        "frame_amount": snapshot["frame_amount"],
        "pools": [_pool(each, pools[each["level"]]) for each in snapshot["pools"]],
    }


def amounts_of(result: Document, level: str | None = None) -> dict[str, int]:
    """Return what each area gets in satang, by its code; of one level where given."""
    return {area["area_code"]: parse_amount(area["amount"]) for area in _areas(result, level)}


def area_of(result: Document, area_code: str) -> tuple[Document, Document] | None:
    """Return the pool of an area and what stands of the area in it; None when it does not share."""
    for pool in result["pools"]:
        for area in pool["areas"]:
            if area["area_code"] == area_code:
                return pool, area
    return None


def _areas(result: Document, level: str | None) -> Iterator[Document]:
    for pool in result["pools"]:
        if level in (None, pool["level"]):
            yield from pool["areas"]


def _pool(document: Document, pool: Pool) -> dict[str, Any]:
    division = divide(pool)
    weights = {criterion.key: number_text(criterion.weight) for criterion in pool.criteria}
    return {
        "level": document["level"],
        "percent": document["percent"],
        "amount": format_amount(pool.amount),
        "multiplier": exact_text(division.multiplier),
        "criteria": [_criterion(pool, criterion) for criterion in pool.criteria],
        "areas": [_area(share, weights) for share in division.shares],
    }


def _criterion(pool: Pool, criterion: Criterion) -> dict[str, Any]:
    """Return what a criterion divides in all, and by what; `basis_sum` is what all areas count for together."""
    part = pool.amount * Fraction(criterion.weight) / 100
    bases = sum(bases_of(criterion, pool.areas).values(), Fraction(0))
    return {
        "key": criterion.key,
        "kind": criterion.kind,
        "weight": number_text(criterion.weight),
        "amount": exact_text(part / _SATANG),
        "basis_sum": exact_text(bases),
    }


def _area(share: Share, weights: Mapping[str, str]) -> dict[str, Any]:
    limits = share.limits
    return {
        "area_code": share.area_code,
        "contributions": [_contribution(each, weights[each.key]) for each in share.contributions],
        "raw": exact_text(share.raw / _SATANG),
        "lower_amount": format_amount(limits.lower),
        "lower_by": limits.lower_by,
        "upper_amount": amount_or_none(limits.upper),
        "upper_by": limits.upper_by,
        "bounded": exact_text(share.bounded / _SATANG),
        "bound_by": share.bound_by,
        "bounds_amount": format_amount(share.bounds_amount),
        "remainder": exact_text(share.remainder),
        "has_residue": share.has_residue,
        "rounding_amount": format_amount(share.rounding_amount),
        "amount": format_amount(share.amount),
    }


def _contribution(contribution: Contribution, weight: str) -> dict[str, Any]:
    return {
        "key": contribution.key,
        "value": _text(contribution.value),
        "basis": exact_text(contribution.basis),
        "share": exact_text(contribution.share),
        "weight": weight,
        "amount": format_amount(contribution.amount),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else number_text(value)
