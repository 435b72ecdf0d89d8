"""What settles values that both sides report differently."""

revision = "indicators_0009"
down_revision = "indicators_0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
