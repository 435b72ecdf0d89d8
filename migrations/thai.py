"""The Thai keys as the migrations wrote them. Frozen: a new rule is a new function and a new step."""

_MARKS = "\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c"
_DIGITS = "\u0e50\u0e51\u0e52\u0e53\u0e54\u0e55\u0e56\u0e57\u0e58\u0e59"
_PUNCTUATION = (
    r"[\u0020-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u007e\u00ab\u00b7\u00bb\u2010-\u2027\u2030-\u205e"
    r"\u0e2f\u0e3f\u0e46\u0e4f\u0e5a\u0e5b]+"
)


def sort_key(column: str) -> str:
    """Return the stored expression by which Thai sorts in dictionary order, compared in "C"."""
    ordered = rf"""regexp_replace(lower({column} COLLATE "C"), '([\u0e40-\u0e44])([\u0e01-\u0e2e])', '\2\1', 'g')"""
    return f"(translate({ordered}, '{_MARKS}', '') || chr(1) || {ordered})"


def search_key(column: str) -> str:
    """Return the stored expression in which Thai is searched: no tone marks, Arabic digits, no punctuation."""
    plain = f"""translate(lower({column} COLLATE "C"), '{_DIGITS}{_MARKS}', '0123456789')"""
    return f"btrim(regexp_replace({plain}, '{_PUNCTUATION}', ' ', 'g'), ' ')"
