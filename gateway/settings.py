"""Settings of the gateway: where the services are, who may ask how often, and which browsers may read."""

from pathlib import Path

from pydantic import Field

from services.shared.settings import Settings


class GatewaySettings(Settings):
    """What the gateway must know beyond what every service must. Addresses carry no trailing slash."""

    plans_url: str = Field(description="where the plans service listens, http://host:port")
    indicators_url: str = Field(description="where the indicators service listens")
    budget_url: str = Field(description="where the budget service listens")
    evaluation_url: str = Field(description="where the evaluation service listens")
    signing_keys: Path = Field(description="file with the issuer's private keys; readable by the gateway alone")
    requests_per_minute: int = Field(default=1200, ge=1, description="for one client with a token, per process")
    public_requests_per_minute: int = Field(
        default=300, ge=1, description="for one peer address without a token, per process"
    )
    allowed_origins: tuple[str, ...] = Field(
        default=(),
        description="origins of browser pages on other hosts that may read answers, as a JSON list; none by default",
    )

    def service_urls(self) -> dict[str, str]:
        """Return the address of each service by its name."""
        return {
            "plans": self.plans_url,
            "indicators": self.indicators_url,
            "budget": self.budget_url,
            "evaluation": self.evaluation_url,
        }
