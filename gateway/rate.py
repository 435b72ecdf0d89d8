"""How often a client may ask. The counters live in this process: two gateway processes allow twice as much."""

import math
import time

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from gateway.refuse import refuse
from services.shared.auth import Verifier, bearer_token
from services.shared.errors import TokenInvalid, TooManyRequests

WINDOW_SECONDS = 60
# Probes, and the keys without which no service could tell a good token from a bad one.
EXEMPT = ("/healthz", "/readyz", "/.well-known/jwks.json")


class RateLimit:
    """Counts requests per client in windows of one minute, and says in each answer how many are left.

    The client is that of the verified token; without a good one it is the peer's address, so that a caller with bad
    tokens spends its own allowance and nobody else's. Behind a proxy the address is right only when uvicorn trusts
    the proxy (--forwarded-allow-ips).
    """

    def __init__(self, app: ASGIApp, verifier: Verifier, per_client: int, per_peer: int) -> None:
        self._app = app
        self._verifier = verifier
        self._per_client = RateLimitItemPerMinute(per_client)
        self._per_peer = RateLimitItemPerMinute(per_peer)
        # Its counters are in memory and it never waits; the library's async one walks every key on every request.
        self._limiter = FixedWindowRateLimiter(MemoryStorage())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or answer 429 with the seconds to wait."""
        if scope["type"] != "http" or scope["path"] in EXEMPT:
            await self._app(scope, receive, send)
            return
        item, key = await self._allowance(scope)
        allowed = self._limiter.hit(item, key)
        reset, remaining = self._limiter.get_window_stats(item, key)
        seconds = max(1, math.ceil(reset - time.time()))
        telling = _telling(send, item, remaining, seconds)
        if allowed:
            await self._app(scope, receive, telling)
        else:
            await refuse(TooManyRequests(headers={"Retry-After": str(seconds)}), scope, telling)

    async def _allowance(self, scope: Scope) -> tuple[RateLimitItem, str]:
        try:
            token = bearer_token(Headers(scope=scope).get("authorization"))
            if token is not None:
                principal = await self._verifier.principal(token)
                return self._per_client, f"client {principal.client}"
        except TokenInvalid:
            pass
        peer = scope.get("client") or ("-", 0)
        return self._per_peer, f"peer {peer[0]}"


def _telling(send: Send, item: RateLimitItem, remaining: int, seconds: int) -> Send:
    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            headers["RateLimit-Policy"] = f'"minute";q={item.amount};w={WINDOW_SECONDS}'
            headers["RateLimit"] = f'"minute";r={remaining};t={seconds}'
        await send(message)

    return tell
