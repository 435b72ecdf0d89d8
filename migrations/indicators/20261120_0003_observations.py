"""Reported values: one row per revision, one partition per fiscal year, and the batches they came in."""

import sqlalchemy as sa
from alembic import op

revision = "indicators_0003"
down_revision = "indicators_0002"
branch_labels = None
depends_on = None

# There is no default partition: a value of any other year is refused, never put where no question looks for it.
FIRST_YEAR, LAST_YEAR = 2550, 2580


def upgrade() -> None:
    """Create both tables; neither is ever changed, so nothing beyond reading and adding is granted."""
    create_observation_batch()
    create_observation()
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        op.execute(f"CREATE TABLE observation_{year} PARTITION OF observation FOR VALUES IN ({year})")


def create_observation_batch() -> None:
    """One accepted push."""
    op.create_table(
        "observation_batch",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("revised", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("failed", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("received = added + revised + unchanged + failed", name=op.f("ck_observation_batch_counts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observation_batch")),
    )


def create_observation() -> None:
    """One revision of one value; its key has the partition's column, and starts with the area."""
    key = ("area_code", "indicator_id", "fiscal_year", "period", "reporter", "revision")
    periods = ("year", *(f"q{number}" for number in range(1, 5)), *(f"m{number:02}" for number in range(1, 13)))
    listed = ", ".join(f"'{period}'" for period in periods)
    op.create_table(
        "observation",
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.Column("numerator", sa.Numeric(), nullable=True),
        sa.Column("denominator", sa.Numeric(), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"period IN ({listed})", name=op.f("ck_observation_period")),
        sa.CheckConstraint("status IN ('provisional', 'final')", name=op.f("ck_observation_status")),
        sa.CheckConstraint("reporter ~ '^(area|function):'", name=op.f("ck_observation_reporter")),
        sa.CheckConstraint("revision > 0", name=op.f("ck_observation_revision")),
        sa.CheckConstraint(
            "(numerator IS NULL) = (denominator IS NULL) AND denominator <> 0", name=op.f("ck_observation_parts")
        ),
        sa.PrimaryKeyConstraint(*key, name=op.f("pk_observation")),
        postgresql_partition_by="LIST (fiscal_year)",
    )
    op.create_index(
        "ix_observation_indicator",
        "observation",
        ["indicator_id", "area_code", "fiscal_year", "period", "reporter", "revision"],
        unique=False,
    )


def downgrade() -> None:
    """Take it back; the partitions go with their table."""
    op.drop_table("observation")
    op.drop_table("observation_batch")
