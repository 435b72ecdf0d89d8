"""Field types that the schemas of identity share."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from gateway.identity.rules import CLIENT_ID_PATTERN, GRANT_PATTERN
from services.shared.schemas import In, Json, Line, Prose

ClientKind = Literal["machine", "person"]
ClientState = Literal["active", "suspended"]
AssignmentState = Literal["upcoming", "live", "past", "ended"]

ClientId = Annotated[
    str,
    StringConstraints(pattern=CLIENT_ID_PATTERN),
    Field(
        description="natural code of the client: 3 to 64 small letters, digits, dots and hyphens",
        examples=["moph-kpi-push"],
    ),
]
SubjectText = Annotated[
    Line,
    StringConstraints(max_length=127),
    Field(
        description="a client_id, or `person:` and the identifier of the person's issuer; never a name or an e-mail",
        examples=["moph-kpi-push"],
    ),
]
GrantText = Annotated[
    str,
    StringConstraints(pattern=GRANT_PATTERN),
    Field(
        description="a role, with the code of its area, ministry or department where it has one",
        examples=["ministry:21"],
    ),
]


def with_example(example: Json) -> ConfigDict:
    """Return the model setting that shows `example` in the contract."""
    return ConfigDict(json_schema_extra={"examples": [example]})


STORED: Json = {"id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55", "version": 1}


class ReasonIn(In):
    """Why something is done; it stands in the history."""

    model_config = with_example({"reason": "รหัสลับอาจรั่วไหล อยู่ระหว่างตรวจสอบ"})

    reason: Prose = Field(description="why")
