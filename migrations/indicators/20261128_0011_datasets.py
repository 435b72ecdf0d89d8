"""The registry of datasets."""

revision = "indicators_0011"
down_revision = "indicators_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
