"""Refusals as raw ASGI answers, for what the gateway refuses before any framework is asked."""

from starlette.datastructures import Headers
from starlette.types import Scope, Send

from services.shared import context
from services.shared.errors import Refusal
from services.shared.problems import problem_body, problem_headers


async def refuse(refusal: Refusal, scope: Scope, send: Send) -> None:
    """Answer `refusal` as a problem in the caller's language."""
    language = context.language_of(Headers(scope=scope).get("accept-language"))
    body = problem_body(refusal, language, context.request_id.get())
    headers = {**problem_headers(refusal, language), "Content-Length": str(len(body))}
    fields = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": refusal.status, "headers": fields})
    await send({"type": "http.response.body", "body": body})
