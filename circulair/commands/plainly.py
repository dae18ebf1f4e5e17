"""What went wrong in a command, said in plain words on stderr, with exit status 1."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from flows.errors import FlowsError


@contextmanager
def failing_plainly() -> Iterator[None]:
    """Turn a broken law, or a file that cannot be read or written, into a message and exit 1."""
    try:
        yield
    except FlowsError as error:
        raise click.ClickException(str(error)) from error
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        raise click.ClickException(f"{name}{error.strerror or error}") from error
