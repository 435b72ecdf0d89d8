"""Ministry reserves, and requests sent directly to ministries and departments."""

revision = "budget_0008"
down_revision = "budget_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
