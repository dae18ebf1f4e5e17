"""Flows, places and words for the tests of the map; fixed spots in Geleen, invented names."""

from flows.distance import Position
from maps.layers import FlowLine, PlacePoint
from maps.words import Words

MARKET = Position(5.82917, 50.97417)
STATION = Position(5.82370, 50.97510)
PLANT = Position(5.79600, 50.96900)

HOSTILE = (
    "<img src=x onerror=alert(1)>",
    "${alert(1)}",
    "a ` backtick",
    "</script><script>alert(1)</script>",
    "\"'&<b>bold</b>{{ 7 * 7 }}",
)


def words_in_code(code: str) -> str:
    """Return a label that shows its code."""
    return f"[{code}]"


WORDS = Words(words_in_code)


def a_flow(
    giver: str = "Baker",
    receiver: str = "Grower",
    tonnes: float = 4.0,
    material: str = "coffee-grounds",
    *,
    ends: tuple[Position, Position] = (MARKET, PLANT),
) -> FlowLine:
    groups = {"coffee-grounds": "food-and-organic", "ldpe-film": "plastics"}
    return FlowLine(giver, receiver, material, groups[material], tonnes, 2025, *ends)


def a_place(
    kind: str = "offer", name: str = "Two crates", status: str = "open", position: Position = MARKET
) -> PlacePoint:
    return PlacePoint(kind, name, "weekly", "ldpe-film", status, position)
