"""The named refusals of imports."""

from services.shared.errors import AlreadyExists, Invalid, Text


class ImportAlreadyThere(AlreadyExists):
    """The same unit has uploaded the very same file before, and did not give it up."""

    title = Text("นำเข้าไฟล์นี้แล้ว", "This file was uploaded already")
    detail = Text(
        "หน่วยงานของท่านส่งไฟล์เดียวกันนี้แล้ว (รหัส {import_id} สถานะ {state}) โปรดใช้รายการนั้น หรือแก้ไขไฟล์ก่อนส่งใหม่",
        "Your unit uploaded the very same file already ({import_id}, {state}). Use that import, or change the file.",
    )


class ImportHasFaults(Invalid):
    """Some rows have faults, and it was not said that the others should be taken without them."""

    code = "import_has_faults"
    title = Text("ยังมีแถวที่ต้องแก้ไข", "Some rows have faults")
    detail = Text(
        "พบข้อผิดพลาด {faults} จุด ใน {faulty} จาก {rows} แถว โปรดแก้ไฟล์แล้วส่งใหม่ หรือส่ง skip_faulty=true เพื่อนำเข้าเฉพาะ "
        "{valid} แถวที่ถูกต้อง",
        "There are {faults} faults in {faulty} of {rows} rows. Correct the file and upload it again, or send "
        "skip_faulty=true to take only the {valid} good rows.",
    )


class ImportTakenWhole(Invalid):
    """Some rows have faults, and the rows of this kind belong together."""

    code = "import_taken_whole"
    title = Text("ยังมีแถวที่ต้องแก้ไข", "Some rows have faults")
    detail = Text(
        "พบข้อผิดพลาด {faults} จุด ใน {faulty} จาก {rows} แถว ไฟล์นี้นำเข้าทั้งไฟล์เท่านั้น โปรดแก้ไฟล์แล้วส่งใหม่",
        "There are {faults} faults in {faulty} of {rows} rows. The rows of this file belong together: "
        "correct it and upload it again.",
    )


class NothingToImport(Invalid):
    """No row is without a fault."""

    code = "nothing_to_import"
    title = Text("ไม่มีแถวที่นำเข้าได้", "There is no row to import")
    detail = Text(
        "ทั้ง {rows} แถวมีข้อผิดพลาด โปรดแก้ไฟล์ตามรายการข้อผิดพลาดแล้วส่งใหม่",
        "All of the {rows} rows have faults. Correct the file as the list of faults says and upload it again.",
    )


class OwnerNotNamed(Invalid):
    """The caller acts for several units, and it was not said which one the import is for."""

    code = "owner_not_named"
    title = Text("ต้องระบุหน่วยงานเจ้าของ", "Say which of your units it is for")
    detail = Text(
        "ท่านปฏิบัติงานแทนหลายหน่วยงาน โปรดระบุ owner เป็นหนึ่งใน: {units}",
        "You act for several units. Send owner as one of: {units}.",
    )
