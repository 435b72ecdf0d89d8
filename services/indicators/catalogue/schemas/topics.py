"""What goes out about topics."""

from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.json_schema import SkipJsonSchema

from services.shared.schemas import Filters, Json, Out

Taxonomy = Literal["A", "B"]
Certainty = Literal["clear", "own_guess"]

TopicCode = Annotated[
    str,
    StringConstraints(pattern=r"^[AB][1-9](\.[1-9])?$"),
    Field(
        description="code of a topic: letter of the taxonomy and the document's number; /v1/topics lists them",
        examples=["B1.2"],
    ),
]

_SOURCE = "สำนักงาน ก.พ.ร., เอกสารประชุมหัวหน้าส่วนราชการในภูมิภาค 4 ภาค (4-28 สิงหาคม 2557)"
EXAMPLE: Json = {
    "code": "B1.4",
    "taxonomy": "B",
    "number": "1.4",
    "parent_code": "B1",
    "name_th": "OTOP",
    "name_en": "OTOP",
    "is_open_ended": False,
    "source": _SOURCE,
    "note": None,
    "maps_to": [
        {
            "code": "A1.3",
            "certainty": "own_guess",
            "source": "this project's own reading",
            "note": "no document says so: to be decided by ก.พ.ร.",
        }
    ],
    "mapped_from": [],
}


class TopicMapping(Out):
    """Under which topic of the other taxonomy a topic falls."""

    code: str = Field(description="the topic at the other end", examples=["A1.3"])
    certainty: Certainty = Field(description="clear: the words of both lists agree; own_guess: needs a decision")
    source: str
    note: str | None = Field(description="what is to be decided; null when clear")


class Topic(Out):
    """A topic of one of the two taxonomies that are in force side by side, or a group of topics."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    code: str
    taxonomy: Taxonomy
    number: str = Field(description="the document's own number", examples=["1.4"])
    parent_code: str | None = Field(description="the group it stands in; null for a group")
    name_th: str
    name_en: str = Field(description="our translation; the documents have Thai names only")
    is_open_ended: bool = Field(description="its list ends with ฯลฯ, so an indicator may name the group itself")
    source: str = Field(description="the document it comes from")
    note: str | None = Field(description="what is unsure; null when nothing is")
    maps_to: list[TopicMapping] = Field(description="topics of taxonomy A that this topic of B falls under")
    mapped_from: list[TopicMapping] = Field(description="topics of taxonomy B that fall under this topic of A")


class TopicPage(Out):
    """Every topic, groups before their topics."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"items": [EXAMPLE], "next_cursor": None}]})

    items: list[Topic]
    next_cursor: str | None = Field(description="always null: all topics fit one page; null ends the list")


class TopicFilter(Filters):
    """Which topics are wanted."""

    taxonomy: Taxonomy | SkipJsonSchema[None] = Field(
        default=None, description="A: the cluster's and province's slide; B: the slide of topics that should be KPIs"
    )
