"""What the token endpoint and `me` answer."""

from typing import Literal

from pydantic import Field

from gateway.identity.schemas.fields import GrantText, with_example
from services.shared.schemas import Instant, Out, Sentence


class TokenOut(Out):
    """A token (RFC 6749, section 5.1)."""

    model_config = with_example(
        {"access_token": "eyJhbGciOi…", "token_type": "Bearer", "expires_in": 600, "scope": "ministry:21"}
    )

    access_token: str = Field(description="send it as `Authorization: Bearer …`; do not read it, its form may change")
    token_type: Literal["Bearer"]
    expires_in: int = Field(description="seconds it lives; ask for a new one in time")
    scope: str = Field(description="the roles in it, apart by a space")


class MyGrant(Out):
    """One role of the caller."""

    grant: GrantText
    role: str
    role_title: Sentence
    unit: str | None = Field(description="the unit it is held for, `area:50` or `function:05`; null: the whole country")
    unit_name_th: str | None
    unit_name_en: str | None


class Me(Out):
    """Who the token says is asking."""

    model_config = with_example(
        {
            "subject": "moph-kpi-push",
            "client_id": "moph-kpi-push",
            "grants": [
                {
                    "grant": "ministry:21",
                    "role": "ministry",
                    "role_title": {"th": "กระทรวง", "en": "Ministry"},
                    "unit": "function:21",
                    "unit_name_th": "กระทรวงสาธารณสุข",
                    "unit_name_en": "Ministry of Public Health",
                }
            ],
            "units": ["function:21"],
            "expires_at": "2015-01-09T02:25:00.000000Z",
        }
    )

    subject: str = Field(description="post or machine")
    client_id: str = Field(description="through which client")
    grants: list[MyGrant]
    units: list[str] = Field(description="the units the caller acts for")
    expires_at: Instant = Field(description="when the token expires")
