"""Settings of one process, read once from the environment or from secret files; weak ones stop the start."""

from collections.abc import Mapping
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from typing_extensions import override

# The lower bound against guessing: 32 characters of a random base64 or hex text hold 128 bits or more.
SHORTEST_SECRET = 32
WEAK_WORDS = ("change", "secret", "password", "example", "default")


class Settings(BaseSettings):
    """What every process must know to run. In production every secret is long and not a known word.

    Addresses carry no trailing slash.
    """

    model_config = SettingsConfigDict(
        env_prefix="BURANAKAN_",
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,  # what was refused may be a secret
        secrets_dir="/run/secrets" if Path("/run/secrets").is_dir() else None,
    )

    environment: Literal["development", "production"] = "production"
    dsn: SecretStr = Field(description="PostgreSQL address of the app role, postgresql://role:password@host:port/name")
    reader_dsn: SecretStr = Field(description="the same for the read-only role")
    gateway_url: str = Field(description="where the issuer's public keys and its token endpoint are")
    plans_url: str = Field(description="where the plans service listens, http://host:port")
    indicators_url: str = Field(description="where the indicators service listens")
    budget_url: str = Field(description="where the budget service listens")
    evaluation_url: str = Field(description="where the evaluation service listens")
    issuer: str = "https://buranakan.local"
    audience: str = "buranakan"
    cursor_secret: SecretStr = Field(description="signs the paging cursors")
    pool_size: int = Field(default=6, ge=1, le=50, description="connections per door and process")
    workers: bool = Field(default=True, description="run the event sweeper and the job worker in this process")

    @model_validator(mode="after")
    def refuse_weak_secrets(self) -> Self:
        """Outside development a secret is at least 32 characters long and none of the usual placeholders."""
        if self.environment == "production":
            for name, secret in self.secrets().items():
                refuse_if_weak(name, secret)
        return self

    def service_urls(self) -> Mapping[str, str]:
        """Return the address of each service by its name."""
        return {
            "plans": self.plans_url,
            "indicators": self.indicators_url,
            "budget": self.budget_url,
            "evaluation": self.evaluation_url,
        }

    def secrets(self) -> dict[str, str]:
        """Return every secret by its setting's name, the passwords of the addresses among them."""
        return {
            "cursor_secret": self.cursor_secret.get_secret_value(),
            "dsn": urlsplit(self.dsn.get_secret_value()).password or "",
            "reader_dsn": urlsplit(self.reader_dsn.get_secret_value()).password or "",
        }


class ServiceSettings(Settings):
    """What a service must know beside: the secret by which it is known at the token endpoint."""

    client_secret: SecretStr = Field(description="of the service's own client, service-plans for example")
    follows_resolutions: bool = Field(default=True, description="carry out confirmed resolutions in this process")

    @override
    def secrets(self) -> dict[str, str]:
        """Return every secret by its setting's name."""
        return {**super().secrets(), "client_secret": self.client_secret.get_secret_value()}


def refuse_if_weak(name: str, secret: str) -> None:
    """Raise ValueError when `secret` is short or a placeholder."""
    if len(secret) < SHORTEST_SECRET or any(word in secret.lower() for word in WEAK_WORDS):
        raise ValueError(
            f"{name} is too weak for production: use {SHORTEST_SECRET} random characters or more (`make secrets`)"
        )
