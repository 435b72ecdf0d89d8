"""Delegated powers, with scope and limit."""

revision = "plans_0009"
down_revision = "plans_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
