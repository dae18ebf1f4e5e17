"""Papers: headings, texts, facts and tables set as a PDF, the same bytes for the same words."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

import typst

FOLDER = Path(__file__).parent / "paper"
TEMPLATE = FOLDER / "paper.typ"
STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1: tagged, titled, in a told language, so that it can be read aloud."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of the second or third level; none is left out on the way down."""

    words: str
    level: int = 2
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    words: str
    strong: bool = False
    kind: str = field(default="text", init=False)


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: Sequence[str]
    kind: str = field(default="items", init=False)


@dataclass(frozen=True, slots=True)
class Facts:
    """Pairs of label and value, each with a note that may be empty."""

    rows: Sequence[tuple[str, str, str]]
    kind: str = field(default="facts", init=False)


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its caption; ``widths`` are shares, ``numbers`` the columns of figures from nought."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    widths: Sequence[int]
    numbers: Sequence[int] = ()
    kind: str = field(default="table", init=False)


Block = Heading | Text | Items | Facts | Table


@dataclass(frozen=True, slots=True)
class Paper:
    """One document: its title, what it says first, its parts, and what stands under every page."""

    title: str
    language: str
    lead: str
    blocks: Sequence[Block]
    foot: str


def as_pdf(paper: Paper) -> bytes:
    """Return a paper as a PDF.

    Every word goes in as data, so that none is ever read as code of the typesetter, which sees no file but
    its own template and no font but its own. A sign for which it has no letter does not fit PDF/UA: such a
    paper is tagged all the same, without the claim.
    """
    told = json.dumps(plain(paper), ensure_ascii=True)
    try:
        return compiled(told, STANDARD)
    except typst.TypstError:
        return compiled(told, None)


def compiled(told: str, standard: Literal["ua-1"] | None) -> bytes:
    """Return the template with these words as a PDF."""
    made = typst.compile(
        TEMPLATE,
        root=FOLDER,
        font_paths=fonts(),
        ignore_system_fonts=True,
        sys_inputs={"paper": told},
        pdf_standards=standard,
        timestamp=0,
    )
    assert isinstance(made, bytes)
    return made


@cache
def fonts() -> typst.Fonts:
    """Return the fonts that come with the typesetter, read once."""
    return typst.Fonts(include_system_fonts=False)


def plain(paper: Paper) -> dict[str, Any]:  # what JSON takes
    """Return a paper as plain data."""
    blocks = [{name: getattr(block, name) for name in block.__slots__} for block in paper.blocks]
    return {
        "title": paper.title,
        "language": paper.language,
        "lead": paper.lead,
        "foot": paper.foot,
        "blocks": blocks,
    }
