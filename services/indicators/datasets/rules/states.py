"""The states of a dataset, what it needs before others see it, and what may be said of how it is shared."""

from collections.abc import Iterator, Mapping
from typing import Any

from services.shared.errors import FieldError, Text
from services.shared.workflow import Workflow

DRAFT, SHARED, PUBLISHED, RETIRED = "draft", "shared", "published", "retired"

FLOW = Workflow(
    start=DRAFT,
    moves={
        "update": {DRAFT: DRAFT, SHARED: SHARED, PUBLISHED: PUBLISHED},
        "share": {DRAFT: SHARED},
        "publish": {DRAFT: PUBLISHED, SHARED: PUBLISHED},
        "retire": {DRAFT: RETIRED, SHARED: RETIRED, PUBLISHED: RETIRED},
    },
)
# In these states the registry counts a dataset, asks for its updates and takes what is said of it.
IN_USE = (SHARED, PUBLISHED)

# Who sees a dataset that is shared: every unit with a role, or the owner, who must update it and the units it names.
ALL_UNITS, NAMED_UNITS = "all_units", "named_units"
SHARINGS = (ALL_UNITS, NAMED_UNITS)

# What an entry must say before others rely on it: S4 1.7 complains of data that nobody keeps current.
COMPLETE_FIELDS = ("holds_th", "duty_agency_th", "duty_post_th", "kept_in_th", "promise_every")
COMPLETE_LISTS = ("topic_codes", "area_codes")
# The name by which a body knows a column, where it is another one.
_POINTERS = {"promise_every": "promise"}


def gaps_of(dataset: Mapping[str, Any]) -> tuple[FieldError, ...]:
    """Return what a dataset lacks to be shared or published, by the fields of its body."""
    return tuple(_gaps(dataset))


def _gaps(dataset: Mapping[str, Any]) -> Iterator[FieldError]:
    for name in (*COMPLETE_FIELDS, *COMPLETE_LISTS):
        if dataset[name] is None or dataset[name] == []:
            sentence = Text("ต้องระบุก่อนให้ผู้อื่นใช้", "This is required before others use it.")
            yield FieldError(f"/{_POINTERS.get(name, name)}", "missing", sentence)
