"""Spending targets of a year, and savings told at closing."""

import csv
import datetime as dt
from decimal import Decimal
from importlib.resources import files
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

from migrations import grants

revision = "budget_0006"
down_revision = "budget_0005"
branch_labels = None
depends_on = None

TARGETS_ID = UUID("0193a1de-7a10-7c3e-8f00-256500000001")
RECORDED_AT = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)


def upgrade() -> None:
    """Create both, with the targets and reasons that ship; targets are append-only."""
    create_targets()
    create_reason()
    create_saving()
    create_use()
    # A report adds up payments by account, quarter and class; all of them stand in this index.
    op.create_index(
        "ix_transfer_spending",
        "transfer",
        ["account_id", "quarter", "expenditure_class", "kind"],
        postgresql_include=["amount", "commitment_id"],
        postgresql_where="paid_on IS NOT NULL",
    )
    grants.allow("budget", {"saving": "UPDATE"})
    grants.keep_read_only("budget", "saving_reason")


def rows_of(name: str) -> list[dict[str, Any]]:
    """Return the rows of a file that ships with spending."""
    text = files("services.budget.spending").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines(), strict=True))


def create_targets() -> None:
    """Versions of the targets of a year, each with its percents."""
    targets = op.create_table(
        "spending_targets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("edition", sa.SmallInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("edition >= 1", name=op.f("ck_spending_targets_edition")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spending_targets")),
    )
    op.create_index("uq_spending_targets_edition", "spending_targets", ["fiscal_year", "edition"], unique=True)
    goal = op.create_table(
        "spending_goal",
        sa.Column("targets_id", sa.Uuid(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("expenditure_class", sa.Text(), nullable=False),
        sa.Column("quarter", sa.SmallInteger(), nullable=False),
        sa.Column("percent", sa.Numeric(), nullable=False),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.CheckConstraint("measure IN ('disbursed', 'spent')", name=op.f("ck_spending_goal_measure")),
        sa.CheckConstraint(
            "expenditure_class IN ('overall', 'recurrent', 'capital')", name=op.f("ck_spending_goal_expenditure_class")
        ),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name=op.f("ck_spending_goal_quarter")),
        sa.CheckConstraint("percent BETWEEN 0 AND 100", name=op.f("ck_spending_goal_percent")),
        sa.CheckConstraint(
            "certainty IN ('sourced', 'from_memory', 'example')", name=op.f("ck_spending_goal_certainty")
        ),
        sa.ForeignKeyConstraint(["targets_id"], ["spending_targets.id"], name="fk_spending_goal_targets"),
        sa.PrimaryKeyConstraint("targets_id", "measure", "expenditure_class", "quarter", name="pk_spending_goal"),
    )
    shipped = {
        "id": TARGETS_ID,
        "fiscal_year": 2565,
        "edition": 1,
        "reason": "ข้อมูลที่มากับระบบ ที่มาระบุรายแถว",
        "recorded_by": "system",
        "recorded_at": RECORDED_AT,
    }
    op.bulk_insert(targets, [shipped])
    op.bulk_insert(goal, [goal_of(row) for row in rows_of("spending_targets.csv")])


def goal_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return a row of the file as the table has it."""
    named = {name: row[name] for name in ("measure", "expenditure_class", "certainty", "source")}
    numbers = {"quarter": int(row["quarter"]), "percent": Decimal(row["percent"])}
    return {"targets_id": TARGETS_ID, **named, **numbers, "dated_on": dt.date.fromisoformat(row["dated_on"])}


def create_reason() -> None:
    """Why money was left."""
    reason = op.create_table(
        "saving_reason",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_example", sa.Boolean(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_saving_reason")),
    )
    rows = [
        {
            **row,
            "position": int(row["position"]),
            "is_example": {"true": True, "false": False}[row["is_example"]],
            "dated_on": dt.date.fromisoformat(row["dated_on"]),
        }
        for row in rows_of("saving_reasons.csv")
    ]
    op.bulk_insert(reason, rows)


def create_saving() -> None:
    """What was saved of something that is closed."""
    op.create_table(
        "saving",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("fund_code", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=True),
        sa.Column("function_code", sa.Text(), nullable=True),
        sa.Column("closes", sa.Text(), nullable=False),
        sa.Column("subject_key", sa.Text(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("project_title_th", sa.Text(), nullable=True),
        sa.Column("posted", sa.BigInteger(), nullable=True),
        sa.Column("spent", sa.BigInteger(), nullable=False),
        sa.Column("saved", sa.BigInteger(), nullable=True),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_by", sa.Text(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("num_nonnulls(area_code, function_code) = 1", name=op.f("ck_saving_one_owner")),
        sa.CheckConstraint("closes IN ('account', 'request', 'project')", name=op.f("ck_saving_closes")),
        sa.CheckConstraint("state IN ('recorded', 'confirmed', 'sent_back')", name=op.f("ck_saving_state")),
        sa.CheckConstraint("(closes = 'request') = (request_id IS NOT NULL)", name=op.f("ck_saving_names_its_request")),
        sa.CheckConstraint(
            "(closes = 'project') = (project_title_th IS NOT NULL)", name=op.f("ck_saving_names_its_project")
        ),
        sa.CheckConstraint("spent >= 0 AND posted >= spent", name=op.f("ck_saving_spent_within_posted")),
        sa.CheckConstraint("saved IS NOT DISTINCT FROM posted - spent", name=op.f("ck_saving_saved")),
        sa.CheckConstraint(
            "num_nonnulls(reviewed_by, reviewed_at) = CASE state WHEN 'recorded' THEN 0 ELSE 2 END",
            name=op.f("ck_saving_reviewed"),
        ),
        sa.CheckConstraint("(state = 'sent_back') = (review_reason IS NOT NULL)", name=op.f("ck_saving_review_reason")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_saving_account"),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name="fk_saving_request"),
        sa.ForeignKeyConstraint(["reason_code"], ["saving_reason.code"], name="fk_saving_reason"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saving")),
    )
    op.create_index(
        "uq_saving_subject",
        "saving",
        ["account_id", "subject_key"],
        unique=True,
        postgresql_where="state <> 'sent_back'",
    )
    op.create_index("ix_saving_fiscal_year", "saving", ["fiscal_year", "state", "id"])
    op.create_index("ix_saving_area", "saving", ["area_code", "fiscal_year"])
    op.create_index("ix_saving_function", "saving", ["function_code", "fiscal_year"])
    op.create_index("ix_saving_recorded_at", "saving", ["recorded_at", "id"])


def create_use() -> None:
    """What becomes of what was saved."""
    op.create_table(
        "saving_use",
        sa.Column("saving_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=True),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('returned', 'unfunded_needs')", name=op.f("ck_saving_use_kind")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_saving_use_amount_positive")),
        sa.CheckConstraint(
            "(kind = 'unfunded_needs') = (request_id IS NOT NULL)", name=op.f("ck_saving_use_names_its_need")
        ),
        sa.ForeignKeyConstraint(["saving_id"], ["saving.id"], name="fk_saving_use_saving"),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name="fk_saving_use_request"),
        sa.PrimaryKeyConstraint("saving_id", "position", name="pk_saving_use"),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_index("ix_transfer_spending", "transfer")
    for table in ("saving_use", "saving", "saving_reason", "spending_goal", "spending_targets"):
        op.drop_table(table)
