"""Thai text: one spelling, the order of the dictionary, and the same keys from Python and from Postgres."""

import asyncio
import unicodedata
from collections.abc import Callable, Iterator

import asyncpg
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from services.shared.reference import AreaKind, areas
from services.shared.text import (
    clean,
    has_forbidden_characters,
    search_key,
    search_key_sql,
    sort_key,
    sort_key_sql,
)

Keys = Callable[[list[str]], list[tuple[str, str]]]

THAI_LETTERS = "".join(chr(code) for code in (*range(0x0E01, 0x0E3B), *range(0x0E3F, 0x0E5C)))
PIECES = [
    *THAI_LETTERS,
    *"น้ำ",
    "เเ",
    "ํา",
    "ํ้า",
    "้ํา",
    "ำ้",
    "ฯ",
    "ๆ",
    *"aAzZéÉİΣß09",
    *" \t\n.,()\"'-/:%_\\[]",
    "\u200b",
    "–",
    "“",
]
thai_heavy = st.lists(st.sampled_from(PIECES) | st.characters(codec="utf-8", exclude_characters="\x00")).map("".join)

# Frozen from ICU 72 ("th") on Debian's PostgreSQL 15.18: ORDER BY name COLLATE "th-x-icu".
_IN_THAI_ORDER = """
กระบี่ กรุงเทพมหานคร กาญจนบุรี กาฬสินธุ์ กำแพงเพชร ขอนแก่น จันทบุรี ฉะเชิงเทรา ชลบุรี ชัยนาท ชัยภูมิ ชุมพร
เชียงราย เชียงใหม่ ตรัง ตราด ตาก นครนายก นครปฐม นครพนม นครราชสีมา นครศรีธรรมราช นครสวรรค์ นนทบุรี นราธิวาส
น่าน บึงกาฬ บุรีรัมย์ ปทุมธานี ประจวบคีรีขันธ์ ปราจีนบุรี ปัตตานี พระนครศรีอยุธยา พะเยา พังงา พัทลุง พิจิตร พิษณุโลก
เพชรบุรี เพชรบูรณ์ แพร่ ภูเก็ต มหาสารคาม มุกดาหาร แม่ฮ่องสอน ยโสธร ยะลา ร้อยเอ็ด ระนอง ระยอง ราชบุรี ลพบุรี
ลำปาง ลำพูน เลย ศรีสะเกษ สกลนคร สงขลา สตูล สมุทรปราการ สมุทรสงคราม สมุทรสาคร สระแก้ว สระบุรี สิงห์บุรี
สุโขทัย สุพรรณบุรี สุราษฎร์ธานี สุรินทร์ หนองคาย หนองบัวลำภู อ่างทอง อำนาจเจริญ อุดรธานี อุตรดิตถ์ อุทัยธานี อุบลราชธานี
"""
PROVINCES_IN_THAI_ORDER = _IN_THAI_ORDER.split()


@pytest.fixture
def keys_in_postgres(dsn: str) -> Iterator[Keys]:
    """Give a function that stores texts in a table with both keys as generated columns and reads the keys back."""
    with asyncio.Runner() as runner:
        connection = runner.run(asyncpg.connect(dsn))
        runner.run(
            connection.execute(
                f"""CREATE TEMPORARY TABLE named (
                    position bigint, name text,
                    sort text COLLATE "C" GENERATED ALWAYS AS ({sort_key_sql("name")}) STORED,
                    search text COLLATE "C" GENERATED ALWAYS AS ({search_key_sql("name")}) STORED)"""
            )
        )

        async def store_and_read(texts: list[str]) -> list[tuple[str, str]]:
            await connection.execute("TRUNCATE named")
            await connection.executemany("INSERT INTO named VALUES ($1, $2)", list(enumerate(texts)))
            return [tuple(row) for row in await connection.fetch("SELECT sort, search FROM named ORDER BY position")]

        yield lambda texts: runner.run(store_and_read(texts))
        runner.run(connection.close())


@pytest.mark.parametrize(
    ("typed", "spelling"),
    [
        ("  จังหวัด\u00a0 เชียงใหม่\r\n", "จังหวัด เชียงใหม่"),
        ("เเม่ฮ่องสอน", "แม่ฮ่องสอน"),
        ("กําเเพงเพชร", "กำแพงเพชร"),
        ("น\u0e4d\u0e49\u0e32", "น้ำ"),
        ("น\u0e49\u0e4d\u0e32", "น้ำ"),
        ("น\u0e4d\u0e32\u0e49", "น้ำ"),
        ("น\u0e33\u0e49", "น้ำ"),
        ("น้ำ", "น้ำ"),
        ("ท่อง\u200bเที่ยว\ufeff", "ท่องเที่ยว"),
        ("ป\u0e48\u0e39", "ป\u0e39\u0e48"),
        ("Cafe\u0301", "Café"),
        ("", ""),
        (" \t ", ""),
    ],
)
def test_text_gets_its_one_spelling(typed: str, spelling: str) -> None:
    assert clean(typed) == spelling


@given(thai_heavy)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


def test_all_spellings_of_nam_are_one() -> None:
    assert {clean(text) for text in ("น้ํา", "นํ้า", "นํา้", "นำ้", "น้ำ")} == {"น้ำ"}


@pytest.mark.parametrize("text", ["a\x00b", "\x07", "\x1b[0m", "\x0b", "\ud800", "ก\udc00"])
def test_control_characters_and_lone_surrogates_are_forbidden(text: str) -> None:
    assert has_forbidden_characters(text)


@pytest.mark.parametrize("text", ["", "บรรทัดแรก\r\nบรรทัดสอง\tท้าย", "น้ำ", "😀", "\u200b"])
def test_line_ends_tabs_and_any_letter_are_allowed(text: str) -> None:
    assert not has_forbidden_characters(text)


def test_the_provinces_sort_as_in_a_thai_dictionary() -> None:
    names = [area.name_th for area in areas() if area.kind in (AreaKind.PROVINCE, AreaKind.SPECIAL)]
    assert len(names) == 77
    assert sorted(names, key=sort_key) == PROVINCES_IN_THAI_ORDER


@pytest.mark.parametrize(
    "ordered",
    [
        ["กก", "เก", "แก", "โก", "ใก", "ไก", "ขก", "เข"],
        ["ปา", "ป่า", "ป้า", "ป๊า", "ป๋า", "ปาก"],
        ["OTOP", "otop 2", "OTOP 3"],
        ["ABC", "abd", "กขค"],
    ],
)
def test_words_sort_by_consonant_then_vowel_then_mark_and_latin_before_thai(ordered: list[str]) -> None:
    assert sorted(set(ordered), key=sort_key) == ordered


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("โครงการ OTOP ปี ๒๕๖๕", "โครงการ otop ปี 2565"),
        ("ก.น.จ.", "ก น จ"),
        ("ส่งเสริมการท่องเที่ยว (ระยะที่ 2)", "สงเสริมการทองเทียว ระยะที 2"),
        ("ต่าง ๆ", "ตาง"),
        ("ต่างๆ", "ตาง"),
        ('กรุงเทพฯ/นนทบุรี - "ปทุมธานี"', "กรุงเทพ นนทบุรี ปทุมธานี"),
        ("เเพทย์", "แพทย"),
        ("50%_\\", "50"),
        ("...", ""),
    ],
)
def test_a_search_sees_neither_marks_nor_punctuation(text: str, key: str) -> None:
    assert search_key(text) == key


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@example(texts=PROVINCES_IN_THAI_ORDER)
@example(texts=PIECES)
@example(texts=[chr(code) for code in range(1, 0x3000)])
@given(texts=st.lists(thai_heavy, max_size=30))
def test_python_and_postgres_make_the_same_keys(keys_in_postgres: Keys, texts: list[str]) -> None:
    cleaned = [clean(text) for text in texts]
    assert keys_in_postgres(cleaned) == [(sort_key(text), search_key(text)) for text in cleaned]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(texts=st.lists(thai_heavy, max_size=30))
def test_the_sort_key_is_the_same_for_text_that_was_never_cleaned(keys_in_postgres: Keys, texts: list[str]) -> None:
    assert [sort for sort, _ in keys_in_postgres(texts)] == [sort_key(text) for text in texts]


async def test_postgres_orders_the_provinces_by_the_key_as_python_does(dsn: str) -> None:
    connection = await asyncpg.connect(dsn)
    try:
        rows = await connection.fetch(
            f"""SELECT name FROM unnest($1::text[]) AS name ORDER BY {sort_key_sql("name")} COLLATE "C" """,
            sorted(PROVINCES_IN_THAI_ORDER),
        )
    finally:
        await connection.close()
    assert [row["name"] for row in rows] == PROVINCES_IN_THAI_ORDER
