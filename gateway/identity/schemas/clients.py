"""What goes in and out of clients and their secrets."""

from typing import Literal
from uuid import UUID

from pydantic import Field, field_validator
from pydantic.json_schema import SkipJsonSchema

from gateway.identity.schemas.fields import STORED, ClientId, ClientKind, ClientState, GrantText, with_example
from services.shared.schemas import AllowedAction, Identified, In, Instant, Json, Line, Out, Prose, refuse

CLIENT: Json = {
    "client_id": "moph-kpi-push",
    "name_th": "ระบบส่งผลตัวชี้วัด กระทรวงสาธารณสุข",
    "purpose": "ส่งผลการดำเนินงานตัวชี้วัดร่วมรายจังหวัดทุกเดือน",
    "kind": "machine",
    "contact_post": "ผู้อำนวยการกองยุทธศาสตร์และแผนงาน สป.สธ.",
}
SECRET: Json = {
    "id": "0193a1de-7a10-7c3e-8f00-2f6d3c1b9a56",
    "last_four": "k3Qw",
    "created_at": "2015-01-09T02:15:00.000000Z",
    "expires_at": None,
}
STORED_CLIENT: Json = {
    **STORED,
    **CLIENT,
    "state": "active",
    "created_at": "2015-01-09T02:15:00.000000Z",
    "updated_at": "2015-01-09T02:15:00.000000Z",
}
SUSPEND: Json = {
    "action": "client.suspend",
    "title": {"th": "ระงับระบบ", "en": "Suspend a client"},
    "allowed": True,
    "code": None,
    "reason": None,
}
WHOLE_CLIENT: Json = {**STORED_CLIENT, "secrets": [SECRET], "grants": ["ministry:21"], "allowed_actions": [SUSPEND]}
SHOWN_SECRET: Json = {**SECRET, "value": "buranakan_4uVJ2c…k3Qw", "shown": "now"}


class ClientIn(In):
    """A client to be registered."""

    model_config = with_example(CLIENT)

    client_id: ClientId
    name_th: Line = Field(description="what the program is called")
    purpose: Prose = Field(description="what it is for")
    kind: ClientKind = Field(description="`machine` gets tokens of its own; through `person` people work")
    contact_post: Line = Field(description="post or office that answers for it; never a person's name")


class ClientChange(In):
    """What to change of a client; what is left out stays."""

    model_config = with_example({"contact_post": "ผู้อำนวยการศูนย์เทคโนโลยีสารสนเทศ สป.สธ."})

    name_th: Line | SkipJsonSchema[None] = Field(default=None, description="what the program is called")
    purpose: Prose | SkipJsonSchema[None] = Field(default=None, description="what it is for")
    contact_post: Line | SkipJsonSchema[None] = Field(default=None, description="post or office that answers for it")

    @field_validator("*", mode="before")
    @classmethod
    def refuse_null(cls, value: object) -> object:
        """None of these can be emptied, so a null would change nothing without a word."""
        if value is None:
            raise refuse("null", "ลบค่านี้ไม่ได้ ไม่ต้องส่งช่องที่ไม่เปลี่ยน", "It cannot be emptied. Leave out what stays.")
        return value


class SecretIn(In):
    """How long a new secret is to live."""

    model_config = with_example({"expires_at": "2016-01-09T00:00:00.000000Z"})

    expires_at: Instant | None = Field(
        default=None, description="when it stops working; null: not before it is revoked"
    )


class SecretOut(Out):
    """A live secret, without its value: nobody can read that again."""

    model_config = with_example(SECRET)

    id: UUID
    last_four: str = Field(description="its last four characters, to tell it from the other")
    created_at: Instant
    expires_at: Instant | None = Field(description="when it stops working; null: not before it is revoked")


class ShownSecret(SecretOut):
    """A secret just made, with its value, this one time."""

    model_config = with_example(SHOWN_SECRET)

    value: str | None = Field(
        description="the secret. It is shown once and kept nowhere: null when this request is repeated with its "
        "Idempotency-Key. Lost? Revoke this secret and make another."
    )
    shown: Literal["now", "before"] = Field(description="`before` in a repeated answer, whose value is null")


class ClientSummary(Identified):
    """A client in a list."""

    model_config = with_example(STORED_CLIENT)

    client_id: ClientId
    name_th: str
    purpose: str
    kind: ClientKind
    contact_post: str = Field(description="post or office that answers for it")
    state: ClientState = Field(description="`suspended` gets no tokens")
    created_at: Instant
    updated_at: Instant


class ClientOut(ClientSummary):
    """A client with its live secrets and the roles it holds today."""

    model_config = with_example(WHOLE_CLIENT)

    secrets: list[SecretOut] = Field(description="secrets that work now, at most two")
    grants: list[GrantText] = Field(description="roles in force today; /v1/assignments holds why and until when")
    allowed_actions: list[AllowedAction]


class ClientWithSecret(ClientOut):
    """A client with the secret that was just made for it."""

    model_config = with_example({**WHOLE_CLIENT, "secret": SHOWN_SECRET})

    secret: ShownSecret


class ClientPage(Out):
    """Some clients."""

    model_config = with_example({"items": [STORED_CLIENT], "next_cursor": None})

    items: list[ClientSummary]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null ends the list")
