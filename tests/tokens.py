"""Tokens for tests, made from the key file's documented form, so that the product's own minting is not trusted."""

import json
import time
from pathlib import Path
from typing import Any

from joserfc import jwt
from joserfc.jwk import OKPKey

ISSUER = "https://buranakan.local"
AUDIENCE = "buranakan"
KEY_ID = "test-key"


def write_key_file(path: Path) -> OKPKey:
    """Write a file with one signing key and return the key."""
    key = OKPKey.generate_key("Ed25519", parameters={"kid": KEY_ID})
    long_ago = "2020-01-01T00:00:00+00:00"
    entry = {**key.as_dict(private=True), "created_at": long_ago, "signs_from": long_ago}
    path.write_text(json.dumps({"keys": [entry]}))
    path.chmod(0o600)
    return key


def claims_for(*grants: str, **changed: Any) -> dict[str, Any]:
    """Return the claims of a token with `grants`; the subject is the first of them."""
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": grants[0],
        "client_id": "test",
        "grants": list(grants),
        "iat": now,
        "exp": now + 600,
        "jti": f"{now}-{'-'.join(grants)}",
    }
    return {**claims, **changed}


def sign(key: OKPKey, claims: dict[str, Any], **header: Any) -> str:
    """Return a token of `claims`."""
    full = {"alg": "Ed25519", "typ": "at+jwt", "kid": key.kid, **header}
    return jwt.encode(full, claims, key, algorithms=["Ed25519"])
