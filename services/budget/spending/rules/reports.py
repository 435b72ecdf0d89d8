"""How money is reported at the end of a quarter: added up, as a rate of what was posted, against targets, by rank.

Accounts hang in trees and each counts what is under it, so that of the accounts of a unit only the highest are added
up. What was paid and committed is known entry by entry, with its quarter and class, on the account it was recorded on.
What was brought forward from the year before stands apart, and in no rate of this year (A4.8); what goes on to the
next year stays spent in the one that owed it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from services.budget.ledger.rules import CLASSES, CLUSTER, MINISTRY, PROVINCE, effect_of, rate_of
from services.budget.spending.rules.targets import DISBURSED, OVERALL, SPENT

AHEAD, BEHIND, ON = "ahead", "behind", "on"
AREAS = (CLUSTER, PROVINCE)


@dataclass(frozen=True)
class Paid:
    """What was recorded on one account up to a quarter, of one kind and class, in satang.

    `settles`: it names a commitment; `is_brought`: of money that was brought forward.
    """

    account_id: UUID
    kind: str
    expenditure_class: str
    settles: bool
    is_brought: bool
    amount: int


@dataclass(frozen=True)
class Books:
    """An account with what the report needs of it. `path` is the accounts it counts in, itself last."""

    id: UUID
    level: str
    area_code: str | None
    function_code: str | None
    path: Sequence[UUID]
    cap: int
    posted: int


@dataclass(frozen=True)
class Ledger:
    """All accounts of a year (of one fund or of all), with what was recorded on each and posted of each class.

    `paid` is by account and class, `brought` by account: what came from the year before, and what was done with it.
    """

    accounts: tuple[Books, ...]
    paid: Mapping[UUID, Mapping[str, "Spending"]]
    posted_of: Mapping[tuple[UUID, str], int]
    brought: Mapping[UUID, "Spending"] = field(default_factory=dict)


@dataclass(frozen=True)
class Spending:
    """Disbursed and committed money, and what was posted with it, in satang."""

    disbursed: int = 0
    committed: int = 0
    posted: int = 0

    def __add__(self, other: "Spending") -> "Spending":
        """Return both together."""
        disbursed, committed = self.disbursed + other.disbursed, self.committed + other.committed
        return Spending(disbursed, committed, self.posted + other.posted)


@dataclass(frozen=True)
class Figures:
    """Money of one class, or of all, up to a quarter. `posted` None: nobody said how much of it is of this class."""

    posted: int | None
    disbursed: int
    committed: int

    @property
    def spent(self) -> int:
        """ใช้จ่าย (A4.4): what was paid and what is committed."""
        return self.disbursed + self.committed

    def rate(self, measure: str) -> float | None:
        """Return a measure as percent of posted money; None while nothing is posted, or that is not known."""
        part = self.disbursed if measure == DISBURSED else self.spent
        return None if self.posted is None else rate_of(part, self.posted)


@dataclass(frozen=True)
class Money:
    """The money of a unit: its ceiling, its figures as a whole and by class, and what was brought forward."""

    cap: int
    whole: Figures
    by_class: Mapping[str, Figures]
    brought: Figures


def spending_of(entry: Paid) -> Spending:
    """Return what an entry did, as the ledger counts its kind; what was carried on stays committed."""
    effect = effect_of(entry.kind, entry.amount, settled=entry.amount if entry.settles else 0)
    return Spending(effect.disbursed, effect.committed + effect.carried, effect.posted)


def ledger_of(accounts: Iterable[Books], entries: Iterable[Paid], posted_of: Mapping[tuple[UUID, str], int]) -> Ledger:
    """Return the books of a year, what was brought forward apart."""
    paid: dict[UUID, dict[str, Spending]] = {}
    brought: dict[UUID, Spending] = {}
    for entry in entries:
        if entry.is_brought:
            brought[entry.account_id] = brought.get(entry.account_id, Spending()) + spending_of(entry)
        else:
            mine = paid.setdefault(entry.account_id, {})
            mine[entry.expenditure_class] = mine.get(entry.expenditure_class, Spending()) + spending_of(entry)
    return Ledger(tuple(accounts), paid, posted_of, brought)


def money_of(mine: Sequence[Books], ledger: Ledger) -> Money | None:
    """Return the money of some accounts, each satang once; None where there is no account: that is not zero."""
    if not mine:
        return None
    ids = {each.id for each in mine}
    highest = [each for each in mine if not ids.intersection(each.path[:-1])]
    tops = {each.id for each in highest}
    under = [each for each in ledger.accounts if tops.intersection(each.path)]
    came = sum((ledger.brought.get(each.id, Spending()) for each in under), Spending())
    posted = sum(each.posted for each in highest) - came.posted
    posted_of = {name: sum(ledger.posted_of.get((each.id, name), 0) for each in under) for name in CLASSES}
    is_known = sum(posted_of.values()) == posted
    by_class = {}
    for name in CLASSES:
        spent = sum((ledger.paid.get(each.id, {}).get(name, Spending()) for each in under), Spending())
        by_class[name] = Figures(posted_of[name] if is_known else None, spent.disbursed, spent.committed)
    whole = Figures(
        posted, *(sum(getattr(each, of) for each in by_class.values()) for of in ("disbursed", "committed"))
    )
    cap = sum(each.cap for each in highest) - came.posted
    return Money(cap, whole, by_class, Figures(came.posted, came.disbursed, came.committed))


@dataclass(frozen=True)
class Unit:
    """Whose report it is. `area_codes` are the areas whose accounts count; None: every area and ministry there is."""

    level: str
    area_code: str | None = None
    function_code: str | None = None
    area_codes: frozenset[str] | None = None


@dataclass(frozen=True)
class Parts:
    """The money of a unit, that of its area and that of agencies apart (A4.8); None is not known, never zero."""

    whole: Money | None
    area: Money | None
    agencies: Money | None


def parts_of(unit: Unit, ledger: Ledger) -> Parts:
    """Return the money of a unit. What agencies spend in one area is in no account here: it is not known."""
    if unit.function_code:
        mine = money_of([each for each in ledger.accounts if each.function_code == unit.function_code], ledger)
        return Parts(mine, None, mine)
    if unit.area_codes is not None:
        mine = money_of([each for each in ledger.accounts if each.area_code in unit.area_codes], ledger)
        return Parts(mine, mine, None)
    of_areas = [each for each in ledger.accounts if each.level in AREAS]
    of_agencies = [each for each in ledger.accounts if each.level == MINISTRY]
    return Parts(money_of(ledger.accounts, ledger), money_of(of_areas, ledger), money_of(of_agencies, ledger))


@dataclass(frozen=True)
class Comparison:
    """A rate beside its target: the difference in points, and on which side of it."""

    target: Decimal | None
    points: Decimal | None
    standing: str | None


def compared(rate: float | None, target: Decimal | None) -> Comparison:
    """Return how a rate stands to a target; without one of the two there is nothing to say."""
    if rate is None or target is None:
        return Comparison(target, None, None)
    points = Decimal(str(rate)) - target
    return Comparison(target, points, ON if points == 0 else AHEAD if points > 0 else BEHIND)


def comparison_of(money: Money | None, name: str, measure: str, goals: Mapping[tuple[str, str], Decimal]) -> Comparison:
    """Return how the money of a class (or overall) stands to the goal of its measure."""
    figures = None if money is None else money.whole if name == OVERALL else money.by_class[name]
    return compared(figures.rate(measure) if figures else None, goals.get((measure, name)))


@dataclass(frozen=True)
class Rank:
    """A place from 1 among `ranked` units that have a rate; `sharing` units have it together, the unit among them."""

    place: int
    ranked: int
    sharing: int


def ranks_of(rates: Mapping[str, float | None]) -> dict[str, Rank]:
    """Return the rank of each unit by its rate as it is shown, the highest first; who has none has no rank.

    Equal rates share a place, and as many places after it are left out.
    """
    known = {unit: rate for unit, rate in rates.items() if rate is not None}
    having = list(known.values())
    return {
        unit: Rank(1 + sum(other > rate for other in having), len(having), having.count(rate))
        for unit, rate in known.items()
    }


def rates_of(whole: Mapping[str, Money | None]) -> dict[str, dict[str, float | None]]:
    """Return the overall rate of each unit, by measure."""
    return {
        measure: {unit: money.whole.rate(measure) if money else None for unit, money in whole.items()}
        for measure in (DISBURSED, SPENT)
    }
