"""The examples of the contract as they were written: the framework drops every null and sorts the fields."""

from collections.abc import Mapping
from typing import Any

from gateway.contract.classes import classes_below
from gateway.contract.errors import ContractClash
from services.shared.schemas import In, Out


def restore_examples(document: dict[str, Any]) -> None:
    """Put into the schemas of `document` the examples that their classes give; raises ContractClash for namesakes.

    Frontends read there which fields may be null, and build their first screens from them.
    """
    written = _written_examples()
    for name, schema in document["components"]["schemas"].items():
        if "examples" in schema and name in written:
            schema["examples"] = written[name]


def _written_examples() -> dict[str, list[Any]]:
    found: dict[str, tuple[type, list[Any]]] = {}
    for model in (*classes_below(In), *classes_below(Out)):
        extra = model.model_config.get("json_schema_extra")
        if isinstance(extra, Mapping) and isinstance(examples := extra.get("examples"), list):
            first, known = found.setdefault(model.__name__, (model, examples))
            if known != examples:
                raise ContractClash(
                    f"component schemas/{model.__name__}: {first.__module__} and {model.__module__} both have one"
                )
    return {name: examples for name, (_, examples) in found.items()}
