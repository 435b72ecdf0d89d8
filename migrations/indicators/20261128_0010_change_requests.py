"""Requests to change a KPI that was agreed, the closing dates of years, and what each KPI said before and since."""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants

revision = "indicators_0010"
down_revision = "indicators_0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables. Nobody may delete a row: neither a request nor a decision goes with its KPI."""
    create_closing_date()
    create_request()
    index_requests()
    create_revision()
    grants.allow("indicators", {"change_closing_date": "UPDATE", "change_request": "UPDATE"})


def create_closing_date() -> None:
    """Until when requests of a fiscal year are first submitted. None is shipped: no document prints one."""
    op.create_table(
        "change_closing_date",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dated_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_closing_date")),
    )
    op.create_index("uq_change_closing_date_year", "change_closing_date", ["fiscal_year"], unique=True)


def create_request() -> None:
    """What an area asks to change of one KPI, why, who was heard, and what was decided."""
    op.create_table(
        "change_request",
        *what_is_asked(),
        *who_was_heard(),
        *what_was_decided(),
        *rules_of_request(),
        sa.ForeignKeyConstraint(["agreement_id"], ["performance_agreement.id"], name="fk_change_request_agreement"),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_change_request_indicator"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_change_request")),
    )


def what_is_asked() -> tuple[sa.Column[Any], ...]:
    """The KPI as agreed, what shall differ, and the event that is the reason."""
    return (
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("fiscal_year", sa.SmallInteger(), nullable=False),
        sa.Column("host_function_code", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("base", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("base_hash", sa.Text(), nullable=False),
        sa.Column("base_agreement_version", sa.BigInteger(), nullable=False),
        sa.Column("changed", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("event_th", sa.Text(), nullable=True),
        sa.Column("event_began_on", sa.Date(), nullable=True),
        sa.Column("event_ended_on", sa.Date(), nullable=True),
        sa.Column("effect_th", sa.Text(), nullable=True),
        sa.Column("beyond_control_th", sa.Text(), nullable=True),
        sa.Column("evidence", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
    )


def who_was_heard() -> tuple[sa.Column[Any], ...]:
    """The analysis of ก.พ.ร. and the opinion of the host agency."""
    return (
        sa.Column("analysis_th", sa.Text(), nullable=True),
        sa.Column("recommendation", sa.Text(), nullable=True),
        sa.Column("recommended", postgresql.JSON(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("analysed_by", sa.Text(), nullable=True),
        sa.Column("analysed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opinion_th", sa.Text(), nullable=True),
        sa.Column("opinion_stance", sa.Text(), nullable=True),
        sa.Column("opinion_by", sa.Text(), nullable=True),
        sa.Column("opinion_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("host_silence_th", sa.Text(), nullable=True),
    )


def what_was_decided() -> tuple[sa.Column[Any], ...]:
    """What the working group resolved, and that the area was told."""
    return (
        sa.Column("decision", sa.Text(), nullable=True),
        sa.Column("decision_reason_th", sa.Text(), nullable=True),
        sa.Column("condition_th", sa.Text(), nullable=True),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("decided_on", sa.Date(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("notice_state", sa.Text(), nullable=False),
        sa.Column("acknowledged_by", sa.Text(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
    )


CHECKS = {
    "level": "level IN ('cluster', 'province')",
    "state": "state IN ('draft', 'returned', 'submitted', 'proposed', 'approved', 'rejected', 'withdrawn')",
    "notice_state": "notice_state IN ('none', 'sent', 'acknowledged')",
    "recommendation": "recommendation IN ('approve', 'approve_changed', 'reject')",
    "opinion_stance": "opinion_stance IN ('agrees', 'disagrees', 'remarks')",
    "decision": "decision IN ('approve', 'approve_changed', 'reject')",
    "kinds": "kinds <@ ARRAY['detail', 'target', 'scoring_criteria']::text[]",
    "event": "num_nulls(event_th, event_began_on, effect_th, beyond_control_th) IN (0, 4)",
    "event_days": "event_ended_on IS NULL OR event_ended_on >= event_began_on",
    "analysis": "num_nulls(analysis_th, recommendation, analysed_by, analysed_at) IN (0, 4)",
    "other": "(recommended IS NOT NULL) = (coalesce(recommendation, '') = 'approve_changed')",
    "opinion": "num_nulls(opinion_th, opinion_stance, opinion_by, opinion_at) IN (0, 4)",
    "host": "opinion_th IS NULL OR host_function_code IS NOT NULL",
    "silence": "host_silence_th IS NULL OR opinion_th IS NULL",
    "submitted": "state IN ('draft', 'withdrawn') OR submitted_at IS NOT NULL",
    "proposed": "state <> 'proposed' OR analysis_th IS NOT NULL",
    "decided": "(state IN ('approved', 'rejected')) = (decision IS NOT NULL) "
    "AND (decision IS NULL OR num_nulls(resolution_id, decided_at, decided_on) = 0)",
    "notice": "(notice_state = 'none') = (decision IS NULL)",
    "acknowledged": "(notice_state = 'acknowledged') = (acknowledged_at IS NOT NULL)",
}


def rules_of_request() -> tuple[sa.CheckConstraint, ...]:
    """What no row may contradict."""
    return tuple(sa.CheckConstraint(rule, name=op.f(f"ck_change_request_{name}")) for name, rule in CHECKS.items())


def index_requests() -> None:
    """One open request for a KPI, whatever was decided before; and the ways in which lists are asked for."""
    op.create_index(
        "uq_change_request_kpi",
        "change_request",
        ["agreement_id", "indicator_id"],
        unique=True,
        postgresql_where="state NOT IN ('approved', 'rejected', 'withdrawn')",
    )
    named = {
        "agreement": ["agreement_id"],
        "area": ["area_code", "fiscal_year"],
        "fiscal_year": ["fiscal_year", "id"],
        "indicator": ["indicator_id"],
        "host": ["host_function_code"],
        "updated_at": ["updated_at", "id"],
    }
    for name, columns in named.items():
        op.create_index(f"ix_change_request_{name}", "change_request", columns, unique=False)


def create_revision() -> None:
    """What a KPI of an agreement said from one moment on; append-only."""
    op.create_table(
        "agreement_kpi_revision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("kpi_id", sa.Uuid(), nullable=False),
        sa.Column("indicator_id", sa.Uuid(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("agreement_version", sa.BigInteger(), nullable=False),
        sa.Column("content", postgresql.JSON(astext_type=sa.Text()), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("change_request_id", sa.Uuid(), nullable=True),
        sa.Column("resolution_id", sa.Uuid(), nullable=True),
        sa.Column("reason_th", sa.Text(), nullable=True),
        sa.Column("revised_by", sa.Text(), nullable=False),
        sa.Column("revised_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("revision > 0", name=op.f("ck_agreement_kpi_revision_revision")),
        sa.CheckConstraint(
            "change_request_id IS NULL OR resolution_id IS NOT NULL",
            name=op.f("ck_agreement_kpi_revision_resolution"),
        ),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["performance_agreement.id"], name="fk_agreement_kpi_revision_agreement"
        ),
        sa.ForeignKeyConstraint(["indicator_id"], ["indicator.id"], name="fk_agreement_kpi_revision_indicator"),
        sa.ForeignKeyConstraint(["change_request_id"], ["change_request.id"], name="fk_agreement_kpi_revision_request"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_kpi_revision")),
    )
    op.create_index(
        "uq_agreement_kpi_revision",
        "agreement_kpi_revision",
        ["agreement_id", "indicator_id", "revision"],
        unique=True,
    )


def downgrade() -> None:
    """Take it back."""
    for table in ("agreement_kpi_revision", "change_request", "change_closing_date"):
        op.drop_table(table)
