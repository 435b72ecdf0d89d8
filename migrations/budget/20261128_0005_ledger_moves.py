"""What the ledger keeps of commitments, moves between accounts and carry-over."""

import sqlalchemy as sa
from alembic import op

from migrations import grants

revision = "budget_0005"
down_revision = "budget_0004"
branch_labels = None
depends_on = None

KINDS = "'hold', 'post', 'void', 'expire', 'cap', 'disburse', 'return'"
MORE_KINDS = f"{KINDS}, 'commit', 'release'"
PAYMENT = (
    "num_nonnulls(paid_on, quarter, expenditure_class, document_number) = CASE WHEN kind IN ({}) THEN 4 ELSE 0 END"
)


def upgrade() -> None:
    """Add what is committed to the balances; what stands in the books has committed nothing."""
    for table in ("account", "transfer_line"):
        op.add_column(table, sa.Column("committed", sa.BigInteger(), nullable=True))
        op.execute(f"UPDATE {table} SET committed = 0")
        op.alter_column(table, "committed", nullable=False)
    op.drop_constraint(op.f("ck_account_disbursed_within_posted"), "account")
    op.create_check_constraint(
        op.f("ck_account_spent_within_posted"),
        "account",
        "disbursed >= 0 AND committed >= 0 AND disbursed + committed <= posted",
    )
    extend_transfer()
    create_commitment()
    grants.allow("budget", {"commitment": "UPDATE"})


def extend_transfer() -> None:
    """More kinds; a disbursement or a release names the commitment that it settles."""
    op.add_column("transfer", sa.Column("commitment_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("fk_transfer_commitment", "transfer", "transfer", ["commitment_id"], ["id"])
    op.create_index(
        "ix_transfer_commitment",
        "transfer",
        ["commitment_id"],
        unique=False,
        postgresql_where="commitment_id IS NOT NULL",
    )
    for name in ("kind", "payment"):
        op.drop_constraint(op.f(f"ck_transfer_{name}"), "transfer")
    op.create_check_constraint(op.f("ck_transfer_kind"), "transfer", f"kind IN ({MORE_KINDS})")
    op.create_check_constraint(
        op.f("ck_transfer_payment"), "transfer", PAYMENT.format("'disburse', 'return', 'commit', 'release'")
    )
    op.create_check_constraint(
        op.f("ck_transfer_settles_a_commitment"),
        "transfer",
        "CASE kind WHEN 'release' THEN commitment_id IS NOT NULL WHEN 'disburse' THEN true "
        "ELSE commitment_id IS NULL END",
    )


def create_commitment() -> None:
    """What of each commitment is open."""
    op.create_table(
        "commitment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("open", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("open >= 0 AND open <= amount", name=op.f("ck_commitment_open_within_amount")),
        sa.ForeignKeyConstraint(["id"], ["transfer.id"], name="fk_commitment_transfer"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_commitment_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index("ix_commitment_open", "commitment", ["account_id", "id"], postgresql_where="open > 0")


def downgrade() -> None:
    """Take it back, while nothing of the new kinds was recorded."""
    op.drop_table("commitment")
    for name in ("settles_a_commitment", "payment", "kind"):
        op.drop_constraint(op.f(f"ck_transfer_{name}"), "transfer")
    op.create_check_constraint(op.f("ck_transfer_kind"), "transfer", f"kind IN ({KINDS})")
    op.create_check_constraint(op.f("ck_transfer_payment"), "transfer", PAYMENT.format("'disburse', 'return'"))
    op.drop_column("transfer", "commitment_id")
    op.drop_constraint(op.f("ck_account_spent_within_posted"), "account")
    op.create_check_constraint(
        op.f("ck_account_disbursed_within_posted"), "account", "disbursed >= 0 AND disbursed <= posted"
    )
    for table in ("transfer_line", "account"):
        op.drop_column(table, "committed")
