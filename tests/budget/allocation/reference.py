"""Someone else's program: the method as docs/allocation.md has it, in whole numbers and by another way.

Nothing of the services is imported. Fractions are pairs of whole numbers, and the one multiplier is found by clamping
again and again, not by following it from zero. What it takes is the JSON of that page, or the snapshot of a run.
"""

from collections.abc import Iterable, Mapping, Sequence
from math import lcm
from typing import Any

Pair = tuple[int, int]
"""A fraction, with a denominator above zero and not reduced."""


def whole_and_ten(text: str) -> Pair:
    """Read a decimal: "2.50" is 250 of 100."""
    before, _, after = text.partition(".")
    return int(before + after), 10 ** len(after)


def satang(text: str) -> int:
    """Read an amount in baht."""
    count, ten = whole_and_ten(text)
    return count * 100 // ten


def baht(amount: int) -> str:
    """Write an amount, which is not below zero."""
    return f"{amount // 100}.{amount % 100:02d}"


def added(pairs: Iterable[Pair]) -> Pair:
    """Add fractions up."""
    total, under = 0, 1
    for count, of in pairs:
        common = lcm(under, of)
        total, under = total * (common // under) + count * (common // of), common
    return total, under


def basis(criterion: Mapping[str, Any], text: str) -> Pair:
    """Step 2, the table."""
    count, ten = whole_and_ten(text)
    if criterion["kind"] == "inverse":
        if criterion.get("least_input") is not None:
            least, of = whole_and_ten(criterion["least_input"])
            if least * ten > count * of:
                count, ten = least, of
        return ten, count
    if criterion["kind"] == "score" and criterion.get("bands"):
        points = (0, 1)
        for band in criterion["bands"]:
            start, of = whole_and_ten(band["at_least"])
            if start * ten <= count * of:
                points = whole_and_ten(band["points"])
        return points
    return count, ten


def bases(criterion: Mapping[str, Any], areas: Sequence[str]) -> dict[str, Pair]:
    """Step 2, with what is said of missing inputs."""
    if criterion["kind"] == "equal":
        return dict.fromkeys(areas, (1, 1))
    known = {area: basis(criterion, criterion["inputs"][area]) for area in areas if area in criterion["inputs"]}
    instead = (0, 1)
    if criterion.get("missing") == "average" and known:
        total, under = added(known.values())
        instead = (total, under * len(known))
    return {area: known.get(area, instead) for area in areas}


def column(pool: Mapping[str, Any], criterion: Mapping[str, Any]) -> dict[str, Pair]:
    """What a criterion gives each area, in satang."""
    of_areas = bases(criterion, pool["areas"])
    total, under = added(of_areas.values())
    weight, ten = whole_and_ten(criterion["weight"])
    amount = satang(pool["amount"])
    return {area: (amount * weight * count * under, ten * 100 * of * total) for area, (count, of) in of_areas.items()}


def up(count: int, of: int) -> int:
    """Divide and round up."""
    return -(-count // of)


def limits(pool: Mapping[str, Any], area: str) -> tuple[int, str, int | None, str]:
    """Step 3: the lower and the upper bound, each with the name of what it comes from."""
    unit = satang(pool["unit"])
    bounds = pool.get("exceptions", {}).get(area, pool.get("bounds", {}))
    last = pool.get("last_year", {}).get(area)
    lower, lower_by, upper, upper_by = 0, "", None, ""
    if bounds.get("least_amount") is not None:
        lower, lower_by = up(satang(bounds["least_amount"]), unit) * unit, "least_amount"
    if bounds.get("most_amount") is not None:
        upper, upper_by = satang(bounds["most_amount"]) // unit * unit, "most_amount"
    if bounds.get("most_fall_percent") is not None and last is not None:
        percent, ten = whole_and_ten(bounds["most_fall_percent"])
        fallen = max(0, up(satang(last) * (100 * ten - percent), 100 * ten * unit) * unit)
        if not lower_by or fallen > lower:
            lower, lower_by = fallen, "most_fall_percent"
    if bounds.get("most_rise_percent") is not None and last is not None:
        percent, ten = whole_and_ten(bounds["most_rise_percent"])
        risen = satang(last) * (100 * ten + percent) // (100 * ten * unit) * unit
        if upper is None or risen < upper:
            upper, upper_by = risen, "most_rise_percent"
    return lower, lower_by, upper, upper_by


def clamped(raw: Mapping[str, int], of: Mapping[str, tuple[int, str, int | None, str]], amount: int) -> dict[str, Pair]:
    """Step 4: suppose that no area is at a bound; hold whoever is past one on the heavier side; suppose again."""
    held = {area: of[area][0] for area in raw if raw[area] == 0}
    while True:
        free = [area for area in raw if area not in held]
        left, total = amount - sum(held.values()), sum(raw[area] for area in free)
        # left / total is the multiplier; everything is kept times total, so that it stays whole.
        low = {area: of[area][0] * total - raw[area] * left for area in free}
        high = {area: raw[area] * left - of[area][2] * total for area in free if of[area][2] is not None}  # type: ignore[operator]
        deficit, excess = sum(max(0, more) for more in low.values()), sum(max(0, more) for more in high.values())
        if deficit >= excess:
            held |= {area: of[area][0] for area in free if low[area] > 0}
        if excess >= deficit:
            held |= {area: of[area][2] or 0 for area in high if high[area] > 0}
        if not deficit and not excess:
            return {area: (held[area], 1) if area in held else (raw[area] * left, total) for area in raw}


def rounded(kept: Mapping[str, Pair], unit: int, amount: int) -> dict[str, int]:
    """Step 5."""
    floors = {area: count // (of * unit) for area, (count, of) in kept.items()}
    common = lcm(*(of for _, of in kept.values())) * unit
    rests = {area: count * (common // (of * unit)) % common for area, (count, of) in kept.items()}
    left = amount // unit - sum(floors.values())
    first = sorted(sorted(kept), key=lambda area: rests[area], reverse=True)[:left]
    return {area: (floors[area] + (area in first)) * unit for area in kept}


def bound_at(kept: Pair, of: tuple[int, str, int | None, str]) -> str:
    """Step 4, the last sentence."""
    lower, lower_by, upper, upper_by = of
    if lower_by and kept[0] == lower * kept[1]:
        return lower_by
    return upper_by if upper is not None and kept[0] == upper * kept[1] else ""


def lines_of(pool: Mapping[str, Any]) -> dict[str, dict[str, int | str]]:
    """Divide a pool that can be divided: by area the lines of step 6, the amount and the bound it stands at."""
    columns = {criterion["key"]: column(pool, criterion) for criterion in pool["criteria"]}
    together = {area: added(each[area] for each in columns.values()) for area in pool["areas"]}
    common = lcm(*(of for _, of in together.values()))
    raw = {area: count * (common // of) for area, (count, of) in together.items()}
    of_areas = {area: limits(pool, area) for area in pool["areas"]}
    amount = satang(pool["amount"])
    kept = clamped(raw, of_areas, amount)
    amounts = rounded(kept, satang(pool["unit"]), amount)
    told: dict[str, dict[str, int | str]] = {}
    for area in pool["areas"]:
        lines = {key: count // of for key, each in columns.items() for count, of in [each[area]]}
        bounds = kept[area][0] // kept[area][1] - raw[area] // common
        rest = amounts[area] - bounds - sum(lines.values())
        stands = bound_at(kept[area], of_areas[area])
        told[area] = {**lines, "bounds": bounds, "stands at": stands, "rounding": rest, "amount": amounts[area]}
    return told


def frame_of(amount: int, unit: int, percents: Mapping[str, str]) -> dict[str, int]:
    """Step 1: the satang of each pool."""
    quotas = {}
    for key, text in percents.items():
        percent, ten = whole_and_ten(text)
        quotas[key] = (amount * percent, 100 * ten)
    return rounded(quotas, unit, amount)


def pools_of(snapshot: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Read the snapshot of a run: its pools by level, each as the JSON of the page has it."""
    unit = satang(snapshot["unit_amount"])
    percents = {each["level"]: each["percent"] for each in snapshot["pools"]}
    amounts = frame_of(satang(snapshot["frame_amount"]), unit, percents)
    return {
        each["level"]: {
            "amount": baht(amounts[each["level"]]),
            "unit": snapshot["unit_amount"],
            "areas": each["areas"],
            "criteria": [{**of, "inputs": by_area(of["inputs"], "value")} for of in each["criteria"]],
            "bounds": each["bounds"],
            "exceptions": by_area(each["exceptions"], "bounds"),
            "last_year": by_area(each["last_year"]["amounts"], "amount"),
        }
        for each in snapshot["pools"]
    }


def by_area(listed: Iterable[Mapping[str, Any]], name: str) -> dict[str, Any]:
    """Read a list of areas."""
    return {each["area_code"]: each[name] for each in listed}
