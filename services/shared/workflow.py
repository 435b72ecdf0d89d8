"""Object states and the verbs that move between them, as one table per kind of object."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.shared.errors import StateDoesNotAllow


@dataclass(frozen=True)
class Workflow:
    """`moves[verb][state]` is the state that `verb` leads to; a pair that is not there is refused."""

    start: str
    moves: Mapping[str, Mapping[str, str]]

    @property
    def states(self) -> tuple[str, ...]:
        """Every state, in the order in which the table names them, the start first."""
        named = [state for move in self.moves.values() for pair in move.items() for state in pair]
        return tuple(dict.fromkeys([self.start, *named]))

    def from_states(self, verb: str) -> frozenset[str]:
        """Return the states that `verb` starts from."""
        return frozenset(self.moves[verb])

    def after(self, state: str, verb: str) -> str:
        """Return the state that `verb` leads to from `state`; raises StateDoesNotAllow."""
        move = self.moves[verb]
        if state not in move:
            raise StateDoesNotAllow(action=verb, allowed=", ".join(sorted(move)), state=state)
        return move[state]
