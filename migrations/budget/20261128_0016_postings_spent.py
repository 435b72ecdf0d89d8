"""What of a payment's or commitment's money was posted for one request: which posting it spends."""

import sqlalchemy as sa
from alembic import op

revision = "budget_0016"
down_revision = "budget_0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the posting that a record spends; what was recorded before names none."""
    op.add_column("transfer", sa.Column("posted_transfer_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("fk_transfer_posting", "transfer", "transfer", ["posted_transfer_id"], ["id"])
    op.create_check_constraint(
        op.f("ck_transfer_spends_a_posting"),
        "transfer",
        "posted_transfer_id IS NULL OR kind IN ('disburse', 'return', 'commit', 'release')",
    )
    op.create_index(
        "ix_transfer_posting",
        "transfer",
        ["posted_transfer_id"],
        postgresql_where=sa.text("posted_transfer_id IS NOT NULL"),
    )


def downgrade() -> None:
    """Forget it."""
    op.drop_index("ix_transfer_posting", "transfer")
    op.drop_constraint(op.f("ck_transfer_spends_a_posting"), "transfer")
    op.drop_constraint("fk_transfer_posting", "transfer")
    op.drop_column("transfer", "posted_transfer_id")
