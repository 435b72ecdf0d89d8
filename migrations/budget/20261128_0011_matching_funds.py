"""Pledges and payments of matching funds."""

revision = "budget_0011"
down_revision = "budget_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
