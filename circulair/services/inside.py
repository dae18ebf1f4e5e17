"""Materials inside a vacant building: each typed line becomes an offer from the day it comes free."""

from collections.abc import Sequence
from dataclasses import dataclass

from circulair.services import listings, organisations, understanding
from circulair.services.actor import Actor
from circulair.services.listings import Draft
from circulair.store.records import ListingRecord, ListingSource
from flows.errors import FlowsError
from flows.materials import load_materials
from flows.streams import Availability, Side

LONGEST_LINE = 300
MOST_LINES = 40


class UnclearLinesError(FlowsError):
    """Lines name no material that we know; ``lines`` are their numbers from 1."""

    code = "inside.unclear"

    def __init__(self, lines: tuple[int, ...]) -> None:
        super().__init__(lines)
        self.lines = lines

    def __str__(self) -> str:
        return f"lines {self.lines} name no material that we know; name one thing on each line"


class TooManyLinesError(FlowsError):
    """More was typed than one form takes."""

    code = "inside.too_many"

    def __init__(self, most: int, longest: int) -> None:
        super().__init__(most, longest)
        self.most, self.longest = most, longest

    def __str__(self) -> str:
        return f"at most {self.most} lines of {self.longest} characters each"


@dataclass(frozen=True, slots=True)
class Typed:
    """Lines in a language, when what they name can be fetched, and whether everybody may see the offers."""

    lines: Sequence[str]
    language: str
    available: Availability
    public: bool = False


def offer(premises_id: int, typed: Typed, actor: Actor) -> list[ListingRecord]:
    """Register what is inside premises as offers from a day on: all lines, or none if one is unclear."""
    premises = organisations.premises(premises_id, actor)
    lines = [line.strip() for line in typed.lines if line.strip()]
    if len(lines) > MOST_LINES or any(len(line) > LONGEST_LINE for line in lines):
        raise TooManyLinesError(MOST_LINES, LONGEST_LINE)
    drafts = [draft_of(line, premises.id, typed, actor) for line in lines]
    unclear = tuple(place for place, draft in enumerate(drafts, start=1) if draft is None)
    if unclear:
        raise UnclearLinesError(unclear)
    return [listings.register(draft, actor) for draft in drafts if draft is not None]


def draft_of(line: str, premises_id: int, typed: Typed, actor: Actor) -> Draft | None:
    """Return the offer of one line, None where it names no material."""
    meant = understanding.understood_line(line, typed.language, actor.today)
    if not meant.material or meant.material not in load_materials():
        return None
    words = meant.reading.rest or load_materials()[meant.material].name(typed.language)
    return Draft(
        side=Side.OFFER,
        title=(words[:1].upper() + words[1:])[:120],
        material=meant.material,
        premises_id=premises_id,
        quantity=meant.quantity,
        availability=typed.available,
        weight=meant.weight,
        spread=meant.spread,
        weight_unknown=True,
        description=line,
        public=typed.public,
        source=ListingSource.OWNER,
    )
