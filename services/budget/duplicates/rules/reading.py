"""What a title says besides its words: kilometres, roads, villages, places, phases, years and works."""

import re
from dataclasses import dataclass

from services.budget.duplicates.rules.vocabulary import Vocabulary, Work
from services.budget.duplicates.rules.wording import bare, run_of, upright, words_of

# Every pattern reads bare text: no tone marks, digits 0 to 9 (หมู่ is หมู, บ้าน is บาน, ตำบล has none).
_AT = r"(?:กิโลเมตร\s*(?:ที)?\s*)?(?<!\d)(\d{1,4})\s*\+\s*(\d{3})(?!\d)"
_STRETCH = re.compile(rf"(?:จาก\s*)?{_AT}\s*(?:-|–|ถึง)+\s*{_AT}")
_ROAD = re.compile(r"(?:สาย\s*)?ทางหลวง(?:ชนบท)?(?:แผนดิน)?\s*(?:หมายเลข)?\s*(\d+)")
_CODED_ROAD = re.compile(r"(?:ทางหลวงชนบท\s*)?(?<![ก-ฮ])([ก-ฮ]{2}\.\s?\d{4})")
_NUMBERED_VILLAGE = re.compile(r"(?:หมู(?:บาน)?\s*(?:ที)?|(?<![ก-ฮะ-ํ\d])(?<!\d )ม\.)\s*(?=\d)")
_VILLAGE = re.compile(r"หมู(\d+)(?:\s*-\s*(\d+))?")
_VILLAGE_NAME = re.compile(r"(?<!หมู)(?<!พืน)(?<!เยียม)(?<!แม)(?<!งาน)บาน\s?([ก-ฮะ-ฺเ-ํ]{2,})")
_NAME = r"\s*([ก-ฮะ-ฺเ-ํ]{2,})"
_TAMBON = re.compile(rf"(?<!สุขภาพ)(?<!เทศบาล)ตำบล{_NAME}")
_AMPHOE = re.compile(rf"อำเภอ{_NAME}")
_YEAR = re.compile(r"(?:ปีการศึกษา|รายปี|ปี)?\s*(?<!\d)(25\d\d)(?!\d)")
_ORDINALS = {"แรก": "1", "หนึง": "1", "สอง": "2", "สาม": "3"}
_PHASE = re.compile(
    rf"(ระยะ|เฟส|ตอน|รุน|ครัง|ชวง|อาคาร|ปี)\s*(ที)?\s*(\d+(?![\d+x.])|{'|'.join(_ORDINALS)})(?!\s*(?:คน|ปี|ชัน|ซม|หลัง|เมตร))"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_CUT = re.compile(r"(?<!สุขภาพ)(?<!เทศบาล)(?=ตำบล)|(?=อำเภอ|จังหวัด)")


@dataclass(frozen=True)
class Stretch:
    """A stretch of a road or canal, in metres from its beginning."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """Its length in metres."""
        return self.end - self.start

    def shared_with(self, other: "Stretch") -> int:
        """Return how many metres both cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass(frozen=True)
class Places:
    """Names of tambons, amphoes and provinces that something is in; none where it does not say."""

    tambons: frozenset[str] = frozenset()
    amphoes: frozenset[str] = frozenset()
    provinces: frozenset[str] = frozenset()

    def filled_from(self, other: "Places") -> "Places":
        """Return these places with another statement's: what is not stated here, and provinces from both."""
        return Places(self.tambons or other.tambons, self.amphoes or other.amphoes, self.provinces | other.provinces)


@dataclass(frozen=True)
class Reading:
    """What a title says. `source` is the title and its place as written, `run` its letters without
    spaces, `core` the words that are left when everything else was read out of it."""

    source: str
    run: str
    core: str
    stretches: tuple[Stretch, ...]
    roads: frozenset[str]
    villages: frozenset[str]
    village_names: frozenset[str]
    places: Places
    phases: frozenset[str]
    years: frozenset[int]
    numbers: tuple[str, ...]
    works: frozenset[Work]
    aparts: frozenset[str]


def expanded(text: str, vocabulary: Vocabulary) -> str:
    """Return bare text with abbreviations written out and words that mean the same made one."""
    text = _NUMBERED_VILLAGE.sub(" หมู", bare(text))
    for pattern, meant in vocabulary.replaced:
        text = pattern.sub(meant, text)
    return text


def read(title: str, vocabulary: Vocabulary, *, stretch: str = "", place: str = "") -> Reading:
    """Return what a title says, with what is stated beside it of the stretch and the place."""
    text = expanded(title, vocabulary)
    rest = text
    stretches, rest = _stretches(f"{rest} {expanded(stretch, vocabulary)}")
    roads, rest = _roads(rest)
    rest = vocabulary.stops.sub(" ", rest)
    villages, rest = _villages(rest)
    stated, rest = _places(rest, vocabulary)
    years = frozenset(int(year) for year in _YEAR.findall(rest))
    phases, rest = _phases(_YEAR.sub(" ", rest))
    works = frozenset(vocabulary.works[found] for found in vocabulary.work.findall(rest))
    core = words_of(vocabulary.work.sub(" ", rest))
    return Reading(
        source=upright(f"{title} {place}"),
        run=run_of(title_of(text, vocabulary)),
        core=core,
        stretches=stretches,
        roads=roads,
        villages=villages,
        village_names=frozenset(_VILLAGE_NAME.findall(rest)),
        places=_places(expanded(place, vocabulary), vocabulary)[0].filled_from(stated),
        phases=phases,
        years=years,
        numbers=tuple(sorted(_NUMBER.findall(rest))),
        works=works,
        aparts=vocabulary.aparts,
    )


def activity_of(text: str, vocabulary: Vocabulary) -> str:
    """Return in which words something says what is done, ready to be compared with another's."""
    return words_of(vocabulary.stops.sub(" ", expanded(text, vocabulary)))


def title_of(text: str, vocabulary: Vocabulary) -> str:
    """Return expanded text without the words that say nothing."""
    return vocabulary.stops.sub(" ", text)


def _stretches(text: str) -> tuple[tuple[Stretch, ...], str]:
    found = []
    for first, first_metres, last, last_metres in _STRETCH.findall(text):
        ends = sorted((int(first) * 1000 + int(first_metres), int(last) * 1000 + int(last_metres)))
        found.append(Stretch(*ends))
    return tuple(found), _STRETCH.sub(" ", text)


def _roads(text: str) -> tuple[frozenset[str], str]:
    coded = frozenset(found.replace(" ", "") for found in _CODED_ROAD.findall(text))
    text = _CODED_ROAD.sub(" ", text)
    return coded | frozenset(_ROAD.findall(text)), _ROAD.sub(" ", text)


def _villages(text: str) -> tuple[frozenset[str], str]:
    found: set[int] = set()
    for first, last in _VILLAGE.findall(text):
        found |= set(range(int(first), min(int(last or first), int(first) + 50) + 1))
    return frozenset(map(str, found)), _VILLAGE.sub(" ", text)


def _places(text: str, vocabulary: Vocabulary) -> tuple[Places, str]:
    text = _CUT.sub(" ", text)
    patterns = (_TAMBON, _AMPHOE, vocabulary.province)
    places = Places(*(frozenset(pattern.findall(text)) for pattern in patterns))
    for pattern in patterns:
        text = pattern.sub(" ", text)
    return places, text


def _phases(text: str) -> tuple[frozenset[str], str]:
    found = {_ORDINALS.get(number, number) for _, _, number in _PHASE.findall(text)}
    return frozenset(found), _PHASE.sub(" ", text)
