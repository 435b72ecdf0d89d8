"""Delegated powers, with scope and limit."""

import sqlalchemy as sa
from alembic import op

from migrations import grants

revision = "plans_0009"
down_revision = "plans_0008"
branch_labels = None
depends_on = None

POWERS = "power IN ('budget.approve_request', 'budget.approve_change', 'budget.move_between_items')"
REVOKED = "num_nulls(revoked_on, revoked_at, revoked_by, revoke_reason) = CASE state WHEN 'revoked' THEN 0 ELSE 4 END"


def upgrade() -> None:
    """Create the register."""
    op.create_table(
        "delegation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("delegator", sa.Text(), nullable=False),
        sa.Column("power", sa.Text(), nullable=False),
        sa.Column("committee_kind", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=True),
        sa.Column("limit_per_item_amount", sa.BigInteger(), nullable=True),
        sa.Column("limit_per_year_amount", sa.BigInteger(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("document_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("revoked_on", sa.Date(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.Column("revoke_reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "delegator IN ('policy_committee', 'budget_bureau', 'governor')", name=op.f("ck_delegation_delegator")
        ),
        sa.CheckConstraint(POWERS, name=op.f("ck_delegation_power")),
        sa.CheckConstraint(
            "committee_kind IN ('province_committee', 'cluster_committee')", name=op.f("ck_delegation_committee_kind")
        ),
        sa.CheckConstraint("state IN ('standing', 'revoked')", name=op.f("ck_delegation_state")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_delegation_term")),
        sa.CheckConstraint(
            "limit_per_item_amount > 0 AND limit_per_year_amount > 0", name=op.f("ck_delegation_limits")
        ),
        sa.CheckConstraint(REVOKED, name=op.f("ck_delegation_revoked")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delegation")),
    )
    order = ["committee_kind", "area_code", "power", "document_number"]
    op.create_index("uq_delegation_order", "delegation", order, unique=True)
    op.create_index("ix_delegation_updated_at", "delegation", ["updated_at", "id"], unique=False)
    grants.allow("plans", {"delegation": "UPDATE"})


def downgrade() -> None:
    """Take it back."""
    op.drop_table("delegation")
