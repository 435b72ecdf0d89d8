"""Pledges and payments of matching funds, and what was used of delegated powers."""

import sqlalchemy as sa
from alembic import op

from migrations import grants

revision = "budget_0011"
down_revision = "budget_0010"
branch_labels = None
depends_on = None

IN_KIND = "in_kind_pledged >= 0 AND in_kind_paid >= 0 AND in_kind_paid <= in_kind_pledged"


def upgrade() -> None:
    """Create the funds, whose entries are append-only, and the uses."""
    create_fund()
    create_pledge()
    create_entry()
    create_use()
    grants.allow("budget", {"matching_fund": "UPDATE", "matching_pledge": "UPDATE", "delegated_use": "UPDATE"})


def create_fund() -> None:
    """What an area and others put together."""
    op.create_table(
        "matching_fund",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("title_key", sa.Text(), nullable=False),
        sa.Column("purpose_th", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=True),
        sa.Column("project_version", sa.BigInteger(), nullable=True),
        sa.Column("own_amount", sa.BigInteger(), nullable=False),
        sa.Column("aimed_ratio", sa.Numeric(12, 4), nullable=True),
        sa.Column("aim_source", sa.Text(), nullable=True),
        sa.Column("aim_dated_on", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("close_reason", sa.Text(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pledged", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("in_kind_pledged", sa.BigInteger(), nullable=False),
        sa.Column("in_kind_paid", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("state IN ('open', 'closed')", name=op.f("ck_matching_fund_state")),
        sa.CheckConstraint("own_amount >= 0", name=op.f("ck_matching_fund_own_amount")),
        sa.CheckConstraint("pledged >= 0 AND paid >= 0 AND paid <= pledged", name=op.f("ck_matching_fund_amounts")),
        sa.CheckConstraint(IN_KIND, name=op.f("ck_matching_fund_in_kind")),
        sa.CheckConstraint("(aimed_ratio IS NULL) = (aim_source IS NULL)", name=op.f("ck_matching_fund_aim")),
        sa.CheckConstraint("aimed_ratio > 0", name=op.f("ck_matching_fund_aimed_ratio")),
        sa.CheckConstraint("(project_id IS NULL) = (project_version IS NULL)", name=op.f("ck_matching_fund_project")),
        sa.CheckConstraint("(state = 'closed') = (close_reason IS NOT NULL)", name=op.f("ck_matching_fund_closed")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_fund")),
    )
    op.create_index("uq_matching_fund_title", "matching_fund", ["area_code", "fiscal_year", "title_key"], unique=True)
    op.create_index("ix_matching_fund_fiscal_year", "matching_fund", ["fiscal_year", "area_code"], unique=False)
    op.create_index("ix_matching_fund_updated_at", "matching_fund", ["updated_at", "id"], unique=False)


def create_pledge() -> None:
    """What one contributor pledges."""
    kinds = "contributor_kind IN ('local_government', 'government', 'private', 'people', 'other')"
    op.create_table(
        "matching_pledge",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fund_id", sa.Uuid(), nullable=False),
        sa.Column("contributor_kind", sa.Text(), nullable=False),
        sa.Column("contributor_th", sa.Text(), nullable=False),
        sa.Column("contributor_key", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("what_th", sa.Text(), nullable=True),
        sa.Column("pledged", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(kinds, name=op.f("ck_matching_pledge_contributor_kind")),
        sa.CheckConstraint("form IN ('cash', 'in_kind')", name=op.f("ck_matching_pledge_form")),
        sa.CheckConstraint("paid >= 0 AND paid <= pledged", name=op.f("ck_matching_pledge_amounts")),
        sa.ForeignKeyConstraint(["fund_id"], ["matching_fund.id"], name="fk_matching_pledge_fund"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_pledge")),
    )
    key = ["fund_id", "contributor_key", "form"]
    op.create_index("uq_matching_pledge_contributor", "matching_pledge", key, unique=True)


def create_entry() -> None:
    """One thing that happened to a pledge."""
    op.create_table(
        "matching_entry",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fund_id", sa.Uuid(), nullable=False),
        sa.Column("pledge_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('pledge', 'raise', 'lower', 'pay', 'return')", name=op.f("ck_matching_entry_kind")
        ),
        sa.CheckConstraint("amount > 0", name=op.f("ck_matching_entry_amount_positive")),
        sa.CheckConstraint("kind IN ('pledge', 'pay') OR reason IS NOT NULL", name=op.f("ck_matching_entry_reason")),
        sa.ForeignKeyConstraint(["fund_id"], ["matching_fund.id"], name="fk_matching_entry_fund"),
        sa.ForeignKeyConstraint(["pledge_id"], ["matching_pledge.id"], name="fk_matching_entry_pledge"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_matching_entry")),
    )
    key = ["pledge_id", "kind", "document_number"]
    op.create_index("uq_matching_entry_document", "matching_entry", key, unique=True)
    op.create_index("ix_matching_entry_fund", "matching_entry", ["fund_id", "id"], unique=False)


def create_use() -> None:
    """How much of a year was approved by a delegation."""
    op.create_table(
        "delegated_use",
        sa.Column("delegation_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("used > 0", name=op.f("ck_delegated_use_used")),
        sa.PrimaryKeyConstraint("delegation_id", "fiscal_year", name="pk_delegated_use"),
    )


def downgrade() -> None:
    """Take it back."""
    for table in ("delegated_use", "matching_entry", "matching_pledge", "matching_fund"):
        op.drop_table(table)
