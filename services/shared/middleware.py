"""What surrounds every request, as one pure ASGI layer: request id, size limit, deadline and the one access line."""

import asyncio
import time

import structlog
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from services.shared import context
from services.shared.errors import BodyTooLarge, DeadlinePassed, Refusal, Unexpected
from services.shared.problems import problem_body, problem_headers

LARGEST_JSON = 8 * 1024 * 1024
LARGEST_FILE = 20 * 1024 * 1024
DEADLINE_HEADER = "x-deadline-ms"
LONGEST_REQUEST_MS = 60_000
# Asked every second by the feed and by health checks; only their failures are news.
UNLOGGED = ("/internal/events", "/healthz", "/readyz")

logger = structlog.get_logger("access")


def size_limit(content_type: str) -> int:
    """Return how many bytes a body of this type may have: a file may be larger than a document."""
    return LARGEST_JSON if content_type.split(";")[0].strip().endswith("json") else LARGEST_FILE


class Envelope:
    """Gives each request its id and its time, counts its body, and logs one line when it has been answered."""

    def __init__(self, app: ASGIApp, service: str) -> None:
        self._app = app
        self._service = service

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request; other kinds of scope pass through."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        request_id = context.accept_request_id(headers.get("x-request-id"))
        token = context.request_id.set(request_id)
        answer = _Answer(send, request_id)
        started = time.perf_counter()
        try:
            async with asyncio.timeout(_seconds_left(headers)):
                await self._app(scope, _counted(receive, headers), answer.send)
        except BodyTooLarge as refusal:
            await answer.refuse(refusal, headers)
        except TimeoutError:
            await answer.refuse(DeadlinePassed(service=self._service), headers)
        except Exception as fault:
            # Here and not in a handler of the framework, whose last resort lies outside this layer.
            logger.error("unexpected", exc_info=fault)
            await answer.refuse(Unexpected(), headers)
        finally:
            self._log(scope, answer.status, time.perf_counter() - started)
            context.request_id.reset(token)

    def _log(self, scope: Scope, status: int, seconds: float) -> None:
        if status == 200 and scope["path"].startswith(UNLOGGED):
            return
        route = scope.get("route")
        logger.info(
            "request",
            service=self._service,
            method=scope["method"],
            route=getattr(route, "path", "-"),
            status=status,
            milliseconds=round(seconds * 1000, 1),
        )


class _Answer:
    """The answer on its way out: adds the request id, and remembers whether it has begun."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._request_id = request_id
        self.status = 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(scope=message)
            headers["X-Request-ID"] = self._request_id
            headers["X-Content-Type-Options"] = "nosniff"
            headers.setdefault("Cache-Control", "private, no-store")
        await self._send(message)

    async def refuse(self, refusal: Refusal, headers: Headers) -> None:
        if self.status:  # half an answer has left already; cutting the connection is the honest end
            raise refusal
        language = context.language_of(headers.get("accept-language"))
        body = problem_body(refusal, language, self._request_id)
        fields = [(name.lower().encode(), value.encode()) for name, value in problem_headers(refusal, language).items()]
        start = {"type": "http.response.start", "status": refusal.status, "headers": fields}
        await self.send(start)
        await self._send({"type": "http.response.body", "body": body})


def _seconds_left(headers: Headers) -> float:
    offered = headers.get(DEADLINE_HEADER, "")
    milliseconds = int(offered) if offered.isascii() and offered.isdigit() else LONGEST_REQUEST_MS
    return min(milliseconds, LONGEST_REQUEST_MS) / 1000


def _counted(receive: Receive, headers: Headers) -> Receive:
    limit = size_limit(headers.get("content-type", "application/json"))
    counted = 0

    async def counting() -> Message:
        nonlocal counted
        message = await receive()
        if message["type"] == "http.request":
            counted += len(message.get("body", b""))
            if counted > limit:
                raise BodyTooLarge(limit=limit)
        return message

    return counting
