"""The issuer's signing keys: one file, read again when it changes, and the rules by which keys come and go."""

import datetime as dt
import os
import stat
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import structlog
from joserfc.errors import JoseError
from joserfc.jwk import OKPKey
from pydantic import AwareDatetime, BaseModel, Field, ValidationError

from gateway.identity.rules import LIFETIME_SECONDS
from gateway.settings import GatewaySettings
from services.shared.auth import ALGORITHM, REFRESH_SECONDS, FetchKeys
from services.shared.columns import now
from services.shared.settings import Settings

# Services read the public keys every five minutes; a key that signs only after twice that is known to all of them.
PUBLISHED_BEFORE_SIGNING = dt.timedelta(seconds=2 * REFRESH_SECONDS)
# The life of the last token a key signed, and a minute for machines whose clocks differ.
KEPT_AFTER_SIGNING = dt.timedelta(seconds=LIFETIME_SECONDS + 60)
# Neither others nor, for writing, the group: container engines hand secrets over to a group that may read them.
FORBIDDEN_MODE = stat.S_IRWXO | stat.S_IWGRP

Clock = Callable[[], dt.datetime]
logger = structlog.get_logger(__name__)


class KeyFileUnusable(Exception):
    """The key file cannot be used; the sentence says what to do. The gateway does not start."""


class StoredKey(BaseModel):
    """One key as the file holds it: a private JWK (RFC 8037) with the instants of its rotation."""

    kid: str = Field(min_length=1, max_length=100)
    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    d: str = Field(repr=False)
    x: str
    created_at: AwareDatetime
    signs_from: AwareDatetime


class StoredKeys(BaseModel):
    """The file as a whole."""

    keys: list[StoredKey] = Field(min_length=1)


@dataclass(frozen=True)
class SigningKey:
    """A key pair, published from the moment it stands in the file and signing from `signs_from`."""

    kid: str
    pair: OKPKey
    created_at: dt.datetime
    signs_from: dt.datetime

    def public(self) -> dict[str, Any]:
        """Return the public key as a JWK (RFC 7517)."""
        x = self.pair.as_dict(private=False)["x"]
        return {"kty": "OKP", "crv": "Ed25519", "x": x, "kid": self.kid, "use": "sig", "alg": ALGORITHM}

    def stored(self) -> StoredKey:
        """Return the key as the file holds it."""
        pair = self.pair.as_dict(private=True)
        return StoredKey(
            kid=self.kid,
            kty="OKP",
            crv="Ed25519",
            d=str(pair["d"]),
            x=str(pair["x"]),
            created_at=self.created_at,
            signs_from=self.signs_from,
        )


def new_key(at: dt.datetime, signs_from: dt.datetime) -> SigningKey:
    """Return a new key pair, named by its thumbprint (RFC 7638)."""
    pair = OKPKey.generate_key("Ed25519")
    return SigningKey(pair.thumbprint(), pair, at, signs_from)


def in_order(keys: Iterable[SigningKey]) -> list[SigningKey]:
    """Return `keys` in the order in which they sign."""
    return sorted(keys, key=lambda key: (key.signs_from, key.created_at, key.kid))


def signing_key(keys: Sequence[SigningKey], at: dt.datetime) -> SigningKey:
    """Return the newest key whose time to sign has come; while there is none (a slow clock), the first of all."""
    begun = [key for key in in_order(keys) if key.signs_from <= at]
    return begun[-1] if begun else in_order(keys)[0]


def still_needed(keys: Iterable[SigningKey], at: dt.datetime) -> list[SigningKey]:
    """Return the keys that sign, will sign, or whose last tokens may still be valid."""
    ordered = in_order(keys)
    ends = [later.signs_from + KEPT_AFTER_SIGNING for later in ordered[1:]]
    return [key for key, end in zip(ordered, ends, strict=False) if at < end] + ordered[-1:]


def rotated(keys: Iterable[SigningKey], at: dt.datetime) -> list[SigningKey]:
    """Return `keys` without those past need, and with a new one that services can learn of before it signs."""
    return [*still_needed(keys, at), new_key(at, at + PUBLISHED_BEFORE_SIGNING)]


def read_keys(path: Path, *, strict: bool) -> list[SigningKey]:
    """Read the file; raises KeyFileUnusable, also, when `strict`, for one that others may read."""
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            text = file.read()
    except OSError as problem:
        raise KeyFileUnusable(
            f"The signing keys in {path} cannot be read ({problem.strerror}); make them with "
            f"`python -m operations.keys create {path}` and give them to the gateway's user."
        ) from problem
    if strict and mode & FORBIDDEN_MODE:
        raise KeyFileUnusable(f"Others may read the signing keys in {path}; close the file with `chmod 600 {path}`.")
    try:
        return _parsed(text)
    except (ValidationError, JoseError, ValueError):
        # Without the parser's own words: they could quote a private key into the log.
        raise KeyFileUnusable(
            f"The signing keys in {path} are not what `python -m operations.keys` writes; put back a copy of the file."
        ) from None


def _parsed(text: bytes) -> list[SigningKey]:
    stored = StoredKeys.model_validate_json(text).keys
    keys = []
    for entry in stored:
        pair = OKPKey.import_key({"kty": entry.kty, "crv": entry.crv, "d": entry.d, "x": entry.x})
        # The public half is worked out from the private one: a wrong `x` in the file would publish another key.
        if OKPKey.import_key(pair.as_pem(private=True)).as_dict(private=False)["x"] != entry.x:
            raise ValueError(f"key {entry.kid}: its two halves do not belong together")
        keys.append(SigningKey(entry.kid, pair, entry.created_at, entry.signs_from))
    if len({key.kid for key in keys}) != len(keys):
        raise ValueError("two keys have one name")
    return keys


class KeyFile:
    """The keys of one file, read again when the file was changed or replaced; a faulty change is logged and ignored."""

    def __init__(self, path: Path, *, strict: bool, clock: Clock = now) -> None:
        self._path = path
        self._strict = strict
        self._clock = clock
        self._mark: tuple[int, int, int] | None = None
        self._keys: list[SigningKey] = []

    @classmethod
    def load(cls, path: Path, *, strict: bool, clock: Clock = now) -> "KeyFile":
        """Read the file for the first time; raises KeyFileUnusable."""
        file = cls(path, strict=strict, clock=clock)
        file._mark = file._present_mark()  # before the reading, so that a change in between is seen later
        file._keys = read_keys(path, strict=strict)
        return file

    def signing(self) -> SigningKey:
        """Return the key that signs now."""
        return signing_key(self._current(), self._clock())

    def document(self) -> dict[str, Any]:
        """Return the public keys as a JWK set (RFC 7517, section 5)."""
        return {"keys": [key.public() for key in still_needed(self._current(), self._clock())]}

    def _current(self) -> list[SigningKey]:
        mark = self._present_mark()
        if mark is not None and mark != self._mark:
            self._mark = mark
            try:
                self._keys = read_keys(self._path, strict=self._strict)
            except KeyFileUnusable as problem:
                logger.error("signing keys were not read again", problem=str(problem))
        return self._keys

    def _present_mark(self) -> tuple[int, int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_mtime_ns, found.st_ino, found.st_size


def load_keys(settings: Settings, clock: Clock = now) -> KeyFile:
    """Read the key file that the gateway's settings name; raises KeyFileUnusable."""
    assert isinstance(settings, GatewaySettings)
    return KeyFile.load(settings.signing_keys, strict=settings.environment != "development", clock=clock)


def keys(settings: Settings) -> FetchKeys:
    """Return how the gateway's own verifier reads the public keys: from the file, without a request to itself."""
    file = load_keys(settings)

    async def fetch() -> dict[str, Any]:
        return file.document()

    return fetch
