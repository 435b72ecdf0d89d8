"""What goes in and out about a client's own codes."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from services.indicators.codes.rules import LONGEST_CODE, Kind
from services.shared import text
from services.shared.schemas import AllowedAction, AreaCode, Filters, Identified, In, Instant, Json, Out, refuse

INDICATOR_ID = "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a55"
CODE_EXAMPLE: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a70",
    "version": 1,
    "kind": "indicator",
    "code": "MOTS-T-014",
    "indicator_id": INDICATOR_ID,
    "area_code": None,
    "mapped_by": "ศูนย์เทคโนโลยีสารสนเทศ กระทรวงการท่องเที่ยวและกีฬา",
    "created_at": "2015-01-09T02:15:00.000000Z",
    "updated_at": "2015-01-09T02:15:00.000000Z",
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


def _plain(value: str) -> str:
    if text.has_forbidden_characters(value) or value != text.clean(value) or value in (".", ".."):
        raise refuse(
            "code_malformed",
            "รหัสต้องไม่มีอักขระควบคุมหรือช่องว่างหัวท้าย",
            "A code has neither control characters nor spaces around it.",
        )
    return value


# It stands in a path, so it has no slash.
OwnCode = Annotated[
    str,
    StringConstraints(min_length=1, max_length=LONGEST_CODE, pattern=r"^[^/\\]+$"),
    AfterValidator(_plain),
    Field(description="as the client's own system writes it", examples=["MOTS-T-014"]),
]


class ExternalCodeTarget(In):
    """What the code stands for: an indicator, or for a code of an area an area."""

    model_config = _example({"indicator_id": INDICATOR_ID, "area_code": None})

    indicator_id: Annotated[UUID | None, Field(description="of a code of kind indicator")] = None
    area_code: Annotated[AreaCode | None, Field(description="of a code of kind area")] = None


class ExternalCodeCreate(ExternalCodeTarget):
    """A code of the client's own system, and what it stands for."""

    model_config = _example(
        {"kind": "indicator", "code": "MOTS-T-014", "indicator_id": INDICATOR_ID, "area_code": None}
    )

    kind: Kind
    code: OwnCode


class ExternalCodeListItem(Identified):
    """A code in a list."""

    model_config = _example(CODE_EXAMPLE)

    kind: Kind
    code: str
    indicator_id: UUID | None = Field(description="null for a code of an area")
    area_code: str | None = Field(description="null for a code of an indicator")
    mapped_by: str = Field(description="who said last what it stands for")
    created_at: Instant
    updated_at: Instant


class ExternalCode(ExternalCodeListItem):
    """A code of the client's own system, what it stands for, and what the caller may do with it."""

    model_config = _example({**CODE_EXAMPLE, "allowed_actions": []})

    allowed_actions: list[AllowedAction]


class ExternalCodeFilter(Filters):
    """Which codes are wanted; filters narrow together."""

    kind: Kind | SkipJsonSchema[None] = None
    indicator_id: UUID | SkipJsonSchema[None] = None


class ExternalCodePage(Out):
    """One page of codes."""

    model_config = _example({"items": [CODE_EXAMPLE], "next_cursor": None})

    items: list[ExternalCodeListItem]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
