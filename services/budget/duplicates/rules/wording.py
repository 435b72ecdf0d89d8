"""One form of a title, whatever hand wrote it: its marks, its digits, its signs."""

import re

from services.shared.text import clean

_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")
# Tone marks, mai taikhu and thanthakhat, which hands slip on; mai yamok and paiyannoi, which shorten.
_MARKS = dict.fromkeys(map(ord, "็่้๊๋์ๆฯ"))
_SIGNS = re.compile(r"[^0-9a-zก-ฮะ-ฺเ-ํ]+")


def upright(text: str) -> str:
    """Return text in its one spelling, letters small and digits 0 to 9; marks stay."""
    return clean(text).lower().translate(_DIGITS)


def bare(text: str) -> str:
    """Return text upright and without the marks that hands slip on; signs and spaces stay."""
    return upright(text).translate(_MARKS)


def words_of(text: str) -> str:
    """Return bare text with every run of signs one space."""
    return _SIGNS.sub(" ", text).strip(" ")


def run_of(text: str) -> str:
    """Return bare text without signs and spaces, which Thai writers set as they like."""
    return _SIGNS.sub("", text)


def written(piece: str, text: str) -> str:
    """Return a bare piece as it is written in an upright text, with its marks and spaces; itself when it is not."""
    found = re.search(r"[็่้๊๋์ๆฯ\s]*".join(map(re.escape, piece)) + "[็่้๊๋์]*", text)
    return found.group().strip() if found else piece
