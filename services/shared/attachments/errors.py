"""The named refusals of files."""

from services.shared.errors import AlreadyExists, Invalid, MediaTypeUnsupported, Refusal, Text


class FileEmpty(Invalid):
    """A file without a byte in it."""

    code = "file_empty"
    title = Text("ไฟล์ว่างเปล่า", "The file is empty")
    detail = Text(
        "ไฟล์ที่ส่งมาไม่มีข้อมูล โปรดเปิดไฟล์ตรวจสอบแล้วส่งใหม่เป็นเนื้อหาของคำขอ",
        "There is nothing in the file. Open it to check, and send its bytes as the body.",
    )


class FileTypeNotTaken(MediaTypeUnsupported):
    """The content is of a type that is not taken here, whatever its name says."""

    code = "file_type_not_taken"
    title = Text("ไม่รับไฟล์ชนิดนี้", "This type of file is not taken")
    detail = Text(
        "ตรวจจากเนื้อหาแล้วไฟล์นี้เป็น {found} ซึ่งไม่รับ รับเฉพาะ: {taken}",
        "By its content the file is {found}, which is not taken here. Send one of: {taken}.",
    )


class FileTypeDisagrees(MediaTypeUnsupported):
    """The declared type is not what the content is."""

    code = "file_type_disagrees"
    title = Text("ชนิดที่แจ้งไม่ตรงกับเนื้อหาไฟล์", "The declared type is not what the file is")
    detail = Text(
        "แจ้งมาว่าเป็น {declared} แต่เนื้อหาเป็น {found} โปรดส่งใหม่ด้วย Content-Type: {found}",
        "It was declared as {declared} but its content is {found}. Send it with Content-Type: {found}.",
    )


class FileLocked(MediaTypeUnsupported):
    """An Office file of the old formats, or one protected by a password: both look alike from outside."""

    code = "file_locked"
    title = Text("ไฟล์ Office รูปแบบเก่าหรือมีรหัสผ่าน", "An old Office format, or protected by a password")
    detail = Text(
        "เปิดไฟล์แล้วบันทึกใหม่เป็น .docx .xlsx หรือ .pptx โดยไม่ใส่รหัสผ่าน แล้วส่งใหม่",
        "Open it, save it as .docx, .xlsx or .pptx without a password, and send that.",
    )


class FileDamaged(MediaTypeUnsupported):
    """A ZIP file, or one of the Office formats that are ZIP files, that is not whole."""

    code = "file_damaged"
    title = Text("ไฟล์เสียหายหรือส่งมาไม่ครบ", "The file is damaged or incomplete")
    detail = Text(
        "เปิดไฟล์ในโปรแกรมเดิมแล้วบันทึกใหม่ จากนั้นส่งไฟล์ใหม่ทั้งไฟล์",
        "Open it in the program it came from, save it again, and send all of the new file.",
    )


class FileHasMacros(MediaTypeUnsupported):
    """An Office file with a program in it."""

    code = "file_has_macros"
    title = Text("ไฟล์มีแมโคร", "The file holds macros")
    detail = Text(
        "เปิดไฟล์แล้วบันทึกใหม่เป็น .docx .xlsx หรือ .pptx แบบไม่มีแมโคร แล้วส่งใหม่",
        "Open it, save it as .docx, .xlsx or .pptx without macros, and send that.",
    )


class TextInOtherEncoding(MediaTypeUnsupported):
    """Text that is neither UTF-8 nor TIS-620."""

    code = "text_in_other_encoding"
    title = Text("รหัสอักขระของไฟล์ข้อความไม่รองรับ", "This text encoding is not taken")
    detail = Text(
        "ไฟล์เป็นข้อความรหัส {found} โปรดบันทึกใหม่เป็น UTF-8 (ใน Excel เลือก CSV UTF-8) แล้วส่งใหม่",
        "The file is text in {found}. Save it as UTF-8 (in Excel: CSV UTF-8) and send that.",
    )


class AttachmentAlreadyThere(AlreadyExists):
    """The same bytes are on the same object already."""

    title = Text("แนบไฟล์นี้ไว้แล้ว", "This file is attached already")
    detail = Text(
        "ไฟล์เดียวกันนี้แนบไว้แล้วในชื่อ {name} (รหัส {attachment_id}) โปรดใช้ไฟล์นั้น",
        "The very same file is attached already as {name} ({attachment_id}). Use that one.",
    )


class TooManyAttachments(Refusal):
    """An object holds as many files as one may."""

    status = 409
    code = "too_many_attachments"
    title = Text("แนบไฟล์ครบจำนวนแล้ว", "There are as many files as there may be")
    detail = Text(
        "แนบได้ไม่เกิน {limit} ไฟล์ โปรดลบไฟล์ที่ไม่ใช้ หรือรวมเอกสารเป็นไฟล์เดียว",
        "At most {limit} files can be attached. Remove one that is not needed, or join documents into one file.",
    )
