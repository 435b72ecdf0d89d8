"""Whether the ports a house needs are free."""

import socket
from collections.abc import Iterable


class PortTaken(Exception):
    """Something else listens where a process should; the sentence says what to do."""


def refuse_taken(ports: Iterable[int]) -> None:
    """Raise PortTaken when one of `ports` on 127.0.0.1 is in use."""
    for port in ports:
        if is_taken(port):
            raise PortTaken(
                f"port {port} is in use: stop what listens there (make stop), or choose another: make run PORT=8100"
            )


def is_taken(port: int) -> bool:
    """Return whether a server could not listen on `port` now."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return True
    return False
