"""Where the embedded server's files stand: its data folder, and beside it what must outlive or precede that folder."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Layout:
    """The paths around one data folder; all beside it, so that the whole parent folder can be moved or copied."""

    data: Path

    @classmethod
    def of(cls, data_dir: Path) -> "Layout":
        return cls(data_dir.resolve())

    @property
    def parent(self) -> Path:
        return self.data.parent

    @property
    def lock(self) -> Path:
        return self.beside(".lock")

    @property
    def log(self) -> Path:
        return self.beside(".log")

    @property
    def settings(self) -> Path:
        return self.beside(".conf")

    @property
    def password(self) -> Path:
        return self.beside("-password")

    @property
    def sockets(self) -> Path:
        return self.beside("-sockets")

    @property
    def binaries(self) -> Path:
        return self.beside("-binaries")

    @property
    def unfinished_prefix(self) -> str:
        """How the folders begin in which a data folder is being created."""
        return f"{self.data.name}-unfinished-"

    @property
    def postmaster_file(self) -> Path:
        return self.data / "postmaster.pid"

    def beside(self, ending: str) -> Path:
        return self.data.with_name(self.data.name + ending)
