"""What goes in and out about areas and functions."""

import datetime as dt
from enum import StrEnum

from pydantic import ConfigDict, Field
from pydantic.json_schema import SkipJsonSchema

from services.shared.reference import AreaKind, FunctionKind
from services.shared.schemas import AreaCode, Filters, FiscalYear, FunctionCode, Json, Out, Search

CHIANG_MAI: Json = {
    "code": "50",
    "kind": "province",
    "name_th": "เชียงใหม่",
    "name_en": "Chiang Mai",
    "iso_3166_2": "TH-50",
    "abbr_th": "ชม",
    "counts_as_province": True,
    "first_fiscal_year": None,
    "last_fiscal_year": None,
    "valid_from": None,
    "valid_to": None,
    "source": "thailand-geography-json",
    "note": None,
}
_UPPER_NORTH_1: Json = {
    "code": "C52-15",
    "name_th": "กลุ่มจังหวัดภาคเหนือตอนบน 1",
    "name_en": "Upper Northern 1",
    "first_fiscal_year": 2552,
    "last_fiscal_year": 2561,
    "valid_from": "2009-02-18",
    "valid_to": "2017-11-16",
}
AGRICULTURE: Json = {
    "code": "07",
    "kind": "ministry",
    "parent_code": None,
    "name_th": "กระทรวงเกษตรและสหกรณ์",
    "name_en": "Ministry of Agriculture and Cooperatives",
    "abbr_th": "กษ",
    "abbr_en": "MOAC",
    "valid_from": None,
    "valid_to": None,
    "source": "general knowledge",
    "note": None,
}


def _example(example: Json) -> ConfigDict:
    return ConfigDict(json_schema_extra={"examples": [example]})


class AreaSort(StrEnum):
    """How a list of areas or functions may be sorted; a minus reverses."""

    CODE = "code"
    CODE_REVERSED = "-code"
    NAME = "name_th"
    NAME_REVERSED = "-name_th"


class AreaFilter(Filters):
    """Which areas are wanted; filters narrow together."""

    kind: AreaKind | SkipJsonSchema[None] = Field(default=None, description="what the area is")
    region: AreaCode | SkipJsonSchema[None] = Field(
        default=None, description="clusters of this region and their provinces"
    )
    fiscal_year: FiscalYear | SkipJsonSchema[None] = Field(
        default=None, description="areas and structure as the plans and money of this year count them (Buddhist Era)"
    )
    member_of: AreaCode | SkipJsonSchema[None] = Field(
        default=None, description="direct members of this cluster, region or nation"
    )
    q: Search | SkipJsonSchema[None] = Field(
        default=None, description="part of a name or a code; tone marks and the script of digits do not matter"
    )


class FunctionFilter(Filters):
    """Which functions are wanted; filters narrow together."""

    kind: FunctionKind | SkipJsonSchema[None] = Field(default=None, description="ministry or department")
    parent_code: FunctionCode | SkipJsonSchema[None] = Field(default=None, description="departments of this ministry")
    q: Search | SkipJsonSchema[None] = Field(
        default=None, description="part of a name or a code; tone marks and the script of digits do not matter"
    )


class Validity(Out):
    """When something counts: in fiscal years for plans, KPIs, money and scores, in days for the law; ends included."""

    first_fiscal_year: FiscalYear | None = Field(description="null: since before the records")
    last_fiscal_year: FiscalYear | None = Field(description="null: still")
    valid_from: dt.date | None = Field(description="null: since before the records")
    valid_to: dt.date | None = Field(description="null: still")


class Area(Validity):
    """The nation, a region, a cluster, a province, or Bangkok; former ones too."""

    model_config = _example(CHIANG_MAI)

    code: str = Field(description="two digits for a province, C52-15 for a cluster", examples=["50"])
    kind: AreaKind
    name_th: str
    name_en: str
    iso_3166_2: str | None = Field(description="null for what is not a province")
    abbr_th: str | None = Field(description="null where none is in use")
    counts_as_province: bool = Field(description="false for Bangkok, which is in no roll-up of provinces")
    source: str = Field(description="where the row comes from")
    note: str | None


class AreaLink(Validity):
    """Another area to which this one stands in a relation, and when it does."""

    model_config = _example(_UPPER_NORTH_1)

    code: str = Field(description="code of the other area")
    name_th: str
    name_en: str


class AreaDetail(Area):
    """An area with its relations, the newest first; past ones too."""

    model_config = _example(
        {
            **CHIANG_MAI,
            "member_of": [_UPPER_NORTH_1],
            "centre_of": [_UPPER_NORTH_1],
            "members": [],
            "centres": [],
            "predecessors": [],
            "successors": [],
            "covers": [],
        }
    )

    member_of: list[AreaLink] = Field(description="clusters of a province, the region or nation of a cluster")
    centre_of: list[AreaLink] = Field(description="clusters whose centre this province is")
    members: list[AreaLink] = Field(description="provinces of a cluster, clusters of a region")
    centres: list[AreaLink] = Field(description="the province that is the centre of this cluster")
    predecessors: list[AreaLink] = Field(description="the province this one was split from")
    successors: list[AreaLink] = Field(description="provinces that were split from this one")
    covers: list[AreaLink] = Field(description="areas on whose ground a value measured here stands as well")


class AreaPage(Out):
    """One page of areas."""

    model_config = _example({"items": [CHIANG_MAI], "next_cursor": None})

    items: list[Area]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")


class Function(Out):
    """A ministry or a department; former ones too."""

    model_config = _example(AGRICULTURE)

    code: str = Field(description="two digits for a ministry, letters for a department", examples=["07"])
    kind: FunctionKind
    parent_code: str | None = Field(description="ministry of a department; null for a ministry")
    name_th: str
    name_en: str
    abbr_th: str | None = Field(description="null where none is sure")
    abbr_en: str | None = Field(description="null where none is in use")
    valid_from: dt.date | None = Field(description="null: since before the records")
    valid_to: dt.date | None = Field(description="null: still")
    source: str = Field(description="where the row comes from")
    note: str | None


class FunctionDetail(Function):
    """A ministry with its departments, or a department."""

    model_config = _example({**AGRICULTURE, "departments": []})

    departments: list[Function] = Field(description="as far as the data lists them, by code; empty for a department")


class FunctionPage(Out):
    """One page of functions."""

    model_config = _example({"items": [AGRICULTURE], "next_cursor": None})

    items: list[Function]
    next_cursor: str | None = Field(description="send it as `cursor` for the next page; null on the last")
