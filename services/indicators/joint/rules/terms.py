"""The terms of a joint indicator beside its cascade: which areas, what each names, days, limits, tolerance."""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from services.indicators.joint.rules.cascade import BY_HAND, Portion
from services.indicators.joint.rules.criteria import ALL_PROVINCES
from services.shared.errors import FieldError, Text

# What two signatures are on. Changing any of it is a new definition, which voids them.
DEFINITION_FIELDS = (
    "topic_code",
    "scope",
    "choices",
    "cascade_way",
    "national_target",
    "area_target",
    "overlap_value",
    "overlap_reason_th",
    "side_of_record",
    "function_reporter_code",
    "tolerance_percent",
    "province_role_th",
)
# What the targets of areas follow from; while none of it changes, what was revised since stays as it is.
CASCADE_FIELDS = ("scope", "cascade_way", "national_target", "area_target", "overlap_value")


@dataclass(frozen=True)
class Entry:
    """What is said of one area. `target` counts when targets are set by hand."""

    area_code: str
    baseline: Decimal | None = None
    baseline_source: str | None = None
    target: Decimal | None = None
    choice: str | None = None
    conditions: str | None = None


@dataclass(frozen=True)
class Terms:
    """What the rules ask of the terms. `provinces` are those of the fiscal year; `out` the areas that were released.

    `choices` is what the areas may choose from, such as crops and animals by the policy of the year.
    """

    scope: str
    way: str
    is_summable: bool
    needs_choice: bool
    choices: tuple[str, ...]
    entries: tuple[Entry, ...]
    provinces: frozenset[str]
    out: frozenset[str]
    limit_percent: Decimal | None
    limit_value: Decimal | None
    zero_by: dt.date | None
    has_overlap: bool
    overlap_reason: str | None


def areas_of(terms: Terms) -> tuple[Entry, ...]:
    """Return what is said of every area in the scope, by code; of a province that nobody named nothing is said."""
    said = {entry.area_code: entry for entry in terms.entries}
    codes = terms.provinces if terms.scope == ALL_PROVINCES else frozenset(said)
    return tuple(said.get(code, Entry(code)) for code in sorted(codes - terms.out))


def portions_of(terms: Terms) -> tuple[Portion, ...]:
    """Return what the cascade asks of each area."""
    by_hand = terms.way == BY_HAND
    return tuple(
        Portion(entry.area_code, entry.baseline, entry.target if by_hand else None) for entry in areas_of(terms)
    )


def faults_of_terms(terms: Terms) -> tuple[FieldError, ...]:
    """Return what in the terms contradicts itself or is not there, each with its place in the body."""
    faults = (_faults_of_choices(terms), _faults_of_areas(terms), _faults_of_limit(terms), _faults_of_overlap(terms))
    return tuple(fault for each in faults for fault in each)


def _faults_of_choices(terms: Terms) -> Iterable[FieldError]:
    if terms.needs_choice and not terms.choices:
        yield FieldError("/choices", "missing", _NO_CHOICES)
    for place, name in enumerate(terms.choices):
        if name in terms.choices[:place]:
            yield FieldError(f"/choices/{place}/name_th", "choice_twice", _CHOICE_TWICE)


def _faults_of_areas(terms: Terms) -> Iterable[FieldError]:
    seen = set[str]()
    for place, entry in enumerate(terms.entries):
        if entry.area_code in seen:
            yield FieldError(f"/areas/{place}/area_code", "area_twice", _TWICE)
        seen.add(entry.area_code)
        yield from _faults_of_entry(terms, f"/areas/{place}", entry)
    if not areas_of(terms):
        yield FieldError("/areas", "missing", _NO_AREAS)


def _faults_of_entry(terms: Terms, where: str, entry: Entry) -> Iterable[FieldError]:
    if entry.area_code not in terms.provinces:
        yield FieldError(f"{where}/area_code", "not_a_province", _NOT_A_PROVINCE)
    if entry.area_code in terms.out:
        yield FieldError(f"{where}/area_code", "area_released", _RELEASED)
    if entry.baseline is not None and entry.baseline_source is None:
        yield FieldError(f"{where}/baseline_source_th", "missing", _SOURCE)
    if entry.target is not None and terms.way != BY_HAND:
        yield FieldError(f"{where}/target", "without_use", _BY_HAND_ONLY)
    if fault := fault_of_choice(entry.choice, terms.choices):
        yield fault._replace(pointer=f"{where}{fault.pointer}")


def fault_of_choice(choice: str | None, choices: Collection[str]) -> FieldError | None:
    """Return what is wrong with what an area chooses: only what the policy of the year lists may be chosen."""
    if choice is None or choice in choices:
        return None
    listed = ", ".join(choices) or "-"
    sentence = Text(f"{_NOT_LISTED.th} {listed}", f"{_NOT_LISTED.en} {listed}.")
    return FieldError("/choice_th", "choice_not_allowed", sentence)


def fault_of_silence(choice: str | None, choices: Collection[str]) -> FieldError | None:
    """Return what is wrong when an offer is to stand whose area has not named what it chooses."""
    if choice is not None or not choices:
        return None
    listed = ", ".join(choices)
    return FieldError("/choice_th", "missing", Text(f"{_CHOICE.th} {listed}", f"{_CHOICE.en} {listed}."))


def _faults_of_limit(terms: Terms) -> Iterable[FieldError]:
    given = [value for value in (terms.limit_percent, terms.limit_value) if value is not None]
    if not terms.is_summable:
        if given or terms.zero_by is not None:
            place = "/unassigned_zero_by" if not given else "/unassigned_limit_percent"
            yield FieldError(place, "without_use", _LIMIT_WITHOUT_USE)
        return
    if len(given) != 1:
        yield FieldError("/unassigned_limit_percent", "one_limit", _ONE_LIMIT)
    if terms.zero_by is None:
        yield FieldError("/unassigned_zero_by", "missing", _ZERO_BY)


def _faults_of_overlap(terms: Terms) -> Iterable[FieldError]:
    if terms.has_overlap and terms.overlap_reason is None:
        yield FieldError("/overlap_reason_th", "missing", _OVERLAP_REASON)


def faults_of_day(answer_by: dt.date, today: dt.date) -> tuple[FieldError, ...]:
    """Return what is wrong with a day to answer by when offers go out: it must not be over."""
    return () if answer_by >= today else (FieldError("/answer_by", "day_over", _DAY_OVER),)


_TWICE = Text("มีพื้นที่นี้แล้ว", "This area stands there already.")
_NOT_A_PROVINCE = Text(
    "ไม่ใช่จังหวัดของปีงบประมาณนี้ ดูที่ /v1/areas", "It is not a province of that fiscal year; /v1/areas lists them."
)
_RELEASED = Text("คณะกรรมการมีมติไม่ผูกพันพื้นที่นี้แล้ว โปรดนำออก", "A committee released this area by resolution. Leave it out.")
_SOURCE = Text("ข้อมูลพื้นฐานต้องมีแหล่งที่มา", "A baseline needs its source.")
_BY_HAND_ONLY = Text("ใช้กับ by_hand เท่านั้น โปรดล้างค่า", "It belongs to by_hand only. Clear it.")
_NO_AREAS = Text("ต้องมีอย่างน้อยหนึ่งพื้นที่", "Name at least one area.")
_NO_CHOICES = Text(
    "ประเด็นนี้แต่ละพื้นที่เลือกตามนโยบายของปี โปรดระบุรายการที่เลือกได้พร้อมแหล่งที่มาและวันที่",
    "Under this topic each area chooses by the policy of the year. List what may be chosen, with source and date.",
)
_CHOICE_TWICE = Text("มีรายการนี้แล้ว", "This stands there already.")
_CHOICE = Text("โปรดระบุสิ่งที่พื้นที่เลือก ได้แก่", "Name what the area chooses, one of:")
_NOT_LISTED = Text("ไม่อยู่ในรายการตามนโยบายของปีนี้ เลือกได้เฉพาะ", "The policy of the year does not list it. It lists:")
_LIMIT_WITHOUT_USE = Text("ใช้กับตัวชี้วัดที่บวกได้เท่านั้น โปรดล้างค่า", "It belongs to what adds up only. Clear it.")
_ONE_LIMIT = Text(
    "ระบุ unassigned_limit_percent หรือ unassigned_limit_value อย่างใดอย่างหนึ่ง",
    "Give either unassigned_limit_percent or unassigned_limit_value.",
)
_ZERO_BY = Text("โปรดระบุวันที่ส่วนที่ยังไม่มีผู้รับต้องเป็นศูนย์", "Say by which day nothing may be unassigned any more.")
_OVERLAP_REASON = Text("โปรดบอกว่านับซ้ำที่ใด", "Say where it is counted twice.")
_DAY_OVER = Text("วันครบกำหนดตอบผ่านไปแล้ว โปรดกำหนดวันใหม่", "The day to answer by is over. Set a later one.")
