"""RFC 6749 on the token endpoint: how credentials come in, how a "no" goes out, and both in the contract."""

import base64
import json
from collections.abc import Callable, Coroutine
from typing import Annotated, Any
from urllib.parse import parse_qsl, unquote_plus

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from typing_extensions import override

from gateway.identity.errors import (
    ClientNotAuthenticated,
    GrantTypeUnsupported,
    OAuthRefusal,
    TokenRequestMalformed,
)
from gateway.identity.usecases.tokens import Credentials
from services.shared import context
from services.shared.problems import problem, problem_headers

LARGEST_FORM = 8 * 1024
MOST_FIELDS = 20
FORM = "application/x-www-form-urlencoded"
GRANT_TYPE = "client_credentials"
_AUTHORIZATION = "identity.authorization"

FORM_BODY: dict[str, Any] = {
    "required": True,
    "content": {
        FORM: {
            "schema": {
                "type": "object",
                "required": ["grant_type"],
                "properties": {
                    "grant_type": {"type": "string", "const": GRANT_TYPE},
                    "client_id": {"type": "string", "description": "unless HTTP Basic carries it"},
                    "client_secret": {
                        "type": "string",
                        "format": "password",
                        "description": "unless HTTP Basic carries it",
                    },
                },
            },
            "example": {
                "grant_type": GRANT_TYPE,
                "client_id": "moph-kpi-push",
                "client_secret": "buranakan_4uVJ2cR0k3Qw",
            },
        }
    },
}
OAUTH_PROBLEM: dict[str, Any] = {
    "allOf": [
        {"$ref": "#/components/schemas/Problem"},
        {
            "type": "object",
            "required": ["error", "error_description"],
            "properties": {
                "error": {"type": "string", "description": "RFC 6749, section 5.2"},
                "error_description": {"type": "string", "description": "`detail` in English"},
            },
        },
    ]
}


class TokenRoute(APIRoute):
    """The one route that is not entered with a bearer token.

    HTTP Basic is taken out of the headers before the entrance of the house, which knows bearer tokens only, looks at
    them; a bearer token sent here (an expired one, from a client that always sends its last) is left aside.
    """

    @override
    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return the handler, between taking the header out and putting `error` into a refusal."""
        handle = super().get_route_handler()

        async def handle_token_request(request: Request) -> Response:
            kept = [(name, value) for name, value in request.scope["headers"] if name != b"authorization"]
            offered = request.headers.get("authorization", "")
            inner = Request({**request.scope, "headers": kept, _AUTHORIZATION: offered}, request.receive)
            try:
                return await handle(inner)
            except OAuthRefusal as refusal:
                return oauth_problem(refusal, request)

        return handle_token_request


def oauth_problem(refusal: OAuthRefusal, request: Request) -> Response:
    """Return `refusal` as a problem that is also the error document of RFC 6749, section 5.2."""
    language = context.language_of(request.headers.get("accept-language"))
    document = {
        **problem(refusal, language, context.request_id.get()),
        "error": refusal.error,
        "error_description": refusal.sentence().en,
    }
    headers = {**problem_headers(refusal, language), "Pragma": "no-cache"}
    return Response(json.dumps(document, ensure_ascii=False), status_code=refusal.status, headers=headers)


def with_oauth_contract(declaration: dict[str, Any]) -> dict[str, Any]:
    """Return an operation's declaration with the form it takes and the `error` that its 400 and 401 carry."""
    declaration["openapi_extra"]["requestBody"] = FORM_BODY
    kinds = {each.code: each for each in OAuthRefusal.__subclasses__()}
    for status in (400, 401):
        response = declaration["responses"][status]
        content = response["content"]["application/problem+json"]
        # Only ours: no bearer token is looked at here, so none can be refused.
        examples = {code: example["value"] for code, example in content["examples"].items() if code in kinds}
        content["schema"] = OAUTH_PROBLEM
        content["examples"] = {
            code: {"value": {**value, "error": kinds[code].error, "error_description": kinds[code].detail.en}}
            for code, value in examples.items()
        }
        response["description"] = " · ".join(examples)
    return declaration


async def credentials(request: Request) -> Credentials:
    """Return the credentials of a token request; raises an OAuthRefusal when there are none or the form is wrong."""
    form = await _form(request)
    if "grant_type" not in form:
        raise TokenRequestMalformed()
    if form["grant_type"] != GRANT_TYPE:
        raise GrantTypeUnsupported()
    basic = _basic(request.scope[_AUTHORIZATION])
    if basic and ("client_secret" in form or form.get("client_id", basic[0]) != basic[0]):
        raise TokenRequestMalformed()
    client_id, secret = basic or (form.get("client_id", ""), form.get("client_secret", ""))
    if not client_id or not secret:
        raise ClientNotAuthenticated()
    return Credentials(client_id, secret, request.client.host if request.client else "unknown")


ShownCredentials = Annotated[Credentials, Depends(credentials)]


async def _form(request: Request) -> dict[str, str]:
    """Return the form's fields; an empty one counts as not sent (RFC 6749, section 3.2), a repeated one is refused."""
    if request.headers.get("content-type", "").split(";")[0].strip().lower() != FORM:
        raise TokenRequestMalformed()
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST_FORM:
            raise TokenRequestMalformed()
    try:
        fields = parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict")
    except ValueError as problem_of_form:
        raise TokenRequestMalformed() from problem_of_form
    if len({name for name, _ in fields}) != len(fields):
        raise TokenRequestMalformed()
    return {name: value for name, value in fields if value}


def _basic(authorization: str) -> tuple[str, str] | None:
    """Return client_id and secret of HTTP Basic, each form-encoded within it (RFC 6749, section 2.3.1)."""
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        client_id, colon, secret = base64.b64decode(encoded.strip(), validate=True).decode().partition(":")
    except ValueError as problem_of_header:
        raise ClientNotAuthenticated() from problem_of_header
    if not colon:
        raise ClientNotAuthenticated()
    return unquote_plus(client_id), unquote_plus(secret)
