"""Described: what is left over, or what a business does, told in words and by a sector only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Described:
    """An offer, or a business that may take it: its words, and the sector codes of whose it is, if known."""

    id: str
    text: str
    language: str = "en"
    sectors: tuple[str, ...] = ()
