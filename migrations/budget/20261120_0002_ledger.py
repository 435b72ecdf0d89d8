"""The ledger: funds, accounts, and the transfers that change them."""

import sqlalchemy as sa
from alembic import op

from migrations import grants

revision = "budget_0002"
down_revision = "budget_0001"
branch_labels = None
depends_on = None

# No document of the sources names codes of funds: these are an example, and say so.
SOURCE = "ตัวอย่างของระบบ, not official"
FUNDS = (
    ("AREA", "งบประมาณจังหวัดและกลุ่มจังหวัด", "Budget of provinces and clusters"),
    ("RESERVE", "งบประมาณของกระทรวงที่กันไว้สำหรับโครงการของพื้นที่", "Ministry reserve for projects of areas"),
    ("OSM", "งบดำเนินงานสำนักบริหารยุทธศาสตร์กลุ่มจังหวัด", "Operating budget of the cluster strategy offices (OSM)"),
)


def upgrade() -> None:
    """Create the ledger; only balances change, and only of accounts."""
    create_fund()
    create_account()
    create_transfer()
    create_transfer_line()
    grants.keep_read_only("budget", "fund")
    grants.allow("budget", {"account": "UPDATE"})


def create_fund() -> None:
    """Where money comes from."""
    fund = op.create_table(
        "fund",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("first_fiscal_year", sa.SmallInteger(), nullable=True),
        sa.Column("last_fiscal_year", sa.SmallInteger(), nullable=True),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_fund")),
    )
    rows = [
        {"code": code, "name_th": thai, "name_en": english, "source": SOURCE, "is_example": True}
        for code, thai, english in FUNDS
    ]
    op.bulk_insert(fund, rows)


def create_account() -> None:
    """A ceiling and what is under it. Balances have no index: they change with every hold."""
    op.create_table(
        "account",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("fund_code", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=True),
        sa.Column("function_code", sa.Text(), nullable=True),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("path", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("cap", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.BigInteger(), nullable=False),
        sa.Column("posted", sa.BigInteger(), nullable=False),
        sa.Column("disbursed", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("num_nonnulls(area_code, function_code) = 1", name=op.f("ck_account_one_owner")),
        sa.CheckConstraint("level IN ('nation', 'ministry', 'cluster', 'province')", name=op.f("ck_account_level")),
        sa.CheckConstraint(
            "pending >= 0 AND posted >= 0 AND pending + posted <= cap", name=op.f("ck_account_within_cap")
        ),
        sa.CheckConstraint("disbursed >= 0 AND disbursed <= posted", name=op.f("ck_account_disbursed_within_posted")),
        sa.ForeignKeyConstraint(["fund_code"], ["fund.code"], name="fk_account_fund"),
        sa.ForeignKeyConstraint(["parent_id"], ["account.id"], name="fk_account_parent"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
    )
    op.create_index(
        "uq_account_owner",
        "account",
        ["fiscal_year", "fund_code", "area_code", "function_code"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index("ix_account_area", "account", ["area_code", "fiscal_year"], unique=False)
    op.create_index("ix_account_function", "account", ["function_code", "fiscal_year"], unique=False)
    op.create_index("ix_account_created_at", "account", ["created_at", "id"], unique=False)
    op.create_index("ix_account_cap", "account", ["cap", "id"], unique=False)


def create_transfer() -> None:
    """One immutable entry; a hold is resolved at most once."""
    op.create_table(
        "transfer",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("pending_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("quarter", sa.SmallInteger(), nullable=True),
        sa.Column("expenditure_class", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('hold', 'post', 'void', 'expire', 'cap', 'disburse', 'return')", name=op.f("ck_transfer_kind")
        ),
        sa.CheckConstraint("amount > 0 OR kind = 'cap' AND amount = 0", name=op.f("ck_transfer_amount_positive")),
        sa.CheckConstraint(
            "(kind IN ('post', 'void', 'expire')) = (pending_id IS NOT NULL)",
            name=op.f("ck_transfer_resolves_a_hold"),
        ),
        sa.CheckConstraint(
            "num_nonnulls(paid_on, quarter, expenditure_class, document_number) = "
            "CASE WHEN kind IN ('disburse', 'return') THEN 4 ELSE 0 END",
            name=op.f("ck_transfer_payment"),
        ),
        sa.CheckConstraint("expenditure_class IN ('recurrent', 'capital')", name=op.f("ck_transfer_expenditure_class")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_transfer_account"),
        sa.ForeignKeyConstraint(["pending_id"], ["transfer.id"], name="fk_transfer_pending"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_transfer")),
        sa.UniqueConstraint("reference", name="uq_transfer_reference"),
        sa.UniqueConstraint("pending_id", name="uq_transfer_pending_id"),
    )
    op.create_index("ix_transfer_account", "transfer", ["account_id", "id"], unique=False)
    op.create_index(
        "ix_transfer_paid_on", "transfer", ["paid_on", "id"], unique=False, postgresql_where="paid_on IS NOT NULL"
    )


def create_transfer_line() -> None:
    """What a transfer changes of its account and of each above it."""
    op.create_table(
        "transfer_line",
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("transfer_id", sa.Uuid(), nullable=False),
        sa.Column("cap", sa.BigInteger(), nullable=False),
        sa.Column("pending", sa.BigInteger(), nullable=False),
        sa.Column("posted", sa.BigInteger(), nullable=False),
        sa.Column("disbursed", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_transfer_line_account"),
        sa.ForeignKeyConstraint(["transfer_id"], ["transfer.id"], name="fk_transfer_line_transfer"),
        sa.PrimaryKeyConstraint("account_id", "transfer_id", name="pk_transfer_line"),
    )
    op.create_index(
        "ix_transfer_line_disbursed",
        "transfer_line",
        ["account_id", "transfer_id"],
        unique=False,
        postgresql_where="disbursed <> 0",
    )


def downgrade() -> None:
    """Take it back."""
    for table in ("transfer_line", "transfer", "account", "fund"):
        op.drop_table(table)
