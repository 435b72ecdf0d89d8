"""The schemas and the tables each must have: its own and the floor's."""

from collections.abc import Mapping
from importlib import import_module

from sqlalchemy import MetaData

from services.shared.tables import METADATA as FLOOR

# Schema → the module whose import declares its own tables, and the module and name of their base.
HOMES: Mapping[str, str] = {
    "plans": "services.plans",
    "indicators": "services.indicators",
    "budget": "services.budget",
    "evaluation": "services.evaluation",
    "gateway": "gateway",
}
SCHEMAS = tuple(HOMES)
# Schema → the one beside it whose tables are spread by row over several machines; its roles own and use both.
FACTS: Mapping[str, str] = {"indicators": "indicators_fact"}


def spaces_of(schema: str) -> tuple[str, ...]:
    """Return the database schemas that the tables of `schema` live in."""
    return (schema, FACTS[schema]) if schema in FACTS else (schema,)


def metadata_of(schema: str) -> list[MetaData]:
    """Return what `schema` must hold; importing the service's main module declares its tables."""
    import_module(f"{HOMES[schema]}.main")
    own: MetaData = import_module(f"{HOMES[schema]}.base").Base.metadata
    return [FLOOR, own]
