"""Areas, their relations in time, ministries and departments: shipped with the code, read without a database."""

from services.shared.reference.questions import (
    area,
    cluster_of,
    clusters,
    covers,
    departments_of,
    function,
    in_fiscal_year,
    members_of,
    members_on,
    on_day,
    predecessors,
    provinces,
    provinces_on,
)
from services.shared.reference.records import (
    Area,
    AreaKind,
    AreaRelation,
    Function,
    FunctionKind,
    RelationKind,
    areas,
    functions,
    relations,
)
from services.shared.reference.rows import rows_of_areas, rows_of_functions, rows_of_relations
from services.shared.reference.validity import check_reference

__all__ = [
    "Area",
    "AreaKind",
    "AreaRelation",
    "Function",
    "FunctionKind",
    "RelationKind",
    "area",
    "areas",
    "check_reference",
    "cluster_of",
    "clusters",
    "covers",
    "departments_of",
    "function",
    "functions",
    "in_fiscal_year",
    "members_of",
    "members_on",
    "on_day",
    "predecessors",
    "provinces",
    "provinces_on",
    "relations",
    "rows_of_areas",
    "rows_of_functions",
    "rows_of_relations",
]
