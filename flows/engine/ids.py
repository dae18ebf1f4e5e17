"""Ids of many listings as one run of bytes, and their ranks as text sorts them."""

from array import array
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any, overload

import numpy as np
import pyarrow

from flows.engine.columns import Wholes


class Ids(Sequence[str]):
    """Ids one behind the other in UTF-8, and where each of them ends: 8 bytes each beside their letters."""

    def __init__(self) -> None:
        self.letters, self.ends = bytearray(), array("q", [0])

    def __len__(self) -> int:
        return len(self.ends) - 1

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[place] for place in range(*at.indices(len(self)))]
        return self.letters[self.ends[at] : self.ends[at + 1]].decode()

    def __iter__(self) -> Iterator[str]:
        return (self[at] for at in range(len(self)))

    def append(self, name: str) -> None:
        """Put one behind the others."""
        self.letters += name.encode()
        self.ends.append(len(self.letters))

    def strings(self) -> "pyarrow.Array[Any]":
        """Return them as a column, without copying them."""
        buffers = [None, pyarrow.py_buffer(self.ends), pyarrow.py_buffer(self.letters)]
        return pyarrow.Array.from_buffers(pyarrow.large_string(), len(self), buffers)

    def ranks(self) -> Wholes:
        """Return the place of each among all different ids, sorted by their code points."""
        found = np.zeros(len(self), dtype=np.int64)
        if len(self):
            compute = import_module("pyarrow.compute")  # it is large, and only files need it
            names = self.strings()
            order = compute.array_sort_indices(names)
            sequence = names.take(order)
            other = compute.not_equal(sequence[1:], sequence[:-1]).to_numpy(zero_copy_only=False)
            found[order.to_numpy()[1:]] = np.cumsum(other)
        return found
