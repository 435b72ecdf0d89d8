"""What is doubtful about the values of an indicator, area and year: each finding named, with what to do about it."""

from services.indicators.readings.rules.quality.findings import KINDS, Finding, Limits, Subject
from services.indicators.readings.rules.quality.judging import findings_of

__all__ = ["KINDS", "Finding", "Limits", "Subject", "findings_of"]
