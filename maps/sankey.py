"""A Sankey diagram in three columns: which material went through which process to which use, by tonnes."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter

from maps.pictures import INK, QUIET, WIDTH_PX, Spot, Telling, box, framed, px, shortened, text
from maps.style import LOOKS, look_of
from maps.words import plain_tonnes

BODY_PX = 340.0
"""Height of all tonnes together."""

NODE_PX, SLOT_PX, GAP_PX, HEAD_PX = 14.0, 38.0, 8.0, 34.0
LETTER_PX, LEAST_PX, BESIDE_PX = 8.8, 90.0, 6.0
"""Room for a letter of the words beside the outer columns, their least room, and their distance."""

LINE_PX = 17.0

MOST_NODES = 8
"""Nodes of a column; what is smaller goes together as the rest."""

MOST_LETTERS = (26, 26, 34)
"""Letters of a name in each column."""


@dataclass(frozen=True, slots=True)
class Ribbon:
    """Tonnes of a material group that go through a process to a use; all three in words."""

    material: str
    process: str
    use: str
    tonnes: float
    group: str = ""  # the code of the material group, for its colour


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a diagram: what its columns are called, what the rest is called, tonnes as text."""

    heads: tuple[str, str, str]
    rest: str
    tonnes: Callable[[float], str] = plain_tonnes


@dataclass(slots=True)
class Node:
    """A box of a column: upper edge and height in pixels, and how far its bands are laid on either side."""

    label: str
    tonnes: float
    top: float
    height: float
    entered: float = 0.0
    left: float = 0.0


Column = dict[str, Node]

FIELDS = ("material", "process", "use")


def sankey(ribbons: Iterable[Ribbon], telling: Telling, words: Words) -> str:
    """Return the diagram of ribbons, the widest on top; empty where nothing moved."""
    told = gathered(ribbons, words.rest)
    whole = sum(ribbon.tonnes for ribbon in told)
    if whole <= 0:
        return ""
    columns = [column_of(told, field, BODY_PX / whole, words.rest) for field in FIELDS]
    xs = column_edges(columns, words)
    bands = [
        band
        for place in (0, 1)
        for band in drawn_bands(told, (columns[place], columns[place + 1]), place, xs[place : place + 2])
    ]
    boxes = [
        box(Spot(x, node.top), NODE_PX, node.height, INK)
        for x, column in zip(xs, columns, strict=True)
        for node in column.values()
    ]
    labels = [label for place in range(3) for label in labels_of(columns[place], place, xs[place], words)]
    bottom = max(node.top + max(node.height, SLOT_PX) for column in columns for node in column.values())
    return framed(telling, bottom + GAP_PX, (*bands, *boxes, *heads(words, xs), *labels))


def gathered(ribbons: Iterable[Ribbon], rest: str) -> list[Ribbon]:
    """Return ribbons of which each column has at most MOST_NODES names, small ones gone together."""
    told = list(ribbons)
    for field in FIELDS:
        kept = set(largest(told, field)[:MOST_NODES])
        told = [ribbon if getattr(ribbon, field) in kept else renamed(ribbon, field, rest) for ribbon in told]
    together: dict[tuple[str, str, str, str], float] = defaultdict(float)
    for one in told:
        together[one.material, one.process, one.use, one.group] += one.tonnes
    return [
        Ribbon(m, p, u, tonnes, group) for (m, p, u, group), tonnes in sorted(together.items()) if tonnes > 0
    ]


def renamed(ribbon: Ribbon, field: str, rest: str) -> Ribbon:
    """Return a ribbon whose name in one column is the rest."""
    names = {one: rest if one == field else getattr(ribbon, one) for one in FIELDS}
    return Ribbon(**names, tonnes=ribbon.tonnes, group="" if field == "material" else ribbon.group)


def largest(ribbons: Sequence[Ribbon], field: str) -> list[str]:
    """Return the names of a column, the most tonnes first, equal ones by name."""
    found: dict[str, float] = defaultdict(float)
    for ribbon in ribbons:
        found[getattr(ribbon, field)] += ribbon.tonnes
    return sorted(found, key=lambda name: (-found[name], name))


def column_of(ribbons: Sequence[Ribbon], field: str, px_a_tonne: float, rest: str) -> Column:
    """Return the nodes of a column from top to bottom, the rest last."""
    names = sorted(largest(ribbons, field), key=lambda name: name == rest)
    column: Column = {}
    top = HEAD_PX
    for name in names:
        tonnes = sum(ribbon.tonnes for ribbon in ribbons if getattr(ribbon, field) == name)
        height = max(2.0, tonnes * px_a_tonne)
        column[name] = Node(name, tonnes, top, height)
        top += max(height, SLOT_PX) + GAP_PX
    return column


def drawn_bands(
    ribbons: Sequence[Ribbon], ends: tuple[Column, Column], place: int, xs: Sequence[float]
) -> list[str]:
    """Return the bands between two columns, laid from top to bottom on both sides."""
    first, second = FIELDS[place], FIELDS[place + 1]
    whole = sum(ribbon.tonnes for ribbon in ribbons)
    ordered = sorted(
        ribbons,
        key=lambda one: (ends[0][getattr(one, first)].top, ends[1][getattr(one, second)].top, one.group),
    )
    drawn = []
    for ribbon in ordered:
        source, target = ends[0][getattr(ribbon, first)], ends[1][getattr(ribbon, second)]
        height = ribbon.tonnes * BODY_PX / whole
        start, end = Spot(xs[0] + NODE_PX, source.top + source.left), Spot(xs[1], target.top + target.entered)
        source.left += height
        target.entered += height
        drawn.append(
            band(start, end, height, look_of(ribbon.group).colour if ribbon.group else LOOKS[-1].colour)
        )
    return drawn


def band(start: Spot, end: Spot, height: float, colour: str) -> str:
    """Return a band of one height that bends from one place to another."""
    middle = px((start.x + end.x) / 2)
    low, high = start.y + height, end.y + height
    path = (
        f"M{px(start.x)} {px(start.y)}C{middle} {px(start.y)} {middle} {px(end.y)} {px(end.x)} {px(end.y)}"
        f"V{px(high)}C{middle} {px(high)} {middle} {px(low)} {px(start.x)} {px(low)}Z"
    )
    return f'<path d="{path}" fill="{colour}" fill-opacity="0.45" stroke="{colour}" stroke-width="0.5"/>'


def labels_of(column: Column, place: int, x: float, words: Words) -> list[str]:
    """Return the names of a column's nodes with their tonnes below, the outer columns' outside the bands."""
    at, anchor = (x - BESIDE_PX, "end") if place == 0 else (x + NODE_PX + BESIDE_PX, "start")
    return [
        line
        for node in sorted(column.values(), key=attrgetter("top"))
        for line in (
            text(shortened(node.label, MOST_LETTERS[place]), Spot(at, middle_of(node) - LINE_PX / 2), anchor),
            text(words.tonnes(node.tonnes), Spot(at, middle_of(node) + LINE_PX / 2), anchor, QUIET),
        )
    ]


def middle_of(node: Node) -> float:
    """Return the height at which a node is named: its middle, that of its slot where it is smaller."""
    return node.top + max(node.height, SLOT_PX - GAP_PX / 2) / 2


def column_edges(columns: Sequence[Column], words: Words) -> tuple[float, float, float]:
    """Return the left edge of each column: the outer ones leave as much room as their words need."""
    first, last = room(columns[0], 0, words), WIDTH_PX - room(columns[2], 2, words) - NODE_PX
    return first, (first + last) / 2, last


def room(column: Column, place: int, words: Words) -> float:
    """Return how wide the words of a column are at most, in pixels."""
    told = [line for node in column.values() for line in (node.label, words.tonnes(node.tonnes))]
    letters = max(len(shortened(line, MOST_LETTERS[place])) for line in (*told, words.heads[place]))
    return max(LEAST_PX, letters * LETTER_PX + BESIDE_PX)


def heads(words: Words, xs: Sequence[float]) -> list[str]:
    """Return what the three columns are called."""
    anchors = ("end", "middle", "start")
    at = (xs[0] + NODE_PX, xs[1] + NODE_PX / 2, xs[2])
    return [
        text(words.heads[place], Spot(at[place], 12), anchors[place], QUIET) for place in range(len(FIELDS))
    ]
