"""Runs side by side: what each area gets in each, and every parameter by which they differ from the first.

Only what the method reads is compared (docs/allocation.md), not how a criterion is called or where a number was found.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.budget.allocation.rules.method import FALL, LEAST, MOST, RISE
from services.budget.allocation.rules.result import amounts_of
from services.budget.allocation.rules.snapshot import Document

_OF_ROUND = ("fiscal_year", "frame_amount", "unit_amount", "method")
_OF_CRITERION = ("kind", "weight", "missing", "least_input")
_BOUNDS = (LEAST, MOST, FALL, RISE)
_SHARES, _EXCEPTED = "shares", "excepted"


@dataclass(frozen=True)
class AreaChange:
    """What is another of one area; None: it has none there."""

    area_code: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Change:
    """One parameter that differs: of the round, of a pool, or of a criterion in it.

    What has a value for every area names the areas where it differs, in place of `before` and `after`.
    """

    level: str | None
    criterion: str | None
    field: str
    before: str | None = None
    after: str | None = None
    areas: tuple[AreaChange, ...] = ()


@dataclass(frozen=True)
class Standing:
    """What an area gets in a run, in satang: beside the first run, and its place among those of its level."""

    amount: int
    difference: int | None
    place: int


@dataclass(frozen=True)
class ComparedArea:
    """An area through all runs, in their order; None where it does not share."""

    level: str
    area_code: str
    standings: tuple[Standing | None, ...]


def areas_compared(results: Sequence[Document]) -> tuple[ComparedArea, ...]:
    """Return every area of any run, by level in the order of the pools, then by code."""
    levels = dict.fromkeys(pool["level"] for result in results for pool in result["pools"])
    return tuple(area for level in levels for area in _areas_of(level, [amounts_of(each, level) for each in results]))


def changes_between(first: Document, other: Document) -> tuple[Change, ...]:
    """Return every parameter that is another in `other` than in `first`, both snapshots."""
    pools, others = _by(first["pools"], "level"), _by(other["pools"], "level")
    of_pools = (
        change
        for level in dict.fromkeys((*pools, *others))
        for change in _of_pool(level, pools.get(level), others.get(level))
    )
    return (*_differing(None, None, first, other, _OF_ROUND), *of_pools)


def _areas_of(level: str, amounts: Sequence[Mapping[str, int]]) -> Iterator[ComparedArea]:
    for code in sorted({code for each in amounts for code in each}):
        first = amounts[0].get(code)
        standings = (None if code not in each else _standing(each, each[code], first) for each in amounts)
        yield ComparedArea(level, code, tuple(standings))


def _standing(amounts: Mapping[str, int], amount: int, first: int | None) -> Standing:
    place = 1 + sum(each > amount for each in amounts.values())
    return Standing(amount, None if first is None else amount - first, place)


def _of_pool(level: str, first: Document | None, other: Document | None) -> Iterator[Change]:
    if first is None or other is None:
        yield Change(level, None, "pool", _of(first, "percent"), _of(other, "percent"))
        return
    yield from _differing(level, None, first, other, ("percent",))
    yield from _by_area(
        level, None, "areas", dict.fromkeys(first["areas"], _SHARES), dict.fromkeys(other["areas"], _SHARES)
    )
    criteria, others = _by(first["criteria"], "key"), _by(other["criteria"], "key")
    for key in dict.fromkeys((*criteria, *others)):
        yield from _of_criterion(level, key, criteria.get(key), others.get(key))
    for name in _BOUNDS:
        before, after = first["bounds"][name], other["bounds"][name]
        if before != after:
            yield Change(level, None, f"bounds/{name}", before, after)
    yield from _of_exceptions(level, _by(first["exceptions"], "area_code"), _by(other["exceptions"], "area_code"))
    last, others_last = (_values(each["last_year"]["amounts"], "amount") for each in (first, other))
    yield from _by_area(level, None, "last_year", last, others_last)


def _of_exceptions(level: str, first: Mapping[str, Document], other: Mapping[str, Document]) -> Iterator[Change]:
    yield from _by_area(level, None, "exceptions", dict.fromkeys(first, _EXCEPTED), dict.fromkeys(other, _EXCEPTED))
    for name in _BOUNDS:
        before, after = ({code: each["bounds"][name] for code, each in of.items()} for of in (first, other))
        yield from _by_area(level, None, f"exceptions/{name}", before, after)


def _of_criterion(level: str, key: str, first: Document | None, other: Document | None) -> Iterator[Change]:
    if first is None or other is None:
        yield Change(level, key, "criterion", _of(first, "weight"), _of(other, "weight"))
        return
    yield from _differing(level, key, first, other, _OF_CRITERION)
    if first["bands"] != other["bands"]:
        yield Change(level, key, "bands", _bands(first), _bands(other))
    yield from _by_area(level, key, "inputs", _values(first["inputs"], "value"), _values(other["inputs"], "value"))


def _bands(criterion: Document) -> str | None:
    return ", ".join(f"{band['at_least']}: {band['points']}" for band in criterion["bands"]) or None


def _differing(
    level: str | None, key: str | None, first: Document, other: Document, names: Sequence[str]
) -> Iterator[Change]:
    for name in names:
        if first[name] != other[name]:
            yield Change(level, key, name, _text(first[name]), _text(other[name]))


def _by_area(
    level: str, key: str | None, field: str, first: Mapping[str, str | None], other: Mapping[str, str | None]
) -> Iterator[Change]:
    changed = tuple(
        AreaChange(code, first.get(code), other.get(code))
        for code in sorted({*first, *other})
        if first.get(code) != other.get(code)
    )
    if changed:
        yield Change(level, key, field, areas=changed)


def _by(documents: Sequence[Document], name: str) -> dict[str, Document]:
    return {each[name]: each for each in documents}


def _values(listed: Sequence[Document], name: str) -> dict[str, str | None]:
    return {each["area_code"]: each[name] for each in listed}


def _of(document: Document | None, name: str) -> str | None:
    return None if document is None else _text(document[name])


def _text(value: Any) -> str | None:  # noqa: ANN401 - any JSON value
    return None if value is None else str(value)
