"""What settles values that both sides report differently; who carries a joint indicator, and what its areas choose."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from migrations import grants

revision = "indicators_0009"
down_revision = "indicators_0008"
branch_labels = None
depends_on = None

# New columns that every joint indicator has, with what it has that was there before.
ADDED: dict[str, tuple[TypeEngine[Any], str]] = {
    "function_reporter_code": (sa.Text(), "function_code"),
    "choices": (postgresql.JSON(astext_type=sa.Text()), "'[]'"),
    "workshop_number": (sa.Integer(), "CASE WHEN workshop_on IS NULL THEN 0 ELSE 1 END"),
    "workshop_area_codes": (postgresql.JSON(astext_type=sa.Text()), "'[]'"),
}


def upgrade() -> None:
    """Add the columns and tables; statements and confirmations are never changed.

    The hash of a definition has two fields more from here on. What was signed before keeps the hash it was signed by.
    """
    op.add_column("joint_indicator", sa.Column("department_code", sa.Text(), nullable=True))
    for name, (kind, known) in ADDED.items():
        op.add_column("joint_indicator", sa.Column(name, kind, nullable=True))
        op.execute(f"UPDATE joint_indicator SET {name} = {known}")
        op.alter_column("joint_indicator", name, nullable=False)
    create_indicator_reporter()
    create_joint_workshop_confirmation()
    create_joint_dispute()
    create_joint_dispute_statement()
    grants.allow("indicators", {"joint_dispute": "UPDATE", "indicator_reporter": "UPDATE, DELETE"})


def create_indicator_reporter() -> None:
    """Which function a joint indicator lets report its indicator; those that are out name their own from the start."""
    op.create_table(
        "indicator_reporter",
        sa.Column("named_by_id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("function_code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_indicator_reporter_indicator"),
        sa.PrimaryKeyConstraint("named_by_id", name=op.f("pk_indicator_reporter")),
    )
    op.create_index("ix_indicator_reporter_indicator", "indicator_reporter", ["indicator_id", "fiscal_year"])
    op.execute(
        "INSERT INTO indicator_reporter (named_by_id, indicator_id, fiscal_year, function_code)"
        " SELECT id, indicator_id, fiscal_year, function_code FROM joint_indicator WHERE state = 'offered'"
    )


def create_joint_workshop_confirmation() -> None:
    """That an area confirmed one record of the workshop; append-only."""
    op.create_table(
        "joint_workshop_confirmation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("joint_indicator_id", sa.Uuid(), nullable=False),
        sa.Column("workshop_number", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("confirmed_by", sa.Text(), nullable=False),
        sa.Column("confirmed_as", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["joint_indicator_id"], ["joint_indicator.id"], name="fk_joint_workshop_confirmation_joint_indicator"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_workshop_confirmation")),
    )
    op.create_index(
        "uq_joint_workshop_confirmation",
        "joint_workshop_confirmation",
        ["joint_indicator_id", "workshop_number", "area_code"],
        unique=True,
    )


def create_joint_dispute() -> None:
    """Both sides' values of one area, what is proposed, and what was settled."""
    outcomes = "'area', 'function', 'committee'"
    op.create_table(
        "joint_dispute",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("joint_indicator_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("function_reporter_code", sa.Text(), nullable=False),
        sa.Column("tolerance_percent", sa.Numeric(), nullable=False),
        sa.Column("area_value", sa.Numeric(), nullable=False),
        sa.Column("area_numerator", sa.Numeric(), nullable=True),
        sa.Column("area_denominator", sa.Numeric(), nullable=True),
        sa.Column("area_made_of", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("function_value", sa.Numeric(), nullable=False),
        sa.Column("function_numerator", sa.Numeric(), nullable=True),
        sa.Column("function_denominator", sa.Numeric(), nullable=True),
        sa.Column("function_made_of", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("closed_because", sa.Text(), nullable=True),
        sa.Column("proposed_outcome", sa.Text(), nullable=True),
        sa.Column("proposed_value", sa.Numeric(), nullable=True),
        sa.Column("proposed_numerator", sa.Numeric(), nullable=True),
        sa.Column("proposed_denominator", sa.Numeric(), nullable=True),
        sa.Column("proposal_reason_th", sa.Text(), nullable=True),
        sa.Column("settled_outcome", sa.Text(), nullable=True),
        sa.Column("settled_value", sa.Numeric(), nullable=True),
        sa.Column("settled_numerator", sa.Numeric(), nullable=True),
        sa.Column("settled_denominator", sa.Numeric(), nullable=True),
        sa.Column("settled_made_of", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("resolution_number", sa.Text(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decision_reason_th", sa.Text(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'settled', 'closed')", name=op.f("ck_joint_dispute_state")),
        sa.CheckConstraint(
            "closed_because IN ('within_tolerance', 'not_standing')", name=op.f("ck_joint_dispute_closed_because")
        ),
        sa.CheckConstraint(f"proposed_outcome IN ({outcomes})", name=op.f("ck_joint_dispute_proposed_outcome")),
        sa.CheckConstraint(f"settled_outcome IN ({outcomes})", name=op.f("ck_joint_dispute_settled_outcome")),
        sa.CheckConstraint("(state = 'closed') = (closed_because IS NOT NULL)", name=op.f("ck_joint_dispute_closed")),
        sa.CheckConstraint(
            "(proposed_outcome IS NULL) = (proposal_reason_th IS NULL)", name=op.f("ck_joint_dispute_proposal")
        ),
        sa.CheckConstraint("(state = 'settled') = (settled_value IS NOT NULL)", name=op.f("ck_joint_dispute_settled")),
        sa.CheckConstraint(
            "(state = 'settled') = (resolution_id IS NOT NULL)", name=op.f("ck_joint_dispute_resolution")
        ),
        sa.ForeignKeyConstraint(
            ["joint_indicator_id"], ["joint_indicator.id"], name="fk_joint_dispute_joint_indicator"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_dispute")),
    )
    op.create_index(
        "uq_joint_dispute_area",
        "joint_dispute",
        ["joint_indicator_id", "area_code"],
        unique=True,
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index("ix_joint_dispute_updated_at", "joint_dispute", ["updated_at", "id"])


def create_joint_dispute_statement() -> None:
    """Why one side stands by its value; append-only."""
    op.create_table(
        "joint_dispute_statement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dispute_id", sa.Uuid(), nullable=False),
        sa.Column("side", sa.Text(), nullable=False),
        sa.Column("reason_th", sa.Text(), nullable=False),
        sa.Column("evidence_th", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("stated_by", sa.Text(), nullable=False),
        sa.Column("stated_as", sa.Text(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("side IN ('area', 'function')", name=op.f("ck_joint_dispute_statement_side")),
        sa.ForeignKeyConstraint(["dispute_id"], ["joint_dispute.id"], name="fk_joint_dispute_statement_dispute"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_dispute_statement")),
    )
    op.create_index("ix_joint_dispute_statement_dispute", "joint_dispute_statement", ["dispute_id"])


def downgrade() -> None:
    """Take it back."""
    for table in ("joint_dispute_statement", "joint_dispute", "joint_workshop_confirmation", "indicator_reporter"):
        op.drop_table(table)
    for name in ("department_code", *ADDED):
        op.drop_column("joint_indicator", name)
