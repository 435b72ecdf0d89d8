"""The registry of datasets, and the levels at which an indicator is used."""

import csv
import datetime as dt
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants
from migrations.thai import search_key, sort_key

revision = "indicators_0011"
down_revision = "indicators_0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables of datasets, load what ships with the code, and let indicators say where they are used."""
    add_use_levels()
    create_digitisation()
    create_dataset()
    index_dataset()
    create_records()
    create_analyses()
    grants.allow("indicators", {"dataset": "UPDATE", "dataset_analysis": "UPDATE"})
    grants.keep_read_only("indicators", "digitisation_definition", "digitisation_step")


def add_use_levels() -> None:
    """Indicators that stand already say nothing of it."""
    op.add_column("indicator", sa.Column("use_levels", postgresql.ARRAY(sa.Text()), nullable=True))
    op.execute("UPDATE indicator SET use_levels = '{}'")
    op.alter_column("indicator", "use_levels", nullable=False)
    op.create_check_constraint(
        op.f("ck_indicator_use_levels"),
        "indicator",
        "use_levels <@ ARRAY['cluster', 'province', 'joint', 'monitoring']",
    )


def rows_of(name: str) -> list[dict[str, Any]]:
    """Return the rows of a file that ships with the registry; an empty cell is null."""
    text = files("services.indicators.datasets").joinpath("data", name).read_text(encoding="utf-8")
    rows = []
    for row in csv.DictReader(text.splitlines(), strict=True):
        known: dict[str, Any] = {key: value or None for key, value in row.items()}
        known |= {key: int(row[key]) for key in ("first_fiscal_year", "position") if key in row}
        known["last_fiscal_year"] = int(row["last_fiscal_year"]) if row["last_fiscal_year"] else None
        known["dated_on"] = dt.date.fromisoformat(row["dated_on"])
        if "is_digitised" in row:
            known["is_digitised"] = {"true": True, "false": False}[row["is_digitised"]]
        rows.append(known)
    return rows


def create_digitisation() -> None:
    """What the document says of the KPI of digitised data, and the steps that are counted."""
    definition = op.create_table(
        "digitisation_definition",
        sa.Column("first_fiscal_year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("last_fiscal_year", sa.SmallInteger(), nullable=True),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("sentence_th", sa.Text(), nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("first_fiscal_year", name="pk_digitisation_definition"),
    )
    step = op.create_table(
        "digitisation_step",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("first_fiscal_year", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("last_fiscal_year", sa.SmallInteger(), nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=False),
        sa.Column("is_digitised", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.PrimaryKeyConstraint("code", "first_fiscal_year", name="pk_digitisation_step"),
    )
    op.bulk_insert(definition, rows_of("digitisation_definitions.csv"))
    op.bulk_insert(step, rows_of("digitisation_steps.csv"))


def create_dataset() -> None:
    """One row per dataset, with its last update, assessment and step."""
    op.create_table(
        "dataset",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("owner_area_code", sa.Text(), nullable=True),
        sa.Column("owner_function_code", sa.Text(), nullable=True),
        sa.Column("owner_agency_th", sa.Text(), nullable=True),
        sa.Column("name_th", sa.Text(), nullable=False),
        sa.Column("holds_th", sa.Text(), nullable=True),
        sa.Column("topic_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("area_codes", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("indicator_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("fields", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("duty_area_code", sa.Text(), nullable=True),
        sa.Column("duty_function_code", sa.Text(), nullable=True),
        sa.Column("duty_agency_th", sa.Text(), nullable=True),
        sa.Column("duty_post_th", sa.Text(), nullable=True),
        sa.Column("promise_every", sa.SmallInteger(), nullable=True),
        sa.Column("promise_unit", sa.Text(), nullable=True),
        sa.Column("ready_within_days", sa.SmallInteger(), nullable=True),
        sa.Column("promise_basis_th", sa.Text(), nullable=True),
        sa.Column("kept_in_th", sa.Text(), nullable=True),
        sa.Column("location", sa.Text(), nullable=True),
        sa.Column("sharing", sa.Text(), nullable=False),
        sa.Column("shared_with", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("source", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("retire_reason", sa.Text(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_update_id", sa.Uuid(), nullable=True),
        sa.Column("last_as_of", sa.Date(), nullable=True),
        sa.Column("last_updated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expected_on", sa.Date(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("asked_for", sa.Date(), nullable=True),
        sa.Column("is_usable", sa.Boolean(), nullable=True),
        sa.Column("assessed_update_id", sa.Uuid(), nullable=True),
        sa.Column("digitisation_step", sa.Text(), nullable=True),
        sa.Column("digitised_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "name_sort", sa.Text(collation="C"), sa.Computed(sort_key("name_th"), persisted=True), nullable=False
        ),
        sa.Column(
            "name_search", sa.Text(collation="C"), sa.Computed(search_key("name_th"), persisted=True), nullable=False
        ),
        sa.CheckConstraint("num_nonnulls(owner_area_code, owner_function_code) = 1", name=op.f("ck_dataset_one_owner")),
        sa.CheckConstraint("num_nonnulls(duty_area_code, duty_function_code) = 1", name=op.f("ck_dataset_one_duty")),
        sa.CheckConstraint(
            "num_nulls(promise_every, promise_unit, ready_within_days) IN (0, 3)", name=op.f("ck_dataset_promise")
        ),
        sa.CheckConstraint("promise_every > 0 AND ready_within_days >= 0", name=op.f("ck_dataset_promise_numbers")),
        sa.CheckConstraint("(expected_on IS NULL) = (due_on IS NULL)", name=op.f("ck_dataset_expected")),
        sa.CheckConstraint("(state = 'retired') = (retire_reason IS NOT NULL)", name=op.f("ck_dataset_retire_reason")),
        sa.CheckConstraint("(state = 'retired') = (retired_at IS NOT NULL)", name=op.f("ck_dataset_retired_at")),
        sa.CheckConstraint("promise_unit IN ('month', 'quarter', 'year')", name=op.f("ck_dataset_promise_unit")),
        sa.CheckConstraint("sharing IN ('all_units', 'named_units')", name=op.f("ck_dataset_sharing")),
        sa.CheckConstraint("state IN ('draft', 'shared', 'published', 'retired')", name=op.f("ck_dataset_state")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset")),
    )


def index_dataset() -> None:
    """The natural key of a dataset, and what its lists are sorted, filtered and searched by."""
    for owner in ("area", "function"):
        op.create_index(
            f"uq_dataset_{owner}_name",
            "dataset",
            [f"owner_{owner}_code", "name_th"],
            unique=True,
            postgresql_where=sa.text("state <> 'retired'"),
        )
    for who in ("owner_area", "owner_function", "duty_area", "duty_function"):
        op.create_index(f"ix_dataset_{who}", "dataset", [f"{who}_code"], unique=False)
    op.create_index("ix_dataset_updated_at", "dataset", ["updated_at", "id"], unique=False)
    op.create_index("ix_dataset_name_sort", "dataset", ["name_sort", "id"], unique=False)
    op.create_index(
        "ix_dataset_due_on",
        "dataset",
        ["due_on", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('shared', 'published')"),
    )
    for name, column in (("topics", "topic_codes"), ("areas", "area_codes"), ("indicators", "indicator_ids")):
        op.create_index(f"ix_dataset_{name}", "dataset", [column], unique=False, postgresql_using="gin")
    op.create_index(
        "ix_dataset_name_search",
        "dataset",
        ["name_search"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"name_search": "gin_trgm_ops"},
    )


def create_records() -> None:
    """Updates, assessments and steps of digitisation; append-only."""
    op.create_table(
        "dataset_update",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("expected_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("was_late", sa.Boolean(), nullable=False),
        sa.Column("note_th", sa.Text(), nullable=True),
        sa.Column("correction_reason_th", sa.Text(), nullable=True),
        *recorded(),
        sa.CheckConstraint(
            "(revision = 1) = (correction_reason_th IS NULL)", name=op.f("ck_dataset_update_correction")
        ),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name="fk_dataset_update_dataset"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset_update")),
    )
    op.create_index("uq_dataset_update", "dataset_update", ["dataset_id", "as_of", "revision"], unique=True)
    op.create_table(
        "dataset_assessment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=True),
        sa.Column("is_usable", sa.Boolean(), nullable=False),
        sa.Column("reason_th", sa.Text(), nullable=False),
        *recorded(),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name="fk_dataset_assessment_dataset"),
        sa.ForeignKeyConstraint(["update_id"], ["dataset_update.id"], name="fk_dataset_assessment_update"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset_assessment")),
    )
    op.create_table(
        "dataset_digitisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("step_code", sa.Text(), nullable=False),
        sa.Column("reached_on", sa.Date(), nullable=False),
        sa.Column("evidence_th", sa.Text(), nullable=True),
        *recorded(),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name="fk_dataset_digitisation_dataset"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset_digitisation")),
    )
    op.create_index(
        "uq_dataset_digitisation", "dataset_digitisation", ["dataset_id", "reached_on", "step_code"], unique=True
    )
    for table in ("dataset_update", "dataset_assessment", "dataset_digitisation"):
        op.create_index(f"ix_{table}_recorded", table, ["dataset_id", "recorded_at", "id"], unique=False)


def recorded() -> tuple[sa.Column[Any], ...]:
    """Return the columns that say for which unit something was recorded, by whom and when."""
    return (
        sa.Column("recorded_as", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
    )


def create_analyses() -> None:
    """What units read in the data, and every version of it; versions are append-only."""
    op.create_table(
        "dataset_analysis",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("dataset_id", sa.Uuid(), nullable=False),
        sa.Column("update_id", sa.Uuid(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("text_th", sa.Text(), nullable=False),
        sa.Column("figures", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["dataset_id"], ["dataset.id"], name="fk_dataset_analysis_dataset"),
        sa.ForeignKeyConstraint(["update_id"], ["dataset_update.id"], name="fk_dataset_analysis_update"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dataset_analysis")),
    )
    op.create_index("uq_dataset_analysis_unit", "dataset_analysis", ["update_id", "unit"], unique=True)
    op.create_index("ix_dataset_analysis_dataset", "dataset_analysis", ["dataset_id"], unique=False)
    op.create_table(
        "dataset_analysis_version",
        sa.Column("analysis_id", sa.Uuid(), nullable=False),
        sa.Column("analysis_version", sa.BigInteger(), nullable=False),
        sa.Column("text_th", sa.Text(), nullable=False),
        sa.Column("figures", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("reason_th", sa.Text(), nullable=True),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["analysis_id"], ["dataset_analysis.id"], name="fk_dataset_analysis_version_analysis"),
        sa.PrimaryKeyConstraint("analysis_id", "analysis_version", name="pk_dataset_analysis_version"),
    )


def downgrade() -> None:
    """Take it back."""
    for table in (
        "dataset_analysis_version",
        "dataset_analysis",
        "dataset_digitisation",
        "dataset_assessment",
        "dataset_update",
        "dataset",
        "digitisation_step",
        "digitisation_definition",
    ):
        op.drop_table(table)
    op.drop_constraint(op.f("ck_indicator_use_levels"), "indicator", type_="check")
    op.drop_column("indicator", "use_levels")
