"""What a governor reads adds up to the amount, and says of each step what was done."""

import re
from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given, settings

from services.budget.allocation.rules.faults import faults_of
from services.budget.allocation.rules.method import DIRECT, Bounds, Criterion, Pool
from services.budget.allocation.rules.wording import BOUNDS, CRITERION, ROUNDING, SUM, Sentence, Told, sentences_of
from services.shared.errors import Text
from services.shared.money import parse_amount
from tests.budget.allocation.documents import pool_of, told_of
from tests.budget.allocation.test_method import examples, excepted_pools

AMOUNT = re.compile(r"([−+]?) ?([\d,]+\.\d\d)")


def sentences(pool: Pool, area_code: str) -> tuple[Sentence, ...]:
    """The sentences of one area."""
    snapshot, result = told_of(pool)
    [of_level], [divided] = snapshot["pools"], result["pools"]
    area = next(each for each in divided["areas"] if each["area_code"] == area_code)
    return sentences_of(Told(Text("จังหวัดขอนแก่น", "Khon Kaen"), 2563, pool.unit, divided, area, of_level))


def thai(pool: Pool, area_code: str) -> list[str]:
    """The same in Thai."""
    return [each.text.th for each in sentences(pool, area_code)]


def amounts_in(text: str) -> list[int]:
    """The amounts of a sum as it is written, in satang."""
    return [
        parse_amount(f"{'-' if sign == '−' else ''}{digits.replace(',', '')}") for sign, digits in AMOUNT.findall(text)
    ]


@settings(max_examples=40)
@given(excepted_pools())
def test_the_sentences_of_every_area_add_up_to_its_amount_as_they_are_written(pool: Pool) -> None:
    assume(not faults_of(pool))
    _, result = told_of(pool)
    for area in result["pools"][0]["areas"]:
        told = sentences(pool, area["area_code"])
        lines = [each for each in told if each.step in (CRITERION, BOUNDS, ROUNDING)]
        [total] = [each for each in told if each.step == SUM]
        assert sum(each.amount or 0 for each in lines) == total.amount == parse_amount(area["amount"])
        for written in total.text:
            *added, whole = amounts_in(written)
            assert added == [each.amount for each in lines]
            assert whole == total.amount
        for each in lines:
            # What a sentence says of its line is the amount of the line; what rises or falls says so in words.
            assert all(abs(each.amount or 0) in map(abs, amounts_in(text)) or not each.amount for text in each.text)


def test_the_example_of_the_page_in_words() -> None:
    pool = pool_of(examples()[0][0])
    assert thai(pool, "A") == [
        "จังหวัดขอนแก่นได้รับจัดสรร 185,000.00 บาท จากวงเงิน 1,000,000.00 บาทที่แบ่งกัน 4 จังหวัดในปีงบประมาณ 2563 คิดเป็นร้อยละ 18.5",
        "เกณฑ์ “เกณฑ์ equal” (น้ำหนักร้อยละ 25): แบ่งเท่ากัน 4 พื้นที่ ได้ 62,500.00 บาท",
        "เกณฑ์ “เกณฑ์ population” (น้ำหนักร้อยละ 50): 10 คน มากเป็นอันดับที่ 4 จาก 4 พื้นที่ คิดเป็นร้อยละ 10 ของทั้งหมด ได้ 50,000.00 บาท",
        "เกณฑ์ “เกณฑ์ income” (น้ำหนักร้อยละ 25): 10 คน น้อยเป็นอันดับที่ 2 จาก 4 พื้นที่ ยิ่งน้อยยิ่งได้มาก "
        "คิดเป็นร้อยละ 25 ของส่วนกลับทั้งหมด ได้ 62,500.00 บาท",
        "ขอบเขต: พื้นที่นี้อยู่ที่จำนวนต่ำสุด 185,000.00 บาท จึงเพิ่มขึ้น 10,000.00 บาท",
        "การปัดเศษเป็นหน่วยละ 1,000.00 บาท รวมเศษสตางค์ที่ตัดออกจากแต่ละเกณฑ์: ไม่เปลี่ยนแปลง ไม่มีเศษของหน่วย",
        "รวม 62,500.00 + 50,000.00 + 62,500.00 + 10,000.00 + 0.00 = 185,000.00 บาท",
        "ปีก่อนได้ 180,000.00 บาท ปีนี้เพิ่มขึ้น 5,000.00 บาท (ประมาณร้อยละ 2.78)",
    ]
    assert [each.text.en for each in sentences(pool, "B")][3:6] == [
        "Criterion “เกณฑ์ income” (25 percent): 20 คน, place 3 of 4 from the least (shared with "
        "1 more) where less gets more, and 12.5 percent of all inverses, gives 31,250.00 baht.",
        "Bounds: at none itself, but those of others leave every area that is at none about 1.033143 times what the "
        "criteria give: 6,421.42 baht more.",
        "Rounding to units of 1,000.00 baht, with the parts of a satang that were cut from each criterion: 171.42 baht "
        "less. Its remainder of about 0.171429 of a unit is not among the largest, so it was rounded down.",
    ]
    assert thai(pool, "D")[4] == (
        "ขอบเขต: พื้นที่นี้อยู่ที่จำนวนที่เพิ่มขึ้นจากปีก่อนได้ไม่เกินร้อยละ 10 คือ 363,000.00 บาท จึงลดลง 24,500.00 บาท"
    )
    assert thai(pool, "C")[5].endswith("ประมาณ 0.828571 ของหน่วยอยู่ในกลุ่มเศษที่มากที่สุด จึงได้ครบหน่วย")


def test_what_is_missing_lifted_or_in_a_band_is_said() -> None:
    pool = pool_of(examples()[1][0])
    assert (
        "ไม่มีข้อมูล เกณฑ์นี้กำหนดให้นับเท่าค่าเฉลี่ยของพื้นที่ที่มีข้อมูล คิดเป็นประมาณร้อยละ 33.33 ของทั้งหมด ได้ 16.66 บาท" in thai(pool, "C")[1]
    )
    assert "85 คน อยู่ในช่วงตั้งแต่ 80 ขึ้นไป นับเป็น 3 แต้ม มากเป็นอันดับที่ 1 จาก 3" in thai(pool, "A")[2]
    assert "59 คน ต่ำกว่าช่วงแรกซึ่งเริ่มที่ 60 นับเป็นศูนย์ ได้ 0.00 บาท" in thai(pool, "B")[2]
    assert "0 คน ต่ำกว่าค่าต่ำสุดที่เกณฑ์รับ จึงนับเป็น 1 น้อยเป็นอันดับที่ 1" in thai(pool, "A")[3]
    nothing = replace(pool, criteria=(replace(pool.criteria[0], missing="nothing"), *pool.criteria[1:]))
    assert "ไม่มีข้อมูล เกณฑ์นี้กำหนดให้นับเป็นศูนย์ ได้ 0.00 บาท" in thai(nothing, "C")[1]


def test_each_bound_and_an_exception_are_named() -> None:
    people = Criterion("people", DIRECT, Decimal(100), {"A": Decimal(1), "B": Decimal(9)})
    last = {"A": 50_00, "B": 50_00}
    pool = Pool(100_00, 1, ("A", "B"), (people,), last_year=last)
    fall = replace(pool, bounds=Bounds(most_fall_percent=Decimal(20)))
    assert "ลดลงจากปีก่อนได้ไม่เกินร้อยละ 20 คือ 40.00 บาท จึงเพิ่มขึ้น 30.00 บาท" in thai(fall, "A")[2]
    most = replace(pool, exceptions={"B": Bounds(most_amount=70_00)})
    assert thai(most, "B")[2].endswith("จำนวนสูงสุด 70.00 บาท จึงลดลง 20.00 บาท (ข้อยกเว้นของพื้นที่นี้: ทดสอบ)")
    assert thai(pool, "A")[2] == "ขอบเขต: ไม่มีขอบเขตใดมีผลต่อพื้นที่นี้"
    same = thai(replace(pool, last_year={"A": 10_00}), "A")
    assert same[-1] == "ปีก่อนได้ 10.00 บาท ปีนี้ไม่เปลี่ยนแปลง"
    assert len(thai(replace(pool, last_year={}), "A")) == len(same) - 1
