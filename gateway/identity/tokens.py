"""The tokens themselves: Ed25519 JWTs in the form of RFC 9068, as services/shared/auth.py verifies them."""

import base64
import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass

from joserfc import jwt

from gateway.identity.keys import SigningKey
from gateway.identity.rules import LIFETIME_SECONDS
from services.shared.access import Grant
from services.shared.auth import ALGORITHM, TOKEN_TYPE
from services.shared.columns import new_id


@dataclass(frozen=True)
class Issuer:
    """Who issues tokens, and for whom they are meant (`iss`, `aud`)."""

    name: str
    audience: str


def mint(
    key: SigningKey,
    issuer: Issuer,
    subject: str,
    client_id: str,
    grants: Iterable[Grant],
    at: dt.datetime,
    lifetime_seconds: int = LIFETIME_SECONDS,
) -> str:
    """Return a token for `subject` through `client_id`, valid from `at` for at most 600 s; raises ValueError beyond."""
    if not 0 < lifetime_seconds <= LIFETIME_SECONDS:
        raise ValueError(f"a token lives 1 to {LIFETIME_SECONDS} seconds, not {lifetime_seconds}")
    begins = int(at.timestamp())
    claims = {
        "iss": issuer.name,
        "aud": issuer.audience,
        "sub": subject,
        "client_id": client_id,
        "grants": [str(grant) for grant in grants],
        "iat": begins,
        "exp": begins + lifetime_seconds,
        "jti": str(new_id()),
    }
    header = {"alg": ALGORITHM, "typ": TOKEN_TYPE, "kid": key.kid}
    return jwt.encode(header, claims, key.pair, algorithms=[ALGORITHM])


def expiry_of(token: str) -> dt.datetime:
    """Return when a token that was already verified expires."""
    claims = token.split(".")[1]
    document = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    return dt.datetime.fromtimestamp(document["exp"], dt.UTC)
