"""How titles are read and weighed, with no database."""

import csv
import unicodedata
from dataclasses import replace
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.budget.duplicates.engine import alike
from services.budget.duplicates.rules.comparing import Eyes, Side, Signal, left_over, signals_of
from services.budget.duplicates.rules.reading import Reading, Stretch, activity_of, read
from services.budget.duplicates.rules.reasons import SENTENCES
from services.budget.duplicates.rules.things import changes_since, code_faults
from services.budget.duplicates.rules.vocabulary import vocabulary
from services.budget.duplicates.rules.weighing import compare, scale, weigh
from services.budget.duplicates.rules.wording import bare, written
from tests.budget.duplicates.pairs import pairs_of, side_of

TITLES = [row[f"title_{side}"] for row in pairs_of("learn") for side in "ab"]
MARKS, PLACE = "่้๊๋", "ต.แม่หอพระ อ.แม่แตง จ.เชียงใหม่"


def reading(title: str, place: str = "", stretch: str = "") -> Reading:
    """What a title says."""
    return read(title, vocabulary(), place=place, stretch=stretch)


def likeness(
    one: str, other: str, place: str = PLACE, years: tuple[int, int] = (2566, 2566)
) -> tuple[float, list[str]]:
    """How alike two titles are at one place, and the names of the reasons."""
    left, right = (Side(reading(title, place), year, 100) for title, year in zip((one, other), years, strict=True))
    found = compare(left, right, alike, scale())
    return found.score, [reason.name for reason in found.reasons]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ก่อสร้างถนน คสล. ม.4 ต.บ้านค้อ", "ก่อสร้างถนนคอนกรีตเสริมเหล็ก หมู่ที่ ๔ ตำบลบ้านค้อ"),
        ("ปรับปรุง รพ.สต.บ้านท่าขนุน", "ปรับปรุงโรงพยาบาลส่งเสริมสุขภาพตำบลบ้านท่าขนุน"),
        ("สนง.แรงงาน จ.ลำพูน", "สำนักงานแรงงานจังหวัดลำพูน"),
        ("ก่อสร้างสนามกีฬา รร.เทศบาล ทม.ชัยนาท", "ก่อสร้างสนามกีฬาโรงเรียนเทศบาล เทศบาลเมืองชัยนาท"),
        ("ซ่อมถนน อบต.แม่สลองใน", "ซ่อมถนนองค์การบริหารส่วนตำบลแม่สลองใน"),
        ("ทำนํ้าประปา", "ทำ น้ำ\u200bประปา"),
        ("ส่งเสริมเด็กๆ ในเมืองเพชรฯ", "ส่งเสริมเด็ก ในเมืองเพชร"),
        ("โครงการขุดสระเก็บน้ำ ประจำปีงบประมาณ พ.ศ. ", "ขุดสระเก็บน้ำ"),
        ("ติดตั้ง CCTV ตลาด", "ติดตั้งกล้องวงจรปิดตลาด"),
    ],
)
def test_one_thing_written_two_ways_is_one_run_of_letters(one: str, other: str) -> None:
    assert reading(one).run == reading(other).run


@pytest.mark.parametrize(
    ("title", "facts"),
    [
        ("ซ่อม ทล.118 กม.76+500 - 80+000", {"stretches": (Stretch(76_500, 80_000),), "roads": {"118"}}),
        ("ซ่อม ชร.1023 กิโลเมตรที่ ๘๐+๐๐๐ ถึง กม. 76+500", {"stretches": (Stretch(76_500, 80_000),), "roads": {"ชร.1023"}}),
        ("ซ่อมทาง กม.1+0000 - 123456+000", {"stretches": ()}),
        ("วางท่อ Ø 1.00 ม. หมู่ 3-5", {"villages": {"3", "4", "5"}, "numbers": ("1.00",)}),
        ("ขุดลอกกว๊านพะเยา ระยะที่สอง", {"phases": {"2"}}),
        ("อบรม Young Smart Farmer รุ่นที่ 6 ปี 2566", {"phases": {"6"}, "years": {2566}}),
        ("อบรมช่าง 5 รุ่น รุ่นละ 30 คน", {"phases": set()}),
        ("ปลูกป่าต้นน้ำ ปีที่ 3", {"phases": {"3"}, "years": set()}),
    ],
)  # fmt: skip
def test_facts_are_read_out_of_a_title(title: str, facts: dict[str, object]) -> None:
    found = reading(title)
    assert {name: getattr(found, name) for name in facts} == facts


def test_places_are_read_from_both_and_only_provinces_that_there_are() -> None:
    places = reading("ก่อสร้างลานตากข้าว ต.นาดี จังหวัดเลย", "ตำบลนาดี อำเภอด่านซ้าย").places
    assert [set(each) for each in (places.tambons, places.amphoes, places.provinces)] == [{"นาดี"}, {"ดานซาย"}, {"เลย"}]
    assert reading("ซ่อมแซมศาลากลางจังหวัดหลังเก่า งบกลุ่มจังหวัดภาคเหนือ").places.provinces == set()
    assert reading("อาคาร รพ.สต.บ้านไร่ เทศบาลตำบลแม่สาย").places.tambons == set()


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        ("ขุดลอกคลองแม่แตง กม. 1+000 - 3+000", "ขุดลอกคลองแม่แตง กม. 5+000 - 7+000", "stretch_apart"),
        ("ซ่อมผิวทาง ทล.107 ตอนแม่แตง", "ซ่อมผิวทาง ทล.108 ตอนแม่แตง", "other_road"),
        ("ก่อสร้างฝาย หมู่ 3", "ก่อสร้างฝาย หมู่ 5", "other_village"),
        ("ก่อสร้างฝาย บ้านดงป่าซาง", "ก่อสร้างฝาย บ้านทุ่งหลวง", "other_village_name"),
        ("ก่อสร้างสวนสาธารณะ ระยะที่ 1", "ก่อสร้างสวนสาธารณะ ระยะที่ 2", "other_phase"),
        ("ก่อสร้างสะพานข้ามน้ำแตง", "ซ่อมแซมสะพานข้ามน้ำแตง", "other_work"),
        ("ก่อสร้างทางเท้าซอยเทศบาล 5", "ก่อสร้างทางเท้าซอยเทศบาล 7", "other_number"),
        ("อบรมอาชีพเสริมให้ผู้สูงอายุ", "อบรมอาชีพเสริมให้คนพิการ", "replaced"),
    ],
)
def test_a_near_miss_is_told_from_the_same_and_why(one: str, other: str, reason: str) -> None:
    score, reasons = likeness(one, other)
    assert reason in reasons
    assert score < likeness(one, one)[0]
    assert score < scale().settings["likely"]


def test_another_year_is_another_thing_only_where_the_work_is_done_every_year() -> None:
    assert likeness("จัดงานเทศกาลลำไย", "จัดงานเทศกาลลำไย", years=(2565, 2566))[0] < 0.5
    assert likeness("ก่อสร้างโรงคัดลำไย", "ก่อสร้างโรงคัดลำไย", years=(2565, 2566))[0] > 0.9


def test_a_tambon_of_the_same_name_in_another_amphoe_is_another_place() -> None:
    title, places = "ก่อสร้างประปา ตำบลดอนแก้ว", [f"ต.ดอนแก้ว อ.{name} จ.เชียงใหม่" for name in ("แม่ริม", "สารภี")]
    left, right = (Side(reading(title, place), 2566, 100) for place in places)
    found = compare(left, right, alike, scale())
    assert ("คนละอำเภอ (แม่ริม กับ สารภี)", "against") in [(each.sentence.th, each.direction) for each in found.reasons]
    assert not found.is_likely


def test_overlap_is_told_in_kilometres_and_names_as_they_were_written() -> None:
    stretches = ("12+000-15+000", "12+300-16+000")
    titles = [f"เสริมผิว ทล.21 กม.{each}" for each in stretches]
    one, other = (Side(reading(title, "อ.หล่มสัก จ.เพชรบูรณ์"), 2566, 100) for title in titles)
    told = [each.sentence.th for each in compare(one, other, alike, scale()).reasons]
    assert "ช่วง กม. ซ้อนกัน 2.7 กม. จาก 3" in told
    assert "อำเภอเดียวกัน (หล่มสัก)" in told


@given(st.sampled_from(TITLES), st.sampled_from(TITLES), st.sampled_from(["", "จ.น่าน", "ต.ภูคา อ.ปัว จ.น่าน"]))
def test_likeness_is_the_same_from_either_side(one: str, other: str, place: str) -> None:
    left, right = likeness(one, other, place), likeness(other, one, place)
    assert (left[0], sorted(left[1])) == (right[0], sorted(right[1]))
    assert 0 <= left[0] <= 1
    assert likeness(one, one, place)[0] >= left[0]


@given(st.sampled_from(TITLES), st.data())
def test_invisible_signs_forms_and_digits_change_nothing(title: str, data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(title)))
    spelt = unicodedata.normalize("NFD", f"{title[:place]}\u200b{title[place:]}").replace("\u0e33", "\u0e4d\u0e32")
    digits = spelt.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert replace(reading(digits), source="") == replace(reading(title), source="")


@given(st.sampled_from(TITLES))
def test_tone_marks_change_nothing_but_what_is_shown(title: str) -> None:
    without = title.translate(dict.fromkeys(map(ord, MARKS)))
    assert replace(reading(without), source="") == replace(reading(title), source="")
    assert written(bare("น้ำพุ"), title + "น้ำพุ") == "น้ำพุ"


PIECES = st.sampled_from(
    ["กม.", "+", "-", "000", "หมู่", "ม.", "ทล.", "ต.", "จังหวัด", "ระยะที่", "ปี", "25", "ๆ", "ฯ", "\u0e4d", "9" * 40]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=5)), max_size=12).map("".join), st.sampled_from(TITLES))
def test_no_title_breaks_the_reading(title: str, other: str) -> None:
    score, _ = likeness(title, other)
    assert 0 <= score <= 1
    assert likeness(other, title)[0] == score


@given(st.text("กขคง", max_size=12), st.text("กขคง", max_size=12))
def test_what_is_left_over_is_not_said_on_the_other_side(one: str, other: str) -> None:
    pieces = left_over(one, other, 3)
    assert sum(map(len, pieces)) <= len(one)
    assert left_over(one, one, 3) == ()
    if set(one).isdisjoint(other) and one:
        assert "".join(pieces) == one


NAMES = st.sampled_from(sorted(SENTENCES))


@given(st.lists(st.tuples(NAMES, st.floats(0.01, 1)), max_size=8), NAMES)
def test_what_speaks_for_raises_the_score_and_what_speaks_against_lowers_it(
    found: list[tuple[str, float]], name: str
) -> None:
    signals = [Signal(each, strength, ("ก", "ข")) for each, strength in found]
    before, after = (weigh(each, scale()).score for each in (signals, [*signals, Signal(name, 1, ("ก", "ข"))]))
    assert after >= before if scale().weights[name] > 0 else after <= before


def test_every_weight_has_its_sentence_and_the_table_says_whose_it_is() -> None:
    assert set(scale().weights) - {"bias"} == set(SENTENCES)
    assert "ตัวอย่างของระบบ" in scale().source
    for name in ("weights", "wordings", "works"):
        text = files("services.budget.duplicates").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
        assert all(row["source"] for row in csv.DictReader(text.splitlines(), strict=True))
    eyes = Eyes(alike, scale().fineness)
    pairs = [(side_of(row, "a"), side_of(row, "b")) for row in pairs_of("learn")]
    told = {signal.name for pair in pairs for signal in signals_of(*pair, eyes)}
    assert told <= set(scale().weights)


def test_what_changed_is_told_by_field_and_a_code_stands_once() -> None:
    before, after = {"amount": "1.00", "title_th": "ก"}, {"amount": "2.00", "title_th": "ก"}
    assert changes_since(before, after) == {"amount": ["1.00", "2.00"]}
    assert [fault.pointer for fault in code_faults(["A", "B", "A"])] == ["/projects/2/code"]


def test_what_is_done_and_one_agency_behind_both_speak_for_one_thing() -> None:
    title, place = "ปรับปรุงอาคารเรียน", "จ.น่าน"
    plain = Side(reading(title, place), 2566, 100)
    doing = [
        replace(plain, activity=activity_of(text, vocabulary()), agency="DOH")
        for text in ("ซ่อมหลังคา ทาสี และเปลี่ยนฝ้า", "ทาสี ซ่อมหลังคา เปลี่ยนฝ้า")
    ]
    alone, both = compare(plain, plain, alike, scale()), compare(doing[0], doing[1], alike, scale())
    names = {reason.name: reason.direction for reason in both.reasons}
    assert (names["same_activity"], names["same_agency"]) == ("for", "for")
    assert both.score > alone.score
    other = replace(doing[1], activity=activity_of("จัดซื้อโต๊ะเก้าอี้", vocabulary()), agency="RID")
    assert compare(doing[0], other, alike, scale()).score == alone.score
