"""The committed contract: that it is the code's, and that a frontend can be built from it alone."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from gateway.contract.files import CONTRACT, FINGERPRINTS, PROBLEMS, service_file
from gateway.contract.merge import references, rendered
from operations.openapi import SERVICES, build, stale
from services.shared.contract import operations

ROOT = Path(__file__).resolve().parents[2]
CLEAN_NAME = re.compile(r"[A-Z][A-Za-z0-9]*")
OPERATION_ID = re.compile(r"[a-z]+([A-Z][a-z0-9]*)+")
THAI = re.compile(r"[\u0e01-\u0e5b]")
VERBS = ("get", "put", "post", "patch", "delete")
ALWAYS = {"401", "422", "429", "500", "502", "503", "504"}
Json = dict[str, Any]


@cache
def built() -> dict[str, bytes]:
    return {str(path): content for path, content in build().items()}


@cache
def contract() -> Json:
    """Return the contract as the code has it now, so that one fault gives one failure."""
    document: Json = json.loads(built()[str(CONTRACT)])
    return document


def follow(part: Json) -> Json:
    """Return what `part` refers to, or itself."""
    if "$ref" not in part:
        return part
    _, _, kind, name = part["$ref"].split("/")
    found: Json = contract()["components"][kind][name]
    return found


def each_operation() -> Iterator[tuple[str, str, Json]]:
    for path, item in contract()["paths"].items():
        for verb in VERBS:
            if verb in item:
                yield f"{verb.upper()} {path}", path, item[verb]


def validator(schema: Json) -> Draft202012Validator:
    resource = DRAFT202012.create_resource(contract())
    registry: Registry[Any] = Registry().with_resource("contract", resource)
    return Draft202012Validator(_absolute(schema), registry=registry)


def _absolute(part: Any) -> Any:
    if isinstance(part, list):
        return [_absolute(each) for each in part]
    if isinstance(part, dict):
        return {
            name: f"contract{value}" if name == "$ref" and value.startswith("#") else _absolute(value)
            for name, value in part.items()
        }
    return part


def test_what_is_committed_is_what_the_code_says_byte_for_byte() -> None:
    assert stale(build()) == [], "run `python -m operations.openapi` and commit what it writes"


def test_it_is_rendered_as_it_is_served() -> None:
    assert rendered(contract()) == built()[str(CONTRACT)]
    whole = {str(CONTRACT), str(PROBLEMS), str(FINGERPRINTS)}
    assert {*whole, *(str(service_file(service.name)) for service in SERVICES)} == set(built())


def test_every_schema_is_a_json_schema() -> None:
    for schema in contract()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


def test_the_document_has_the_parts_that_openapi_asks_for() -> None:
    document = contract()
    assert document["openapi"] == "3.1.0"
    assert {"title", "version"} <= set(document["info"])
    for name, path, operation in each_operation():
        declared = {each["name"] for each in map(follow, operation.get("parameters", [])) if each["in"] == "path"}
        assert declared == set(re.findall(r"{(\w+)}", path)), name
        for parameter in map(follow, operation.get("parameters", [])):
            assert parameter["in"] in ("path", "query", "header"), name
            assert "schema" in parameter, name
            assert parameter["in"] != "path" or parameter["required"], name
        for response in operation["responses"].values():
            assert "description" in follow(response), name


def test_every_operation_id_is_a_verb_and_nouns_and_there_is_no_other_like_it() -> None:
    ids = [operation["operationId"] for operation in operations(contract())]
    assert len(ids) == len(set(ids))
    assert [name for name in ids if not OPERATION_ID.fullmatch(name)] == []


def test_every_operation_is_described_tagged_and_says_who_may() -> None:
    chapters = {tag["name"] for tag in contract()["tags"]}
    for name, _, operation in each_operation():
        assert len(operation["tags"]) == 1, name
        assert operation["tags"][0] in chapters, name
        assert operation["summary"], name
        assert operation["description"], name
        assert operation["security"] in ([], [{"token": []}]), name
        assert ("x-roles" in operation) is bool(operation["security"]), name


def test_every_chapter_is_described_used_and_in_one_group() -> None:
    used = {operation["tags"][0] for operation in operations(contract())}
    assert {tag["name"] for tag in contract()["tags"]} == used
    assert all(tag["description"] for tag in contract()["tags"])
    grouped = [tag for group in contract()["x-tagGroups"] for tag in group["tags"]]
    assert sorted(grouped) == sorted(used)


def test_every_refusal_is_a_problem_with_an_example_for_each_code() -> None:
    for name, _, operation in each_operation():
        responses = operation["responses"]
        assert set(responses) >= ALWAYS, name
        assert any(status.startswith("2") for status in responses), name
        assert ("413" in responses) or "requestBody" not in operation, name
        assert ("403" in responses) or not operation["security"], name
        for status, response in responses.items():
            if status >= "400":
                content = follow(response)["content"]
                assert list(content) == ["application/problem+json"], f"{name} {status}"
                examples = content["application/problem+json"]["examples"]
                assert examples, f"{name} {status}"
                for code, shown in examples.items():
                    assert follow(shown)["value"]["code"] == code, f"{name} {status}"
                    assert follow(shown)["value"]["type"] == f"/v1/problems/{code}", f"{name} {status}"


def json_bodies() -> Iterator[tuple[str, Json]]:
    """Yield each JSON body that goes in or out, by where it is."""
    for name, _, operation in each_operation():
        bodies = [(f"{name} in", operation.get("requestBody", {}).get("content", {}))]
        bodies += [
            (f"{name} {status}", follow(response).get("content", {}))
            for status, response in operation["responses"].items()
            if status.startswith("2")
        ]
        for where, content in bodies:
            if "application/json" in content:
                yield where, content["application/json"]


def examples_of(media: Json) -> list[Any]:
    """Return the examples of a body: its own, or those of its schema."""
    own = [follow(each)["value"] for each in media.get("examples", {}).values()]
    single = [media["example"]] if "example" in media else []
    return own or single or list(follow(media["schema"]).get("examples", []))


def test_every_json_body_has_an_example_that_its_schema_accepts() -> None:
    for where, media in json_bodies():
        if follow(media["schema"]).get("properties"):
            assert examples_of(media), where
        for example in examples_of(media):
            faults = [fault.message for fault in validator(media["schema"]).iter_errors(example)]
            assert faults == [], where


def test_examples_of_bodies_with_thai_fields_are_in_thai() -> None:
    for where, media in json_bodies():
        properties = follow(media["schema"]).get("properties", {})
        if any(name.endswith("_th") for name in properties):
            assert any(THAI.search(str(example)) for example in examples_of(media)), where


def test_names_of_components_are_clean() -> None:
    for kind in ("schemas", "responses"):
        for name in contract()["components"][kind]:
            assert CLEAN_NAME.fullmatch(name), name
            assert not name.startswith(("HTTPValidation", "ValidationError")), name
            assert not name.endswith(("Input", "Output")), name


def outgoing_schemas() -> set[str]:
    """Return the names of the schemas that answers are made of."""
    found: set[str] = set()
    waiting = [
        place
        for operation in operations(contract())
        for response in operation["responses"].values()
        for place in references(follow(response).get("content", {}))
    ]
    while waiting:
        place = waiting.pop()
        if place.startswith("#/components/schemas/") and place not in found:
            found.add(place)
            waiting += references(follow({"$ref": place}))
    return {place.rpartition("/")[2] for place in found}


def test_every_field_of_an_answer_is_always_there() -> None:
    for name in outgoing_schemas():
        schema = contract()["components"]["schemas"][name]
        assert set(schema.get("required", [])) == set(schema.get("properties", {})), name


def test_optional_parameters_are_plain_not_nullable() -> None:
    for name, _, operation in each_operation():
        for parameter in map(follow, operation.get("parameters", [])):
            kinds = [each.get("type") for each in parameter["schema"].get("anyOf", [])]
            assert "null" not in kinds, f"{name} ?{parameter['name']}"


def test_every_component_is_used() -> None:
    used = set(references(contract()))
    for kind in ("schemas", "responses", "examples"):
        for name in contract()["components"].get(kind, {}):
            assert f"#/components/{kind}/{name}" in used, f"{kind}/{name}"


def test_every_code_of_a_problem_in_the_contract_is_explained() -> None:
    explained = json.loads(built()[str(PROBLEMS)])
    for name, _, operation in each_operation():
        for response in operation["responses"].values():
            for media in follow(response).get("content", {}).values():
                unknown = set(media.get("examples", {})) - set(explained) if "problem" in str(media) else set()
                assert unknown == set(), name


@pytest.mark.parametrize("word", ["localhost", "127.0.0.1", str(ROOT), "HTTPValidationError", "-Input", "-Output"])
def test_nothing_of_the_place_or_the_framework_shows(word: str) -> None:
    assert word.encode() not in built()[str(CONTRACT)]
