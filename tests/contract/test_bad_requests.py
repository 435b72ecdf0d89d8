"""Every kind of bad input has one defined answer, on every operation, and writes nothing."""

import asyncio
import re
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
import pytest

from services.shared.middleware import LARGEST_JSON
from tests.contract.conftest import Watch
from tests.contract.good import good_request, standing_request, usable_request
from tests.contract.operations import Json, Operation, keyed, name_of, operations, versioned
from tests.contract.world import Request, World
from tests.tokens import claims_for, sign

ALL = operations()
WITH_JSON = [each for each in ALL if each.has_json_body]
PAGED = [each for each in ALL if "cursor" in each.query]
GUARDED = [each for each in ALL if each.roles is not None]
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
ABSENT = "0193a1de-7a10-7c3e-8f00-000000000000"
Variant = TypeVar("Variant")


def in_turn(operation: Operation, variants: Sequence[Variant], count: int) -> Iterator[Variant]:
    """Yield `count` of the variants of a mistake, others for the next operation: each service meets all, many times."""
    first = ALL.index(operation) * count
    return (variants[(first + place) % len(variants)] for place in range(count))


async def expect_refused(
    world: World, watch: Watch, operation: Operation, request: Request, status: int, code: str
) -> httpx.Response:
    """Send `request`; it must be refused with `status` and `code`, as the contract declares, and write nothing."""
    untouched = await watch()
    answer = await request.send(world.api)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json"), answer.text
    problem = answer.json()
    codes = {problem["code"], *(fault["code"] for fault in problem["errors"])}
    assert code in codes, problem
    assert problem["request_id"] == answer.headers["x-request-id"]
    assert problem["detail"]
    assert str(status) in operation.document["responses"], f"{status} is not declared"
    await untouched()
    return answer


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/nothing", "/v2/projects", "/v1/projects/", "/internal/events", "/V1/areas"]
)
@pytest.mark.parametrize("method", METHODS)
async def test_an_unknown_path_is_not_found(world: World, method: str, path: str) -> None:
    answer = await world.api.request(method, path, headers=world.as_("province:50"))
    assert answer.status_code in (404, 405), answer.text
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("path", sorted({each.path for each in ALL}))
async def test_a_wrong_method_is_told_the_right_ones(world: World, path: str) -> None:
    allowed = {each.method for each in ALL if each.path == path}
    known = {"code": "50", "service": "plans"}
    concrete = re.sub(r"{(\w+)}", lambda name: known.get(name.group(1), ABSENT), path)
    for method in set(METHODS) - allowed:
        answer = await world.api.request(method, concrete, headers=world.as_("operator", "province:50"))
        assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed"), (method, concrete)
        assert allowed <= set(answer.headers["allow"].split(", "))


OTHER_MEDIA = ("text/plain", "application/xml", "application/x-www-form-urlencoded", None)
UNREADABLE = (b"{", b"", b"[1, 2", b"{'a': 1}", b"\xff\xfe{}", b'{"a": NaN', b"\x80")


@pytest.mark.parametrize("operation", WITH_JSON, ids=name_of)
async def test_a_body_that_is_no_json_is_unreadable(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    untouched = await watch()
    for content in in_turn(operation, UNREADABLE, 2):
        request = Request(good.method, good.path, good.headers, good.query, content=content)
        answer = await request.with_headers(Content_Type="application/json").send(world.api)
        assert answer.status_code in (400, 422), (content, answer.text)  # an empty body is a missing one
        assert answer.json()["code"] == ("body_unreadable" if answer.status_code == 400 else "invalid"), content
    await untouched()


@pytest.mark.parametrize("operation", WITH_JSON, ids=name_of)
async def test_a_body_of_another_type_is_refused(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    for media in in_turn(operation, OTHER_MEDIA, 1):
        request = Request(good.method, good.path, good.headers, good.query, content=b'{"a": 1}')
        request = request.with_headers(Content_Type=media)
        await expect_refused(world, watch, operation, request, 415, "media_type_unsupported")


@pytest.mark.parametrize("operation", WITH_JSON, ids=name_of)
async def test_a_body_that_is_no_object_is_invalid(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    headers = good.with_headers(Content_Type="application/json").headers
    untouched = await watch()
    bodies: tuple[Any, ...] = ([], "text", 5, None, [{}])
    for body in in_turn(operation, bodies, 2):
        answer = await world.api.request(good.method, good.path, headers=headers, json=body)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid"), (body, answer.text)
    await untouched()


@pytest.mark.parametrize("operation", WITH_JSON, ids=name_of)
async def test_an_unknown_field_is_named(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    request = Request(good.method, good.path, good.headers, good.query, {**(good.json or {}), "titel_th": "ก"})
    answer = await expect_refused(world, watch, operation, request, 422, "extra_forbidden")
    assert "/titel_th" in [fault["pointer"] for fault in answer.json()["errors"]]


@pytest.mark.parametrize("operation", ALL, ids=name_of)
async def test_an_unknown_parameter_is_named(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    request = Request(good.method, good.path, good.headers, {**good.query, "pgae": "2"}, good.json, good.content)
    answer = await expect_refused(world, watch, operation, request, 422, "parameter_unknown")
    assert "?pgae" in [fault["pointer"] for fault in answer.json()["errors"]]


def spoilt(operation: Operation) -> Iterator[tuple[str, Any, str]]:
    """Yield (field, value, expected code) for each field of a body whose kind has a typical mistake."""
    for name, schema in operation.fields():
        if schema.get("format") == "decimal":
            yield from ((name, value, "amount_is_number") for value in (1250000.0, 1250000))
            yield name, "1E+7", "amount_has_exponent"
        elif name == "fiscal_year":
            yield name, 2015, "fiscal_year_in_common_era"
        elif name.endswith("area_code"):
            yield name, "99", "area_unknown"
        elif name.endswith("function_code"):
            yield name, "99", "function_unknown"
        elif schema.get("format") == "date":
            yield name, "2557-11-01", "day_in_buddhist_era"
        elif schema.get("type") == "string" and not schema.keys() & {"enum", "pattern", "format", "const"}:
            yield name, "ก\u0000ข", "forbidden_characters"


@pytest.mark.parametrize("operation", [each for each in WITH_JSON if any(spoilt(each))], ids=name_of)
async def test_a_typical_mistake_in_a_field_is_named(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    for name, value, code in spoilt(operation):
        request = Request(good.method, good.path, good.headers, good.query, {**(good.json or {}), name: value})
        answer = await expect_refused(world, watch, operation, request, 422, code)
        assert any(fault["pointer"].startswith(f"/{name}") for fault in answer.json()["errors"]), (name, value)


@pytest.mark.parametrize("operation", WITH_JSON, ids=name_of)
async def test_a_lone_surrogate_is_refused(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    names = [name for name, schema in operation.fields() if schema.get("type") == "string"]
    for name in names:
        content = b'{"%s": "\\ud800"}' % name.encode()
        request = Request(good.method, good.path, good.headers, good.query, content=content)
        untouched = await watch()
        answer = await request.with_headers(Content_Type="application/json").send(world.api)
        assert answer.status_code == 422, answer.text
        await untouched()


def spoilt_parameters() -> Iterator[tuple[Operation, str, Any, str]]:
    """Yield (operation, parameter, value, expected code) for each query parameter with a typical mistake."""
    for operation in ALL:
        for name in operation.query:
            if name == "fiscal_year":
                yield operation, name, 2015, "fiscal_year_in_common_era"
            elif name == "limit":
                yield from ((operation, name, value, code) for value, code in BAD_LIMITS)
            elif name == "sort":
                yield operation, name, "password", ""
            elif name.endswith("area_code"):
                yield operation, name, "99", "area_unknown"


BAD_LIMITS = [(0, "greater_than_equal"), (-1, "greater_than_equal"), (10**9, "less_than_equal"), ("x", "int_parsing")]
PARAMETERS = list(spoilt_parameters())


@pytest.mark.parametrize(
    ("operation", "name", "value", "code"), PARAMETERS, ids=[f"{case[0].id}-{case[1]}-{case[2]}" for case in PARAMETERS]
)
async def test_a_typical_mistake_in_a_parameter_is_named(
    world: World, watch: Watch, operation: Operation, name: str, value: Any, code: str
) -> None:
    good = await standing_request(world, operation)
    request = Request(good.method, good.path, good.headers, {**good.query, name: value})
    answer = await expect_refused(world, watch, operation, request, 422, code or "invalid")
    assert f"?{name}" in [fault["pointer"] for fault in answer.json()["errors"]]


HOSTILE = ("\u0000", "'; DROP TABLE project; --", "%", "ก" * 5000, "\u202e", "-1", "")


@pytest.mark.parametrize("operation", [each for each in ALL if each.query], ids=name_of)
async def test_no_text_in_a_parameter_breaks_anything(world: World, operation: Operation) -> None:
    good = await usable_request(world, operation)
    for name in operation.query:
        for value in in_turn(operation, HOSTILE, 2):
            answer = await Request(good.method, good.path, good.headers, {**good.query, name: value}).send(world.api)
            assert answer.status_code < 500, (name, value, answer.text)


STALE = ('"0"', '"999"', "*", 'W/"1"', "1", '"1", "2"', "")


@pytest.mark.parametrize("operation", versioned(), ids=name_of)
async def test_a_change_names_the_version_it_changes(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    await expect_refused(world, watch, operation, good.with_headers(If_Match=None), 428, "if_match_required")
    for stale in in_turn(operation, STALE, 3):
        await expect_refused(world, watch, operation, good.with_headers(If_Match=stale), 412, "version_stale")


@pytest.mark.parametrize("operation", keyed(), ids=name_of)
async def test_a_creation_or_action_needs_a_key(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    await expect_refused(
        world, watch, operation, good.with_headers(Idempotency_Key=None), 400, "idempotency_key_required"
    )
    for bad in ("", "x" * 256, "a b"):
        answer = await good.with_headers(Idempotency_Key=bad).send(world.api)
        assert answer.status_code in (400, 422), answer.text


@pytest.mark.parametrize("operation", keyed(), ids=name_of)
async def test_a_repeat_is_carried_out_once_and_another_body_is_refused(
    world: World, watch: Watch, operation: Operation
) -> None:
    good = await good_request(world, operation)
    answers = await asyncio.gather(*(good.send(world.api) for _ in range(3)))
    assert {answer.status_code for answer in answers} <= {200, 201, 202, 204, 409}, [each.text for each in answers]
    assert sum("idempotent-replayed" not in answer.headers for answer in answers if answer.is_success) == 1
    untouched = await watch()
    replay = await good.send(world.api)
    assert (replay.is_success, replay.headers["idempotent-replayed"]) == (True, "true"), replay.text
    await untouched()
    if operation.has_json_body:
        other: Json = {**(good.json or {}), **{name: f"อื่น {uuid4()}" for name in ("reason", "title_th", "name_th")}}
        known = {name for name, _ in operation.fields()}
        request = Request(
            good.method, good.path, good.headers, good.query, {name: other[name] for name in other if name in known}
        )
        if request.json != good.json:
            await expect_refused(world, watch, operation, request, 422, "idempotency_key_reused")


# Whoever asks for a token has none that counts, and may still send the one that has run out.
@pytest.mark.parametrize("operation", [each for each in ALL if each.id != "issueToken"], ids=name_of)
async def test_a_token_that_is_wrong_is_refused_everywhere(
    world: World, watch: Watch, operation: Operation, signing_key: Any
) -> None:
    good = await standing_request(world, operation)
    claims = claims_for("province:50", "operator")
    tokens = {
        "expired": sign(signing_key, {**claims, "iat": 1, "exp": 2}),
        "another audience": sign(signing_key, {**claims, "aud": "another"}),
        "forged": sign(signing_key, claims)[:-8] + "AAAAAAAA",
        "no token": "not-a-token",
    }
    for token in in_turn(operation, list(tokens.values()), 1):
        request = good.with_headers(Authorization=f"Bearer {token}")
        answer = await expect_refused(world, watch, operation, request, 401, "token_invalid")
        assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("operation", GUARDED, ids=name_of)
async def test_without_a_token_one_is_asked_to_authenticate(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    await expect_refused(world, watch, operation, good.with_headers(Authorization=None), 401, "not_authenticated")


@pytest.mark.parametrize("operation", WITH_JSON, ids=name_of)
async def test_a_body_over_the_limit_is_refused(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    content = b'{"title_th": "' + b"a" * LARGEST_JSON + b'"}'
    request = Request(good.method, good.path, good.headers, good.query, content=content)
    await expect_refused(
        world, watch, operation, request.with_headers(Content_Type="application/json"), 413, "body_too_large"
    )


TAMPERED = ("x", "ก", "AAAA", "eyJhIjoxfQ==", "", "%00", "A" * 1999)


@pytest.mark.parametrize("operation", PAGED, ids=name_of)
async def test_a_tampered_cursor_is_refused(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    for cursor in in_turn(operation, TAMPERED, 3):
        request = Request(good.method, good.path, good.headers, {**good.query, "cursor": cursor})
        await expect_refused(world, watch, operation, request, 400, "cursor_invalid")


@pytest.mark.parametrize("operation", [each for each in ALL if each.path_parameters], ids=name_of)
async def test_what_is_absent_is_not_found(world: World, watch: Watch, operation: Operation) -> None:
    good = await standing_request(world, operation)
    parts = urlsplit(good.path).path.split("/")
    template = operation.path.split("/")
    absent = {"code": "99", "service": "nothing.json"}
    path = "/".join(
        absent.get(known.strip("{}"), ABSENT) if known.startswith("{") else part
        for known, part in zip(template, parts, strict=True)
    )
    untouched = await watch()
    request = Request(good.method, path, good.headers, good.query, good.json, good.content)
    answer = await request.send(world.api)
    assert answer.status_code in (404, 422), answer.text
    await untouched()
