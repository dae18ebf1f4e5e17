"""What a sign on the map says when it is opened: plain strings, put on the page by textContent only."""

from collections.abc import Sequence

from maps.geojson import Json
from maps.words import Words

Row = list[str]
"""A label and its value."""


def card(title: str, rows: Sequence[Row]) -> Json:
    """Return one thing's title and rows, without the rows that have no value."""
    return {"title": title, "lines": [row for row in rows if row[1]]}


def short_title(names: Sequence[str]) -> str:
    """Return the first name and how many more there are."""
    return names[0] if len(names) == 1 else f"{names[0]} +{len(names) - 1}"


def flow_card(title: str, material: str, tonnes: str, year: int, words: Words) -> Json:
    """Return what is said of a flow."""
    rows = [
        [words.label("map.material"), words.label(f"material.{material}")],
        [words.label("map.tonnes"), tonnes],
        [words.label("map.year"), str(year)],
    ]
    return card(title, rows)


def end_card(name: str, given: float, received: float, words: Words) -> Json:
    """Return what is said of an organisation that gave and received these tonnes."""
    sums = {"map.gives": given, "map.receives": received}
    return card(name, [[words.label(code), words.tonnes(tonnes)] for code, tonnes in sums.items() if tonnes])


def linked(told: Json, href: str) -> Json:
    """Return a card whose title leads to a page of ours, if there is one."""
    return {**told, "href": href} if href else told


def place_card(name: str, material: str, status: str, detail: str, words: Words) -> Json:
    """Return what is said of an offer, need, process or premises."""
    rows = [
        [words.label("map.material"), words.label(f"material.{material}") if material else ""],
        [words.label("map.status"), words.label(f"status.{status}") if status else ""],
        [words.label("map.about"), detail],
    ]
    return card(name, rows)
