"""What contradicts itself in a round, before anything is divided."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from services.budget.allocation.rules.method import EQUAL, INVERSE, SCORE
from services.shared.errors import FieldError, Text

GIVEN, ROUND, LEDGER = "given", "round", "ledger"


@dataclass(frozen=True)
class CriterionFacts:
    """What the rules ask of a criterion; `input_areas` are the areas that inputs are given of, None without."""

    key: str
    kind: str
    input_areas: Sequence[str] | None
    has_indicator: bool
    has_least_input: bool
    bands_from: Sequence[Decimal]


@dataclass(frozen=True)
class LastYearFacts:
    """What the rules ask of where the amounts of last year come from; `areas` are those that one is given of."""

    kind: str
    names_round: bool
    has_source: bool
    areas: Sequence[str]


@dataclass(frozen=True)
class PoolFacts:
    """What the rules ask of a pool. `sharing` are all areas of its level in the year; `areas` the named ones."""

    level: str
    sharing: Collection[str]
    areas: Sequence[str] | None
    has_areas_reason: bool
    criteria: Sequence[CriterionFacts]
    excepted: Sequence[str]
    last_year: LastYearFacts | None


def settings_faults(pools: Sequence[PoolFacts]) -> tuple[FieldError, ...]:
    """Return what contradicts itself; weights and parts that do not add up yet are no fault of a draft."""
    levels = [pool.level for pool in pools]
    twice = [_fault(f"/pools/{place}/level", _LEVEL_TWICE) for place in _repeated(levels)]
    return (*twice, *(fault for place, pool in enumerate(pools) for fault in _of_pool(pool, f"/pools/{place}")))


def _of_pool(pool: PoolFacts, where: str) -> Iterator[FieldError]:
    sharing = pool.sharing if pool.areas is None else pool.areas
    if (pool.areas is None) == pool.has_areas_reason:
        yield _fault(f"{where}/areas_reason_th", _REASON)
    yield from _of_areas(pool.areas or (), pool.sharing, f"{where}/areas")
    for place in _repeated([criterion.key for criterion in pool.criteria]):
        yield _fault(f"{where}/criteria/{place}/key", _KEY_TWICE)
    for place, criterion in enumerate(pool.criteria):
        yield from _of_criterion(criterion, sharing, f"{where}/criteria/{place}")
    yield from _of_areas(pool.excepted, sharing, f"{where}/exceptions", "/area_code")
    if pool.last_year is not None:
        yield from _of_last_year(pool.last_year, f"{where}/last_year")


def _of_criterion(criterion: CriterionFacts, sharing: Collection[str], where: str) -> Iterator[FieldError]:
    sources = (criterion.input_areas is not None) + criterion.has_indicator
    if sources != (criterion.kind != EQUAL):
        yield _fault(f"{where}/inputs", _NO_INPUTS if criterion.kind == EQUAL else _ONE_SOURCE)
    yield from _of_areas(criterion.input_areas or (), sharing, f"{where}/inputs/values", "/area_code")
    if criterion.has_least_input and criterion.kind != INVERSE:
        yield _fault(f"{where}/least_input", _ONLY_INVERSE)
    if criterion.bands_from and criterion.kind != SCORE:
        yield _fault(f"{where}/bands", _ONLY_SCORE)
    if any(low >= high for low, high in zip(criterion.bands_from, criterion.bands_from[1:], strict=False)):
        yield _fault(f"{where}/bands", _ASCENDING)


def _of_last_year(last_year: LastYearFacts, where: str) -> Iterator[FieldError]:
    is_given = last_year.kind == GIVEN
    if last_year.names_round != (last_year.kind == ROUND):
        yield _fault(f"{where}/round_id", _ROUND_NAMED)
    if (last_year.has_source, bool(last_year.areas)) != (is_given, is_given):
        yield _fault(f"{where}/amounts", _AMOUNTS_GIVEN)
    for place in _repeated(last_year.areas):
        yield _fault(f"{where}/amounts/{place}/area_code", _AREA_TWICE)


def _of_areas(named: Sequence[str], sharing: Collection[str], where: str, field: str = "") -> Iterator[FieldError]:
    for place in _repeated(named):
        yield _fault(f"{where}/{place}{field}", _AREA_TWICE)
    for place, code in enumerate(named):
        if code not in sharing:
            yield _fault(f"{where}/{place}{field}", _AREA_ELSEWHERE)


def _repeated(names: Sequence[str]) -> list[int]:
    first: dict[str, int] = {}
    return [place for place, name in enumerate(names) if first.setdefault(name, place) != place]


def _fault(where: str, code: str) -> FieldError:
    return FieldError(where, code, _SENTENCES[code])


_LEVEL_TWICE, _KEY_TWICE, _AREA_TWICE = "level_twice", "key_twice", "area_twice"
_REASON, _AREA_ELSEWHERE, _NO_INPUTS, _ONE_SOURCE = (
    "areas_reason",
    "area_does_not_share",
    "inputs_not_needed",
    "one_source",
)
_ONLY_INVERSE, _ONLY_SCORE, _ASCENDING = "least_input_of_inverse", "bands_of_score", "bands_not_ascending"
_ROUND_NAMED, _AMOUNTS_GIVEN = "round_of_last_year", "amounts_of_last_year"
_SENTENCES: Mapping[str, Text] = {
    _LEVEL_TWICE: Text("ระดับพื้นที่หนึ่งมีได้ส่วนเดียว", "There is one pool for a level."),
    _KEY_TWICE: Text("key ของเกณฑ์ซ้ำกันในส่วนเดียวกัน", "Another criterion of the pool has this key."),
    _AREA_TWICE: Text("พื้นที่นี้มีแล้วในรายการ", "This area stands in the list already."),
    _REASON: Text("ระบุเหตุผลเมื่อกำหนดพื้นที่เอง และไม่ต้องระบุเมื่อใช้ทุกพื้นที่", "Say why when areas are named, and only then."),
    _AREA_ELSEWHERE: Text(
        "พื้นที่นี้ไม่ได้ร่วมรับจัดสรรในส่วนนี้ของปีงบประมาณนั้น (กรุงเทพมหานครไม่นับเป็นจังหวัด)",
        "This area does not share in this pool and fiscal year (Bangkok is no province).",
    ),
    _NO_INPUTS: Text("เกณฑ์แบ่งเท่ากันไม่ใช้ข้อมูล ไม่ต้องส่ง inputs หรือ indicator", "An equal criterion takes no inputs."),
    _ONE_SOURCE: Text("ระบุ inputs หรือ indicator อย่างใดอย่างหนึ่ง", "Send either inputs or indicator."),
    _ONLY_INVERSE: Text("least_input ใช้กับเกณฑ์ผกผันเท่านั้น", "Only an inverse criterion has a least_input."),
    _ONLY_SCORE: Text("bands ใช้กับเกณฑ์คะแนนเท่านั้น", "Only a score has bands."),
    _ASCENDING: Text("เรียง at_least จากน้อยไปมากและไม่ซ้ำกัน", "Let at_least rise from band to band."),
    _ROUND_NAMED: Text("ระบุ round_id เมื่อ kind เป็น round เท่านั้น", "Name round_id with kind round, and only then."),
    _AMOUNTS_GIVEN: Text(
        "ส่ง source และ amounts เมื่อ kind เป็น given เท่านั้น", "Send source and amounts with kind given, and only then."
    ),
}
