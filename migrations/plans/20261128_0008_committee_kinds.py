"""The sub-committee of ก.พ.ร. that approves the KPIs of provinces is a kind of committee of its own."""

from alembic import op

revision = "plans_0008"
down_revision = "plans_0007"
branch_labels = None
depends_on = None

BEFORE = ("province_committee", "cluster_committee", "policy_committee", "evaluation_committee", "working_group")


def upgrade() -> None:
    """Let the register hold it."""
    allow((*BEFORE, "monitoring_subcommittee"))


def downgrade() -> None:
    """Take it back; a register that holds one refuses."""
    allow(BEFORE)


def allow(kinds: tuple[str, ...]) -> None:
    """Replace the check of the kinds."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    op.drop_constraint(op.f("ck_committee_kind"), "committee", type_="check")
    op.create_check_constraint(op.f("ck_committee_kind"), "committee", f"kind IN ({listed})")
