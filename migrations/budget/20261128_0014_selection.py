"""Choosing projects under ceilings."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants

revision = "budget_0014"
down_revision = "budget_0013"
branch_labels = None
depends_on = None

# A choice takes what came of it, a question its answer; candidates and overrules are append-only.
RIGHTS = {"selection": "UPDATE", "selection_question": "UPDATE"}


def upgrade() -> None:
    """Create the choices and what belongs to them."""
    create_selection()
    create_candidate()
    create_overrule()
    create_question()
    grants.allow("budget", RIGHTS)


def create_selection() -> None:
    """One choice, with all that it rests on."""
    op.create_table(
        "selection",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=True),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("candidate_count", sa.SmallInteger(), nullable=False),
        sa.Column("stated", postgresql.JSON(), nullable=False),
        sa.Column("problem", postgresql.JSON(), nullable=False),
        sa.Column("snapshot", postgresql.JSON(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("answer", postgresql.JSON(), nullable=True),
        sa.Column("created_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("outcome IN ('solved', 'infeasible', 'unsolved')", name=op.f("ck_selection_outcome")),
        sa.CheckConstraint("(outcome IS NULL) = (answer IS NULL)", name=op.f("ck_selection_answer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_selection")),
    )
    op.create_index(
        "uq_selection_number",
        "selection",
        ["fiscal_year", "area_code", "number"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index("ix_selection_updated_at", "selection", ["updated_at", "id"], unique=False)
    op.create_index("ix_selection_area", "selection", ["area_code", "updated_at", "id"], unique=False)


def create_candidate() -> None:
    """What came of one candidate."""
    op.create_table(
        "selection_candidate",
        sa.Column("selection_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("is_in_strict", sa.Boolean(), nullable=False),
        sa.Column("is_in_optimum", sa.Boolean(), nullable=True),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("document", postgresql.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["selection_id"], ["selection.id"], name="fk_selection_candidate_selection"),
        sa.PrimaryKeyConstraint("selection_id", "id", name="pk_selection_candidate"),
    )
    key = ["selection_id", "position"]
    op.create_index("ix_selection_candidate_position", "selection_candidate", key, unique=True)


def create_overrule() -> None:
    """That a committee put a candidate in or out."""
    op.create_table(
        "selection_overrule",
        sa.Column("selection_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("effect", postgresql.JSON(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("overruled_by", sa.Text(), nullable=False),
        sa.Column("overruled_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("verdict IN ('in', 'out', 'lifted')", name=op.f("ck_selection_overrule_verdict")),
        sa.ForeignKeyConstraint(["selection_id"], ["selection.id"], name="fk_selection_overrule_selection"),
        sa.PrimaryKeyConstraint("selection_id", "number", name="pk_selection_overrule"),
    )


def create_question() -> None:
    """What was asked of a choice once it stood."""
    op.create_table(
        "selection_question",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("selection_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("answer", postgresql.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('change', 'weigh')", name=op.f("ck_selection_question_kind")),
        sa.ForeignKeyConstraint(["selection_id"], ["selection.id"], name="fk_selection_question_selection"),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_selection_question")),
    )
    key = ["selection_id", "request_id", "kind"]
    op.create_index("ix_selection_question_candidate", "selection_question", key, unique=False)


def downgrade() -> None:
    """Take it back."""
    for table in ("selection_question", "selection_overrule", "selection_candidate", "selection"):
        op.drop_table(table)
