"""Pictures as SVG without script or style sheet: a frame with title and description, and simple parts."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

INK = "#1b1f23"
QUIET = "#5b6570"
LINE = "#c9ced3"
PAPER = "#ffffff"

TEXT_PX = 15
WIDTH_PX = 960.0
"""How wide a picture is unless it needs less; where a page is narrower it scrolls inside itself."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a picture is called and what it shows, in words; ``key`` tells its parts apart on a page."""

    key: str
    title: str
    description: str


@dataclass(frozen=True, slots=True)
class Spot:
    """A point of a picture in pixels, from its upper left corner."""

    x: float
    y: float


def framed(telling: Telling, height: float, parts: Iterable[str], width: float = WIDTH_PX) -> str:
    """Return a picture of this size in pixels that says what it shows."""
    title, description = f"{telling.key}-title", f"{telling.key}-desc"
    head = (
        f'<svg class="picture" width="{px(width)}" height="{px(height)}" role="img" '
        f'viewBox="0 0 {px(width)} {px(height)}" aria-labelledby="{escape(title)} {escape(description)}" '
        'xmlns="http://www.w3.org/2000/svg">'
        f'<title id="{escape(title)}">{escape(telling.title)}</title>'
        f'<desc id="{escape(description)}">{escape(telling.description)}</desc>'
    )
    return "".join((head, *parts, "</svg>"))


def text(words: str, at: Spot, anchor: str = "start", colour: str = INK) -> str:
    """Return words at a place, readable on any ground by a white rim; anchor is start, middle or end."""
    return (
        f'<text x="{px(at.x)}" y="{px(at.y)}" font-size="{TEXT_PX}" fill="{colour}" text-anchor="{anchor}" '
        f'dominant-baseline="middle" stroke="{PAPER}" stroke-width="4" paint-order="stroke" '
        f'stroke-linejoin="round">{escape(words)}</text>'
    )


def box(corner: Spot, width: float, height: float, colour: str) -> str:
    """Return a filled box with a thin dark rim, so that it prints in grey as well."""
    return (
        f'<rect x="{px(corner.x)}" y="{px(corner.y)}" width="{px(width)}" height="{px(height)}" '
        f'fill="{colour}" stroke="{INK}" stroke-width="0.75"/>'
    )


def px(value: float) -> str:
    """Return a length in pixels with one decimal at most, never minus nought."""
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


def shortened(words: str, most: int) -> str:
    """Return words of at most so many letters, the rest as three dots."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"
