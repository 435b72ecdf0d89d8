"""The contract as tests walk it: every operation, with a request that would be accepted."""

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from gateway.contract.files import CONTRACT
from operations.openapi import build
from services.shared.contract import REQUIRED_HEADERS

Json = dict[str, Any]
METHODS = ("get", "put", "post", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    """One operation of the merged contract."""

    id: str
    method: str
    path: str
    document: Json
    schemas: Json

    @property
    def roles(self) -> frozenset[str] | None:
        """The roles that may ever do it; None when it is open to everyone."""
        roles = self.document.get("x-roles")
        return None if roles is None else frozenset(roles)

    @property
    def path_parameters(self) -> list[str]:
        """The names of the path's parameters."""
        return re.findall(r"{(\w+)}", self.path)

    @property
    def body_media(self) -> str | None:
        """The content type of its body; None without one."""
        content = self.document.get("requestBody", {}).get("content", {})
        return next(iter(content), None)

    @property
    def has_json_body(self) -> bool:
        """Return whether it takes a JSON document."""
        return (self.body_media or "").endswith("json")

    @property
    def query(self) -> dict[str, Json]:
        """Its query parameters by name."""
        parameters = self.document.get("parameters", [])
        return {each["name"]: each for each in parameters if each["in"] == "query"}

    def needs(self, header: str) -> bool:
        """Return whether a request must carry `header`."""
        parameters = self.document.get("parameters", [])
        return any(each["in"] == "header" and each["name"] == header for each in parameters)

    def schema(self) -> Json:
        """The schema of its JSON body, references resolved at the top."""
        return self.resolved(self.document["requestBody"]["content"][self.body_media or ""]["schema"])

    def resolved(self, schema: Json) -> Json:
        """Return `schema`, or what it refers to."""
        reference = schema.get("$ref")
        return self.schemas[reference.rsplit("/", 1)[1]] if reference else schema

    def example(self) -> Json:
        """A body that would be accepted, from the contract's own example."""
        examples = self.schema().get("examples", [])
        return copy.deepcopy(examples[0]) if examples else {}

    def fields(self) -> Iterator[tuple[str, Json]]:
        """Each field of its JSON body with its schema, null taken away."""
        for name, schema in self.schema().get("properties", {}).items():
            known = [self.resolved(each) for each in schema.get("anyOf", [schema])]
            yield name, next((each for each in known if each.get("type") != "null"), schema)


@cache
def contract() -> Json:
    """The merged contract, built from the code."""
    document: Json = json.loads(build()[CONTRACT])
    return document


@cache
def operations() -> tuple[Operation, ...]:
    """Every operation of the contract, by path and method."""
    document = contract()
    return tuple(
        Operation(found["operationId"], method.upper(), path, found, document["components"]["schemas"])
        for path, item in sorted(document["paths"].items())
        for method, found in sorted(item.items())
        if method in METHODS
    )


def keyed() -> list[Operation]:
    """The operations that take an Idempotency-Key."""
    return [each for each in operations() if each.needs(REQUIRED_HEADERS[1])]


def versioned() -> list[Operation]:
    """The operations that take If-Match."""
    return [each for each in operations() if each.needs(REQUIRED_HEADERS[0])]


def name_of(operation: Operation) -> str:
    """How a test names an operation."""
    return operation.id
