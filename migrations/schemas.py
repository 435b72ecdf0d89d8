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


def metadata_of(schema: str) -> list[MetaData]:
    """Return what `schema` must hold; importing the service's main module declares its tables."""
    import_module(f"{HOMES[schema]}.main")
    own: MetaData = import_module(f"{HOMES[schema]}.base").Base.metadata
    return [FLOOR, own]
