"""A small proxy that swallows answers: what was asked is done, and whoever asked never hears of it.

It passes bytes between a caller and a server. An answer is known by a mark in what the server sends; of every so many
answers one, chosen by a seed, is swallowed: nothing of it is passed on, and both connections are cut off at once.
"""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

# What begins an answer over HTTP, and what a server of PostgreSQL says once a transaction is kept (CommandComplete).
HTTP_ANSWER = b"HTTP/1.1 "
COMMITTED = b"C\x00\x00\x00\x0bCOMMIT\x00"
LARGEST_CHUNK = 256 * 1024


class Chance:
    """Which answers are swallowed: of every `one_in`, one after the other, exactly one; the seed says which."""

    def __init__(self, one_in: int, seed: int) -> None:
        self._random = random.Random(seed)
        self._one_in = one_in
        self._left: list[bool] = []

    def strikes(self) -> bool:
        """Return whether the next answer is swallowed."""
        if not self._left:
            self._left = [True] + [False] * (self._one_in - 1)
            self._random.shuffle(self._left)
        return self._left.pop()


@dataclass
class FaultProxy:
    """A proxy in front of a server on a port of this machine; it swallows, and counts, only while it is `armed`."""

    target: int
    mark: bytes
    chance: Chance
    armed: bool = False
    answers: int = 0
    swallowed: int = 0
    port: int = 0
    _running: set[asyncio.Task[None]] = field(default_factory=set)

    @asynccontextmanager
    async def serving(self) -> AsyncIterator["FaultProxy"]:
        """Listen on a free port while the block runs; what is still open at its end is cut off."""
        listening = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=LARGEST_CHUNK)
        self.port = listening.sockets[0].getsockname()[1]
        try:
            yield self
        finally:
            listening.close()
            for connection in self._running:
                connection.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    def before(self, address: str) -> str:
        """Return the address that leads through this proxy to the server of `address`."""
        parts = urlsplit(address)
        return parts._replace(netloc=f"{parts.netloc.rpartition(':')[0]}:{self.port}").geturl()

    async def _serve(self, from_caller: asyncio.StreamReader, to_caller: asyncio.StreamWriter) -> None:
        connection = asyncio.current_task()
        assert connection is not None
        self._running.add(connection)
        try:
            await self._connect(from_caller, to_caller)
        except (OSError, asyncio.CancelledError):  # one of the two ends is away
            pass
        finally:
            to_caller.transport.abort()
            self._running.discard(connection)

    async def _connect(self, from_caller: asyncio.StreamReader, to_caller: asyncio.StreamWriter) -> None:
        from_server, to_server = await asyncio.open_connection("127.0.0.1", self.target, limit=LARGEST_CHUNK)
        asking = asyncio.create_task(_pass_on(from_caller, to_server))
        try:
            await self._answer(from_server, to_caller)
        finally:
            asking.cancel()
            to_server.transport.abort()

    async def _answer(self, from_server: asyncio.StreamReader, to_caller: asyncio.StreamWriter) -> None:
        """Pass answers on until one is swallowed or the server has no more; a mark may come in two pieces."""
        before = b""
        while chunk := await from_server.read(LARGEST_CHUNK):
            if self._swallows(before + chunk):
                return
            to_caller.write(chunk)
            await to_caller.drain()
            before = chunk[-len(self.mark) + 1 :]

    def _swallows(self, sent: bytes) -> bool:
        if not self.armed or self.mark not in sent:
            return False
        self.answers += 1
        strikes = self.chance.strikes()
        self.swallowed += strikes
        return strikes


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while chunk := await reader.read(LARGEST_CHUNK):
            writer.write(chunk)
            await writer.drain()
        writer.write_eof()
    except OSError:  # a caller that was killed: the server must hear of it, or it keeps what that caller had locked
        writer.transport.abort()


def port_of(address: str) -> int:
    """Return the port that an address names."""
    port = urlsplit(address).port
    assert port is not None
    return port
