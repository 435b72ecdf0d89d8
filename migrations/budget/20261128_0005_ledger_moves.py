"""What the ledger keeps of commitments, moves between accounts and carry-over."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from migrations import grants

revision = "budget_0005"
down_revision = "budget_0004"
branch_labels = None
depends_on = None

# Obligated money may be spent within six months of the next year, later with the Ministry of Finance's approval
# (a statement of 2004). The row of each fund says so with its source; another rule is another value.
CARRY_OVER = {
    "months": 6,
    "authority": "กระทรวงการคลัง",
    "source": "สำนักงานสถิติแห่งชาติ สมุดสถิติรายปี 2547 (nso.go.th, Statistical Yearbook 2004) หน้า 571",
}
CHECKS_BEFORE = {
    "kind": "kind IN ('hold', 'post', 'void', 'expire', 'cap', 'disburse', 'return')",
    "payment": "num_nonnulls(paid_on, quarter, expenditure_class, document_number) = "
    "CASE WHEN kind IN ('disburse', 'return') THEN 4 ELSE 0 END",
}
CHECKS = {
    "kind": "kind IN ('hold', 'post', 'void', 'expire', 'cap', 'disburse', 'return', 'commit', 'release', 'move', "
    "'carry_forward', 'bring_forward')",
    "payment": "num_nonnulls(paid_on, quarter, expenditure_class) = CASE WHEN kind IN "
    "('disburse', 'return', 'commit', 'release', 'carry_forward', 'bring_forward') THEN 3 ELSE 0 END",
    "document": "CASE WHEN kind IN ('disburse', 'return', 'commit', 'release', 'carry_forward', 'bring_forward', "
    "'move') THEN document_number IS NOT NULL WHEN kind IN ('cap', 'post') THEN true ELSE document_number IS NULL END",
    "two_sided": "(kind IN ('move', 'carry_forward', 'bring_forward')) = (counter_account_id IS NOT NULL)",
    "areas": "CASE WHEN kind = 'move' THEN num_nonnulls(paying_area_code, receiving_area_code) = 2 "
    "ELSE kind IN ('disburse', 'return', 'commit', 'release') "
    "OR num_nonnulls(paying_area_code, receiving_area_code) = 0 END",
    "settles_a_commitment": "CASE WHEN kind IN ('release', 'carry_forward') THEN commitment_id IS NOT NULL "
    "ELSE kind = 'disburse' OR commitment_id IS NULL END",
}


def upgrade() -> None:
    """Add what is committed and carried to the balances; what stands in the books has committed nothing."""
    for table in ("account", "transfer_line"):
        for name in ("committed", "carried"):
            add_filled(table, name, sa.BigInteger(), "0")
    op.drop_constraint(op.f("ck_account_disbursed_within_posted"), "account")
    op.create_check_constraint(
        op.f("ck_account_spent_within_posted"),
        "account",
        "disbursed >= 0 AND committed >= 0 AND carried >= 0 AND disbursed + committed + carried <= posted",
    )
    op.create_index("ix_account_parent", "account", ["parent_id"], unique=False)
    extend_fund()
    extend_transfer()
    create_commitment()
    grants.allow("budget", {"commitment": "UPDATE"})


def add_filled(table: str, name: str, kind: sa.types.TypeEngine[Any], value: str) -> None:
    """Add a column that is never empty, with `value` in the rows there are."""
    op.add_column(table, sa.Column(name, kind, nullable=True))
    op.execute(f"UPDATE {table} SET {name} = {value}")
    op.alter_column(table, name, nullable=False)


def extend_fund() -> None:
    """Which funds are granted by document, as an office's operating budget is; how long committed money goes on."""
    add_filled("fund", "is_granted", sa.Boolean(), "code = 'OSM'")
    op.add_column("fund", sa.Column("carry_over_months", sa.SmallInteger(), nullable=True))
    for name in ("carry_over_authority_th", "carry_over_source"):
        op.add_column("fund", sa.Column(name, sa.Text(), nullable=True))
    rule = sa.text(
        "UPDATE fund SET carry_over_months = :months, carry_over_authority_th = :authority, carry_over_source = :source"
    )
    op.get_bind().execute(rule, CARRY_OVER)


def extend_transfer() -> None:
    """More kinds; what settles a commitment names it, and what has two sides names the other and who pays whom."""
    for name in ("commitment_id", "counter_account_id"):
        op.add_column("transfer", sa.Column(name, sa.Uuid(), nullable=True))
    for name in ("paying_area_code", "receiving_area_code"):
        op.add_column("transfer", sa.Column(name, sa.Text(), nullable=True))
    op.create_foreign_key("fk_transfer_commitment", "transfer", "transfer", ["commitment_id"], ["id"])
    op.create_foreign_key("fk_transfer_counter_account", "transfer", "account", ["counter_account_id"], ["id"])
    op.create_index("ix_transfer_kind", "transfer", ["kind", "id"], unique=False)
    for name, columns in (
        ("commitment", ["commitment_id"]),
        ("paying", ["paying_area_code", "id"]),
        ("receiving", ["receiving_area_code", "id"]),
    ):
        known = f"{columns[0]} IS NOT NULL"
        op.create_index(f"ix_transfer_{name}", "transfer", columns, unique=False, postgresql_where=known)
    for name in CHECKS_BEFORE:
        op.drop_constraint(op.f(f"ck_transfer_{name}"), "transfer")
    for name, check in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_transfer_{name}"), "transfer", check)


def create_commitment() -> None:
    """What of each commitment is open, and until when one that was carried over may be paid."""
    op.create_table(
        "commitment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("open", sa.BigInteger(), nullable=False),
        sa.Column("carried_from", sa.Uuid(), nullable=True),
        sa.Column("payable_until", sa.Date(), nullable=True),
        sa.Column("authority_th", sa.Text(), nullable=True),
        sa.Column("authority_document", sa.Text(), nullable=True),
        sa.CheckConstraint("open >= 0 AND open <= amount", name=op.f("ck_commitment_open_within_amount")),
        sa.CheckConstraint("(carried_from IS NULL) = (payable_until IS NULL)", name=op.f("ck_commitment_carried")),
        sa.CheckConstraint(
            "num_nonnulls(authority_th, authority_document) IN (0, 2)", name=op.f("ck_commitment_authority")
        ),
        sa.ForeignKeyConstraint(["id"], ["transfer.id"], name="fk_commitment_transfer"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_commitment_account"),
        sa.ForeignKeyConstraint(["carried_from"], ["commitment.id"], name="fk_commitment_carried"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_commitment")),
    )
    op.create_index("ix_commitment_open", "commitment", ["account_id", "id"], postgresql_where="open > 0")


def downgrade() -> None:
    """Take it back, while nothing of the new kinds was recorded."""
    op.drop_table("commitment")
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_transfer_{name}"), "transfer")
    op.drop_index("ix_transfer_kind", "transfer")
    for name in ("commitment_id", "counter_account_id", "paying_area_code", "receiving_area_code"):
        op.drop_column("transfer", name)
    for name, check in CHECKS_BEFORE.items():
        op.create_check_constraint(op.f(f"ck_transfer_{name}"), "transfer", check)
    op.drop_index("ix_account_parent", "account")
    for name in ("is_granted", "carry_over_months", "carry_over_authority_th", "carry_over_source"):
        op.drop_column("fund", name)
    op.drop_constraint(op.f("ck_account_spent_within_posted"), "account")
    op.create_check_constraint(
        op.f("ck_account_disbursed_within_posted"), "account", "disbursed >= 0 AND disbursed <= posted"
    )
    for table in ("transfer_line", "account"):
        for name in ("committed", "carried"):
            op.drop_column(table, name)
