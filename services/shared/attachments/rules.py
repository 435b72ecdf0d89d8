"""What a file is, by its content; what it may be called; and how its name is written in a header."""

import hashlib
import re
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple
from urllib.parse import quote

from services.shared import text
from services.shared.attachments.archives import BrokenArchive, Entry, entries_of, stored_bytes
from services.shared.attachments.errors import (
    FileDamaged,
    FileEmpty,
    FileHasMacros,
    FileLocked,
    FileTypeDisagrees,
    FileTypeNotTaken,
    TextInOtherEncoding,
)
from services.shared.errors import FieldError, Invalid, Text

LONGEST_NAME = 200
MOST_ATTACHMENTS = 100


class FileType(NamedTuple):
    """A type of file: its media type, and the ends that a name of it may have, the usual one first."""

    media: str
    suffixes: tuple[str, ...]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
PDF = FileType("application/pdf", (".pdf",))
PNG = FileType("image/png", (".png",))
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"))
WEBP = FileType("image/webp", (".webp",))
XLSX = FileType(f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",))
DOCX = FileType(f"{_OFFICE}.wordprocessingml.document", (".docx",))
PPTX = FileType(f"{_OFFICE}.presentationml.presentation", (".pptx",))
ODS = FileType(f"{_OPEN_DOCUMENT}.spreadsheet", (".ods",))
ODT = FileType(f"{_OPEN_DOCUMENT}.text", (".odt",))
CSV = FileType("text/csv", (".csv",))
TXT = FileType("text/plain", (".txt",))
ATTACHABLE = (PDF, PNG, JPEG, WEBP, XLSX, DOCX, PPTX, ODS, ODT, CSV, TXT)

_ZIP = FileType("application/zip", (".zip",))
_UNKNOWN = FileType("application/octet-stream", ())

_SIGNATURES = (
    (re.compile(rb"%PDF-"), PDF),
    (re.compile(rb"\x89PNG\r\n\x1a\n"), PNG),
    (re.compile(rb"\xff\xd8\xff"), JPEG),
    (re.compile(rb"RIFF.{4}WEBP", re.DOTALL), WEBP),
)
_COMPOUND_FILE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .doc and .xls, and the wrapping of a password-protected .xlsx
_ARCHIVE = b"PK\x03\x04"
_MAIN_PARTS = (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX), ("ppt/presentation.xml", PPTX))
_CONTENT_TYPES = "[Content_Types].xml"
_OTHER_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16"),
    (b"\xfe\xff", "UTF-16"),
)
# Control characters that no text file has; tab, line ends and form feed are left out.
_CONTROLS = bytes(code for code in range(0x20) if code not in b"\t\n\r\f") + b"\x7f"
_THAI = re.compile("[ก-๛]")

# Control characters, lone surrogates, and the marks that make a name read other than it is written.
_DECEIVING = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_NOT_IN_FALLBACK = re.compile(r"[^A-Za-z0-9._ -]+")
_NAME_BLANK = Text(
    "ระบุชื่อไฟล์ เช่น name=รายงาน.pdf โดยไม่ใส่ชื่อโฟลเดอร์", "Give a file name, name=report.pdf for example, without a folder."
)


class Examined(NamedTuple):
    """What was found out about a file: its type, its media type with the charset of text, its SHA-256."""

    type: FileType
    media_type: str
    sha256: str


def examine(content: bytes, declared: str, taken: Sequence[FileType]) -> Examined:
    """Return what a file is. `declared` is the Content-Type it came with, which must agree with the content.

    Raises FileEmpty, FileTypeNotTaken, FileTypeDisagrees, FileLocked, FileHasMacros, FileDamaged or
    TextInOtherEncoding.
    """
    if not content:
        raise FileEmpty()
    found, charset = type_of(content)
    # Comma-separated values and plain text cannot be told apart by their content; what is declared decides.
    possible = (CSV, TXT) if found is TXT else (found,)
    media = declared.split(";")[0].strip().lower()
    chosen = next((each for each in possible if each.media == media), None)
    if not set(possible) & set(taken) or (chosen is not None and chosen not in taken):
        raise FileTypeNotTaken(found=found.media, taken=", ".join(each.media for each in taken))
    if chosen is None:
        fitting = next(each for each in possible if each in taken)
        raise FileTypeDisagrees(declared=media or "-", found=fitting.media)
    media_type = f"{chosen.media}; charset={charset}" if charset else chosen.media
    return Examined(chosen, media_type, hashlib.sha256(content).hexdigest())


def type_of(content: bytes) -> tuple[FileType, str | None]:
    """Return the type of a file by its content alone, and the charset (utf-8, tis-620) when it is text."""
    for signature, known in _SIGNATURES:
        if signature.match(content):
            return known, None
    if content.startswith(_COMPOUND_FILE):
        raise FileLocked()
    if content.startswith(_ARCHIVE):
        return _type_of_archive(content), None
    charset = charset_of(content)
    return (TXT, charset) if charset else (_UNKNOWN, None)


def _type_of_archive(content: bytes) -> FileType:
    try:
        entries = entries_of(content)
        declared = stored_bytes(content, entries[0]) if entries and entries[0].name == "mimetype" else b""
    except BrokenArchive as problem:
        raise FileDamaged() from problem
    if any(entry.is_encrypted for entry in entries):
        raise FileLocked()
    return _office_type(entries) or next((each for each in (ODS, ODT) if each.media.encode() == declared), _ZIP)


def _office_type(entries: Sequence[Entry]) -> FileType | None:
    names = {entry.name for entry in entries}
    found = next((known for part, known in _MAIN_PARTS if {part, _CONTENT_TYPES} <= names), None)
    if found and any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileHasMacros()
    return found


def charset_of(content: bytes) -> str | None:
    """Return utf-8 or tis-620 for text, None for what is not text; raises TextInOtherEncoding for UTF-16 and UTF-32.

    Text without a byte above 127 is utf-8. Bytes are tis-620 when Windows-874 knows all of them and most of those
    above 127 are Thai.
    """
    for mark, name in _OTHER_ENCODINGS:
        if content.startswith(mark):
            raise TextInOtherEncoding(found=name)
    if len(content.translate(None, _CONTROLS)) != len(content):
        return None
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return "tis-620" if _is_thai(content) else None
    return "utf-8"


def _is_thai(content: bytes) -> bool:
    high = content.translate(None, bytes(range(0x80)))
    try:
        decoded = high.decode("cp874")
    except UnicodeDecodeError:
        return False
    return len(_THAI.findall(decoded[:100_000])) * 2 > len(decoded[:100_000])


def decode_text(content: bytes, media_type: str) -> str:
    """Return text whose media type `examine` found, without the byte order mark that Excel writes."""
    return content.decode("cp874" if media_type.endswith("charset=tis-620") else "utf-8-sig")


def clean_name(name: str, kind: FileType) -> str:
    """Return the name under which a file is kept and given out again; raises Invalid when nothing is left of it.

    Folders, control characters and reversing marks go; it ends as names of its type do; at most 200 characters.
    """
    last = re.split(r"[/\\]", name)[-1]
    kept = text.clean(_DECEIVING.sub("", last)).strip(". ")
    if not kept:
        raise Invalid(FieldError("?name", "blank", _NAME_BLANK))
    suffix = PurePosixPath(kept).suffix.lower()
    if suffix not in kind.suffixes:
        suffix, stem = kind.suffixes[0], kept
    else:
        stem = kept[: -len(suffix)]
    return f"{stem[: LONGEST_NAME - len(suffix)].rstrip()}{suffix}"


def content_disposition(name: str) -> str:
    """Return the header for a download (RFC 6266): the name in UTF-8, and an ASCII one for who cannot read that."""
    fallback = _NOT_IN_FALLBACK.sub("_", name)
    return f"attachment; filename=\"{fallback}\"; filename*=UTF-8''{quote(name, safe='')}"
