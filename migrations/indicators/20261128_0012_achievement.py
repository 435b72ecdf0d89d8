"""How results are held against targets."""

revision = "indicators_0012"
down_revision = "indicators_0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Nothing yet."""


def downgrade() -> None:
    """Nothing yet."""
