"""Submissions, the ordered lists of what areas ask for, and the requests in them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants

revision = "budget_0004"
down_revision = "budget_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create submissions and requests; the lines of a request are replaced while it may be changed."""
    create_submission()
    create_request()
    create_request_indexes()
    create_line()
    grants.allow("budget", {"submission": "UPDATE", "request": "UPDATE", "request_line": "UPDATE, DELETE"})


def create_submission() -> None:
    """What one area asks for in one round of a fiscal year."""
    op.create_table(
        "submission",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("request_order", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("within_amount", sa.BigInteger(), nullable=False),
        sa.Column("above_amount", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("return_reason", sa.Text(), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'returned', 'submitted', 'endorsed')", name=op.f("ck_submission_state")),
        sa.CheckConstraint("within_amount >= 0 AND above_amount >= 0", name=op.f("ck_submission_amounts")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_submission")),
    )
    op.create_index("uq_submission_round", "submission", ["area_code", "fiscal_year", "round"], unique=True)
    op.create_index("ix_submission_updated_at", "submission", ["updated_at", "id"], unique=False)
    op.create_index("ix_submission_fiscal_year", "submission", ["fiscal_year", "state"], unique=False)


def create_request() -> None:
    """What an area asks for one project."""
    op.create_table(
        "request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("is_regular_mission", sa.Boolean(), nullable=False),
        sa.Column("snapshot", postgresql.JSON(), nullable=False),
        sa.Column("latest", postgresql.JSON(), nullable=True),
        sa.Column("snapshot_state", sa.Text(), nullable=False),
        sa.Column("snapshot_checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("fund_code", sa.Text(), nullable=False),
        sa.Column("ceiling_position", sa.Text(), nullable=False),
        sa.Column("asked_amount", sa.BigInteger(), nullable=False),
        sa.Column("screened_amount", sa.BigInteger(), nullable=True),
        sa.Column("screening_reason", sa.Text(), nullable=True),
        sa.Column("approved_amount", sa.BigInteger(), nullable=True),
        sa.Column("approval_reason", sa.Text(), nullable=True),
        sa.Column("condition_th", sa.Text(), nullable=True),
        sa.Column("problem_th", sa.Text(), nullable=True),
        sa.Column("problem_rank", sa.SmallInteger(), nullable=True),
        sa.Column("joint_indicator_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column("posted_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'returned', 'submitted', 'withdrawn', 'endorsed', 'approved', 'rejected', 'referred')",
            name=op.f("ck_request_state"),
        ),
        sa.CheckConstraint("ceiling_position IN ('within', 'above')", name=op.f("ck_request_ceiling_position")),
        sa.CheckConstraint(
            "snapshot_state IN ('current', 'changed', 'withdrawn')", name=op.f("ck_request_snapshot_state")
        ),
        sa.CheckConstraint("asked_amount > 0", name=op.f("ck_request_asked_amount")),
        sa.CheckConstraint(
            "screened_amount > 0 AND screened_amount <= asked_amount", name=op.f("ck_request_screened_amount")
        ),
        sa.CheckConstraint(
            "approved_amount > 0 AND approved_amount <= asked_amount", name=op.f("ck_request_approved_amount")
        ),
        sa.CheckConstraint("(state = 'approved') = (approved_amount IS NOT NULL)", name=op.f("ck_request_approved")),
        sa.CheckConstraint(
            "hold_id IS NULL OR ceiling_position = 'within' AND state IN ('submitted', 'endorsed')",
            name=op.f("ck_request_hold"),
        ),
        sa.CheckConstraint("posted_id IS NULL OR state = 'approved'", name=op.f("ck_request_posted")),
        sa.ForeignKeyConstraint(["submission_id"], ["submission.id"], name="fk_request_submission"),
        sa.ForeignKeyConstraint(["fund_code"], ["fund.code"], name="fk_request_fund"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_request_account"),
        sa.ForeignKeyConstraint(["hold_id"], ["transfer.id"], name="fk_request_hold"),
        sa.ForeignKeyConstraint(["posted_id"], ["transfer.id"], name="fk_request_posted"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request")),
    )


def create_request_indexes() -> None:
    """One open request for a project in a list; how requests are looked for."""
    op.create_index(
        "uq_request_project",
        "request",
        ["submission_id", "project_id"],
        unique=True,
        postgresql_where="state NOT IN ('withdrawn', 'rejected', 'referred')",
    )
    op.create_index("ix_request_area", "request", ["area_code", "fiscal_year"], unique=False)
    op.create_index("ix_request_fiscal_year", "request", ["fiscal_year", "state", "id"], unique=False)
    op.create_index("ix_request_submission", "request", ["submission_id"], unique=False)
    op.create_index("ix_request_project", "request", ["project_id"], unique=False)
    op.create_index("ix_request_joint_indicator", "request", ["joint_indicator_id"], unique=False)
    op.create_index("ix_request_updated_at", "request", ["updated_at", "id"], unique=False)
    op.create_index("ix_request_asked_amount", "request", ["asked_amount", "id"], unique=False)


def create_line() -> None:
    """What part of the money is for what."""
    op.create_table(
        "request_line",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("expenditure_class", sa.Text(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_request_line_amount_positive")),
        sa.CheckConstraint(
            "expenditure_class IN ('recurrent', 'capital')", name=op.f("ck_request_line_expenditure_class")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name="fk_request_line_request"),
        sa.PrimaryKeyConstraint("request_id", "position", name="pk_request_line"),
    )


def downgrade() -> None:
    """Take it back."""
    for table in ("request_line", "request", "submission"):
        op.drop_table(table)
