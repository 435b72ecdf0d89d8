"""The types of the fields of datasets."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints

from services.indicators.catalogue.schemas.topics import TopicCode
from services.shared.numbers import NumberIn, NumberOut, decimals_at_most
from services.shared.schemas import AreaCode, FunctionCode, In, Json, Line, Out, Prose, refuse

# Technical bounds on what one body carries.
MOST_TOPICS, MOST_AREAS, MOST_FUNCTIONS, MOST_INDICATORS, MOST_FIELDS, MOST_FIGURES = 20, 100, 100, 100, 200, 100
FIGURE_DECIMALS = 4
LONGEST_NAME = 300  # it stands in an index

DatasetState = Literal["draft", "shared", "published", "retired"]
Sharing = Literal["all_units", "named_units"]
Freshness = Literal["fresh", "due", "overdue", "never_updated"]
PromiseUnit = Literal["month", "quarter", "year"]
Usability = Literal["usable", "not_usable", "not_assessed"]
# What a column is in the vocabulary of SDMX, so that tables of several agencies can be put together.
Concept = Literal["REF_AREA", "TIME_PERIOD", "FREQ", "UNIT_MEASURE", "OBS_VALUE", "OBS_STATUS", "COMMENT"]


def example(document: Json) -> ConfigDict:
    """Return the configuration of a body with its example."""
    return ConfigDict(json_schema_extra={"examples": [document]})


def _each_once(values: list[Any]) -> list[Any]:
    if len(set(values)) != len(values):
        raise refuse("named_twice", "มีรายการซ้ำกัน", "Something stands there twice.")
    return sorted(values)


Name = Annotated[Line, StringConstraints(max_length=LONGEST_NAME)]
Topics = Annotated[
    list[TopicCode],
    Field(
        max_length=MOST_TOPICS, description="strategic sides: topics or whole groups of /v1/topics, of either taxonomy"
    ),
    AfterValidator(_each_once),
]
Areas = Annotated[
    list[AreaCode],
    Field(max_length=MOST_AREAS, description="areas that the data cover; TH for the whole country"),
    AfterValidator(_each_once),
]
SharedAreas = Annotated[
    list[AreaCode],
    Field(max_length=MOST_AREAS, description="areas whose units see it when sharing is named_units"),
    AfterValidator(_each_once),
]
SharedFunctions = Annotated[
    list[FunctionCode],
    Field(max_length=MOST_FUNCTIONS, description="ministries and departments that see it when sharing is named_units"),
    AfterValidator(_each_once),
]
Indicators = Annotated[
    list[UUID],
    Field(max_length=MOST_INDICATORS, description="indicators whose values come from it"),
    AfterValidator(_each_once),
]
StepCode = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z_]{1,39}$"),
    Field(description="code of a step, as /v1/datasets/digitisation gives it", examples=["structured"]),
]


class PromiseIn(In):
    """How often new data are promised, and how soon after the period they are of has ended."""

    model_config = example({"every": 1, "unit": "quarter", "ready_within_days": 30, "basis_th": None})

    every: Annotated[int, Field(ge=1, le=100, description="each `every` months, quarters or years", examples=[1])]
    unit: PromiseUnit
    ready_within_days: Annotated[
        int, Field(ge=0, le=731, description="days after the end of the period, the last until 24:00 in Bangkok")
    ]
    basis_th: Annotated[Line | None, Field(description="the order or agreement that lays this down")] = None


class DatasetPromise(Out):
    """How often new data are promised, and how soon after the period they are of has ended."""

    every: int
    unit: PromiseUnit
    ready_within_days: int = Field(description="days after the end of the period, the last until 24:00 in Bangkok")
    basis_th: str | None = Field(description="the order or agreement that lays this down; null when none is named")


class DatasetFieldIn(In):
    """One column of the data."""

    name: Annotated[Line, Field(description="as it is called in the data", examples=["income"])]
    description_th: Prose
    unit_th: Annotated[Line | None, Field(description="unit of measure, for a number")] = None
    concept: Annotated[Concept | None, Field(description="what it is in SDMX; null for a column of its own")] = None


class DatasetField(Out):
    """One column of the data."""

    name: str
    description_th: str
    unit_th: str | None = Field(description="null for what has none")
    concept: Concept | None = Field(description="what it is in SDMX; null for a column of its own")


def _fields_once(fields: list[DatasetFieldIn]) -> list[DatasetFieldIn]:
    if len({field.name for field in fields}) != len(fields):
        raise refuse("field_twice", "มีชื่อคอลัมน์ซ้ำกัน", "Two columns have the same name.")
    return fields


Fields = Annotated[list[DatasetFieldIn], Field(max_length=MOST_FIELDS), AfterValidator(_fields_once)]


class FigureIn(In):
    """One number of an analysis. Written like another unit's, name and unit alike, it is compared with that."""

    name_th: Line
    unit_th: Line
    value: Annotated[NumberIn, decimals_at_most(FIGURE_DECIMALS)]


class AnalysisFigure(Out):
    """One number of an analysis."""

    name_th: str
    unit_th: str
    value: NumberOut


def _figures_once(figures: list[FigureIn]) -> list[FigureIn]:
    if len({(figure.name_th, figure.unit_th) for figure in figures}) != len(figures):
        raise refuse("figure_twice", "มีตัวเลขชื่อและหน่วยเดียวกันซ้ำ", "Two figures have the same name and unit.")
    return figures


Figures = Annotated[list[FigureIn], Field(max_length=MOST_FIGURES), AfterValidator(_figures_once)]
