"""One contract from those of the services: nothing is renamed and nothing wins; what clashes stops the build."""

import json
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from typing import Any

from gateway.contract.additions import add_gateways_answers, share_problems
from gateway.contract.errors import ContractClash
from gateway.paths import service_of
from services.shared.contract import OPENAPI, SCHEME, SCHEMES, VERSION, operations

GATEWAY = "gateway"
PUBLIC_PREFIX = "/v1/"
DIALECT = "https://spec.openapis.org/oas/3.1/dialect/base"
TITLE = "Buranakan"
DESCRIPTION = (
    "แผน ตัวชี้วัด งบประมาณ และการประเมินผลของจังหวัด กลุ่มจังหวัด กระทรวงและกรม. "
    "Plans, KPIs, budget and evaluation of provinces, clusters, ministries and departments."
)

Document = dict[str, Any]


def merge(documents: Mapping[str, Document]) -> Document:
    """Return the contract of all `documents`, given by service in the order in which their chapters shall stand.

    Raises ContractClash, naming both sides, when two have a path, an operationId, a tag or a different component of one
    name, when a path is not its service's to have, or when something is referred to that is not there.
    """
    own = {service: deepcopy(document) for service, document in documents.items()}
    paths = _disjoint(own, "path", lambda document: document["paths"])
    for path, service in _owners(own, lambda document: document["paths"]):
        _check_path(path, service)
    _check_operation_ids(own)
    tags = _disjoint(own, "tag", lambda document: {tag["name"]: tag for tag in document.get("tags", [])})
    merged = {
        "openapi": OPENAPI,
        "jsonSchemaDialect": DIALECT,
        "info": {"title": TITLE, "version": VERSION, "description": DESCRIPTION},
        "servers": [{"url": "/"}],
        "security": [{SCHEME: []}],
        "tags": list(tags.values()),
        "x-tagGroups": [
            {"name": document["info"]["title"], "tags": [tag["name"] for tag in document.get("tags", [])]}
            for document in own.values()
        ],
        "paths": dict(sorted(paths.items())),
        "components": _components(own),
    }
    add_gateways_answers(merged)
    share_problems(merged)
    _check_references(merged)
    return merged


def _owners(
    documents: Mapping[str, Document], part: Callable[[Document], Mapping[str, Any]]
) -> Iterator[tuple[str, str]]:
    for service, document in documents.items():
        for name in part(document):
            yield name, service


def _disjoint(
    documents: Mapping[str, Document], kind: str, part: Callable[[Document], Mapping[str, Any]]
) -> dict[str, Any]:
    found: dict[str, tuple[str, Any]] = {}
    for service, document in documents.items():
        for name, value in part(document).items():
            if name in found:
                raise ContractClash(f"{kind} {name}: both {found[name][0]} and {service} have it")
            found[name] = (service, value)
    return {name: value for name, (_, value) in found.items()}


def _check_path(path: str, service: str) -> None:
    if not path.startswith(PUBLIC_PREFIX):
        raise ContractClash(f"path {path}: {service} shows it, but only {PUBLIC_PREFIX} is public")
    owner = service_of(path) or GATEWAY
    if owner != service:
        raise ContractClash(f"path {path}: {service} has it, but the gateway sends it to {owner}")


def _check_operation_ids(documents: Mapping[str, Document]) -> None:
    found: dict[str, str] = {}
    for service, document in documents.items():
        for operation in operations(document):
            name = operation["operationId"]
            if name in found:
                raise ContractClash(f"operationId {name}: both {found[name]} and {service} have it")
            found[name] = service


def _components(documents: Mapping[str, Document]) -> dict[str, Any]:
    found: dict[str, dict[str, tuple[str, Any]]] = {}
    for service, document in documents.items():
        for kind, named in document.get("components", {}).items():
            if kind == "securitySchemes":
                continue
            for name, value in named.items():
                first, known = found.setdefault(kind, {}).setdefault(name, (service, value))
                if known != value:
                    raise ContractClash(f"component {kind}/{name}: {first} and {service} mean different things by it")
    merged = {kind: {name: named[name][1] for name in sorted(named)} for kind, named in sorted(found.items())}
    return {**merged, "securitySchemes": SCHEMES}


def _check_references(document: Document) -> None:
    for place in references(document):
        part: Any = document
        for name in place.removeprefix("#/").split("/"):
            part = part.get(name.replace("~1", "/").replace("~0", "~")) if isinstance(part, dict) else None
        if part is None or not place.startswith("#/"):
            raise ContractClash(f"{place} is referred to, but is not in the contract")


def references(part: Any) -> Iterator[str]:  # noqa: ANN401 - any part of a JSON document
    """Yield what any part of a contract refers to: every $ref, and what discriminators map to."""
    if isinstance(part, list):
        for each in part:
            yield from references(each)
    if isinstance(part, dict):
        if isinstance(part.get("$ref"), str):
            yield part["$ref"]
        if isinstance(part.get("discriminator"), dict):
            yield from part["discriminator"].get("mapping", {}).values()
        for each in part.values():
            yield from references(each)


def rendered(document: Document) -> bytes:
    """Return the bytes of a contract as they are committed and served: the same for the same document."""
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
