"""What goes out as an overview."""

from typing import Any

from pydantic import ConfigDict, Field

from gateway.parts import Parts
from services.shared.schemas import FiscalYear, Json, Out

_OK: Json = {"state": "ok", "as_of": "2015-01-09T02:15:00.000000Z", "reason": None}

FactsByFeature = dict[str, Any]


class OverviewArea(Out):
    """The area that the overview is about."""

    code: str = Field(examples=["50"])
    kind: str = Field(examples=["province"])
    name_th: str = Field(examples=["เชียงใหม่"])
    name_en: str = Field(examples=["Chiang Mai"])


class AreaOverview(Out):
    """What the four services say of one area in one fiscal year, each as far as this caller may see it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "area": {"code": "50", "kind": "province", "name_th": "เชียงใหม่", "name_en": "Chiang Mai"},
                    "fiscal_year": 2558,
                    "parts": {
                        "plans": _OK,
                        "indicators": _OK,
                        "budget": {"state": "unavailable", "as_of": None, "reason": "deadline_passed"},
                        "evaluation": {**_OK, "state": "stale", "reason": "unavailable"},
                    },
                    "complete": False,
                    "plans": {"projects": {"submitted": 12, "estimated_amount": "48250000.00"}},
                    "indicators": {},
                    "budget": None,
                    "evaluation": {},
                }
            ]
        }
    )

    area: OverviewArea
    fiscal_year: FiscalYear
    parts: Parts
    complete: bool = Field(description="every part is ok; only then may figures of different parts be added up")
    plans: FactsByFeature | None = Field(description="facts by feature; null when the part is unavailable")
    indicators: FactsByFeature | None = Field(description="facts by feature; null when the part is unavailable")
    budget: FactsByFeature | None = Field(description="facts by feature; null when the part is unavailable")
    evaluation: FactsByFeature | None = Field(description="facts by feature; null when the part is unavailable")
