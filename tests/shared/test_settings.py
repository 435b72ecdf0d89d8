"""Weak secrets stop the start outside development."""

import pytest
from pydantic import ValidationError

from services.shared.settings import ServiceSettings

STRONG = "c0ffee5ad9b7f3e1a2468ace13579bdf"


def settings(environment: str, secret: str) -> ServiceSettings:
    return ServiceSettings(
        environment=environment,
        dsn=f"postgresql://role:{STRONG}@127.0.0.1/house",
        reader_dsn=f"postgresql://role:{STRONG}@127.0.0.1/house",
        gateway_url="http://127.0.0.1:8000",
        plans_url="http://127.0.0.1:8101",
        indicators_url="http://127.0.0.1:8102",
        budget_url="http://127.0.0.1:8103",
        evaluation_url="http://127.0.0.1:8104",
        client_secret=secret,
        cursor_secret=secret,
    )


@pytest.mark.parametrize("secret", ["", "short", "change-me-change-me-change-me-change-me", "password" * 8, "x" * 31])
def test_production_refuses_a_weak_secret(secret: str) -> None:
    with pytest.raises(ValidationError, match="make secrets"):
        settings("production", secret)


def test_production_takes_a_strong_secret_and_development_any() -> None:
    assert settings("production", STRONG).cursor_secret.get_secret_value() == STRONG
    assert settings("development", "x").environment == "development"


def test_secrets_are_not_shown() -> None:
    assert STRONG not in repr(settings("production", STRONG))
