"""What several units read in the same data, side by side (S1 point 1: the same data, another view of the problem)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Figure:
    """One number of an analysis; two units mean the same by it when name and unit are written alike."""

    name_th: str
    unit_th: str
    value: Decimal


@dataclass(frozen=True)
class Compared:
    """One figure as each unit has it, by unit (`area:50`, `function:05`); who has none is not in it."""

    name_th: str
    unit_th: str
    values: Mapping[str, Decimal]

    @property
    def differs(self) -> bool:
        """Return whether two units read different numbers in the same data."""
        return len(set(self.values.values())) > 1

    @property
    def spread(self) -> Decimal:
        """The highest value less the lowest."""
        return max(self.values.values()) - min(self.values.values())


def side_by_side(figures: Mapping[str, Sequence[Figure]]) -> list[Compared]:
    """Return every figure of analyses of the same data by unit, those that several units have first, then by name."""
    named: dict[tuple[str, str], dict[str, Decimal]] = {}
    for unit, own in figures.items():
        for figure in own:
            named.setdefault((figure.name_th, figure.unit_th), {})[unit] = figure.value
    compared = [Compared(name, unit_th, values) for (name, unit_th), values in named.items()]
    return sorted(compared, key=lambda each: (-len(each.values), each.name_th, each.unit_th))
