"""On whose ground the value of a larger area stands: which provinces make it up, under which structure.

A value measured before a province was split stays with the province it was measured for, and says whose ground it
covers; it is never divided. Relations are asked by fiscal year, or by a day, and never mixed.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

THEN, NOW = "then", "now"


@dataclass(frozen=True)
class Part:
    """A province whose value counts, and the areas of today whose ground that value stands on, itself first."""

    area_code: str
    covers: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """What a larger area is made of in a fiscal year."""

    parts: tuple[Part, ...]
    # Members that were not measured by themselves then: their ground is in the value of another part, or in none.
    covered: tuple[str, ...]
    without_value: tuple[str, ...]
    # Ground that lies elsewhere under the structure, and that the values of the parts stand on all the same.
    beyond: tuple[str, ...]


def ground_of(
    members: Collection[str],
    known: Collection[str],
    there: Collection[str],
    covers: Mapping[str, Sequence[str]],
    split_off: Mapping[str, Collection[str]],
) -> Ground:
    """Return what makes up `members` from the provinces that were `there` in the fiscal year of the values.

    `known` are all provinces of the structure. `split_off` names, by province that it does not know yet, the ones it
    was made from: it stands on their ground, so it belongs where they do.
    """
    later = {code for code, sources in split_off.items() if code in there and set(sources) & set(members)}
    whole = {*members, *later}
    parts = tuple(Part(code, tuple(covers.get(code, (code,)))) for code in sorted(whole & set(there)))
    reached = {code for part in parts for code in part.covers}
    absent = sorted(whole - set(there))
    return Ground(
        parts=parts,
        covered=tuple(code for code in absent if code in reached),
        without_value=tuple(code for code in absent if code not in reached),
        beyond=tuple(sorted((reached - whole) & set(known))),
    )
