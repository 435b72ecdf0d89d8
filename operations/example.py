"""The shipped example, loaded through the gateway by the people it stands for, once per data folder."""

import asyncio
import os
from pathlib import Path

import httpx

from example.house import House, Refused
from example.load import load
from operations.token import development_token

MARK = "example.loaded"
SECONDS = 60.0


def is_wanted(data: Path) -> bool:
    """Return whether the example is to be loaded: once, into our own server, or where EXAMPLE=1 asks for it."""
    asked = os.environ.get("EXAMPLE")
    if asked is not None:
        return asked == "1" and not (data / MARK).exists()
    return "DATABASE_URL" not in os.environ and not (data / MARK).exists()


def load_example(data: Path, gateway_url: str) -> None:
    """Load the example and note that it is there. What goes wrong is told, and tried again at the next start."""
    print("Example: loading through the gateway …", flush=True)
    try:
        asyncio.run(_load(data, gateway_url))
    except (Refused, httpx.HTTPError) as problem:
        print(f"Example: not complete ({problem}); it goes on at the next start. EXAMPLE=0 leaves it out.", flush=True)
        return
    (data / MARK).touch()
    print("Example: loaded. Its own figures say that they are not official.", flush=True)


async def _load(data: Path, gateway_url: str) -> None:
    def as_(grant: str, subject: str | None) -> dict[str, str]:
        return {"Authorization": f"Bearer {development_token(grant, data, subject)}"}

    async with httpx.AsyncClient(base_url=gateway_url, timeout=SECONDS, trust_env=False) as client:
        await load(House(client, as_))
