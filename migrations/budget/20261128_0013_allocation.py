"""Allocation rounds, their criteria and runs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants
from migrations.thai import search_key

revision = "budget_0013"
down_revision = "budget_0012"
branch_labels = None
depends_on = None

STATES = "state IN ('draft', 'returned', 'proposed', 'published', 'withdrawn')"
PUBLISHED = "num_nonnulls(published_at, resolution_id) = CASE WHEN state = 'published' THEN 2 ELSE 0 END"


def upgrade() -> None:
    """Create the rounds, and their runs, which are append-only."""
    create_round()
    create_run()
    grants.allow("budget", {"allocation_round": "UPDATE"})


def create_round() -> None:
    """A frame that is divided."""
    op.create_table(
        "allocation_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("fund_code", sa.Text(), nullable=False),
        sa.Column("frame", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.BigInteger(), nullable=False),
        sa.Column("ceiling_effect", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("pools", postgresql.JSON(), nullable=False),
        sa.Column("settings_hash", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("run_id", sa.Uuid(), nullable=True),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "name_search", sa.Text(collation="C"), sa.Computed(search_key("name_th"), persisted=True), nullable=False
        ),
        sa.CheckConstraint(STATES, name=op.f("ck_allocation_round_state")),
        sa.CheckConstraint("ceiling_effect IN ('set', 'add')", name=op.f("ck_allocation_round_ceiling_effect")),
        sa.CheckConstraint("frame > 0 AND unit > 0", name=op.f("ck_allocation_round_amounts")),
        sa.CheckConstraint(PUBLISHED, name=op.f("ck_allocation_round_published")),
        sa.CheckConstraint("(run_id IS NULL) = (proposed_at IS NULL)", name=op.f("ck_allocation_round_proposed")),
        sa.ForeignKeyConstraint(["fund_code"], ["fund.code"], name="fk_allocation_round_fund"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_round")),
    )
    op.create_index(
        "uq_allocation_round_name",
        "allocation_round",
        ["fiscal_year", "name_search"],
        unique=True,
        postgresql_where=sa.text("state <> 'withdrawn'"),
    )
    op.create_index("ix_allocation_round_fiscal_year", "allocation_round", ["fiscal_year", "id"], unique=False)
    op.create_index("ix_allocation_round_updated_at", "allocation_round", ["updated_at", "id"], unique=False)


def create_run() -> None:
    """One division of a round, tried."""
    op.create_table(
        "allocation_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=True),
        sa.Column("round_version", sa.BigInteger(), nullable=False),
        sa.Column("frame", sa.BigInteger(), nullable=False),
        sa.Column("settings_hash", sa.Text(), nullable=False),
        sa.Column("changes", postgresql.JSON(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("snapshot_sha256", sa.Text(), nullable=False),
        sa.Column("result", sa.LargeBinary(), nullable=False),
        sa.Column("result_sha256", sa.Text(), nullable=False),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("number > 0", name=op.f("ck_allocation_run_number")),
        sa.ForeignKeyConstraint(["round_id"], ["allocation_round.id"], name="fk_allocation_run_round"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_run")),
    )
    op.create_index("uq_allocation_run_number", "allocation_run", ["round_id", "number"], unique=True)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("allocation_run")
    op.drop_table("allocation_round")
