"""The one error of the embedded server."""


class PostgresError(Exception):
    """The embedded server cannot do what was asked; the text is one sentence that says what to do."""


def first_complaint(output: str) -> str:
    """What a PostgreSQL tool complains of first, without its prefix; else its last line of any kind.

    The first is the cause: what follows is said while cleaning up.
    """
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for line in lines:
        for mark in ("PANIC:", "FATAL:", "error:"):
            if mark in line:
                return line.partition(mark)[2].strip().rstrip(".")
    return lines[-1].rstrip(".") if lines else "it gave no reason"
