"""Values move into a fact schema of their own."""

revision = "indicators_0006"
down_revision = "indicators_0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
