"""Requests of a fiscal year in the two orders of their list."""

from alembic import op

revision = "budget_0012"
down_revision = "budget_0011"
branch_labels = None
depends_on = None

ORDERS = ("updated_at", "asked_amount")


def upgrade() -> None:
    """Index each order within the year."""
    for order in ORDERS:
        op.create_index(f"ix_request_year_{order}", "request", ["fiscal_year", order, "id"])


def downgrade() -> None:
    """Drop the indexes."""
    for order in ORDERS:
        op.drop_index(f"ix_request_year_{order}", "request")
