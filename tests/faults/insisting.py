"""A caller who sends again until told what became of it: with the same key, or, as one should not, with a new one."""

from dataclasses import dataclass, field
from uuid import uuid4

import httpx

from tests.contract.operations import Json

# A service that was away or too slow; beside these, whatever says when to send again.
SEND_AGAIN = (502, 503, 504)
# More answers than that are not lost in a row.
MOST_TIMES = 12


@dataclass
class Told:
    """What a caller was told in the end, and what went before: answers that never came, and "send again"."""

    answer: httpx.Response
    unheard: int
    refused: list[httpx.Response] = field(default_factory=list)

    @property
    def is_replayed(self) -> bool:
        """Whether the answer says that it is the first one, given again."""
        return bool(self.answer.headers.get("Idempotent-Replayed") == "true")

    @property
    def was_repeated(self) -> bool:
        """Whether it was sent more than once."""
        return self.unheard + len(self.refused) > 0


async def insist(
    client: httpx.AsyncClient, path: str, headers: dict[str, str], body: Json | None = None, *, fresh_keys: bool = False
) -> Told:
    """Send until there is an answer that does not ask to send again."""
    key, unheard, refused = str(uuid4()), 0, list[httpx.Response]()
    for _ in range(MOST_TIMES):
        try:
            answer = await client.post(path, json=body, headers={**headers, "Idempotency-Key": key})
        except httpx.TransportError:
            unheard += 1
        else:
            if answer.status_code not in SEND_AGAIN and "retry-after" not in answer.headers:
                return Told(answer, unheard, refused)
            refused.append(answer)
        key = str(uuid4()) if fresh_keys else key
    raise AssertionError(f"{path} was never answered")
