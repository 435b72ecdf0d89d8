"""Ministry reserves, and requests sent directly to ministries and departments."""

import csv
import datetime as dt
from decimal import Decimal
from importlib.resources import files
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants

revision = "budget_0008"
down_revision = "budget_0007"
branch_labels = None
depends_on = None

# Facts of documents are shipped: nobody of the agency recorded them.
SHIPPED_BY = "migrations"
SHIPPED_AT = dt.datetime(2026, 11, 28, tzinfo=dt.UTC)


def upgrade() -> None:
    """Create reserves with what the documents tell of them, and requests; statements and outputs are never changed."""
    load_facts(create_earmark(), create_revision())
    create_output()
    create_request()
    create_request_indexes()
    create_line()
    grants.allow("budget", {"earmark": "UPDATE", "agency_request": "UPDATE", "agency_request_line": "UPDATE, DELETE"})


def create_earmark() -> sa.Table:
    """The reserve of an agency in a fiscal year."""
    earmark = op.create_table(
        "earmark",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("function_code", sa.Text(), nullable=True),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_earmark_account"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_earmark")),
    )
    op.create_index(
        "uq_earmark_agency",
        "earmark",
        ["fiscal_year", "function_code"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_index("ix_earmark_function", "earmark", ["function_code", "fiscal_year"], unique=False)
    op.create_index("ix_earmark_fiscal_year", "earmark", ["fiscal_year", "id"], unique=False)
    return earmark


def create_revision() -> sa.Table:
    """What was stated of a reserve, once."""
    return op.create_table(
        "earmark_revision",
        sa.Column("earmark_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.SmallInteger(), nullable=False),
        sa.Column("rate_from", sa.Numeric(), nullable=True),
        sa.Column("rate_to", sa.Numeric(), nullable=True),
        sa.Column("base_amount", sa.BigInteger(), nullable=True),
        sa.Column("base_th", sa.Text(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("certainty", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("stated_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(rate_from, rate_to) IN (0, 2) AND 0 <= rate_from AND rate_from <= rate_to AND rate_to <= 100",
            name=op.f("ck_earmark_revision_rate"),
        ),
        sa.CheckConstraint("base_amount >= 0 AND amount >= 0", name=op.f("ck_earmark_revision_amounts")),
        sa.CheckConstraint(
            "certainty IN ('proposed', 'reported', 'stated')", name=op.f("ck_earmark_revision_certainty")
        ),
        sa.ForeignKeyConstraint(["earmark_id"], ["earmark.id"], name="fk_earmark_revision_earmark"),
        sa.PrimaryKeyConstraint("earmark_id", "number", name="pk_earmark_revision"),
    )


def facts() -> list[dict[str, Any]]:
    """Return the lines of the file that ships with the feature; an empty cell is what the document does not say."""
    text = files("services.budget.earmarks").joinpath("data/earmarks_of_documents.csv").read_text(encoding="utf-8")
    return [
        {name: cell or None for name, cell in row.items()} for row in csv.DictReader(text.splitlines(), strict=True)
    ]


def load_facts(earmark: sa.Table, statement: sa.Table) -> None:
    """What the documents tell of reserves; none of them names an amount, so none has an account."""
    rows = facts()
    op.bulk_insert(
        earmark,
        [
            {
                "id": UUID(row["id"]),
                "version": 1,
                "fiscal_year": int(row["fiscal_year"]),
                "function_code": row["function_code"],
                "created_at": SHIPPED_AT,
                "updated_at": SHIPPED_AT,
            }
            for row in rows
        ],
    )
    op.bulk_insert(
        statement,
        [
            {
                "earmark_id": UUID(row["id"]),
                "number": 1,
                "rate_from": Decimal(row["rate_from"]),
                "rate_to": Decimal(row["rate_to"]),
                "base_th": row["base_th"],
                "certainty": row["certainty"],
                "source": row["source"],
                "stated_on": dt.date.fromisoformat(row["stated_on"]),
                "actor": SHIPPED_BY,
                "recorded_at": SHIPPED_AT,
            }
            for row in rows
        ],
    )


def create_output() -> None:
    """An output of an agency's budget that can carry projects of areas."""
    op.create_table(
        "agency_output",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("function_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("budget_line_th", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_output")),
    )
    op.create_index("uq_agency_output_code", "agency_output", ["function_code", "fiscal_year", "code"], unique=True)
    op.create_index("ix_agency_output_list", "agency_output", ["code", "id"], unique=False)


def create_request() -> None:
    """What an area asks of an agency for one project."""
    op.create_table(
        "agency_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("function_code", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Uuid(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("is_regular_mission", sa.Boolean(), nullable=False),
        sa.Column("snapshot", postgresql.JSON(), nullable=False),
        sa.Column("latest", postgresql.JSON(), nullable=True),
        sa.Column("snapshot_state", sa.Text(), nullable=False),
        sa.Column("snapshot_checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_amount", sa.BigInteger(), nullable=False),
        sa.Column("problem_th", sa.Text(), nullable=True),
        sa.Column("reason_th", sa.Text(), nullable=True),
        sa.Column("origin_type", sa.Text(), nullable=True),
        sa.Column("origin_id", sa.Uuid(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("assessment", postgresql.JSON(), nullable=True),
        sa.Column("accepted_amount", sa.BigInteger(), nullable=True),
        sa.Column("funded_amount", sa.BigInteger(), nullable=True),
        sa.Column("referred_to_id", sa.Uuid(), nullable=True),
        sa.Column("output_id", sa.Uuid(), nullable=True),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Uuid(), nullable=True),
        sa.Column("hold_id", sa.Uuid(), nullable=True),
        sa.Column("posted_id", sa.Uuid(), nullable=True),
        *(sa.Column(name, sa.DateTime(timezone=True), nullable=True) for name in MOMENTS),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        *(sa.CheckConstraint(check, name=op.f(f"ck_agency_request_{name}")) for name, check in CHECKS.items()),
        sa.ForeignKeyConstraint(["referred_to_id"], ["agency_request.id"], name="fk_agency_request_referred_to"),
        sa.ForeignKeyConstraint(["output_id"], ["agency_output.id"], name="fk_agency_request_output"),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_agency_request_account"),
        sa.ForeignKeyConstraint(["hold_id"], ["transfer.id"], name="fk_agency_request_hold"),
        sa.ForeignKeyConstraint(["posted_id"], ["transfer.id"], name="fk_agency_request_posted"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agency_request")),
    )


MOMENTS = ("sent_at", "answered_at", "acknowledged_at")
CHECKS = {
    "state": "state IN ('draft', 'sent', 'accepted', 'declined', 'referred', 'funded', 'released', 'withdrawn')",
    "snapshot_state": "snapshot_state IN ('current', 'changed', 'withdrawn')",
    "asked_amount": "asked_amount > 0",
    "accepted_amount": "accepted_amount > 0 AND accepted_amount <= asked_amount",
    "funded_amount": "funded_amount > 0 AND funded_amount <= accepted_amount",
    "accepted": "(state IN ('accepted', 'funded', 'released')) = (accepted_amount IS NOT NULL)",
    "funded": "(state = 'funded') = (funded_amount IS NOT NULL)",
    "hold": "hold_id IS NULL OR state = 'accepted'",
    "posted": "posted_id IS NULL OR state = 'funded'",
    "origin": "(origin_type IS NULL) = (origin_id IS NULL)",
}


def create_request_indexes() -> None:
    """One open request for a project with an agency; how requests are looked for."""
    op.create_index(
        "uq_agency_request_project",
        "agency_request",
        ["area_code", "fiscal_year", "project_id", "function_code"],
        unique=True,
        postgresql_where="state NOT IN ('declined', 'referred', 'released', 'withdrawn')",
    )
    for name, columns in {
        "area": ["area_code", "fiscal_year"],
        "function": ["function_code", "fiscal_year", "state"],
        "project": ["project_id"],
        "output": ["output_id"],
        "updated_at": ["updated_at", "id"],
        "asked_amount": ["asked_amount", "id"],
    }.items():
        op.create_index(f"ix_agency_request_{name}", "agency_request", columns, unique=False)


def create_line() -> None:
    """What part of the money is for what."""
    op.create_table(
        "agency_request_line",
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("expenditure_class", sa.Text(), nullable=False),
        sa.Column("title_th", sa.Text(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_agency_request_line_amount_positive")),
        sa.CheckConstraint(
            "expenditure_class IN ('recurrent', 'capital')", name=op.f("ck_agency_request_line_expenditure_class")
        ),
        sa.ForeignKeyConstraint(["request_id"], ["agency_request.id"], name="fk_agency_request_line_request"),
        sa.PrimaryKeyConstraint("request_id", "position", name="pk_agency_request_line"),
    )


def downgrade() -> None:
    """Take it back."""
    for table in ("agency_request_line", "agency_request", "agency_output", "earmark_revision", "earmark"):
        op.drop_table(table)
