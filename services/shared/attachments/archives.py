"""The table of contents of a ZIP file, read with bounded work before anything is unpacked (APPNOTE 4.3, 4.4)."""

import struct
from typing import NamedTuple

MOST_ENTRIES = 5_000
STORED, DEFLATED = 0, 8

_END = struct.Struct("<4s4H2LH")
_ENTRY = struct.Struct("<4s6H3L5H2L")
_LOCAL = struct.Struct("<4s5H3L2H")
_END_SIGNATURE, _ENTRY_SIGNATURE, _LOCAL_SIGNATURE = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_LONGEST_COMMENT = 0xFFFF
_ENCRYPTED_FLAG, _UTF8_FLAG = 0x1, 0x800


class BrokenArchive(Exception):
    """The bytes are not a ZIP file that can be trusted to be what its table of contents says."""


class Entry(NamedTuple):
    """One file of an archive. Sizes in bytes are what the archive declares; `offset` is where its own header is."""

    name: str
    method: int
    is_encrypted: bool
    packed: int
    unpacked: int
    offset: int


def entries_of(content: bytes) -> tuple[Entry, ...]:
    """Return the table of contents; raises BrokenArchive when it is damaged, too long, ZIP64 or not at the very end."""
    end = content.rfind(_END_SIGNATURE, max(0, len(content) - _END.size - _LONGEST_COMMENT))
    if end < 0 or end + _END.size > len(content):
        raise BrokenArchive()
    _, disk, _, _, count, size, start, comment = _END.unpack_from(content, end)
    # Readers disagree on where a table that is followed or preceded by something else begins; none of it is needed.
    if disk or count > MOST_ENTRIES or start + size != end or end + _END.size + comment != len(content):
        raise BrokenArchive()
    found, position = [], start
    for _ in range(count):
        entry, position = _entry_at(content, position, end)
        found.append(entry)
    if position != end:
        raise BrokenArchive()
    return tuple(found)


def _entry_at(content: bytes, position: int, end: int) -> tuple[Entry, int]:
    if position + _ENTRY.size > end:
        raise BrokenArchive()
    fields = _ENTRY.unpack_from(content, position)
    signature, flags, method, packed, unpacked = fields[0], fields[3], fields[4], fields[8], fields[9]
    name_size, extra_size, comment_size, offset = fields[10], fields[11], fields[12], fields[16]
    name_at = position + _ENTRY.size
    after = name_at + name_size + extra_size + comment_size
    if signature != _ENTRY_SIGNATURE or after > end:
        raise BrokenArchive()
    name = content[name_at : name_at + name_size].decode("utf-8" if flags & _UTF8_FLAG else "cp437", "replace")
    return Entry(name, method, bool(flags & _ENCRYPTED_FLAG), packed, unpacked, offset), after


def stored_bytes(content: bytes, entry: Entry) -> bytes:
    """Return the bytes of an entry that is stored as it is; raises BrokenArchive when it is packed or damaged."""
    if entry.method != STORED or entry.offset + _LOCAL.size > len(content):
        raise BrokenArchive()
    header = _LOCAL.unpack_from(content, entry.offset)
    if header[0] != _LOCAL_SIGNATURE:
        raise BrokenArchive()
    start = entry.offset + _LOCAL.size + header[9] + header[10]
    return content[start : start + entry.unpacked]
