"""Lists page by key, never by offset: a cursor names the last row seen, is signed, and fits one sort and filter."""

import base64
import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Protocol, TypeVar
from uuid import UUID

from fastapi import Depends, Query, Request
from pydantic.json_schema import SkipJsonSchema
from sqlalchemy import ColumnElement, Integer, Select, bindparam, tuple_

from services.shared.errors import CursorInvalid

DEFAULT_LIMIT = 50
LARGEST_LIMIT = 200
_SIGNATURE_BYTES = 16

ParseValue = Callable[[Any], Any]


class HasId(Protocol):
    """A row with the id that ends every sort key."""

    @property
    def id(self) -> UUID:
        """Its id."""


Row = TypeVar("Row", bound=HasId)


@dataclass(frozen=True)
class SortKey:
    """One way to sort: a column that is never null, and how its value is read back from a cursor."""

    column: ColumnElement[Any]
    parse: ParseValue = str


def parse_instant(text: Any) -> dt.datetime:  # noqa: ANN401 - the value comes out of decoded JSON
    """Read an instant back from a cursor."""
    return dt.datetime.fromisoformat(str(text))


@dataclass(frozen=True)
class Cursor:
    """Where the last page ended: the sort value and id of its last row."""

    value: Any
    id: UUID


@dataclass(frozen=True)
class PageRequest:
    """How many rows are wanted, and from where; `secret` signs what goes out."""

    limit: int
    cursor: str | None
    secret: bytes

    def after(self, sort: str, filters: Mapping[str, Any], key: SortKey) -> Cursor | None:
        """Return where to go on; raises CursorInvalid for a cursor that is forged or of another sort or filter."""
        if self.cursor is None:
            return None
        try:
            sealed = base64.urlsafe_b64decode(self.cursor.encode("ascii"))
            signature, payload = sealed[:_SIGNATURE_BYTES], sealed[_SIGNATURE_BYTES:]
            if not hmac.compare_digest(signature, self._sign(payload)):
                raise CursorInvalid()
            document = json.loads(payload)
            if document["q"] != _fingerprint(sort, filters):
                raise CursorInvalid()
            return Cursor(key.parse(document["v"]), UUID(document["i"]))
        except (ValueError, KeyError, TypeError) as problem:
            raise CursorInvalid() from problem

    def start(self, after: Cursor | None) -> dict[str, Any]:
        """Return what a statement by `keyset` is given: how many rows, one more than the page, and after which."""
        place = {"after_value": after.value, "after_id": after.id} if after else {}
        return {"limit": self.limit + 1, **place}

    def cut(
        self, found: Sequence[Row], sort: str, filters: Mapping[str, Any], value_of: Callable[[Row], object]
    ) -> tuple[Sequence[Row], str | None]:
        """Return the rows of the page and the cursor of the next one, None on the last.

        `found` holds up to one row more than the page, by which it is known that there is a next one.
        """
        shown = found[: self.limit]
        if len(found) <= self.limit:
            return shown, None
        return shown, self.next_cursor(sort, filters, value_of(shown[-1]), shown[-1].id)

    def next_cursor(self, sort: str, filters: Mapping[str, Any], value: object, row_id: UUID) -> str:
        """Return the cursor that goes on after the row with this sort value and id."""
        shown = value.isoformat() if isinstance(value, dt.datetime | dt.date) else value
        shown = str(shown) if isinstance(shown, UUID) else shown
        document = {"q": _fingerprint(sort, filters), "v": shown, "i": str(row_id)}
        payload = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._sign(payload) + payload).decode("ascii")

    def _sign(self, payload: bytes) -> bytes:
        return hmac.new(self.secret, payload, hashlib.sha256).digest()[:_SIGNATURE_BYTES]


def _fingerprint(sort: str, filters: Mapping[str, Any]) -> str:
    text = json.dumps([sort, sorted((name, str(value)) for name, value in filters.items() if value is not None)])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


async def page_request(
    request: Request,
    limit: Annotated[int, Query(ge=1, le=LARGEST_LIMIT, description="rows on a page")] = DEFAULT_LIMIT,
    cursor: Annotated[
        str | SkipJsonSchema[None], Query(max_length=2000, description="next_cursor of the page before")
    ] = None,
) -> PageRequest:
    """Return what part of the list is asked for."""
    return PageRequest(limit, cursor, request.app.state.house.cursor_secret)


Paging = Annotated[PageRequest, Depends(page_request)]


def is_descending(sort: str) -> bool:
    """Return whether `sort` is written with a leading minus."""
    return sort.startswith("-")


def in_order(statement: Select[Any], sort: str, *names: str) -> Select[Any]:
    """Order `statement` by its selected columns `names`, all in the direction of `sort`."""
    columns = [statement.selected_columns[name] for name in names]
    return statement.order_by(*(column.desc() if is_descending(sort) else column for column in columns))


def keyset(
    statement: Select[Any], sort: str, key: SortKey, row_id: ColumnElement[UUID], *, goes_on: bool
) -> Select[Any]:
    """Order `statement` by `key` and, last, by id; when it goes on, start after `:after_value`, `:after_id`.

    It takes one row more than `:limit`, by which the caller knows whether there is a next page.
    """
    descending = is_descending(sort)
    if goes_on:
        last = tuple_(
            bindparam("after_value", type_=key.column.type, unique=False), bindparam("after_id", type_=row_id.type)
        )
        row = tuple_(key.column, row_id)
        statement = statement.where(row < last if descending else row > last)
    order = (key.column.desc(), row_id.desc()) if descending else (key.column, row_id)
    return statement.order_by(*order).limit(bindparam("limit", type_=Integer))
