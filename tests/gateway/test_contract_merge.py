"""The merging of the contract, rule by rule."""

import subprocess
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from gateway.contract.classes import classes_below
from gateway.contract.errors import ContractClash
from gateway.contract.examples import restore_examples
from gateway.contract.merge import GATEWAY, merge, references, rendered
from gateway.contract.problems import explanations
from operations import openapi
from services.shared.app import create_app
from services.shared.contract import HEADERS, PROBLEM, PROBLEM_ERROR, SCHEMES, operations
from services.shared.errors import Refusal, Text

Document = dict[str, Any]


def document(path: str, operation_id: str, tag: str, **changed: Any) -> Document:
    """Return a small contract of one service, in the form services.shared.contract gives it."""
    operation = {
        "operationId": operation_id,
        "tags": [tag],
        "responses": {
            "200": {"description": "", "headers": {"X-Request-ID": {"$ref": "#/components/headers/X-Request-ID"}}}
        },
        "security": [{"token": []}],
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": f"Buranakan: {tag}"},
        "servers": [{"url": "http://inner:8101"}],
        "tags": [{"name": tag, "description": tag}],
        "paths": {path: {"get": operation}},
        "components": {
            "schemas": {"Problem": PROBLEM, "ProblemError": PROBLEM_ERROR},
            "headers": deepcopy(HEADERS),
            "securitySchemes": {"other": {"type": "http"}},
        },
        **changed,
    }


def two() -> dict[str, Document]:
    """Return the contracts of two services that get along."""
    return {
        "plans": document("/v1/projects", "listProjects", "projects"),
        "budget": document("/v1/earmarks", "listEarmarks", "earmarks"),
    }


def operation_of(merged: Document, path: str) -> dict[str, Any]:
    found: dict[str, Any] = merged["paths"][path]["get"]
    return found


def resolved(merged: Document, part: dict[str, Any]) -> dict[str, Any]:
    """Return what `part` refers to."""
    if "$ref" not in part:
        return part
    _, _, kind, name = part["$ref"].split("/")
    found: dict[str, Any] = merged["components"][kind][name]
    return found


def test_one_path_of_two_services_stops_the_build_and_names_both() -> None:
    documents = two() | {"evaluation": document("/v1/projects", "another", "another")}
    with pytest.raises(ContractClash, match=r"/v1/projects.*plans.*evaluation"):
        merge(documents)


def test_a_path_that_the_gateway_sends_elsewhere_stops_the_build() -> None:
    with pytest.raises(ContractClash, match=r"/v1/earmarks.*plans.*budget"):
        merge({"plans": document("/v1/earmarks", "listEarmarks", "earmarks")})
    with pytest.raises(ContractClash, match=r"/v1/novelties.*plans.*gateway"):
        merge({"plans": document("/v1/novelties", "listNovelties", "novelties")})


@pytest.mark.parametrize("path", ["/internal/events", "/healthz", "/v2/projects"])
def test_only_public_paths_get_in(path: str) -> None:
    with pytest.raises(ContractClash, match="public"):
        merge({"plans": document(path, "anything", "anything")})


def test_one_component_that_means_the_same_is_kept_once() -> None:
    documents = two()
    for each in documents.values():
        each["components"]["schemas"]["Money"] = {"type": "string", "pattern": "x"}
    assert merge(documents)["components"]["schemas"]["Money"] == {"type": "string", "pattern": "x"}


def test_one_component_name_with_two_meanings_stops_the_build_and_names_both() -> None:
    documents = two()
    documents["plans"]["components"]["schemas"]["Money"] = {"type": "string"}
    documents["budget"]["components"]["schemas"]["Money"] = {"type": "number"}
    with pytest.raises(ContractClash, match=r"schemas/Money.*plans.*budget"):
        merge(documents)


@pytest.mark.parametrize("shared", ["Problem", "ProblemError"])
def test_what_all_share_must_be_the_same_for_all(shared: str) -> None:
    documents = two()
    documents["budget"]["components"]["schemas"][shared] = {"type": "object"}
    with pytest.raises(ContractClash, match=shared):
        merge(documents)


def test_nothing_is_renamed() -> None:
    documents = two()
    documents["plans"]["components"]["schemas"]["Project"] = {"type": "object"}
    assert set(merge(documents)["components"]["schemas"]) == {"Problem", "ProblemError", "Project"}


@pytest.mark.parametrize(
    "dangling",
    [
        {"$ref": "#/components/schemas/Nowhere"},
        {"oneOf": [{"$ref": "#/components/schemas/Nowhere"}]},
        {"discriminator": {"propertyName": "kind", "mapping": {"a": "#/components/schemas/Nowhere"}}},
        {"$ref": "other.json#/Nowhere"},
    ],
)
def test_a_reference_to_nothing_stops_the_build(dangling: dict[str, Any]) -> None:
    documents = two()
    documents["plans"]["components"]["schemas"]["Project"] = {"properties": {"part": dangling}}
    with pytest.raises(ContractClash, match="Nowhere"):
        merge(documents)


def test_one_operation_id_of_two_services_stops_the_build_and_names_both() -> None:
    documents = two() | {"evaluation": document("/v1/scorecards", "listProjects", "scorecards")}
    with pytest.raises(ContractClash, match=r"listProjects.*plans.*evaluation"):
        merge(documents)


def test_one_tag_of_two_services_stops_the_build_and_names_both() -> None:
    documents = two() | {"evaluation": document("/v1/scorecards", "listScorecards", "projects")}
    with pytest.raises(ContractClash, match=r"projects.*plans.*evaluation"):
        merge(documents)


def test_tags_stand_in_the_order_of_the_services_and_in_one_group_each() -> None:
    merged = merge(two())
    assert [tag["name"] for tag in merged["tags"]] == ["projects", "earmarks"]
    assert merged["x-tagGroups"] == [
        {"name": "Buranakan: projects", "tags": ["projects"]},
        {"name": "Buranakan: earmarks", "tags": ["earmarks"]},
    ]


def test_where_a_service_listens_is_not_told() -> None:
    merged = merge(two())
    assert merged["servers"] == [{"url": "/"}]
    assert b"inner" not in rendered(merged)


def test_there_is_one_way_to_authenticate_and_public_operations_say_so() -> None:
    documents = two()
    operation_of(documents["plans"], "/v1/projects")["security"] = []
    merged = merge(documents)
    assert merged["components"]["securitySchemes"] == SCHEMES
    assert merged["security"] == [{"token": []}]
    assert operation_of(merged, "/v1/projects")["security"] == []
    assert operation_of(merged, "/v1/earmarks")["security"] == [{"token": []}]


def test_every_operation_gets_the_answers_of_the_gateway() -> None:
    documents = two()
    operation_of(documents["plans"], "/v1/projects")["requestBody"] = {"content": {}}
    merged = merge(documents)
    plain, with_body = operation_of(merged, "/v1/earmarks"), operation_of(merged, "/v1/projects")
    assert set(plain["responses"]) == {"200", "401", "429", "502", "503", "504"}
    assert set(with_body["responses"]) == {"200", "401", "413", "429", "502", "503", "504"}
    for operation in (plain, with_body):
        for status, response in operation["responses"].items():
            shown = resolved(merged, response)
            assert {"X-Request-ID", "RateLimit", "RateLimit-Policy"} <= set(shown["headers"])
            assert ("Retry-After" in shown["headers"]) is (status in ("429", "503"))
            assert ("WWW-Authenticate" in shown["headers"]) is (status == "401")


def test_a_problem_that_a_service_declares_itself_stays_beside_that_of_the_gateway() -> None:
    documents = two()
    own = {
        "description": "x",
        "content": {"application/problem+json": {"schema": {}, "examples": {"own_limit": {"value": 1}}}},
    }
    operation_of(documents["plans"], "/v1/projects")["responses"]["429"] = own
    merged = merge(documents)
    shown = operation_of(merged, "/v1/projects")["responses"]["429"]
    assert set(shown["content"]["application/problem+json"]["examples"]) == {"own_limit", "too_many_requests"}
    assert shown["description"] == "own_limit · too_many_requests"


def test_merging_changes_none_of_what_it_is_given_and_gives_the_same_bytes_again() -> None:
    documents = two()
    before = deepcopy(documents)
    first = rendered(merge(documents))
    assert documents == before
    assert rendered(merge(documents)) == first
    assert first.endswith(b"}\n")


def test_paths_and_components_are_sorted_whatever_the_order_of_the_services() -> None:
    documents = two()
    merged = merge(documents)
    turned = merge(dict(reversed(documents.items())))
    assert list(merged["paths"]) == sorted(merged["paths"]) == list(turned["paths"])
    for kind, named in merged["components"].items():
        assert list(named) == sorted(named) == list(turned["components"][kind])


def test_the_version_and_the_dialect_are_those_of_openapi_3_1() -> None:
    merged = merge(two())
    assert merged["openapi"] == "3.1.0"
    assert merged["jsonSchemaDialect"] == "https://spec.openapis.org/oas/3.1/dialect/base"


def test_the_contract_of_the_whole_house_merges_and_refers_to_nothing_outside_itself() -> None:
    documents = {service.name: create_app(service).openapi() for service in openapi.SERVICES}
    merged = merge(documents)
    assert sum(1 for _ in operations(merged)) == sum(1 for each in documents.values() for _ in operations(each))
    assert all(place.startswith("#/components/") for place in references(merged))
    assert next(iter(documents)) == GATEWAY


def test_the_contract_is_built_without_a_network_or_a_database_and_the_same_in_every_process() -> None:
    program = (
        "import socket, sys\n"
        "def refuse(*_): raise AssertionError('the build reached for the network')\n"
        "socket.socket.connect = refuse\n"
        "from operations.openapi import build\n"
        "sys.stdout.buffer.write(b''.join(build().values()))\n"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(told) == 1


def test_checking_names_what_is_stale_and_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    fresh, old, missing = tmp_path / "fresh.json", tmp_path / "old.json", tmp_path / "new" / "missing.json"
    fresh.write_bytes(b"1")
    old.write_bytes(b"1")
    monkeypatch.setattr(openapi, "build", lambda: {fresh: b"1", old: b"2", missing: b"3"})
    assert openapi.main(["--check"]) == 1
    told = capsys.readouterr().out
    assert str(old) in told
    assert str(missing) in told
    assert str(fresh) not in told
    assert old.read_bytes() == b"1"
    assert openapi.main([]) == 0
    assert (old.read_bytes(), missing.read_bytes()) == (b"2", b"3")
    assert openapi.main(["--check"]) == 0


def test_examples_keep_their_nulls_and_the_order_in_which_they_were_written() -> None:
    gateway = openapi.SERVICES[0]
    document = create_app(gateway).openapi()
    restore_examples(document)
    example = document["components"]["schemas"]["AreaPage"]["examples"][0]
    assert example["next_cursor"] is None
    assert list(example["items"][0])[:4] == ["code", "kind", "name_th", "name_en"]


def refusal(name: str, code: str, title: Text) -> type[Refusal]:
    return type(name, (Refusal,), {"code": code, "title": title})


def test_every_refusal_is_explained_by_its_code() -> None:
    found = explanations([refusal("Second", "b", Text("ข", "b")), refusal("First", "a", Text("ก", "a"))])
    assert list(found) == ["a", "b"]
    assert found["a"] == {
        "code": "a",
        "status": 400,
        "title": {"th": "ก", "en": "a"},
        "detail": {"th": "โปรดตรวจสอบคำขอ", "en": "Please check the request."},
    }


def test_a_refusal_that_only_says_its_parents_in_another_place_is_no_other_one() -> None:
    parent = refusal("Parent", "a", Text("ก", "a"))
    assert list(explanations([parent, type("Child", (parent,), {"title": Text("ข", "b")})])) == ["a"]


def test_one_code_with_two_meanings_stops_the_build_and_names_both() -> None:
    with pytest.raises(ContractClash, match=r"code a: .*First and .*Second"):
        explanations([refusal("First", "a", Text("ก", "a")), refusal("Second", "a", Text("ข", "b"))])


def test_what_tests_refuse_is_no_part_of_the_contract() -> None:
    mine = refusal("Mine", "mine", Text("ก", "a"))
    assert mine not in set(classes_below(Refusal))
