"""What a framework must be: every kind once, each with an agency that there is or with none."""

from collections import Counter
from collections.abc import Sequence

from services.shared.errors import FieldError, Text

MOST_KINDS = 500


def kind_faults(codes: Sequence[str]) -> tuple[FieldError, ...]:
    """Return what is wrong with the codes of a framework's kinds: each stands once."""
    counts = Counter(codes)
    sentence = Text("รหัสประเภทโครงการซ้ำในกรอบเดียวกัน", "This code of a kind stands twice in the framework.")
    return tuple(
        FieldError(f"/kinds/{place}/code", "kind_twice", sentence)
        for place, code in enumerate(codes)
        if counts[code] > 1
    )
