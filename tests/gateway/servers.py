"""Small real servers for the gateway to meet: one that follows a script byte by byte, one that runs any ASGI app."""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import uvicorn
from starlette.types import ASGIApp

from tests.stack import QuietServer, listen

Handler = Callable[["Connection"], Awaitable[None]]


@dataclass
class Connection:
    """One connection as the server sees it; `number` counts from one."""

    number: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter

    async def request(self) -> bytes:
        """Return the head of the next request."""
        return await self.reader.readuntil(b"\r\n\r\n")

    async def answer(self, content: bytes) -> None:
        """Send `content` as it is."""
        self.writer.write(content)
        await self.writer.drain()


@dataclass
class Script:
    """A listening server whose every connection runs one handler; `connections` says how many there were."""

    port: int
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextlib.asynccontextmanager
async def scripted(handler: Handler, port: int = 0) -> AsyncIterator[Script]:
    """Run `handler` for each connection while the block runs."""
    script = Script(port)
    running: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        script.connections += 1
        task = asyncio.current_task()
        assert task is not None
        running.add(task)
        try:
            await handler(Connection(script.connections, reader, writer))
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            running.discard(task)
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", port)
    script.port = server.sockets[0].getsockname()[1]
    try:
        yield script
    finally:
        server.close()
        for task in list(running):
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)


def json_answer(content: bytes, *, status: bytes = b"200 OK") -> bytes:
    """Return an HTTP answer with a JSON body."""
    head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(content)) + content


def free_port() -> int:
    """Return a port on which nothing listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.asynccontextmanager
async def serving(app: ASGIApp, *, lifespan: bool = False) -> AsyncIterator[str]:
    """Serve `app` with uvicorn while the block runs; yields its address."""
    listening = listen()
    config = uvicorn.Config(app, log_config=None, lifespan="on" if lifespan else "off", timeout_graceful_shutdown=2)
    server = QuietServer(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    try:
        while not server.started:
            if task.done():
                await task
                raise RuntimeError("the app did not start")
            await asyncio.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    finally:
        server.should_exit = True
        await task


async def send_raw(url: str, request: bytes) -> bytes:
    """Send `request` as it is and return all that comes back until the end of the connection."""
    host, _, port = url.removeprefix("http://").partition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(request)
    await writer.drain()
    try:
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()
