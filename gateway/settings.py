"""Settings of the gateway: its keys, who may ask how often, and which browsers may read."""

from pathlib import Path

from pydantic import Field

from services.shared.settings import Settings


class GatewaySettings(Settings):
    """What the gateway must know beyond what every process must."""

    signing_keys: Path = Field(description="file with the issuer's private keys; readable by the gateway alone")
    requests_per_minute: int = Field(default=1200, ge=1, description="for one client with a token, per process")
    public_requests_per_minute: int = Field(
        default=300, ge=1, description="for one peer address without a token, per process"
    )
    allowed_origins: tuple[str, ...] = Field(
        default=(),
        description="origins of browser pages on other hosts that may read answers, as a JSON list; none by default",
    )
