"""What two things have in common and what not: each signal with how strong it is, and what it is about in words."""

from collections.abc import Callable, Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from services.budget.duplicates.rules.reading import Reading, Stretch
from services.budget.duplicates.rules.wording import run_of, written


@dataclass(frozen=True)
class Side:
    """One of the things that are compared: what its title says, and what is known beside it; the amount in satang.

    `activity` is what is done as it is compared, empty where nobody says; `agency` the code of the one that it is of.
    """

    reading: Reading
    fiscal_year: int
    amount: int
    kind: str | None = None
    activity: str = ""
    agency: str | None = None


@dataclass(frozen=True)
class Alike:
    """How alike two texts are, each 0 to 1: letter by letter, and with the words in any order."""

    letters: float
    words: float


Names = AbstractSet[str]
# Compares two texts letter by letter; the engine of the feature is one.
TextCompare = Callable[[str, str], Alike]


@dataclass(frozen=True)
class Fineness:
    """How finely texts are compared, as the table of weights sets it.

    `gram`: letters in a row that must be found on the other side to count as said there too; `word`: left-over letters
    in a row from which they are another word; `replaced_whole`: replaced letters from which that counts in full;
    `slip`: likeness of two names from which they are one name.
    """

    gram: int
    word: int
    replaced_whole: float
    slip: float


@dataclass(frozen=True)
class Eyes:
    """What compares: the letters, and how finely."""

    compare: TextCompare
    fineness: Fineness


@dataclass(frozen=True)
class Signal:
    """One thing that speaks for or against; `strength` 0 to 1, `told` what the words of the reason need."""

    name: str
    strength: float
    told: tuple[str, ...] = ()


def left_over(text: str, other: str, gram: int) -> tuple[str, ...]:
    """Return the pieces of a run of letters that are not said in the other, whatever the order."""
    if text in other:
        return ()
    said = {other[place : place + gram] for place in range(len(other) - gram + 1)}
    is_said = [False] * len(text)
    for place in range(len(text) - gram + 1):
        if text[place : place + gram] in said:
            is_said[place : place + gram] = [True] * gram
    pieces = "".join(letter if not known else " " for letter, known in zip(text, is_said, strict=True)).split()
    return tuple(pieces)


def signals_of(left: Side, right: Side, eyes: Eyes) -> tuple[Signal, ...]:
    """Return every signal that two things give, those of no strength left out."""
    found = (
        *_of_words(left.reading, right.reading, eyes),
        *_of_facts(left.reading, right.reading, eyes),
        *_of_year(left, right),
        *_of_money(left, right),
        *_of_doing(left, right, eyes),
    )
    return tuple(signal for signal in found if signal.strength)


def _of_words(left: Reading, right: Reading, eyes: Eyes) -> tuple[Signal, ...]:
    one, other = run_of(left.core), run_of(right.core)
    texts = eyes.compare(left.core, right.core)
    fineness = eyes.fineness
    here, there = left_over(one, other, fineness.gram), left_over(other, one, fineness.gram)
    unsaid = max(sum(map(len, here)), sum(map(len, there))) / max(len(one), len(other), 1)
    likeness = max(texts.letters, texts.words, 1 - unsaid)
    ours, theirs = ([piece for piece in side if len(piece) >= fineness.word] for side in (here, there))
    replaced = min(sum(map(len, ours)), sum(map(len, theirs))) / fineness.replaced_whole
    told = (_written(ours, left), _written(theirs, right))
    return (
        Signal("letters", max(0.0, 2 * likeness - 1), (f"{likeness:.0%}",)),
        Signal("unsaid", unsaid, (" ".join(filter(None, told)),)),
        Signal("replaced", min(1.0, replaced), told),
        Signal("told_apart", float(bool({*here, *there} & left.aparts)), told),
        Signal("same_words", float(not any(_left_over_of_runs(left, right, fineness.gram)))),
    )


def _left_over_of_runs(left: Reading, right: Reading, gram: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what either whole title says, its numbers and places included, and the other does not."""
    return left_over(left.run, right.run, gram), left_over(right.run, left.run, gram)


def _of_facts(ours: Reading, theirs: Reading, eyes: Eyes) -> tuple[Signal, ...]:
    return (
        *_of_stretches(ours.stretches, theirs.stretches),
        *_of_places(ours, theirs),
        *_of_works(ours, theirs),
        _apart("other_road", (ours, ours.roads), (theirs, theirs.roads)),
        _shared("same_road", ours, ours.roads & theirs.roads),
        _apart("other_village", (ours, ours.villages), (theirs, theirs.villages)),
        _of_village_names(ours, theirs, eyes),
        _apart("other_phase", (ours, ours.phases), (theirs, theirs.phases)),
        Signal("one_phase", float(bool(ours.phases) != bool(theirs.phases))),
        _of_numbers(ours.numbers, theirs.numbers),
    )


def _of_works(ours: Reading, theirs: Reading) -> tuple[Signal, ...]:
    here, there = ({work.code for work in side.works} for side in (ours, theirs))
    names = [", ".join(sorted({work.name_th for work in side.works})) for side in (ours, theirs)]
    return (Signal("other_work", float(bool(here and there) and here.isdisjoint(there)), tuple(names)),)


def _of_numbers(ours: tuple[str, ...], theirs: tuple[str, ...]) -> Signal:
    is_other = bool(ours and theirs) and ours != theirs
    return Signal("other_number", float(is_other), (" ".join(ours), " ".join(theirs)))


def _of_village_names(ours: Reading, theirs: Reading, eyes: Eyes) -> Signal:
    """Return whether each side names a village that the other does not; a slip in a name is no other village."""
    here, there = (
        {name for name in mine.village_names if not any(_is_same_name(name, each, mine, eyes) for each in others)}
        for mine, others in ((ours, theirs.village_names), (theirs, ours.village_names))
    )
    return Signal("other_village_name", float(bool(here and there)), (_written(here, ours), _written(there, theirs)))


def _is_same_name(name: str, other: str, reading: Reading, eyes: Eyes) -> bool:
    shorter, longer = sorted((name, other), key=len)
    if longer.startswith(shorter):
        return longer[len(shorter) :] not in reading.aparts
    return eyes.compare(name, other).letters >= eyes.fineness.slip


def _of_stretches(ours: tuple[Stretch, ...], theirs: tuple[Stretch, ...]) -> tuple[Signal, ...]:
    if not ours or not theirs:
        return ()
    shared = sum(one.shared_with(other) for one in ours for other in theirs)
    shorter = max(1, min(sum(each.length for each in ours), sum(each.length for each in theirs)))
    told = (_kilometres(shared), _kilometres(shorter))
    return (
        Signal("stretch_shared", min(1.0, shared / shorter), told),
        Signal("stretch_apart", max(0.0, 1 - 2 * shared / shorter), told),
    )


def _of_places(ours: Reading, theirs: Reading) -> tuple[Signal, ...]:
    """Return the widest level on which places differ; where none does, every level on which they agree."""
    levels = [
        (name, getattr(ours.places, f"{name}s"), getattr(theirs.places, f"{name}s"))
        for name in ("province", "amphoe", "tambon")
    ]
    for name, here, there in levels:
        signal = _apart(f"other_{name}", (ours, here), (theirs, there))
        if signal.strength:
            return (signal,)
    return tuple(_shared(f"same_{name}", ours, here & there) for name, here, there in levels)


def _of_year(left: Side, right: Side) -> tuple[Signal, ...]:
    """Return that years differ, which is much where the work is done every year, little where it is done once."""
    ours, theirs = left.reading, right.reading
    here, there = ours.years or {left.fiscal_year}, theirs.years or {right.fiscal_year}
    works = ours.works | theirs.works
    is_repeated = any(work.is_repeated for work in works) or bool(not works and ours.years and theirs.years)
    told = (", ".join(map(str, sorted(here))), ", ".join(map(str, sorted(there))))
    return (Signal("other_year_repeated" if is_repeated else "other_year", float(here.isdisjoint(there)), told),)


def _of_money(left: Side, right: Side) -> tuple[Signal, ...]:
    larger, smaller = max(left.amount, right.amount, 1), min(left.amount, right.amount)
    is_other_kind = bool(left.kind and right.kind) and left.kind != right.kind
    return (
        Signal("other_amount", max(0.0, 1 - 2 * smaller / larger)),
        Signal("other_kind", float(is_other_kind)),
    )


def _of_doing(left: Side, right: Side, eyes: Eyes) -> tuple[Signal, ...]:
    """Return whether both say the same of what is done, and whether one agency is behind both."""
    is_one_agency = left.agency is not None and left.agency == right.agency
    signals = (Signal("same_agency", float(is_one_agency), (left.agency or "",)),)
    if not left.activity or not right.activity:
        return signals
    alike = eyes.compare(left.activity, right.activity)
    likeness = max(alike.letters, alike.words)
    return (*signals, Signal("same_activity", max(0.0, 2 * likeness - 1), (f"{likeness:.0%}",)))


def _apart(name: str, ours: tuple[Reading, Names], theirs: tuple[Reading, Names]) -> Signal:
    (mine, here), (other, there) = ours, theirs
    is_apart = bool(here and there) and here.isdisjoint(there)
    return Signal(name, float(is_apart), (_written(here, mine), _written(there, other)))


def _shared(name: str, reading: Reading, both: Names) -> Signal:
    return Signal(name, float(bool(both)), (_written(both, reading),))


def _written(pieces: Iterable[str], reading: Reading) -> str:
    """Return pieces of a bare title as its writer wrote them."""
    return ", ".join(sorted({written(piece, reading.source) for piece in pieces}))


def _kilometres(metres: int) -> str:
    return f"{metres / 1000:g}"
