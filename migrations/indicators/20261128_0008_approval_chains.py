"""The chains that agreements go through, with their days and passages, and what is said of agreements on the way."""

import csv
import datetime as dt
from collections.abc import Callable, Iterator
from importlib.resources import files
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from migrations import grants
from migrations.columns import DAY, MOMENT, SMALL, TEXT, UUID, columns, one_of, refers

revision = "indicators_0008"
down_revision = "indicators_0007"
branch_labels = None
depends_on = None

ACTORS = (
    "'area', 'opdc', 'province_committee', 'cluster_committee', 'policy_committee', 'evaluation_committee', "
    "'monitoring_subcommittee', 'working_group'"
)
OUTCOMES = (
    "'presented', 'submitted', 'withdrawn', 'analysed', 'endorsed', 'approved', 'returned', 'rejected', 'notified', "
    "'acknowledged'"
)
STATES = "'draft', 'hearing', 'submitted', 'returned', 'approved', 'rejected', 'cancelled'"
STATES_BEFORE = "'draft', 'returned', 'submitted', 'approved', 'rejected', 'cancelled'"
STAGES = (
    "('draft', 'drafting'), ('draft', 'drafting_for_hearing'), ('hearing', 'hearing'), ('submitted', 'analysis'), "
    "('submitted', 'committee'), ('approved', 'notice'), ('approved', 'acknowledgement'), ('approved', 'done'), "
    "('rejected', 'rejected'), ('cancelled', 'cancelled'), ('returned', 'drafting'), "
    "('returned', 'drafting_for_hearing')"
)
AGREEMENT = "performance_agreement"
TABLES = (
    "agreement_analysed_kpi",
    "agreement_analysis",
    "agreement_host_opinion",
    "agreement_consultation",
    "agreement_comment_answer",
    "agreement_comment",
    "agreement_deadline",
    "agreement_calendar",
    "agreement_passage",
)


def upgrade() -> None:
    """Create the tables, load the chains that ship with the code, and put every agreement at its place."""
    chains, steps = list(rows_of("approval_chains")), list(rows_of("approval_chain_steps"))
    create_chain(chains)
    create_step(steps)
    put_agreements_on_chains(chains, steps)
    create_passage()
    create_calendar()
    create_comment()
    create_consultation()
    create_analysis()
    op.add_column("agreement_kpi", sa.Column("strategic_issue", postgresql.JSON(), nullable=True))
    grants.keep_read_only("indicators", "agreement_chain", "agreement_chain_step")
    grants.allow("indicators", {"agreement_calendar": "UPDATE", "agreement_deadline": "UPDATE, DELETE"})


def rows_of(name: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a file that ships with the feature, an empty cell as nothing."""
    text = files("services.indicators.agreements").joinpath(f"data/{name}.csv").read_text(encoding="utf-8")
    kinds: dict[str, Callable[[str], Any]] = {"fiscal_year": int, "position": int, "dated_on": dt.date.fromisoformat}
    kinds["may_return"] = "true".__eq__
    for row in csv.DictReader(text.splitlines(), strict=True):
        yield {column: kinds.get(column, str)(cell) if cell else None for column, cell in row.items()}


def create_chain(rows: list[dict[str, Any]]) -> None:
    """The chain of a fiscal year and level."""
    table = op.create_table(
        "agreement_chain",
        *columns(TEXT, "code", "level", "name_th", "name_en", "reading", "source"),
        *columns(SMALL, "fiscal_year"),
        *columns(DAY, "dated_on"),
        one_of("agreement_chain", "level", "'cluster', 'province'"),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_agreement_chain")),
    )
    op.bulk_insert(table, rows)


def create_step(rows: list[dict[str, Any]]) -> None:
    """A step of a chain."""
    table = op.create_table(
        "agreement_chain_step",
        *columns(TEXT, "chain_code", "code", "kind", "actor", "host_opinion", "name_th", "name_en", "source"),
        *columns(SMALL, "position"),
        *columns(TEXT, "sentence_th", "sentence_en", "reading", nullable=True),
        sa.Column("may_return", sa.Boolean(), nullable=False),
        one_of("agreement_chain_step", "kind", "'draft', 'hearing', 'analysis', 'committee', 'notice'"),
        one_of("agreement_chain_step", "actor", ACTORS),
        one_of("agreement_chain_step", "host_opinion", "'may', 'must'"),
        refers("chain_code", "agreement_chain.code", "fk_agreement_chain_step_chain"),
        sa.PrimaryKeyConstraint("chain_code", "position", name="pk_agreement_chain_step"),
    )
    op.create_index("uq_agreement_chain_step_code", "agreement_chain_step", ["chain_code", "code"], unique=True)
    op.bulk_insert(table, rows)


def put_agreements_on_chains(chains: list[dict[str, Any]], steps: list[dict[str, Any]]) -> None:
    """Give every agreement the chain of its year, and the place in it that its state means."""
    new: dict[str, Any] = {"round": SMALL, "issue_officers": postgresql.JSON()}
    new |= dict.fromkeys(("chain_code", "stage", "step_code"), TEXT)
    for name, kind in new.items():
        op.add_column(AGREEMENT, sa.Column(name, kind, nullable=True))
    found = op.get_bind().execute(sa.text(f"SELECT DISTINCT level, fiscal_year FROM {AGREEMENT}"))
    for level, fiscal_year in found.all():
        put_on_chain(level, fiscal_year, chain_of(chains, level, fiscal_year), steps)
    for name in new:
        op.alter_column(AGREEMENT, name, nullable=False)
    op.drop_constraint(op.f("ck_performance_agreement_state"), AGREEMENT, type_="check")
    op.create_check_constraint(op.f("ck_performance_agreement_state"), AGREEMENT, f"state IN ({STATES})")
    op.create_check_constraint(op.f("ck_performance_agreement_stage"), AGREEMENT, f"(state, stage) IN ({STAGES})")
    op.create_foreign_key("fk_performance_agreement_chain", AGREEMENT, "agreement_chain", ["chain_code"], ["code"])


def chain_of(chains: list[dict[str, Any]], level: str, fiscal_year: int) -> str:
    """Return the chain of a year: its own or the latest earlier one, before all of them the earliest."""
    own = sorted((each for each in chains if each["level"] == level), key=lambda each: each["fiscal_year"])
    earlier = [each for each in own if each["fiscal_year"] <= fiscal_year]
    code: str = (earlier[-1] if earlier else own[0])["code"]
    return code


def put_on_chain(level: str, fiscal_year: int, chain: str, steps: list[dict[str, Any]]) -> None:
    """Put the agreements of a level and year at their places: what was submitted waits for the first step after."""
    own = sorted((each for each in steps if each["chain_code"] == chain), key=lambda each: each["position"])
    is_heard = own[1]["kind"] == "hearing"
    waiting, last = own[2 if is_heard else 1], own[-1]
    drafting = "drafting_for_hearing" if is_heard else "drafting"
    places = {
        "draft": (drafting, own[0]["code"]),
        "returned": (drafting, own[0]["code"]),
        "cancelled": ("cancelled", own[0]["code"]),
        "submitted": (waiting["kind"], waiting["code"]),
        "rejected": ("rejected", waiting["code"]),
        "approved": ("done", last["code"]),
    }
    for state, (stage, step) in places.items():
        change = sa.text(
            f"UPDATE {AGREEMENT} SET chain_code = :chain, stage = :stage, step_code = :step, round = 1, "
            "issue_officers = '[]' WHERE level = :level AND fiscal_year = :year AND state = :state"
        )
        known = {"level": level, "year": fiscal_year, "state": state}
        op.execute(change.bindparams(chain=chain, stage=stage, step=step, **known))


def to_agreement(table: str) -> sa.ForeignKeyConstraint:
    """Return the reference of a table to the agreement it is about."""
    return refers("agreement_id", f"{AGREEMENT}.id", f"fk_{table}_agreement")


def create_passage() -> None:
    """Who passed a step; append-only."""
    op.create_table(
        "agreement_passage",
        *columns(UUID, "id", "agreement_id"),
        *columns(SMALL, "round"),
        *columns(TEXT, "step_code", "outcome", "content_hash", "passed_by"),
        *columns(MOMENT, "passed_at"),
        *columns(UUID, "resolution_id", nullable=True),
        *columns(TEXT, "reason_th", "document_number", nullable=True),
        *columns(DAY, "document_dated_on", nullable=True),
        one_of("agreement_passage", "outcome", OUTCOMES),
        sa.CheckConstraint("outcome <> 'returned' OR reason_th IS NOT NULL", name=op.f("ck_agreement_passage_reason")),
        to_agreement("agreement_passage"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_passage")),
    )
    op.create_index("ix_agreement_passage_agreement", "agreement_passage", ["agreement_id", "passed_at"])


def create_calendar() -> None:
    """The days of the steps in a fiscal year."""
    op.create_table(
        "agreement_calendar",
        *columns(SMALL, "fiscal_year"),
        *columns(UUID, "id"),
        *columns(MOMENT, "updated_at"),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("fiscal_year", name="pk_agreement_calendar"),
    )
    op.create_table(
        "agreement_deadline",
        *columns(SMALL, "fiscal_year"),
        *columns(TEXT, "level", "step_code", "source"),
        *columns(DAY, "opens_on", "dated_on", nullable=True),
        *columns(DAY, "due_on"),
        one_of("agreement_deadline", "level", "'cluster', 'province'"),
        sa.CheckConstraint("opens_on <= due_on", name=op.f("ck_agreement_deadline_days")),
        refers("fiscal_year", "agreement_calendar.fiscal_year", "fk_agreement_deadline_calendar"),
        sa.PrimaryKeyConstraint("fiscal_year", "level", "step_code", name="pk_agreement_deadline"),
    )


def create_comment() -> None:
    """Comments with their answers; append-only."""
    op.create_table(
        "agreement_comment",
        *columns(UUID, "id", "agreement_id"),
        *columns(SMALL, "round"),
        *columns(TEXT, "step_code", "content_hash", "channel", "unit_name_th", "post_th", "text_th", "recorded_by"),
        *columns(UUID, "indicator_id", nullable=True),
        *columns(TEXT, "unit", nullable=True),
        *columns(MOMENT, "recorded_at"),
        sa.Column("agreement_version", sa.Integer(), nullable=False),
        sa.Column("is_host", sa.Boolean(), nullable=False),
        one_of("agreement_comment", "channel", "'meeting', 'questionnaire', 'online_survey', 'letter'"),
        to_agreement("agreement_comment"),
        refers("indicator_id", "indicator.id", "fk_agreement_comment_indicator"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_comment")),
    )
    content = ["agreement_id", "round", "content_hash"]
    op.create_index("uq_agreement_comment_content", "agreement_comment", content, unique=True)
    in_order = ["agreement_id", "recorded_at", "id"]
    op.create_index("ix_agreement_comment_recorded_at", "agreement_comment", in_order)
    op.create_table(
        "agreement_comment_answer",
        *columns(UUID, "comment_id"),
        *columns(TEXT, "disposition", "answer_th", "answered_by"),
        *columns(MOMENT, "answered_at"),
        one_of("agreement_comment_answer", "disposition", "'accepted', 'accepted_in_part', 'not_accepted', 'noted'"),
        refers("comment_id", "agreement_comment.id", "fk_agreement_comment_answer_comment"),
        sa.PrimaryKeyConstraint("comment_id", name=op.f("pk_agreement_comment_answer")),
    )


def create_consultation() -> None:
    """What host agencies were asked, and what they said; append-only."""
    op.create_table(
        "agreement_consultation",
        *columns(UUID, "id", "agreement_id", "indicator_id"),
        *columns(SMALL, "round"),
        *columns(TEXT, "indicator_code", "function_code", "question_th", "asked_by"),
        *columns(DAY, "answer_by", nullable=True),
        *columns(MOMENT, "asked_at"),
        to_agreement("agreement_consultation"),
        refers("indicator_id", "indicator.id", "fk_agreement_consultation_indicator"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_consultation")),
    )
    host = ["agreement_id", "round", "indicator_id"]
    op.create_index("uq_agreement_consultation_host", "agreement_consultation", host, unique=True)
    in_order = ["agreement_id", "asked_at", "id"]
    op.create_index("ix_agreement_consultation_asked_at", "agreement_consultation", in_order)
    op.create_table(
        "agreement_host_opinion",
        *columns(UUID, "consultation_id"),
        *columns(TEXT, "opinion", "text_th", "post_th", "given_by"),
        *columns(MOMENT, "given_at"),
        one_of("agreement_host_opinion", "opinion", "'agree', 'change', 'disagree'"),
        refers("consultation_id", "agreement_consultation.id", "fk_agreement_host_opinion_consultation"),
        sa.PrimaryKeyConstraint("consultation_id", name=op.f("pk_agreement_host_opinion")),
    )


def create_analysis() -> None:
    """What ก.พ.ร. found; append-only."""
    op.create_table(
        "agreement_analysis",
        *columns(UUID, "id", "agreement_id"),
        *columns(SMALL, "round"),
        *columns(TEXT, "content_hash", "summary_th", "analysed_by"),
        *columns(MOMENT, "analysed_at"),
        to_agreement("agreement_analysis"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreement_analysis")),
    )
    op.create_index("ix_agreement_analysis_agreement", "agreement_analysis", ["agreement_id", "analysed_at"])
    op.create_table(
        "agreement_analysed_kpi",
        *columns(UUID, "analysis_id", "indicator_id"),
        *columns(SMALL, "position"),
        *columns(TEXT, "indicator_code", "recommendation", "text_th", "host_opinion"),
        one_of("agreement_analysed_kpi", "recommendation", "'fit', 'change', 'drop'"),
        refers("analysis_id", "agreement_analysis.id", "fk_agreement_analysed_kpi_analysis"),
        refers("indicator_id", "indicator.id", "fk_agreement_analysed_kpi_indicator"),
        sa.PrimaryKeyConstraint("analysis_id", "indicator_id", name=op.f("pk_agreement_analysed_kpi")),
    )


def downgrade() -> None:
    """Take it back; what was heard is a draft again, which it was."""
    op.drop_column("agreement_kpi", "strategic_issue")
    for table in TABLES:
        op.drop_table(table)
    op.drop_constraint("fk_performance_agreement_chain", AGREEMENT, type_="foreignkey")
    for name in ("stage", "state"):
        op.drop_constraint(op.f(f"ck_performance_agreement_{name}"), AGREEMENT, type_="check")
    op.execute(f"UPDATE {AGREEMENT} SET state = 'draft' WHERE state = 'hearing'")
    op.create_check_constraint(op.f("ck_performance_agreement_state"), AGREEMENT, f"state IN ({STATES_BEFORE})")
    for name in ("issue_officers", "round", "step_code", "stage", "chain_code"):
        op.drop_column(AGREEMENT, name)
    for table in ("agreement_chain_step", "agreement_chain"):
        op.drop_table(table)
