"""What goes out as the explanation of a problem."""

from pydantic import ConfigDict, Field

from services.shared.schemas import Out, Sentence


class ProblemType(Out):
    """What a problem means and what to do; `{words}` in the sentences are filled with the facts of each case."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "version_stale",
                    "status": 412,
                    "title": {"th": "ข้อมูลถูกแก้ไขไปแล้ว", "en": "It has been changed since you read it"},
                    "detail": {
                        "th": "โปรดอ่านข้อมูลล่าสุด ตรวจความแตกต่าง แล้วส่งใหม่ด้วย ETag ใหม่",
                        "en": "Read it again, look at what differs, and send with the new ETag.",
                    },
                }
            ]
        }
    )

    code: str = Field(description="stable name of the problem")
    status: int = Field(description="HTTP status it comes with")
    title: Sentence
    detail: Sentence
