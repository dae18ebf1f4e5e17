"""The folder in which documents lie: each under a name of chance, whole or not there at all."""

import os
import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

KEY = re.compile(r"[0-9a-f]{32}")
"""What the name of a file in the folder is made of; a person's words never are a part of it."""

BESIDE = ".part"


@dataclass(frozen=True, slots=True)
class Vault:
    """A folder outside of all that the web serves."""

    folder: Path

    def keep(self, content: bytes) -> str:
        """Write a file, durably, and return its name.

        It is there before any record of it is: whoever dies in between leaves a file that nobody knows,
        which is swept, and never a record without its file.
        """
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        key = secrets.token_hex(16)
        beside = self.folder / f"{key}{BESIDE}"
        with beside.open("xb") as file:
            beside.chmod(0o600)
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(self.path(key))
        self.settle()
        return key

    def settle(self) -> None:
        """Make the names in the folder durable."""
        handle = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)

    def path(self, key: str) -> Path:
        """Return where a file lies."""
        if not KEY.fullmatch(key):
            raise ValueError("no name of a document")
        return self.folder / key

    def older(self, before: datetime) -> list[str]:
        """Return the names of the files that were written before a moment, half written ones too, sorted."""
        if not self.folder.is_dir():
            return []
        found = [one for one in self.folder.iterdir() if KEY.fullmatch(one.name.removesuffix(BESIDE))]
        return sorted(one.name for one in found if datetime.fromtimestamp(one.stat().st_mtime, UTC) < before)

    def remove(self, names: Iterable[str]) -> None:
        """Remove files for good."""
        for name in names:
            (self.folder / name).unlink(missing_ok=True)
