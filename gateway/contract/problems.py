"""Every refusal there is, by its code: what `type` of a problem leads to."""

from collections.abc import Iterable
from typing import Any

from gateway.contract.errors import ContractClash
from services.shared.errors import Refusal, Text


def explanations(refusals: Iterable[type[Refusal]]) -> dict[str, dict[str, Any]]:
    """Return, by code, what each of `refusals` means; raises ContractClash when two mean different things."""
    found: dict[str, tuple[type[Refusal], dict[str, Any]]] = {}
    for refusal in refusals:
        # One without a code of its own is a family, or says its parent's in another place.
        if "code" not in vars(refusal):
            continue
        shown = _explained(refusal)
        first, known = found.setdefault(refusal.code, (refusal, shown))
        if known != shown:
            raise ContractClash(
                f"code {refusal.code}: {_named(first)} and {_named(refusal)} mean different things by it"
            )
    return {code: found[code][1] for code in sorted(found)}


def _named(refusal: type[Refusal]) -> str:
    return f"{refusal.__module__}.{refusal.__name__}"


def _explained(refusal: type[Refusal]) -> dict[str, Any]:
    return {
        "code": refusal.code,
        "status": refusal.status,
        "title": refusal.title._asdict(),
        "detail": Text(*(_unescaped(sentence) for sentence in refusal.detail))._asdict(),
    }


def _unescaped(template: str) -> str:
    return template.replace("{{", "{").replace("}}", "}")
