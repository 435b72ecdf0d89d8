"""Cursors: what goes out comes back, and nothing else is taken."""

import datetime as dt
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import column

from services.shared.errors import CursorInvalid
from services.shared.paging import PageRequest, SortKey, parse_instant

ROW = UUID("0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55")
FILTERS = {"fiscal_year": 2558, "q": None}
TEXT = SortKey(column("title"))
INSTANT = SortKey(column("updated_at"), parse_instant)


def page(cursor: str | None, secret: bytes = b"secret") -> PageRequest:
    return PageRequest(50, cursor, secret)


@given(st.text())
def test_a_cursor_comes_back_as_it_went_out(value: str) -> None:
    sent = page(None).next_cursor("title", FILTERS, value, ROW)
    back = page(sent).after("title", FILTERS, TEXT)
    assert back is not None
    assert (back.value, back.id) == (value, ROW)


def test_an_instant_keeps_its_microseconds() -> None:
    instant = dt.datetime(2015, 1, 9, 2, 15, 0, 123456, tzinfo=dt.UTC)
    back = page(page(None).next_cursor("-updated_at", {}, instant, ROW)).after("-updated_at", {}, INSTANT)
    assert back is not None
    assert back.value == instant


@pytest.mark.parametrize(
    ("sort", "filters", "secret"),
    [
        ("-title", FILTERS, b"secret"),
        ("title", {"fiscal_year": 2559}, b"secret"),
        ("title", {}, b"secret"),
        ("title", FILTERS, b"another"),
    ],
)
def test_a_cursor_of_another_list_or_house_is_refused(sort: str, filters: dict[str, object], secret: bytes) -> None:
    sent = page(None).next_cursor("title", FILTERS, "ก", ROW)
    with pytest.raises(CursorInvalid):
        page(sent, secret).after(sort, filters, TEXT)


@given(st.integers(min_value=0), st.integers(min_value=1, max_value=255))
def test_a_cursor_changed_anywhere_is_refused(place: int, by: int) -> None:
    sent = bytearray(page(None).next_cursor("title", FILTERS, "เชียงใหม่", ROW).encode())
    at = place % len(sent)
    sent[at] = (sent[at] + by) % 256
    with pytest.raises(CursorInvalid):
        page(sent.decode("latin-1")).after("title", FILTERS, TEXT)


@given(st.text(max_size=200))
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(CursorInvalid):
        page(text).after("title", FILTERS, TEXT)
