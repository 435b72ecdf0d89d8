"""The words that reading a title needs, as data: abbreviations, words that mean the same, words that say nothing."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from services.budget.duplicates.rules.wording import bare
from services.shared import reference

ABBREVIATION, SYNONYM, STOP, APART = "abbreviation", "synonym", "stop", "apart"
_LETTER = "ก-ฮะ-ฺเ-ํa-z"


@dataclass(frozen=True)
class Work:
    """A class of works as it is written in titles; repeated: done anew every year."""

    code: str
    name_th: str
    is_repeated: bool


@dataclass(frozen=True)
class Vocabulary:
    """What is replaced in a title, in order, what is left out, and which words name which work; marks left out.

    `aparts` tell one of two villages or sides of the same name from the other: บ้านเหนือ, บ้านใต้. `province` finds the
    provinces that a title names, so that ศาลากลางจังหวัดหลังเก่า names none.
    """

    replaced: tuple[tuple[re.Pattern[str], str], ...]
    stops: re.Pattern[str]
    works: Mapping[str, Work]
    work: re.Pattern[str]
    aparts: frozenset[str]
    province: re.Pattern[str]


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a table of this feature."""
    text = files("services.budget.duplicates").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


@cache
def vocabulary() -> Vocabulary:
    """Return the words of the data files, the longer ones first where one holds another."""
    wordings = sorted(rows_of("wordings.csv"), key=lambda row: -len(row["written"]))
    replaced = [_replacement(row) for kind in (ABBREVIATION, SYNONYM) for row in wordings if row["kind"] == kind]
    stops = [_loose(row["written"]).replace(re.escape("#"), r"\d+") for row in wordings if row["kind"] == STOP]
    named = sorted(rows_of("works.csv"), key=lambda row: -len(row["written"]))
    works = {bare(row["written"]): Work(row["class"], row["name_th"], row["is_repeated"] == "true") for row in named}
    work = re.compile("|".join(map(re.escape, works)))
    aparts = frozenset(bare(row["written"]) for row in wordings if row["kind"] == APART)
    names = sorted((bare(area.name_th) for area in reference.areas() if area.counts_as_province), key=len, reverse=True)
    province = re.compile(rf"จังหวัด\s*({'|'.join(map(re.escape, names))})")
    return Vocabulary(tuple(replaced), re.compile("|".join(stops)), works, work, aparts, province)


def _loose(written: str) -> str:
    """Return a pattern of a wording: marks left out, spaces optional."""
    return re.escape(bare(written)).replace(r"\ ", r"\s*")


def _replacement(row: Mapping[str, str]) -> tuple[re.Pattern[str], str]:
    """Return a pattern and what it means; an abbreviation begins a word."""
    written, meant = _loose(row["written"]), bare(row["meant"])
    if row["kind"] == ABBREVIATION:
        return re.compile(rf"(?<![{_LETTER}.]){written}\s*"), f" {meant}" if meant else " "
    return re.compile(written), meant
