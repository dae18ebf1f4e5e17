"""Containers and packages as people call them, and which of our units each is."""

from decimal import Decimal

BINS = frozenset({"120", "140", "240", "360", "660", "770", "1100"})
"""Litres of wheelie bins."""

SKIPS = frozenset({"3", "6", "10", "15", "20", "30", "40"})
"""Cubic metres of skips."""

USUAL = {"roll": "container_1100", "any": "container_1100", "mini": "container_240", "skip": ""}
"""The unit of a word for a container if no size is said; skips differ too much to assume one."""

PACKED = {"drum": "drum_200", "pallet": "pallet_load", "length": ""}
"""Words whose unit has another name; a length is none of our units."""

PACKAGES = frozenset({"bag", "box", "crate", "bucket", "bigbag", "pallet_load", "ibc", "drum_200"})
"""Units that are things themselves: without any other material in the line, they are what it is about."""

WEIGHED_EACH = frozenset(
    {"piece", "bag", "box", "crate", "bucket", "bigbag", "pallet_load", "load", "drum_200", "ibc"}
)
"""Units of which one may be told to weigh or hold so much."""

MASS_IN_KG = {"kg": Decimal(1), "t": Decimal(1000), "g": Decimal("0.001")}


def unit_of(word: str) -> str:
    """Return our unit for a word's code, empty where a size has to be asked."""
    return USUAL.get(word, PACKED.get(word, word))


def unit_of_size(size: Decimal, measure: str, word: str) -> str:
    """Return our unit of a container of so many L or m3, or ``measure:size`` where we have none."""
    litres = figures(size) if measure == "L" else figures(size * 1000)
    cubic = figures(size) if measure == "m3" else figures(size / 1000)
    if litres in BINS and word != "drum":
        return f"container_{litres}"
    if cubic == "1" and word == "ibc":
        return "ibc"
    if cubic in SKIPS and word in USUAL:
        return f"skip_{cubic}"
    return "drum_200" if litres == "200" and word == "drum" else f"{measure}:{figures(size)}"


def measure_of(size: Decimal, word: str) -> str:
    """Return in what a bare size is said: litres for bins, cubic metres for skips, empty for neither."""
    if figures(size) in BINS:
        return "L"
    return "m3" if figures(size) in SKIPS and word in ("skip", "any") else ""


def figures(number: Decimal) -> str:
    """Return a number in figures without needless noughts."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
