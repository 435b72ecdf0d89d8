"""A repeat is safe: one Idempotency-Key, one effect. The answer is stored in the transaction of the effect."""

import asyncio
import contextlib
import datetime as dt
import hashlib
import json
import re
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from pydantic import BaseModel
from pydantic.json_schema import SkipJsonSchema
from sqlalchemy import ColumnElement, LargeBinary, PrimaryKeyConstraint, SmallInteger, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from services.shared.access import Principal
from services.shared.columns import Code, Moment, now
from services.shared.database import FloorBase
from services.shared.errors import FieldError, Invalid, KeyInProgress, KeyRequired, KeyReused, Text
from services.shared.preconditions import etag

LOCK_NOT_AVAILABLE = "55P03"
# Past this, hashing would hold the event loop for milliseconds.
LARGEST_HASHED_AT_ONCE = 256 * 1024
_KEY = re.compile(r"[\x21-\x7e]{1,255}")


class StoredAnswer(FloorBase):
    """The first answer to a key; `status` is null only inside the transaction that is making it."""

    __tablename__ = "idempotency"
    __table_args__ = (PrimaryKeyConstraint("caller", "operation", "key", name="pk_idempotency"),)

    caller: Mapped[Code]
    operation: Mapped[Code]
    key: Mapped[Code]
    request_hash: Mapped[Code]
    status: Mapped[int | None] = mapped_column(SmallInteger)
    location: Mapped[str | None]
    tag: Mapped[str | None]
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[Moment]
    expires_at: Mapped[Moment] = mapped_column(index=True)


class Replayed(Exception):
    """The key was used for this very request before; carries the first answer."""

    def __init__(self, answer: StoredAnswer) -> None:
        super().__init__(answer.key)
        self.answer = answer


class Once:
    """The use of one key by one request. A use case calls `begin` after access was checked on the visible object."""

    def __init__(self, operation: str, key: str, request_hash: str, retention_days: int) -> None:
        self._operation = operation
        self._key = key
        self._request_hash = request_hash
        self._retention = dt.timedelta(days=retention_days)
        self._caller = ""

    async def begin(self, session: AsyncSession, principal: Principal) -> None:
        """Claim the key; raises Replayed, KeyReused (other body) or KeyInProgress (the first is still running)."""
        self._caller = f"{principal.client}/{principal.subject}"
        at = now()
        claim = insert(StoredAnswer).values(
            caller=self._caller,
            operation=self._operation,
            key=self._key,
            request_hash=self._request_hash,
            created_at=at,
            expires_at=at + self._retention,
        )
        try:
            claimed = await session.execute(claim.on_conflict_do_nothing().returning(StoredAnswer.key))
        except DBAPIError as problem:
            if sqlstate(problem) == LOCK_NOT_AVAILABLE:
                raise KeyInProgress() from problem
            raise
        if claimed.scalar_one_or_none() is None:
            raise await self._refusal(session)

    async def _refusal(self, session: AsyncSession) -> Exception:
        stored = (await session.execute(select(StoredAnswer).where(*self._mine()))).scalar_one()
        if stored.request_hash != self._request_hash:
            return KeyReused()
        return Replayed(stored)

    async def answer(
        self,
        session: AsyncSession,
        body: BaseModel,
        *,
        status: int = 200,
        location: str | None = None,
        version: int | str | None = None,
    ) -> Response:
        """Return the answer and store it under the key, in the same transaction. `version`, if any, is the ETag."""
        tag = None if version is None else etag(version)
        answer = StoredAnswer(status=status, location=location, tag=tag, body=body.model_dump_json().encode())
        stored = {"status": answer.status, "location": answer.location, "tag": answer.tag, "body": answer.body}
        await session.execute(update(StoredAnswer).where(*self._mine()).values(**stored))
        return response_of(answer)

    def _mine(self) -> tuple[ColumnElement[bool], ...]:
        return (
            StoredAnswer.caller == self._caller,
            StoredAnswer.operation == self._operation,
            StoredAnswer.key == self._key,
        )


def response_of(answer: StoredAnswer, *, replayed: bool = False) -> Response:
    """Return `answer` as a response; a replay says so in `Idempotent-Replayed`."""
    headers = {"Cache-Control": "private, no-store"}
    if answer.location:
        headers["Location"] = answer.location
    if answer.tag:
        headers["ETag"] = answer.tag
    if replayed:
        headers["Idempotent-Replayed"] = "true"
    return Response(answer.body, status_code=answer.status or 200, headers=headers, media_type="application/json")


async def once(
    request: Request,
    key: Annotated[
        str | SkipJsonSchema[None],
        Header(
            alias="Idempotency-Key",
            description="names this request; sent again with the same key it is carried out once",
            examples=["6f1f7c1e-2f0e-4f57-9a55-0d4a3d0b6a10"],
        ),
    ] = None,
) -> Once:
    """Return the use of this request's key; raises KeyRequired without one, Invalid for one that is not readable."""
    if key is None:
        raise KeyRequired()
    if not _KEY.fullmatch(key):
        sentence = Text("ใช้ 1-255 อักขระ ASCII ที่มองเห็นได้", "Use 1-255 visible ASCII characters.")
        raise Invalid(FieldError("header:Idempotency-Key", "malformed", sentence))
    return Once(request.scope["route"].name, key, await _hash(request), request.app.state.house.retention_days)


Key = Annotated[Once, Depends(once)]


async def _hash(request: Request) -> str:
    body = await request.body()
    head = f"{request.method} {request.url.path}?{request.url.query}\n".encode()
    is_json = request.headers.get("content-type", "").split(";")[0].strip().lower().endswith("json")
    document = None
    if is_json:
        with contextlib.suppress(ValueError, RecursionError):
            document = await request.json()  # which the framework reads once, for the route too
    if len(body) > LARGEST_HASHED_AT_ONCE:
        return await asyncio.to_thread(_hash_of, head, body, document)
    return _hash_of(head, body, document)


def _hash_of(head: bytes, body: bytes, document: object) -> str:
    if document is not None:
        with contextlib.suppress(ValueError, RecursionError):  # another spelling of a document is the same request
            body = json.dumps(document, sort_keys=True).encode()
    return hashlib.sha256(head + body).hexdigest()


def sqlstate(problem: DBAPIError) -> str | None:
    """Return the SQLSTATE of a database error."""
    return getattr(problem.orig, "sqlstate", None)


async def forget_expired(session: AsyncSession, at: dt.datetime) -> int:
    """Delete answers whose retention has ended; returns how many."""
    gone = await session.execute(delete(StoredAnswer).where(StoredAnswer.expires_at < at).returning(StoredAnswer.key))
    return len(gone.all())
