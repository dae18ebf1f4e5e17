"""Templates as they were compiled, kept in the data folder: a process that starts later only reads them."""

import sys
from contextlib import suppress
from importlib.metadata import version
from pathlib import Path

from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket


class Compiled(FileSystemBytecodeCache):
    """Compiled templates in a folder; where that cannot be written, each process compiles its own."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a compiled template, if there is room."""
        with suppress(OSError):
            super().dump_bytecode(bucket)


def compiled_in(folder: Path) -> Compiled | None:
    """Return the compiled templates of a data folder, apart for each Python and each Jinja."""
    own = folder / "templates" / f"{sys.implementation.cache_tag}-{version('jinja2')}"
    try:
        own.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        return None
    return Compiled(str(own))
