"""The named refusals of duplicates."""

from services.shared.errors import NotPermitted, Refusal, Text


class VerdictExists(Refusal):
    """The same was judged of the pair already, or somebody else judged it at this moment."""

    status = 409
    code = "duplicate_verdict_exists"
    title = Text("มีความเห็นนี้ต่อคู่นี้แล้ว", "This was judged of the pair already")
    detail = Text(
        "คู่นี้มีความเห็นเดียวกันอยู่แล้วและทั้งสองรายการยังไม่เปลี่ยน ดูได้ที่ /v1/duplicate-verdicts?thing_id=… หากเห็นต่างให้ส่งความเห็นอื่น",
        "The pair was judged so and neither side changed since: /v1/duplicate-verdicts?thing_id=… shows it. "
        "Send another verdict if you think otherwise.",
    )


class ChangedSinceSeen(Refusal):
    """A verdict names another content than a side has now."""

    status = 409
    code = "duplicate_side_changed"
    title = Text("รายการเปลี่ยนไปจากที่ท่านอ่าน", "It is not what you read")
    detail = Text(
        "รายการ {id} เปลี่ยนไปแล้ว ({seen_hash} เป็น {current_hash}) โปรดอ่านรายการที่คล้ายกันใหม่ก่อนให้ความเห็น",
        "{id} has changed ({seen_hash} is {current_hash} now). Read what is similar again before judging.",
    )


class PairNotYours(NotPermitted):
    """Somebody judges a pair of which neither side is theirs to judge."""

    code = "duplicate_pair_not_yours"
    title = Text("ให้ความเห็นต่อคู่นี้ไม่ได้", "You cannot judge this pair")
    detail = Text(
        "ผู้ให้ความเห็นคือเจ้าของหรือคณะกรรมการของรายการใดรายการหนึ่ง หน่วยงานที่ถูกขอ หรือหน่วยงานกลาง ({action})",
        "A pair is judged by the owner or committee of either side, by the agency that is asked, "
        "or by a national reviewer ({action}).",
    )


class AgencyNotYours(NotPermitted):
    """Projects are pushed for an agency that the caller does not act for."""

    code = "agency_projects_not_yours"
    title = Text("ส่งโครงการแทนหน่วยงานอื่นไม่ได้", "You do not act for this agency")
    detail = Text("ท่านส่งโครงการได้เฉพาะของ {units}", "You can push projects of {units} only ({action}).")
