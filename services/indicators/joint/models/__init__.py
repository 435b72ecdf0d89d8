"""The tables of joint indicators."""

from services.indicators.joint.models.disputes import JointDispute, JointDisputeStatement
from services.indicators.joint.models.indicators import (
    JointIndicator,
    JointOffer,
    JointSignature,
    JointTopic,
    JointWorkshopConfirmation,
)

__all__ = [
    "JointDispute",
    "JointDisputeStatement",
    "JointIndicator",
    "JointOffer",
    "JointSignature",
    "JointTopic",
    "JointWorkshopConfirmation",
]
