"""StatLine's "CSV as the table is laid out": headings in several lines, read as one figure a row.

Above the figures stands a line for each thing that is set out over the columns. Either the topics are among
them, and the line just above the figures names their units; or the topics stand in front of the rows, each
with its unit beside it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flows.wellbeing import plain

Line = tuple[str, ...]

REGION = frozenset({"regios", "regio", "region", "regions"})
PERIOD = frozenset({"perioden", "periode", "jaar", "period", "periods", "year"})
TOPIC = frozenset({"onderwerp", "onderwerpen", "topic", "topics"})
"""How such a file calls its parts, letters and digits only."""

LABELS = REGION | PERIOD | TOPIC

HEADING: Line = ("Onderwerp", "Eenheid", "Regio's", "Perioden", "Waarde")


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of the table under ``HEADING``, and in which row below the headings it stands, from 1."""

    row: int
    cells: Line


@dataclass(frozen=True, slots=True)
class Layout:
    """How a table is laid out: cells in front of its figures, what these are, and what stands above them.

    ``units`` is the line of units, None where a unit stands in the last cell in front of the figures.
    """

    front: int
    beside: tuple[str, ...]
    above: dict[str, Line]
    units: Line | None

    def cells(self, line: Line, at: int) -> Line:
        """Return a figure of a line with all that is told of it."""
        told = dict(zip(self.beside, line, strict=False))
        told |= {label: cell(cells, at) for label, cells in self.above.items()}
        unit = cell(line, self.front - 1) if self.units is None else cell(self.units, at)
        return (named(told, TOPIC), unit, named(told, REGION), named(told, PERIOD), line[at])


def unfolded(lines: Sequence[Line], most: int) -> list[Figure] | None:
    """Return the figures of a table, None where its lines are laid out in another way.

    Among the first ``most`` lines the headings stand. A line that says one thing only, such as the source
    below the figures, comes back as it is.
    """
    block = [at for at, line in enumerate(lines[:most]) if plain(next(filter(None, line), "")) in LABELS]
    known = {plain(text) for at in block for text in lines[at]}
    whole = all(known & kind for kind in (REGION, PERIOD, TOPIC))
    if len(block) < 2 or block != list(range(block[0], block[-1] + 1)) or not whole:
        return None
    layout = layout_of([lines[at] for at in block])
    return list(figures(lines[block[-1] + 1 :], layout))


def layout_of(headings: Sequence[Line]) -> Layout:
    """Return what the lines above the figures say of them."""
    *over, last = headings
    front = max(leading(line) for line in over)
    above = {plain(label_of(line[:front])): line for line in over}
    beside = [plain(text) for text in last[:front]]
    if above.keys() & TOPIC:
        return Layout(front, tuple(beside), above, last)
    return Layout(front, tuple(beside[:-1]), above | {beside[-1]: last}, None)


def leading(line: Line) -> int:
    """Return how many cells of a heading stand in front of the figures: empty ones and labels."""
    return next((at for at, text in enumerate(line) if text and plain(text) not in LABELS), len(line))


def label_of(cells: Sequence[str]) -> str:
    """Return the last cell that says something, nothing where none does."""
    return next((text for text in reversed(cells) if text), "")


def figures(lines: Sequence[Line], layout: Layout) -> Iterator[Figure]:
    """Yield the figures of the lines below the headings."""
    for number, line in enumerate(lines, start=1):
        if sum(map(bool, line)) == 1:
            yield Figure(number, (label_of(line),))
            continue
        for at in range(layout.front, len(line)):
            yield Figure(number, layout.cells(line, at))


def cell(line: Line, at: int) -> str:
    """Return a cell of a line, nothing where it is too short."""
    return line[at] if at < len(line) else ""


def named(told: dict[str, str], names: frozenset[str]) -> str:
    """Return what stands under a label of a kind."""
    return next((text for label, text in told.items() if label in names), "")
