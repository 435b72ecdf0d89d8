"""The committed contract and the files of the docs page, read once when the gateway starts."""

import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Self

from fastapi import FastAPI

from gateway.paths import RESOURCES
from services.shared.caching import tag_of

FOLDER = Path(__file__).resolve().parent
CONTRACT = FOLDER / "openapi.json"
PROBLEMS = FOLDER / "problems.json"
FINGERPRINTS = FOLDER / "fingerprints.json"
SERVICES = FOLDER / "services"
PAGE = FOLDER / "page"

# By name: its media type, and whether it comes with Swagger UI or is ours.
ASSETS = {
    "swagger-ui-bundle.js": ("text/javascript", True),
    "swagger-ui.css": ("text/css", True),
    "favicon.png": ("image/png", True),
    "docs.js": ("text/javascript", False),
    "docs.css": ("text/css", False),
}


class ContractMissing(Exception):
    """The contract has not been built; the gateway does not start."""


@dataclass(frozen=True)
class File:
    """Bytes to be served as they are, with their tag."""

    content: bytes
    media_type: str
    tag: str

    @classmethod
    def of(cls, content: bytes, media_type: str) -> Self:
        """Return `content` with the tag worked out once."""
        return cls(content, media_type, tag_of(content))


@dataclass(frozen=True)
class Library:
    """Everything there is to read: contracts by service (None: the whole), problems by code, files by name."""

    contracts: dict[str | None, File]
    problems: dict[str, dict[str, Any]]
    assets: dict[str, File]
    docs: File


def service_file(service: str) -> Path:
    """Return where the contract of one service is."""
    return SERVICES / f"{service}.json"


def read_library() -> Library:
    """Read all files; raises ContractMissing when the contract has not been built."""
    paths: dict[str | None, Path] = {None: CONTRACT, **{name: service_file(name) for name in (*RESOURCES, "gateway")}}
    try:
        contracts = {name: File.of(path.read_bytes(), "application/json") for name, path in paths.items()}
        problems = json.loads(PROBLEMS.read_bytes())
    except OSError as problem:
        raise ContractMissing(
            f"{problem.filename} is missing: build the contract with `python -m operations.openapi`"
        ) from problem
    return Library(
        contracts=contracts,
        problems=problems,
        assets={name: File.of(_asset(name, packaged), media) for name, (media, packaged) in ASSETS.items()},
        docs=File.of((PAGE / "docs.html").read_bytes(), "text/html"),
    )


def _asset(name: str, packaged: bool) -> bytes:
    folder = files("fastapi_offline") / "static" if packaged else PAGE
    return folder.joinpath(name).read_bytes()


@contextlib.asynccontextmanager
async def open_library(app: FastAPI) -> AsyncIterator[None]:
    """Read everything into `app.state.library`."""
    app.state.library = read_library()
    yield
