"""Taking a commitment on to the next fiscal year, and extending the day until which it may be paid."""

from typing import Annotated

from pydantic import Field

from services.budget.ledger.schemas.fields import example
from services.shared.schemas import Day, In, Json, Line, Prose

EXTENSION_EXAMPLE: Json = {
    "payable_until": "2015-09-30",
    "authority_th": "กระทรวงการคลัง",
    "document_number": "กค 0406.3/ว 112",
}


class Extension(In):
    """A later day than the fund's rule gives, by whose approval and by which document."""

    model_config = example(EXTENSION_EXAMPLE)

    payable_until: Annotated[Day, Field(description="the last day on which it may be paid, in the year it came to")]
    authority_th: Annotated[Line, Field(description="who approved it")]
    document_number: Annotated[Line, Field(description="number of the approval")]


class CarryOver(In):
    """What is open of a commitment goes on to the next year's account of the same owner and fund.

    It may be paid there for the months that the fund's rule gives (`carry_over_months`). An extension is needed where
    the fund has none, and for money that came over once before.
    """

    model_config = example(
        {"document_number": "ชม 0003/4521", "reason": "ผู้รับจ้างส่งมอบงานงวดสุดท้ายเดือนธันวาคม", "extension": None}
    )

    document_number: Line
    reason: Prose
    extension: Extension | None = None


class CarryOverExtension(Extension):
    """A later day for money that was carried over, with the approval and the reason."""

    model_config = example({**EXTENSION_EXAMPLE, "reason": "งานก่อสร้างหยุดเพราะอุทกภัย"})

    reason: Prose
