"""Everything that can go wrong in a request, turned into the one kind of answer: a problem."""

from collections.abc import Mapping
from typing import Any

import asyncpg
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

from services.shared import context
from services.shared.constraints import conflict_of
from services.shared.database import is_lost
from services.shared.errors import (
    BodyUnreadable,
    Busy,
    FieldError,
    Invalid,
    MediaTypeUnsupported,
    MethodNotAllowed,
    PathUnknown,
    Refusal,
    Text,
    Unavailable,
    Unexpected,
)
from services.shared.idempotency import LOCK_NOT_AVAILABLE, Replayed, response_of, sqlstate
from services.shared.problems import problem_body, problem_headers
from services.shared.validation import field_error

logger = structlog.get_logger(__name__)

# SQLSTATEs: lock not available, deadlock, serialization failure; query cancelled, the server shutting down, crashed
# or not yet accepting; characters that have no place.
RETRYABLE = (LOCK_NOT_AVAILABLE, "40P01", "40001")
AWAY = {
    "57014": "statement_timeout",
    "57P01": "stopping",
    "57P02": "crashed",
    "57P03": "starting",
    "53300": "too_many_connections",
}
UNSTORABLE = ("22021", "22P05")


def answer_with(refusal: Refusal, request: Request) -> Response:
    """Return `refusal` as the answer to `request`, in the caller's language."""
    language = context.language_of(request.headers.get("accept-language"))
    return Response(
        problem_body(refusal, language, context.request_id.get()),
        status_code=refusal.status,
        headers=problem_headers(refusal, language),
    )


async def on_refusal(request: Request, refusal: Exception) -> Response:
    """Answer a named refusal."""
    assert isinstance(refusal, Refusal)
    return answer_with(refusal, request)


async def on_replay(_request: Request, replayed: Exception) -> Response:
    """Answer a repeated request with its first answer."""
    assert isinstance(replayed, Replayed)
    return response_of(replayed.answer, replayed=True)


async def on_invalid(request: Request, problem: Exception) -> Response:
    """Answer a body or parameter that does not fit the contract, fault by fault."""
    assert isinstance(problem, RequestValidationError)
    # An optional parameter is "a value or nothing": that it is not nothing is no fault of its own.
    faults: list[Mapping[str, Any]] = [fault for fault in problem.errors() if fault["type"] != "none_required"]
    if any(fault["type"] == "json_invalid" for fault in faults):
        return answer_with(BodyUnreadable(), request)
    media = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if any(tuple(fault["loc"]) == ("body",) for fault in faults) and not media.endswith("json"):
        return answer_with(MediaTypeUnsupported(expected="application/json"), request)
    return answer_with(Invalid(*(field_error(fault) for fault in faults)), request)


async def on_http_exception(request: Request, problem: Exception) -> Response:
    """Answer what the framework itself refuses: unknown path, wrong method, undecodable body."""
    assert isinstance(problem, HTTPException)
    if isinstance(problem.__cause__, Refusal):  # raised while the body was read, and wrapped by the framework
        return answer_with(problem.__cause__, request)
    refusal: Refusal = Unexpected()
    match problem.status_code:
        case 404:
            refusal = PathUnknown()
        case 405:
            refusal = MethodNotAllowed(headers={"Allow": ", ".join(methods_of(request))})
        case 400:
            refusal = BodyUnreadable()
        case _:
            logger.error("the framework answered in its own words", status=problem.status_code)
    return answer_with(refusal, request)


def methods_of(request: Request) -> list[str]:
    """Return every method that some route takes on this path; the framework names those of the first route only."""
    routes = request.app.state.routes
    found = [route.methods for route in routes if route.path_regex.match(request.url.path)]
    return sorted({method for methods in found for method in methods})


async def on_database_error(request: Request, problem: Exception) -> Response:
    """Answer what the database refuses: a duplicate, a lock held too long, a statement that ran too long."""
    assert isinstance(problem, DBAPIError)
    if isinstance(problem, IntegrityError) and (conflict := conflict_of(problem)) is not None:
        return answer_with(conflict, request)
    state = sqlstate(problem)
    if problem.connection_invalidated and state not in AWAY:
        return answer_away("connection_lost", request, problem)
    return answer_by_state(request, state, problem)


async def on_driver_error(request: Request, problem: Exception) -> Response:
    """Answer what goes wrong at the reader's door, which has the driver's own errors."""
    state: str | None = getattr(problem, "sqlstate", None)
    if is_lost(problem) and state not in AWAY:
        return answer_away("connection_lost", request, problem)
    return answer_by_state(request, state, problem)


def answer_by_state(request: Request, state: str | None, problem: Exception) -> Response:
    """Answer a database error by its SQLSTATE; one that nobody expected is raised again."""
    if state in RETRYABLE:
        return answer_with(Busy(), request)
    if state in AWAY:
        return answer_away(AWAY[state], request, problem)
    if state in UNSTORABLE:
        return answer_with(Invalid(_unstorable()), request)
    raise problem


def _unstorable() -> FieldError:
    sentence = Text("มีอักขระที่จัดเก็บไม่ได้", "It holds a character that cannot be stored.")
    return FieldError("", "forbidden_characters", sentence)


def answer_away(cause: str, request: Request, problem: Exception) -> Response:
    """Answer that the database does not serve just now, and why: the operator reads it in the log as well."""
    logger.error("the database is away", cause=cause, problem=repr(problem))
    return answer_with(Unavailable("database", cause=cause), request)


async def on_pool_timeout(request: Request, problem: Exception) -> Response:
    """Answer when every connection is in use."""
    return answer_away("no_free_connection", request, problem)


def install(app: FastAPI) -> None:
    """Make every error of `app` a problem."""
    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(Replayed, on_replay)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http_exception)
    app.add_exception_handler(DBAPIError, on_database_error)
    for raised in (asyncpg.PostgresError, asyncpg.InterfaceError, asyncpg.InternalClientError):
        app.add_exception_handler(raised, on_driver_error)
    app.add_exception_handler(PoolTimeout, on_pool_timeout)
    app.add_exception_handler(OSError, on_connection_lost)


async def on_connection_lost(request: Request, problem: Exception) -> Response:
    """Answer when the database cannot be reached at all."""
    return answer_away("connection_lost", request, problem)
