"""Values move into a fact schema of their own, and the current ones of a year stand there in one row.

`indicators_fact` is made in the admin step. A partition moves by itself: it is taken out, moved and put back, so that
no row is written anew; Citus moves partitions in no other way.
"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants

revision = "indicators_0006"
down_revision = "indicators_0005"
branch_labels = None
depends_on = None

SCHEMA, FACTS = "indicators", "indicators_fact"
FIRST_YEAR, LAST_YEAR = 2550, 2580
PERIODS = ("year", *(f"q{number}" for number in range(1, 5)), *(f"m{number:02}" for number in range(1, 13)))
SLOTS: dict[str, postgresql.ARRAY[Any]] = {
    "value": postgresql.ARRAY(sa.Numeric()),
    "numerator": postgresql.ARRAY(sa.Numeric()),
    "denominator": postgresql.ARRAY(sa.Numeric()),
    "revision": postgresql.ARRAY(sa.Integer()),
    "is_final": postgresql.ARRAY(sa.Boolean()),
    "recorded_at": postgresql.ARRAY(sa.DateTime(timezone=True)),
    "definition_version": postgresql.ARRAY(sa.Integer()),
}
# The same question twice; as a pattern it took a sixth of the time that a row takes.
REPORTER, REPORTER_BEFORE = (
    "left(reporter, 5) = 'area:' OR left(reporter, 9) = 'function:'",
    "reporter ~ '^(area|function):'",
)
KEY = ("area_code", "indicator_id", "fiscal_year", "reporter")


def upgrade() -> None:
    """Move the revisions, and put the current values beside them; these rows alone are ever changed."""
    move(SCHEMA, FACTS)
    replace_reporter_check(REPORTER)
    create_observation_year()
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        op.execute(
            f"CREATE TABLE {FACTS}.observation_year_{year} PARTITION OF {FACTS}.observation_year FOR VALUES IN ({year})"
        )
        op.execute(filled_from_revisions(year))
    grants.allow(SCHEMA, {f"{FACTS}.observation_year": "UPDATE"})


def downgrade() -> None:
    """Take the current values away, which the revisions tell, and move these back."""
    op.drop_table("observation_year", schema=FACTS)
    replace_reporter_check(REPORTER_BEFORE)
    move(FACTS, SCHEMA)


def move(source: str, target: str) -> None:
    """Move the revisions with their partitions from one schema to the other; rights and indexes go with them."""
    years = range(FIRST_YEAR, LAST_YEAR + 1)
    for year in years:
        op.execute(f"ALTER TABLE {source}.observation DETACH PARTITION {source}.observation_{year}")
        op.execute(f"ALTER TABLE {source}.observation_{year} SET SCHEMA {target}")
    op.execute(f"ALTER TABLE {source}.observation SET SCHEMA {target}")
    for year in years:
        op.execute(
            f"ALTER TABLE {target}.observation ATTACH PARTITION {target}.observation_{year} FOR VALUES IN ({year})"
        )


def replace_reporter_check(condition: str) -> None:
    """Say anew what a reporter's name looks like."""
    op.execute(f"ALTER TABLE {FACTS}.observation DROP CONSTRAINT ck_observation_reporter")
    op.execute(f"ALTER TABLE {FACTS}.observation ADD CONSTRAINT ck_observation_reporter CHECK ({condition})")


def create_observation_year() -> None:
    """All current values of one reporter in one fiscal year, an array per fact with one place per period."""
    op.create_table(
        "observation_year",
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False),
        *(sa.Column(name, kind, nullable=False) for name, kind in SLOTS.items()),
        sa.CheckConstraint(
            f"{len(PERIODS)} = ALL (ARRAY[{', '.join(f'cardinality({name})' for name in SLOTS)}])",
            name=op.f("ck_observation_year_slots"),
        ),
        sa.PrimaryKeyConstraint(*KEY, name=op.f("pk_observation_year")),
        schema=FACTS,
        postgresql_partition_by="LIST (fiscal_year)",
    )
    op.create_index(
        "ix_observation_year_indicator",
        "observation_year",
        ["indicator_id", "area_code", "reporter"],
        unique=False,
        schema=FACTS,
    )


def filled_from_revisions(year: int) -> str:
    """Return the statement that puts the highest revisions of a year in their places."""
    shown = {name: f"max({name})" for name in SLOTS} | {"is_final": "bool_or(status = 'final')"}
    arrays = ", ".join(
        f"ARRAY[{', '.join(f'''{shown[name]} FILTER (WHERE period = '{period}')''' for period in PERIODS)}]"
        for name in SLOTS
    )
    key = ", ".join(KEY)
    return (
        f"INSERT INTO {FACTS}.observation_year ({key}, {', '.join(SLOTS)}) SELECT {key}, {arrays} FROM ("
        f"SELECT DISTINCT ON ({key}, period) * FROM {FACTS}.observation WHERE fiscal_year = {year}"
        f" ORDER BY {key}, period, revision DESC) AS current GROUP BY {key}"
    )
