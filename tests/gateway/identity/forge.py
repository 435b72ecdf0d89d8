"""Tokens put together byte by byte, so that what no library would write can be sent."""

import base64
import hashlib
import hmac
import json
from typing import Any

from joserfc.jwk import OKPKey

ISSUER, AUDIENCE, KEY_ID = "https://buranakan.local", "buranakan", "key-1"
NOW = 1_420_000_000.0
HEADER = {"alg": "Ed25519", "typ": "at+jwt", "kid": KEY_ID}
CLAIMS: dict[str, Any] = {
    "iss": ISSUER,
    "aud": AUDIENCE,
    "sub": "province:50",
    "client_id": "chiang-mai",
    "grants": ["province:50"],
    "iat": int(NOW),
    "exp": int(NOW) + 600,
    "jti": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55",
}


def base64url(content: bytes) -> str:
    """Return `content` in base64url without padding."""
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def part(document: object) -> str:
    """Return one part of a token; text and bytes go in as they stand, anything else as JSON."""
    if isinstance(document, str):
        return base64url(document.encode())
    return base64url(document if isinstance(document, bytes) else json.dumps(document).encode())


def sign(key: OKPKey, header: object, claims: object) -> str:
    """Return `header`.`claims` signed with the private key, whatever they hold."""
    content = f"{part(header)}.{part(claims)}"
    return f"{content}.{base64url(key.private_key.sign(content.encode()))}"  # type: ignore[union-attr]  # it has one


def sign_hmac(secret: bytes, header: object, claims: object) -> str:
    """Return a token signed with HS256 and `secret`."""
    content = f"{part(header)}.{part(claims)}"
    return f"{content}.{base64url(hmac.digest(secret, content.encode(), hashlib.sha256))}"


def claims(**changed: Any) -> dict[str, Any]:
    """Return good claims with some of them changed."""
    return {**CLAIMS, **changed}


def header(**changed: Any) -> dict[str, Any]:
    """Return a good header with some of it changed."""
    return {**HEADER, **changed}


def without(document: dict[str, Any], name: str) -> dict[str, Any]:
    """Return `document` without one of its members."""
    return {key: value for key, value in document.items() if key != name}
