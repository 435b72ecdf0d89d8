"""Early notices, ministries' opinions, joint rounds, notices of resolutions, and needs that nobody funded."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants

revision = "budget_0009"
down_revision = "budget_0008"
branch_labels = None
depends_on = None

STATES = ("draft", "returned", "submitted", "withdrawn", "endorsed", "approved", "rejected", "referred")
CLOSED = ("withdrawn", "rejected", "referred")
APPROVED = "approved_amount > 0 AND approved_amount <= asked_amount"


def upgrade() -> None:
    """Create them; answers, confirmations and the items of a notice are append-only."""
    let_requests_merge()
    create_early_notice()
    create_opinion()
    create_joint_round()
    create_resolution_notice()
    create_unfunded_need()
    changing = ("early_notice", "joint_round", "resolution_notice", "unfunded_need")
    replaced = ("joint_round_item", "joint_round_share")
    grants.allow("budget", {**dict.fromkeys(changing, "UPDATE"), **dict.fromkeys(replaced, "UPDATE, DELETE")})


def let_requests_merge() -> None:
    """A request is merged into another, referred to a named ministry or department, or carries an earlier one on."""
    op.add_column("request", sa.Column("joint_function_code", sa.Text(), nullable=True))
    op.add_column("request", sa.Column("merged_into_id", sa.Uuid(), nullable=True))
    op.add_column("request", sa.Column("merged_ids", postgresql.ARRAY(sa.Uuid()), nullable=False, server_default="{}"))
    op.add_column("request", sa.Column("merged_amount", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("request", sa.Column("referred_to", sa.Text(), nullable=True))
    op.add_column("request", sa.Column("carried_from_id", sa.Uuid(), nullable=True))
    for name in ("merged_ids", "merged_amount"):  # only what was there before got one from the database
        op.alter_column("request", name, server_default=None)
    replace_checks((*STATES, "merged"), f"{APPROVED} + merged_amount", (*CLOSED, "merged"))
    check("merged_amount", "merged_amount >= 0")
    check("merged", "(state = 'merged') = (merged_into_id IS NOT NULL)")
    check("referred_to", "referred_to IS NULL OR state = 'referred'")


def replace_checks(states: tuple[str, ...], approved: str, closed: tuple[str, ...]) -> None:
    """Let requests have these states, and these no longer stand in the way of another for the same project."""
    for name in ("state", "approved_amount"):
        op.drop_constraint(op.f(f"ck_request_{name}"), "request")
    check("state", f"state IN {states}")
    check("approved_amount", approved)
    op.drop_index("uq_request_project", "request")
    op.create_index(
        "uq_request_project",
        "request",
        ["submission_id", "project_id"],
        unique=True,
        postgresql_where=f"state NOT IN {closed}",
    )


def check(name: str, condition: str) -> None:
    """Add a check to requests."""
    op.create_check_constraint(op.f(f"ck_request_{name}"), "request", condition)


def columns(kind: sa.types.TypeEngine[Any], *names: str, nullable: bool = False) -> list[sa.Column[Any]]:
    """Return columns of one type."""
    return [sa.Column(name, kind, nullable=nullable) for name in names]


def create_early_notice() -> None:
    """That an area means to ask for a project, told to ministries before it does, and what they say."""
    op.create_table(
        "early_notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("snapshot", postgresql.JSON(), nullable=False),
        sa.Column("estimated_amount", sa.BigInteger(), nullable=False),
        sa.Column("why_th", sa.Text(), nullable=False),
        sa.Column("function_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("sent_by", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("estimated_amount > 0", name=op.f("ck_early_notice_estimated_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_notice")),
    )
    op.create_index("uq_early_notice_project", "early_notice", ["area_code", "fiscal_year", "project_id"], unique=True)
    op.create_index("ix_early_notice_created_at", "early_notice", ["created_at", "id"], unique=False)
    op.create_table(
        "early_notice_answer",
        *columns(sa.Uuid(), "id", "notice_id"),
        *columns(sa.Text(), "function_code", "answer"),
        sa.Column("is_final", sa.Boolean(), nullable=False),
        sa.Column("reason_th", sa.Text(), nullable=True),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "answer IN ('acknowledged', 'carries', 'joins', 'no_objection', 'overlaps')",
            name=op.f("ck_early_notice_answer_answer"),
        ),
        sa.CheckConstraint("is_final = (answer <> 'acknowledged')", name=op.f("ck_early_notice_answer_final")),
        sa.CheckConstraint("reason_th IS NOT NULL OR NOT is_final", name=op.f("ck_early_notice_answer_reason")),
        sa.ForeignKeyConstraint(["notice_id"], ["early_notice.id"], name="fk_early_notice_answer_notice"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_early_notice_answer")),
    )
    op.create_index(
        "uq_early_notice_answer", "early_notice_answer", ["notice_id", "function_code", "is_final"], unique=True
    )


def create_opinion() -> None:
    """That a ministry or department was asked for its opinion on a request, and what it said, once."""
    op.create_table(
        "opinion",
        *columns(sa.Uuid(), "id", "request_id"),
        sa.Column("function_code", sa.Text(), nullable=False),
        sa.Column("question_th", sa.Text(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name="fk_opinion_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opinion")),
    )
    op.create_index("uq_opinion_function", "opinion", ["request_id", "function_code"], unique=True)
    op.create_table(
        "opinion_answer",
        sa.Column("opinion_id", sa.Uuid(), nullable=False),
        sa.Column("supports", sa.Boolean(), nullable=False),
        *(
            sa.Column(f"{name}{suffix}", sa.Text(), nullable=False)
            for name in ("strategy_fit", "need", "priority")
            for suffix in ("", "_th")
        ),
        *columns(sa.Text(), "output_code", "output_th", nullable=True),
        sa.Column("request_version", sa.BigInteger(), nullable=False),
        *columns(sa.Text(), "content_hash", "given_by"),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        *(
            sa.CheckConstraint(f"{name} IN ('high', 'medium', 'low')", name=op.f(f"ck_opinion_answer_{name}"))
            for name in ("strategy_fit", "need", "priority")
        ),
        sa.ForeignKeyConstraint(["opinion_id"], ["opinion.id"], name="fk_opinion_answer_opinion"),
        sa.PrimaryKeyConstraint("opinion_id", name=op.f("pk_opinion_answer")),
    )


def create_joint_round() -> None:
    """Who sat together over the money of a year, and who pays what share of each item."""
    op.create_table(
        "joint_round",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("function_code", sa.Text(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("area_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        *columns(sa.Text(), "title_th", "recorded_for", "state"),
        sa.Column("total_amount", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.CheckConstraint("state IN ('recorded', 'confirmed')", name=op.f("ck_joint_round_state")),
        sa.CheckConstraint("total_amount >= 0", name=op.f("ck_joint_round_total_amount")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_round")),
    )
    op.create_index("uq_joint_round_number", "joint_round", ["fiscal_year", "function_code", "number"], unique=True)
    op.create_index("ix_joint_round_updated_at", "joint_round", ["updated_at", "id"], unique=False)
    op.create_table(
        "joint_round_item",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        *columns(sa.Uuid(), "request_id", "project_id", nullable=True),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_joint_round_item_amount")),
        sa.CheckConstraint("num_nonnulls(request_id, project_id) = 1", name=op.f("ck_joint_round_item_object")),
        sa.ForeignKeyConstraint(["round_id"], ["joint_round.id"], name="fk_joint_round_item_round"),
        sa.PrimaryKeyConstraint("round_id", "position", name="pk_joint_round_item"),
    )
    op.create_table(
        "joint_round_share",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_joint_round_share_amount")),
        sa.ForeignKeyConstraint(
            ["round_id", "position"],
            ["joint_round_item.round_id", "joint_round_item.position"],
            name="fk_joint_round_share_item",
        ),
        sa.PrimaryKeyConstraint("round_id", "position", "unit", name="pk_joint_round_share"),
    )
    op.create_table(
        "joint_round_confirmation",
        sa.Column("round_id", sa.Uuid(), nullable=False),
        *columns(sa.Text(), "content_hash", "unit", "confirmed_by"),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["round_id"], ["joint_round.id"], name="fk_joint_round_confirmation_round"),
        sa.PrimaryKeyConstraint("round_id", "content_hash", "unit", name="pk_joint_round_confirmation"),
    )


def create_resolution_notice() -> None:
    """What one resolution of ก.น.จ. means for one ministry or department, and that it has taken note."""
    op.create_table(
        "resolution_notice",
        *columns(sa.Uuid(), "id", "resolution_id"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        *columns(sa.Text(), "resolution_number", "title_th", "function_code"),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("item_count", sa.Integer(), nullable=False),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("acknowledgement_th", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name=op.f("ck_resolution_notice_acknowledged")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resolution_notice")),
    )
    op.create_index(
        "uq_resolution_notice_function", "resolution_notice", ["resolution_id", "function_code"], unique=True
    )
    op.create_index("ix_resolution_notice_created_at", "resolution_notice", ["created_at", "id"], unique=False)
    op.create_table(
        "resolution_notice_item",
        *columns(sa.Uuid(), "notice_id", "request_id"),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        *columns(sa.Text(), "title_th", "decision"),
        *columns(sa.Text(), "reason_th", "condition_th", nullable=True),
        sa.Column("asked_amount", sa.BigInteger(), nullable=False),
        sa.Column("approved_amount", sa.BigInteger(), nullable=True),
        sa.Column("concerns", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["notice_id"], ["resolution_notice.id"], name="fk_resolution_notice_item_notice"),
        sa.PrimaryKeyConstraint("notice_id", "request_id", name="pk_resolution_notice_item"),
    )


def create_unfunded_need() -> None:
    """What was asked for and not paid for, until it is paid for or given up."""
    op.create_table(
        "unfunded_need",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        *columns(sa.Text(), "cause", "reason_th"),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("referred_to", sa.Text(), nullable=True),
        *columns(sa.Uuid(), "agency_request_id", "next_request_id", nullable=True),
        sa.Column("state_reason", sa.Text(), nullable=True),
        *columns(sa.DateTime(timezone=True), "created_at", "updated_at"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_unfunded_need_amount")),
        sa.CheckConstraint(
            "cause IN ('rejected', 'above_ceiling', 'referred', 'approved_in_part')",
            name=op.f("ck_unfunded_need_cause"),
        ),
        sa.CheckConstraint(
            "state IN ('open', 'referred', 'carried', 'funded', 'given_up')", name=op.f("ck_unfunded_need_state")
        ),
        sa.CheckConstraint("state <> 'referred' OR referred_to IS NOT NULL", name=op.f("ck_unfunded_need_referred")),
        sa.CheckConstraint("state <> 'carried' OR next_request_id IS NOT NULL", name=op.f("ck_unfunded_need_carried")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name="fk_unfunded_need_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unfunded_need")),
    )
    op.create_index("uq_unfunded_need_request", "unfunded_need", ["request_id"], unique=True)
    op.create_index("ix_unfunded_need_area", "unfunded_need", ["area_code", "fiscal_year"], unique=False)
    op.create_index("ix_unfunded_need_updated_at", "unfunded_need", ["updated_at", "id"], unique=False)
    op.create_index("ix_unfunded_need_next_request", "unfunded_need", ["next_request_id"], unique=False)


def downgrade() -> None:
    """Take it back; a merged request refuses."""
    notices = ("resolution_notice_item", "resolution_notice", "early_notice_answer", "early_notice")
    rounds = ("joint_round_confirmation", "joint_round_share", "joint_round_item", "joint_round")
    for table in ("unfunded_need", *notices, *rounds, "opinion_answer", "opinion"):
        op.drop_table(table)
    for name in ("merged_amount", "merged", "referred_to"):
        op.drop_constraint(op.f(f"ck_request_{name}"), "request")
    replace_checks(STATES, APPROVED, CLOSED)
    added = ("joint_function_code", "merged_into_id", "merged_ids", "merged_amount", "referred_to", "carried_from_id")
    for name in added:
        op.drop_column("request", name)
