"""Ids seen in a long file: eight bytes each, enough to know whether any may stand twice."""

from array import array

import pyarrow
import pyarrow.compute


def fingerprint(name: str) -> int:
    """Return a number that is the same for the same id within a run, and hardly ever that of another."""
    return hash(name)


class Seen:
    """The fingerprints of ids in the order in which they came."""

    def __init__(self) -> None:
        self.prints = array("q")

    def __len__(self) -> int:
        return len(self.prints)

    def add(self, name: str) -> None:
        """Note an id."""
        self.prints.append(fingerprint(name))

    def suspects(self) -> frozenset[int]:
        """Return the fingerprints that came more than once."""
        column = pyarrow.Array.from_buffers(
            pyarrow.int64(), len(self), [None, pyarrow.py_buffer(self.prints)]
        )
        sequence = column.take(pyarrow.compute.array_sort_indices(column))
        twice = pyarrow.compute.equal(sequence[1:], sequence[:-1])
        return frozenset(one for one in sequence[1:].filter(twice).to_pylist() if one is not None)
