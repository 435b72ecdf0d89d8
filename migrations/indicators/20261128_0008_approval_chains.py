"""The chains that agreements go through."""

revision = "indicators_0008"
down_revision = "indicators_0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
