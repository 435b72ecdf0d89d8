"""Thai text: one spelling per word, keys to sort and to search by, and the same keys as SQL expressions."""

import re
import string
import unicodedata

# Every pattern below is read by Python's re and by Postgres alike; the \uXXXX escapes mean the same in both.
# Where NFC does not reach: sara am is written with a tone mark before it, never inside or behind it.
_CONSONANT = r"[\u0e01-\u0e2e]"
_TONE = r"[\u0e48-\u0e4b]"
_TONE_INSIDE_SARA_AM = re.compile(rf"({_CONSONANT})\u0e4d({_TONE})\u0e32")
_TONE_BEHIND_SARA_AM = re.compile(rf"({_CONSONANT})\u0e33({_TONE})(?!{_TONE})")

_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u2060\ufeff"))
_FORBIDDEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_LOWER = str.maketrans(string.ascii_uppercase, string.ascii_lowercase)

_LEADING_VOWEL = rf"([\u0e40-\u0e44])({_CONSONANT})"
_SWAPPED = r"\2\1"
_MARKS = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
_MARKS_GONE = str.maketrans("", "", _MARKS)

_THAI_DIGITS = "๐๑๒๓๔๕๖๗๘๙"
_PLAIN = str.maketrans(_THAI_DIGITS, string.digits, _MARKS)
_PUNCTUATION = (
    r"[\u0020-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e"  # ASCII
    r"\u00ab\u00b7\u00bb\u2010-\u2027\u2030-\u205e"  # typographic quotes, dashes, bullets
    r"\u0e2f\u0e3f\u0e46\u0e4f\u0e5a\u0e5b]+"  # paiyannoi, baht, mai yamok, fongman, angkhankhu, khomut
)


def clean(text: str) -> str:
    """Return one line of text (a name, a title) in its one spelling; cleaning it again changes nothing.

    NFC; ends stripped and every run of white space, line ends included, one space; invisible line-break
    hints removed; two sara e written for sara ae and nikhahit with sara aa written for sara am joined, with
    the tone mark in its place.
    """
    text = " ".join(unicodedata.normalize("NFC", text.translate(_INVISIBLE)).split())
    text = text.replace("\u0e40\u0e40", "\u0e41")
    text = _TONE_INSIDE_SARA_AM.sub("\\1\\2\u0e33", text).replace("\u0e4d\u0e32", "\u0e33")
    return _TONE_BEHIND_SARA_AM.sub("\\1\\2\u0e33", text)


def text_or_none(value: object) -> str | None:
    """Return a value as JSON text, such as an id or a day; None where there is none."""
    return None if value is None else str(value)


def has_forbidden_characters(text: str) -> bool:
    """Say whether text holds what no field may: control characters other than tab and line ends, lone surrogates."""
    return _FORBIDDEN.search(text) is not None


def sort_key(text: str) -> str:
    """Return the key whose code-point order is Thai dictionary order, letters A to Z without case.

    A leading vowel counts after its consonant; tone marks, mai taikhu and thanthakhat only break ties. Latin
    letters come before Thai ones (ICU's Thai order has them after).
    """
    ordered = re.sub(_LEADING_VOWEL, _SWAPPED, text.translate(_LOWER))
    return f"{ordered.translate(_MARKS_GONE)}\x01{ordered}"


def search_key(text: str) -> str:
    """Return what a search compares: clean, A to Z lowered, digits 0 to 9, no tone marks and no punctuation."""
    plain = clean(text).translate(_LOWER).translate(_PLAIN)
    return re.sub(_PUNCTUATION, " ", plain).strip(" ")


def sort_key_sql(column: str) -> str:
    """Return `sort_key` as an immutable SQL expression for a STORED generated column of type text COLLATE "C".

    `column` is a column name of our own, quoted where it needs to be, never text of a user.
    """
    ordered = f"regexp_replace({_lowered_sql(column)}, '{_LEADING_VOWEL}', '{_SWAPPED}', 'g')"
    return f"(translate({ordered}, '{_MARKS}', '') || chr(1) || {ordered})"


def search_key_sql(column: str) -> str:
    """Return `search_key` as an immutable SQL expression, for a column whose text went through `clean`.

    `column` is a column name of our own, quoted where it needs to be, never text of a user.
    """
    plain = f"translate({_lowered_sql(column)}, '{_THAI_DIGITS}{_MARKS}', '{string.digits}')"
    return f"btrim(regexp_replace({plain}, '{_PUNCTUATION}', ' ', 'g'), ' ')"


def _lowered_sql(column: str) -> str:
    # Under "C" lower() touches A to Z only, on every version and locale; full Unicode lowering differs between
    # Postgres providers and Python (final sigma, dotted I, the Unicode version), and Thai has no case.
    return f'lower({column} COLLATE "C")'
