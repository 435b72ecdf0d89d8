"""Performance agreements with their KPIs, targets and waivers, and the rules of the documents for them."""

import csv
import datetime as dt
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants

revision = "indicators_0004"
down_revision = "indicators_0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of performance agreements and load the rules that ship with the code."""
    create_rule()
    create_agreement()
    create_kpi()
    create_target()
    create_waiver()
    changes = "UPDATE, DELETE"
    grants.allow(
        "indicators",
        {"performance_agreement": "UPDATE", "agreement_kpi": changes, "agreement_target": changes},
    )
    grants.keep_read_only("indicators", "agreement_rule")


def rules_of_documents() -> list[dict[str, Any]]:
    """Return the rows of the file that ships with the feature, in the order of the document."""
    text = files("services.indicators.agreements").joinpath("data/agreement_rules.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines(), strict=True)
    return [
        {
            **row,
            "position": position,
            "first_fiscal_year": int(row["first_fiscal_year"]),
            "last_fiscal_year": int(row["last_fiscal_year"]),
            "value": int(row["value"]) if row["value"] else None,
            "domains": domains_of(row["domains"]),
            "dated_on": dt.date.fromisoformat(row["dated_on"]),
        }
        for position, row in enumerate(rows, start=1)
    ]


def domains_of(cell: str) -> dict[str, list[str]]:
    """Read `economy=A1 B1; environment=A2.1 B2`."""
    pairs = [part.split("=") for part in cell.split("; ") if part]
    return {domain: codes.split() for domain, codes in pairs}


def create_rule() -> None:
    """A rule of a fiscal year for the KPIs of one level."""
    table = op.create_table(
        "agreement_rule",
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("first_fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("last_fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("strength", sa.Text(), nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=True),
        sa.Column("domains", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("sentence_th", sa.Text(), nullable=False),
        sa.Column("sentence_en", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.CheckConstraint("level IN ('cluster', 'province')", name=op.f("ck_agreement_rule_level")),
        sa.CheckConstraint("strength IN ('must', 'should', 'may', 'fact')", name=op.f("ck_agreement_rule_strength")),
        sa.CheckConstraint("first_fiscal_year <= last_fiscal_year", name=op.f("ck_agreement_rule_fiscal_years")),
        sa.PrimaryKeyConstraint("level", "code", "first_fiscal_year", name="pk_agreement_rule"),
    )
    op.bulk_insert(table, rules_of_documents())


def create_agreement() -> None:
    """The agreement of an area for a fiscal year: one stands, whatever was given up before."""
    op.create_table(
        "performance_agreement",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("note_th", sa.Text(), nullable=True),
        sa.Column("reasons", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("drafted_by", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decision_note_th", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("level IN ('cluster', 'province')", name=op.f("ck_performance_agreement_level")),
        sa.CheckConstraint(
            "state IN ('draft', 'returned', 'submitted', 'approved', 'rejected', 'cancelled')",
            name=op.f("ck_performance_agreement_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('approved', 'rejected') OR num_nulls(resolution_id, decided_at) = 0",
            name=op.f("ck_performance_agreement_decided"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_performance_agreement")),
    )
    op.create_index(
        "uq_performance_agreement_area",
        "performance_agreement",
        ["area_code", "fiscal_year"],
        unique=True,
        postgresql_where="state NOT IN ('rejected', 'cancelled')",
    )
    op.create_index(
        "ix_performance_agreement_fiscal_year", "performance_agreement", ["fiscal_year", "id"], unique=False
    )
    op.create_index("ix_performance_agreement_updated_at", "performance_agreement", ["updated_at", "id"], unique=False)


def create_kpi() -> None:
    """One indicator in an agreement; baseline and rubric in full or not at all."""
    op.create_table(
        "agreement_kpi",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("definition_version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("weight", sa.Numeric(), nullable=True),
        sa.Column("baseline_value", sa.Numeric(), nullable=True),
        sa.Column("baseline_fiscal_year", sa.SmallInteger(), nullable=True),
        sa.Column("baseline_source", sa.Text(), nullable=True),
        sa.Column("stated_total", sa.Numeric(), nullable=True),
        sa.Column("stated_total_kind", sa.Text(), nullable=False),
        sa.Column("key_matter_th", sa.Text(), nullable=True),
        sa.Column("strategic_issue_id", sa.Uuid(), nullable=True),
        sa.Column("plan_issue_th", sa.Text(), nullable=True),
        sa.Column("policy_th", sa.Text(), nullable=True),
        sa.Column("is_taken_from_plan", sa.Boolean(), nullable=False),
        sa.Column("project_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("budget_support_th", sa.Text(), nullable=True),
        sa.Column("participating_area_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("measurement_th", sa.Text(), nullable=True),
        sa.Column("is_revenue_driver", sa.Boolean(), nullable=False),
        sa.Column("development_index_ref", sa.Text(), nullable=True),
        sa.Column("responsible_unit", sa.Text(), nullable=True),
        sa.Column("responsible_post", sa.Text(), nullable=True),
        sa.Column("rubric_method", sa.Text(), nullable=True),
        sa.Column("rubric_direction", sa.Text(), nullable=True),
        sa.Column("rubric_anchors", postgresql.ARRAY(sa.Numeric()), nullable=True),
        sa.Column("rubric_unit", sa.Text(), nullable=True),
        sa.Column("rubric_source", sa.Text(), nullable=True),
        sa.Column("rubric_dated_on", sa.Date(), nullable=True),
        sa.Column("source", sa.Text(), nullable=True),
        sa.CheckConstraint("kind IN ('strategic', 'monitoring')", name=op.f("ck_agreement_kpi_kind")),
        sa.CheckConstraint(
            "stated_total_kind IN ('sum', 'level', 'average', 'compound', 'none')",
            name=op.f("ck_agreement_kpi_stated_total_kind"),
        ),
        sa.CheckConstraint(
            "rubric_method IN ('five_level', 'three_target')", name=op.f("ck_agreement_kpi_rubric_method")
        ),
        sa.CheckConstraint(
            "rubric_direction IN ('higher_is_better', 'lower_is_better')",
            name=op.f("ck_agreement_kpi_rubric_direction"),
        ),
        sa.CheckConstraint("weight > 0 AND weight <= 100", name=op.f("ck_agreement_kpi_weight")),
        sa.CheckConstraint("kind = 'strategic' OR weight IS NULL", name=op.f("ck_agreement_kpi_monitoring_weight")),
        sa.CheckConstraint(
            "(stated_total IS NULL) = (stated_total_kind = 'none')", name=op.f("ck_agreement_kpi_stated_total")
        ),
        sa.CheckConstraint(
            "num_nulls(baseline_value, baseline_fiscal_year, baseline_source) IN (0, 3)",
            name=op.f("ck_agreement_kpi_baseline"),
        ),
        sa.CheckConstraint(
            "num_nulls(rubric_method, rubric_direction, rubric_anchors, rubric_unit, rubric_source, rubric_dated_on) "
            "IN (0, 6)",
            name=op.f("ck_agreement_kpi_rubric"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["performance_agreement.id"], name="fk_agreement_kpi_agreement", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_agreement_kpi_indicator"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_kpi")),
    )
    op.create_index("uq_agreement_kpi_indicator", "agreement_kpi", ["agreement_id", "indicator_id"], unique=True)
    op.create_index("ix_agreement_kpi_indicator", "agreement_kpi", ["indicator_id"], unique=False)


def create_target() -> None:
    """The target of one fiscal year."""
    op.create_table(
        "agreement_target",
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("value", sa.Numeric(), nullable=False),
        sa.ForeignKeyConstraint(["kpi_id"], ["agreement_kpi.id"], name="fk_agreement_target_kpi", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("kpi_id", "fiscal_year", name="pk_agreement_target"),
    )


def create_waiver() -> None:
    """That ก.พ.ร. lets an agreement pass a rule; append-only."""
    op.create_table(
        "agreement_waiver",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("rule_code", sa.Text(), nullable=False),
        sa.Column("facts", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Text(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["agreement_id"], ["performance_agreement.id"], name="fk_agreement_waiver_agreement"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_waiver")),
    )
    op.create_index("ix_agreement_waiver_agreement", "agreement_waiver", ["agreement_id", "given_at"], unique=False)


def downgrade() -> None:
    """Take it back."""
    tables = ("agreement_waiver", "agreement_target", "agreement_kpi", "performance_agreement", "agreement_rule")
    for table in tables:
        op.drop_table(table)
