"""Loading the reference data that ships with the code; a change of it is a release with a step that loads again."""

import sqlalchemy as sa
from alembic import op

from services.shared.reference import rows_of_areas, rows_of_functions, rows_of_relations
from services.shared.reference.tables import AreaRelationRow, AreaRow, FunctionRow


def load() -> None:
    """Replace this schema's copy of the reference data by what the code ships."""
    for table, rows in (
        (AreaRow, rows_of_areas()),
        (AreaRelationRow, rows_of_relations()),
        (FunctionRow, rows_of_functions()),
    ):
        op.get_bind().execute(sa.delete(table))
        op.get_bind().execute(sa.insert(table), rows)
