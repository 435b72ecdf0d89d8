"""The named refusals of carrying out a resolution."""

from services.shared.errors import Refusal, Text


class ResolutionNotConfirmed(Refusal):
    """A resolution is to be carried out that no second person has confirmed, or that was withdrawn."""

    status = 409
    code = "resolution_not_confirmed"
    title = Text("มตินี้ยังไม่ได้รับการยืนยัน", "This resolution is not confirmed")
    detail = Text(
        "มติ {number} มีสถานะ {state} ต้องให้บุคคลที่สองยืนยันที่ /v1/resolutions/{resolution_id}/confirm ก่อน",
        "Resolution {number} is {state}. First a second person confirms it at /v1/resolutions/{resolution_id}/confirm.",
    )


class CommitteeMayNotDecide(Refusal):
    """The resolution is of a committee that does not decide this of this object."""

    status = 409
    code = "committee_may_not_decide"
    title = Text("คณะกรรมการนี้ไม่มีอำนาจพิจารณาเรื่องนี้", "This committee does not decide this")
    detail = Text(
        "มติ {decision} ของรายการนี้เป็นอำนาจของ {needed} แต่มตินี้เป็นของ {committee} โปรดเสนอคณะกรรมการที่มีอำนาจ",
        "To {decision} this is for {needed}, the resolution is of {committee}. Bring it before the former.",
    )
