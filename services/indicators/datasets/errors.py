"""The named refusals of the registry of datasets."""

from services.shared.errors import Invalid, Refusal, Text


class DatasetExists(Refusal):
    """The owner has a dataset of that name that is not retired."""

    status = 409
    code = "dataset_exists"
    title = Text("หน่วยงานนี้มีชุดข้อมูลชื่อนี้แล้ว", "This unit has a dataset of that name already")
    detail = Text(
        "ชื่อชุดข้อมูลใช้ได้ครั้งเดียวต่อหนึ่งเจ้าของ โปรดใช้ชุดเดิม (ค้นด้วย q ใน /v1/datasets) หรือตั้งชื่อที่แยกกันได้",
        "A name is used once by one owner. Use the dataset that is there (q at /v1/datasets), or give it another name.",
    )


class DatasetIncomplete(Invalid):
    """A dataset is to be seen by others before it says what they must know to rely on it."""

    code = "dataset_incomplete"
    title = Text("รายการชุดข้อมูลยังไม่ครบถ้วน", "The entry is not complete yet")
    detail = Text(
        "โปรดเติมรายการใน errors ด้วย PATCH แล้วทำใหม่",
        "Fill in what errors lists with PATCH, then try again.",
    )


class DatasetUpdateExists(Refusal):
    """Data as of that day were recorded, and this does not say that it corrects them."""

    status = 409
    code = "dataset_update_exists"
    title = Text("บันทึกข้อมูล ณ วันนี้ไว้แล้ว", "Data as of that day were recorded already")
    detail = Text(
        "มีข้อมูล ณ วันที่ {as_of} แล้ว (ฉบับที่ {revision}) ถ้าเป็นการแก้ไขให้ถูกต้อง โปรดระบุ correction_reason_th "
        "ถ้าเป็นข้อมูลงวดใหม่ โปรดแก้ as_of",
        "Data as of {as_of} stand (revision {revision}). If these correct them, say why in correction_reason_th; "
        "if they are newer, correct as_of.",
    )


class DatasetAnalysisExists(Refusal):
    """The unit has its analysis of these data."""

    status = 409
    code = "dataset_analysis_exists"
    title = Text("หน่วยงานนี้มีบทวิเคราะห์ของข้อมูลฉบับนี้แล้ว", "This unit has its analysis of these data already")
    detail = Text(
        "หนึ่งหน่วยงานมีบทวิเคราะห์เดียวต่อข้อมูลหนึ่งฉบับ โปรดปรับปรุงบทวิเคราะห์เดิมด้วย PATCH ฉบับก่อนจะยังอ่านได้",
        "A unit has one analysis of the same data. Revise it with PATCH; the version before stays readable.",
    )


class DigitisationRecorded(Refusal):
    """That the dataset reached this step on this day was recorded."""

    status = 409
    code = "digitisation_recorded"
    title = Text("บันทึกขั้นตอนนี้ในวันนี้ไว้แล้ว", "This step was recorded for that day already")
    detail = Text(
        "ชุดข้อมูลหนึ่งถึงขั้นตอนหนึ่งในวันหนึ่งได้ครั้งเดียว ดูรายการที่ …/digitisation",
        "A dataset reaches a step on a day once; …/digitisation lists what was recorded.",
    )
