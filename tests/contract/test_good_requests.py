"""Every operation can be called well, and answers what the contract says."""

import json
from dataclasses import replace
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from tests.contract.good import SPECIMENS, usable_request
from tests.contract.operations import Json, Operation, contract, name_of, operations
from tests.contract.world import World

ALL = operations()


def problems_of(schema: Json, document: Any) -> list[str]:
    """Validate `document` by a schema of the contract."""
    resource = Resource.from_contents({**contract(), "$id": "urn:contract"}, default_specification=DRAFT202012)
    registry: Registry[Any] = Registry().with_resource("urn:contract", resource)
    anchored = json.loads(json.dumps(schema).replace('"#/components', '"urn:contract#/components'))
    return [error.message for error in Draft202012Validator(anchored, registry=registry).iter_errors(document)]


def test_every_operation_has_a_specimen() -> None:
    assert {operation.id for operation in ALL} == set(SPECIMENS)


@pytest.mark.parametrize("operation", ALL, ids=name_of)
async def test_a_good_request_is_answered_as_the_contract_says(world: World, operation: Operation) -> None:
    answer = await (await usable_request(world, operation)).send(world.api)
    assert answer.is_success, answer.text
    declared = operation.document["responses"]
    assert str(answer.status_code) in declared, f"{answer.status_code} is not declared"
    response = declared[str(answer.status_code)]
    for header in response.get("headers", {}):
        if header not in ("Idempotent-Replayed", "Retry-After"):
            assert header in answer.headers, header
    media = answer.headers.get("content-type", "").split(";")[0]
    if media == "application/json":
        assert problems_of(response["content"][media]["schema"], answer.json()) == []
    elif answer.status_code != 204:
        assert media in response["content"]


@pytest.mark.parametrize("operation", [each for each in ALL if "cursor" in each.query], ids=name_of)
async def test_a_list_goes_on_where_its_page_ends(world: World, operation: Operation) -> None:
    first = replace(good := await usable_request(world, operation), query={**good.query, "limit": 1})
    page = (await first.send(world.api)).json()
    if page["next_cursor"] is not None:
        following = await replace(first, query={**first.query, "cursor": page["next_cursor"]}).send(world.api)
        assert following.is_success, following.text
        assert following.json()["items"] != page["items"]


@pytest.mark.parametrize("operation", ALL, ids=name_of)
def test_examples_fit_their_schemas(operation: Operation) -> None:
    if operation.has_json_body:
        assert operation.schema().get("examples"), "a body needs an example"
        for example in operation.schema()["examples"]:
            assert problems_of(operation.schema(), example) == []
    for response in operation.document["responses"].values():
        for media in response.get("content", {}).values():
            schema = operation.resolved(media.get("schema", {}))
            for example in schema.get("examples", []):
                assert problems_of(schema, example) == []
