"""Scorecards, their computations and the results recorded for them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants

revision = "evaluation_0004"
down_revision = "evaluation_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables. Only the card itself changes; computations and results are added, never edited."""
    create_scorecard()
    create_computation()
    create_result()
    grants.allow("evaluation", {"scorecard": "UPDATE"})


def create_scorecard() -> None:
    """A card, its business key and the indexes of its lists."""
    op.create_table(
        "scorecard",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("frame_id", sa.Uuid(), nullable=False),
        sa.Column("frame_version", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("computation", sa.Integer(), nullable=False),
        sa.Column("weights", sa.Numeric(), nullable=True),
        sa.Column("scored_weight", sa.Numeric(), nullable=False),
        sa.Column("score", sa.Numeric(), nullable=True),
        sa.Column("band", sa.Text(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'frozen')", name=op.f("ck_scorecard_state")),
        sa.CheckConstraint(
            "num_nonnulls(resolution_id, frozen_at) = CASE state WHEN 'frozen' THEN 2 ELSE 0 END",
            name=op.f("ck_scorecard_frozen"),
        ),
        sa.CheckConstraint("state <> 'frozen' OR score IS NOT NULL", name=op.f("ck_scorecard_whole")),
        sa.ForeignKeyConstraint(["frame_id"], ["evaluation_frame.id"], name="fk_scorecard_frame"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard")),
    )
    op.create_index("uq_scorecard_frame_area", "scorecard", ["frame_id", "area_code"], unique=True)
    op.create_index("ix_scorecard_fiscal_year", "scorecard", ["fiscal_year", "area_code", "id"], unique=False)
    op.create_index("ix_scorecard_area_code", "scorecard", ["area_code", "id"], unique=False)
    op.create_index("ix_scorecard_updated_at", "scorecard", ["updated_at", "id"], unique=False)


def create_computation() -> None:
    """What a score was made of, and its trace."""
    op.create_table(
        "scorecard_computation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("weights", sa.Numeric(), nullable=True),
        sa.Column("scored_weight", sa.Numeric(), nullable=False),
        sa.Column("score", sa.Numeric(), nullable=True),
        sa.Column("band", sa.Text(), nullable=True),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("indicators_read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("budget_read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("computed_by", sa.Text(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("inputs", postgresql.JSON(), nullable=False),
        sa.Column("trace", postgresql.JSON(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('created', 'refreshed', 'result_recorded')", name=op.f("ck_scorecard_computation_cause")
        ),
        sa.ForeignKeyConstraint(["scorecard_id"], ["scorecard.id"], name="fk_scorecard_computation_scorecard"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scorecard_computation")),
        sa.UniqueConstraint("scorecard_id", "number", name="uq_scorecard_computation_number"),
    )


def create_result() -> None:
    """What an evaluator recorded for one item."""
    op.create_table(
        "scorecard_result",
        sa.Column("scorecard_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("evidence_note", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["scorecard_id"], ["scorecard.id"], name="fk_scorecard_result_scorecard"),
        sa.PrimaryKeyConstraint("scorecard_id", "position", "revision", name="pk_scorecard_result"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("scorecard_result")
    op.drop_table("scorecard_computation")
    op.drop_table("scorecard")
