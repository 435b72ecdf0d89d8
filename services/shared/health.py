"""Whether this process lives (`/healthz`), whether it can serve (`/readyz`), and what stops it from starting."""

import asyncio
from pathlib import Path
from typing import Any

from alembic.script import ScriptDirectory
from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from services.shared.contract import fingerprint
from services.shared.database import Doors
from services.shared.errors import Unavailable

router = APIRouter(include_in_schema=False)

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"
# Trigrams of a Thai word are empty under a plain C character type; search would silently find nothing.
THAI_WORD, THAI_TRIGRAMS = "ท่องเที่ยว", 11
SAFE_COMMITS = ("on", "local", "remote_write", "remote_apply")


class NotReady(Exception):
    """The database is not fit to serve; the sentence says what to do. The process does not start."""


def head_of(schema: str) -> str:
    """Return the newest revision of `schema` that this code knows."""
    head = ScriptDirectory(str(MIGRATIONS), version_locations=[str(MIGRATIONS / schema)]).get_current_head()
    if head is None:
        raise NotReady(f"the code has no migration of schema {schema}")
    return head


async def check_database(doors: Doors) -> None:
    """Raise NotReady unless commits are durable, Thai can be searched and the schema is the one this code needs."""
    async with doors.engine.connect() as connection:
        await check_durability(connection)
        trigrams = await connection.scalar(text("SELECT cardinality(show_trgm(:word))"), {"word": THAI_WORD})
        if trigrams != THAI_TRIGRAMS:
            raise NotReady("this database cannot index Thai: create it with LC_CTYPE C.UTF-8 (see docs/operations.md)")
        await check_revision(connection)


async def check_durability(connection: AsyncConnection) -> None:
    """Raise NotReady when acknowledged writes could be lost."""
    for setting, safe in (("fsync", ("on",)), ("full_page_writes", ("on",)), ("synchronous_commit", SAFE_COMMITS)):
        value = await connection.scalar(text("SELECT current_setting(:name)"), {"name": setting})
        if value not in safe:
            raise NotReady(f"{setting} is {value}: acknowledged writes could be lost; set it to {safe[0]}")


async def check_revision(connection: AsyncConnection) -> None:
    """Raise NotReady when the schema is older or newer than this code."""
    schema = await connection.scalar(text("SELECT current_schema()"))
    try:
        current = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    except DBAPIError:
        current = None
    if current != (wanted := head_of(str(schema))):
        raise NotReady(f"schema {schema} is at {current or 'nothing'}, this code needs {wanted}: run the migrations")


@router.get("/healthz")
async def show_life() -> dict[str, str]:
    """Answer without asking anything else."""
    return {"status": "ok"}


@router.get("/readyz")
async def show_readiness(request: Request) -> Response:
    """Answer 200 when the database answers, else 503; beside it, what the app itself has found of its neighbours."""
    try:
        async with request.app.state.house.doors.engine.connect() as connection:
            await connection.execute(text("SELECT 1"))
    except (DBAPIError, OSError) as problem:
        raise Unavailable(request.app.state.service.name) from problem
    found: dict[str, Any] = getattr(request.app.state, "readiness", {})
    return JSONResponse({"status": "ok", **found})


@router.get("/internal/contract")
async def show_contract_fingerprint(request: Request) -> dict[str, str]:
    """Answer the fingerprint of the contract this process speaks; the gateway compares it with the released one."""
    document = await asyncio.to_thread(request.app.openapi)  # the first time it takes a moment
    return {"sha256": fingerprint(document)}
