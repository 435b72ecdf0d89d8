"""`python -m operations.token province:50[,opdc] [--data DIR]`: a token on standard output, in development only."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from gateway.identity.keys import KeyFileUnusable, read_keys, signing_key
from gateway.identity.rules import grant_faults
from gateway.identity.tokens import Issuer, mint
from gateway.identity.usecases.assignments import unit_kinds
from services.shared.access import Grant
from services.shared.columns import now
from services.shared.roles import Role
from services.shared.settings import Settings

CLIENT_ID = "development"
KEY_FILE = "signing-keys.json"


class TokenRefused(Exception):
    """No token is printed; the sentence says what to do."""


def development_token(grants_text: str, data: Path, subject: str | None = None) -> str:
    """Return a ten-minute token for `grants_text`, signed with the key that `make run` keeps in `data`.

    Its subject is the text itself, so the history reads as if that post had acted; another `subject` is another
    person, as where one records and another confirms. Raises TokenRefused.
    """
    if os.environ.get("BURANAKAN_ENVIRONMENT") == "production":
        raise TokenRefused("In production a client asks for its token at /v1/oauth/token; nobody prints one.")
    grants = [_grant(text.strip()) for text in grants_text.split(",")]
    path = data / KEY_FILE
    if not path.exists():
        raise TokenRefused(f"{path} is not there: start the house with `make run` first, with the same DATA_DIR.")
    try:
        key = signing_key(read_keys(path, strict=False), now())
    except KeyFileUnusable as problem:
        raise TokenRefused(str(problem)) from problem
    return mint(key, _issuer(), subject or ",".join(map(str, grants)), CLIENT_ID, grants, now())


def _grant(text: str) -> Grant:
    if faults := grant_faults(text, unit_kinds(), frozenset(Role)):
        raise TokenRefused(f"{text}: {faults[0].text.en}")
    return Grant.parse(text)


def _issuer() -> Issuer:
    """Return what the running house takes for its issuer and audience, as its settings would find it."""
    fields = Settings.model_fields
    return Issuer(
        os.environ.get("BURANAKAN_ISSUER", fields["issuer"].default),
        os.environ.get("BURANAKAN_AUDIENCE", fields["audience"].default),
    )


def main(arguments: Sequence[str]) -> int:
    """Print the token and nothing else; returns 0, or 1 when it was refused."""
    parser = argparse.ArgumentParser(prog="python -m operations.token", description="A token, in development only.")
    parser.add_argument("grants", help="roles apart by commas: province:50, ministry:05, cluster:C52-15, operator")
    parser.add_argument(
        "--data", type=Path, default=Path(os.environ.get("DATA_DIR", ".data")), help="data folder of `make run`"
    )
    parser.add_argument("--subject", help="whose token it is, person:chair for example; the roles' own without it")
    options = parser.parse_args(arguments)
    try:
        print(development_token(options.grants, options.data, options.subject or None))
    except TokenRefused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
