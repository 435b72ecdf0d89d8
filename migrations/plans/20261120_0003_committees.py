"""Committees and who sits on them when."""

import sqlalchemy as sa
from alembic import op

from migrations import grants
from migrations.thai import search_key, sort_key

revision = "plans_0003"
down_revision = "plans_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of committees."""
    create_committee()
    create_member()
    grants.allow("plans", {"committee": "UPDATE", "committee_member": "UPDATE"})


def create_committee() -> None:
    """A committee, by the order that made it."""
    op.create_table(
        "committee",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("order_reference", sa.Text(), nullable=False),
        sa.Column("quorum_numerator", sa.SmallInteger(), nullable=False),
        sa.Column("quorum_denominator", sa.SmallInteger(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "name_sort", sa.Text(collation="C"), sa.Computed(sort_key("name_th"), persisted=True), nullable=False
        ),
        sa.Column(
            "name_search", sa.Text(collation="C"), sa.Computed(search_key("name_th"), persisted=True), nullable=False
        ),
        sa.CheckConstraint(
            "kind IN ('province_committee', 'cluster_committee', 'policy_committee', 'evaluation_committee',"
            " 'working_group')",
            name=op.f("ck_committee_kind"),
        ),
        sa.CheckConstraint("quorum_numerator BETWEEN 1 AND quorum_denominator", name=op.f("ck_committee_quorum")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_committee_term")),
        sa.ForeignKeyConstraint(["parent_id"], ["committee.id"], name="fk_committee_parent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee")),
    )
    op.create_index("ix_committee_area", "committee", ["area_code", "kind"], unique=False)
    op.create_index("ix_committee_name", "committee", ["name_sort", "id"], unique=False)
    op.create_index("uq_committee_code", "committee", ["code"], unique=True)


def create_member() -> None:
    """A post that sits on it for some time."""
    op.create_table(
        "committee_member",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("committee_id", sa.Uuid(), nullable=False),
        sa.Column("post_th", sa.Text(), nullable=False),
        sa.Column("seat", sa.Text(), nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("order_reference", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.CheckConstraint("seat IN ('chair', 'member', 'secretary')", name=op.f("ck_committee_member_seat")),
        sa.CheckConstraint(
            "sector IN ('government', 'local_government', 'private', 'people', 'expert')",
            name=op.f("ck_committee_member_sector"),
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_committee_member_term")),
        sa.ForeignKeyConstraint(["committee_id"], ["committee.id"], name="fk_committee_member_committee"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_committee_member")),
    )
    op.create_index("ix_committee_member_committee", "committee_member", ["committee_id", "valid_from"], unique=False)


def downgrade() -> None:
    """Take it back."""
    op.drop_table("committee_member")
    op.drop_table("committee")
