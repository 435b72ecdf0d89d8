"""Joint indicators, offers and signatures. What was signed stays signed, on the version it was."""

import datetime as dt
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    DateTime,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    Text,
    Uuid,
)
from sqlalchemy.dialects.postgresql import JSON
from sqlalchemy.orm import Mapped, mapped_column, relationship

from services.indicators.base import Base
from services.indicators.catalogue.models import DefinitionVersion, Indicator
from services.indicators.joint.errors import JointIndicatorExists
from services.indicators.joint.rules.cascade import WAYS
from services.indicators.joint.rules.criteria import ALL_PROVINCES, LISTED
from services.indicators.joint.rules.states import AREA, FLOW, FUNCTION, OFFER_FLOW, Versions
from services.shared import reference
from services.shared.columns import Code, Id, Moment, Words, Year
from services.shared.constraints import means


def one_of(column: str, *values: str) -> CheckConstraint:
    """Return the constraint that a column has one of these values."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


class JointTopic(Base):
    """What the document of 2557 says should be measured together. Loaded by migrations."""

    __tablename__ = "joint_topic"
    __table_args__ = (one_of("scope", ALL_PROVINCES, LISTED),)

    code: Mapped[str] = mapped_column(Text, primary_key=True)
    name_th: Mapped[Words]
    name_en: Mapped[Words]
    scope: Mapped[Code]
    condition_th: Mapped[str | None]
    source: Mapped[Words]
    dated_on: Mapped[dt.date] = mapped_column(Date)


class JointSignature(Base):
    """That one side signed one version of the definition and of the offer to one area."""

    __tablename__ = "joint_signature"
    __table_args__ = (
        one_of("side", AREA, FUNCTION),
        Index("uq_joint_signature", "offer_id", "side", "definition_version", "offer_version", unique=True),
    )

    id: Mapped[Id]
    offer_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("joint_offer.id", name="fk_joint_signature_offer"))
    side: Mapped[Code]
    definition_version: Mapped[int] = mapped_column(Integer)
    offer_version: Mapped[int] = mapped_column(Integer)
    offer_hash: Mapped[Code]
    signed_by: Mapped[Words]
    signed_as: Mapped[Code]
    signed_at: Mapped[Moment]


class JointOffer(Base):
    """What a function offers one area: a target on conditions; while a draft, what it plans to offer."""

    __tablename__ = "joint_offer"
    __table_args__ = (
        one_of("state", *OFFER_FLOW.states),
        CheckConstraint("(state = 'countered') = (counter_reason_th IS NOT NULL)", name="counter"),
        CheckConstraint("(state IN ('settled', 'released')) = (resolution_id IS NOT NULL)", name="resolution"),
        CheckConstraint("baseline IS NULL OR baseline_source_th IS NOT NULL", name="baseline"),
        Index("uq_joint_offer_area", "joint_indicator_id", "area_code", unique=True),
        Index("ix_joint_offer_area", "area_code", "state"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    content_hash: Mapped[Code]
    joint_indicator_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("joint_indicator.id", name="fk_joint_offer_joint_indicator")
    )
    area_code: Mapped[Code]
    state: Mapped[Code]
    definition_version: Mapped[int] = mapped_column(Integer)
    offer_version: Mapped[int] = mapped_column(Integer)
    baseline: Mapped[Decimal | None] = mapped_column(Numeric)
    baseline_source_th: Mapped[str | None]
    target: Mapped[Decimal] = mapped_column(Numeric)
    has_residue: Mapped[bool] = mapped_column(Boolean)
    choice_th: Mapped[str | None]
    conditions_th: Mapped[str | None]
    answer_by: Mapped[dt.date] = mapped_column(Date)
    counter_target: Mapped[Decimal | None] = mapped_column(Numeric)
    counter_conditions_th: Mapped[str | None]
    counter_reason_th: Mapped[str | None]
    reply_th: Mapped[str | None]
    resolution_id: Mapped[UUID | None] = mapped_column(Uuid)
    resolution_number: Mapped[str | None]
    decided_on: Mapped[dt.date | None] = mapped_column(Date)
    decision_reason_th: Mapped[str | None]
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    joint: Mapped["JointIndicator"] = relationship(lazy="raise", back_populates="offers")
    signatures: Mapped[list[JointSignature]] = relationship(lazy="raise", order_by=JointSignature.id)

    __mapper_args__ = {"version_id_col": version}

    @property
    def versions(self) -> Versions:
        """What a signature now would be on."""
        return Versions(self.definition_version, self.offer_version)

    @property
    def current_signatures(self) -> list[JointSignature]:
        """The signatures on this definition and this offer."""
        return [
            each for each in self.signatures if Versions(each.definition_version, each.offer_version) == self.versions
        ]


class JointWorkshopConfirmation(Base):
    """That an area confirmed one record of the workshop. Append-only; a new record is confirmed anew."""

    __tablename__ = "joint_workshop_confirmation"
    __table_args__ = (
        Index("uq_joint_workshop_confirmation", "joint_indicator_id", "workshop_number", "area_code", unique=True),
    )

    id: Mapped[Id]
    joint_indicator_id: Mapped[UUID] = mapped_column(
        Uuid, ForeignKey("joint_indicator.id", name="fk_joint_workshop_confirmation_joint_indicator")
    )
    workshop_number: Mapped[int] = mapped_column(Integer)
    area_code: Mapped[Code]
    confirmed_by: Mapped[Words]
    confirmed_as: Mapped[Code]
    confirmed_at: Mapped[Moment]


class JointIndicator(Base):
    """A joint indicator: one published indicator, its national target, and the terms of the offers."""

    __tablename__ = "joint_indicator"
    __table_args__ = (
        ForeignKeyConstraint(
            ["indicator_id", "indicator_definition_version"],
            ["definition_version.indicator_id", "definition_version.definition_version"],
            name="fk_joint_indicator_definition",
        ),
        one_of("state", *FLOW.states),
        one_of("scope", ALL_PROVINCES, LISTED),
        one_of("cascade_way", *WAYS),
        one_of("side_of_record", AREA, FUNCTION),
        CheckConstraint("tolerance_percent >= 0", name="tolerance"),
        CheckConstraint("(overlap_value IS NULL) = (overlap_reason_th IS NULL)", name="overlap"),
        CheckConstraint("state <> 'draft' OR definition_version = 0", name="definition_version"),
        CheckConstraint("(state = 'withdrawn') = (withdraw_reason_th IS NOT NULL)", name="withdrawn"),
        CheckConstraint("(workshop_on IS NULL) = (workshop_place_th IS NULL)", name="workshop"),
        Index(
            "uq_joint_indicator_proposal",
            "fiscal_year",
            "function_code",
            "indicator_id",
            unique=True,
            postgresql_where="state <> 'withdrawn'",
        ),
        Index("ix_joint_indicator_indicator", "indicator_id"),
        Index("ix_joint_indicator_topic", "topic_code"),
        Index("ix_joint_indicator_updated_at", "updated_at", "id"),
        Index("ix_joint_indicator_year", "fiscal_year", "id"),
    )

    id: Mapped[Id]
    version: Mapped[int] = mapped_column(BigInteger)
    content_hash: Mapped[Code]
    state: Mapped[Code]
    function_code: Mapped[Code]
    department_code: Mapped[str | None]
    function_reporter_code: Mapped[Code]
    fiscal_year: Mapped[Year]
    indicator_id: Mapped[UUID] = mapped_column(Uuid, ForeignKey("indicator.id", name="fk_joint_indicator_indicator"))
    indicator_definition_version: Mapped[int] = mapped_column(Integer)
    definition_version: Mapped[int] = mapped_column(Integer)
    topic_code: Mapped[str | None] = mapped_column(
        Text, ForeignKey("joint_topic.code", name="fk_joint_indicator_topic")
    )
    scope: Mapped[Code]
    choices: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    cascade_way: Mapped[Code]
    national_target: Mapped[Decimal | None] = mapped_column(Numeric)
    area_target: Mapped[Decimal | None] = mapped_column(Numeric)
    overlap_value: Mapped[Decimal | None] = mapped_column(Numeric)
    overlap_reason_th: Mapped[str | None]
    unassigned_limit_percent: Mapped[Decimal | None] = mapped_column(Numeric)
    unassigned_limit_value: Mapped[Decimal | None] = mapped_column(Numeric)
    unassigned_zero_by: Mapped[dt.date | None] = mapped_column(Date)
    side_of_record: Mapped[Code]
    tolerance_percent: Mapped[Decimal] = mapped_column(Numeric)
    answer_by: Mapped[dt.date] = mapped_column(Date)
    province_role_th: Mapped[str | None]
    departure_reason_th: Mapped[str | None]
    criteria: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    workshop_on: Mapped[dt.date | None] = mapped_column(Date)
    workshop_place_th: Mapped[str | None]
    minutes_sha256: Mapped[str | None]
    workshop_number: Mapped[int] = mapped_column(Integer)
    workshop_area_codes: Mapped[list[str]] = mapped_column(JSON)
    withdraw_reason_th: Mapped[str | None]
    offered_at: Mapped[dt.datetime | None] = mapped_column(DateTime(timezone=True))
    created_at: Mapped[Moment]
    updated_at: Mapped[Moment]

    indicator: Mapped[Indicator] = relationship(lazy="raise", viewonly=True, foreign_keys=[indicator_id])
    frozen: Mapped[DefinitionVersion] = relationship(
        lazy="raise", viewonly=True, foreign_keys=[indicator_id, indicator_definition_version]
    )
    offers: Mapped[list[JointOffer]] = relationship(
        lazy="raise", order_by=JointOffer.area_code, back_populates="joint", cascade="all, delete-orphan"
    )
    confirmations: Mapped[list[JointWorkshopConfirmation]] = relationship(
        lazy="raise", order_by=JointWorkshopConfirmation.area_code
    )

    __mapper_args__ = {"version_id_col": version}

    @property
    def ministry_code(self) -> str:
        """The ministry whose it is: the function itself, or the one above a department."""
        found = reference.function(self.function_code)
        return found.parent_code if found and found.parent_code else self.function_code

    @property
    def carrier_code(self) -> str:
        """Who carries it for the function side: the responsible department, else the function itself."""
        return self.department_code or self.function_code

    @property
    def workshop_confirmed_area_codes(self) -> list[str]:
        """The areas that confirmed the workshop as it is recorded now, in order."""
        return [each.area_code for each in self.confirmations if each.workshop_number == self.workshop_number]


means("uq_joint_indicator_proposal", JointIndicatorExists)
